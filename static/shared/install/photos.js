const GREY_WIDTH = 4;

/** Browsers give an address that was shown once from their memory: it is fetched for them first. */
async function bring() {
  for (const image of [...document.images]) {
    if (image.naturalWidth !== GREY_WIDTH) continue;
    const { src } = image;
    await fetch(src, { cache: "reload" }).catch(() => {});
    if (image.src === src) image.src = src;
  }
}

/**
 * Photos in whose place the worker showed a grey shape come when the network is back, or has come
 * back before this was loaded.
 */
export function bringPhotosLater() {
  addEventListener("online", bring);
  if (navigator.onLine) bring();
}
