/**
 * The caches by name. Files and pages belong to a release; what was seen and what was shared
 * outlive it, and a sign-out ends what was seen.
 */
const OF_RELEASE = "ssp-release-";
const PRESENT = OF_RELEASE + RELEASE.id;
export const SEEN = "ssp-seen";
export const SHARED = "ssp-shared";

/** The cache of this release. */
export const present = () => caches.open(PRESENT);

/**
 * What this release has of an address, or else an earlier one.
 *
 * @param {string} url
 */
export async function kept(url) {
  const cache = await present();
  return (await cache.match(url)) ?? caches.match(url);
}

/**
 * Remove what earlier releases left. The one before this stays: a page that is still open asks
 * for its files, and no page is reloaded under anybody.
 */
export async function prune() {
  const names = await caches.keys();
  const others = names.filter((name) => name.startsWith(OF_RELEASE) && name !== PRESENT);
  await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)));
}
