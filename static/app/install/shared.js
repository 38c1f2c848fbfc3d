import { html, useEffect, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { Empty, Skeleton } from "../../shared/ui/parts.js";
import { hasAgreed } from "../device/preferences.js";
import { Page } from "../page.js";
import { go } from "../router.js";
import { Capture, PrivacyNotice } from "../snap/capture.js";
import { edit, startCapture, takeFiles } from "../snap/draft.js";

const CACHE = "ssp-shared";

/** @typedef {{ files: File[], words: string }} Shared */

/** What the worker kept of what another app shared. @returns {Promise<Shared>} */
async function loadShared() {
  const cache = await caches.open(CACHE);
  /** @type {Shared} */
  const shared = { files: [], words: "" };
  for (const request of await cache.keys()) {
    const response = await cache.match(request);
    if (!response) continue;
    if (request.url.endsWith("/words")) shared.words = await response.text();
    else shared.files.push(new File([await response.arrayBuffer()], "shared", { type: response.headers.get("Content-Type") ?? "" }));
  }
  return shared;
}

/** Put it into the draft, as if chosen from the album. @param {Shared} shared */
async function take({ files, words }) {
  startCapture();
  if (words) edit({ words });
  takeFiles(files, "album");
  await caches.delete(CACHE);
  go("/snap", { replace: true });
}

/**
 * Photos shared from the gallery, on their way into the form: at once, or after the privacy notice
 * for whoever has not seen it.
 */
export function SharedPage() {
  const [shared, setShared] = useState(/** @type {Shared | null} */ (null));
  useEffect(() => {
    loadShared().then(setShared, () => setShared({ files: [], words: "" }));
  }, []);
  const arrived = shared !== null && shared.files.length > 0;
  useEffect(() => {
    if (arrived && hasAgreed()) take(shared);
  }, [arrived]);
  return html`
    <${Page} title=${t("snap.title")}>
      ${!shared && html`<${Skeleton} />`}
      ${shared && !arrived && html`
        <div class="card"><${Empty} icon="image" words=${t("shared.none")} /></div>
        <${Capture} onTaken=${() => go("/snap", { replace: true })} />
      `}
      ${arrived && !hasAgreed() && html`
        <section class="card stack">
          <p class="row"><${Icon} name="images" /><strong>${t("shared.photos", { n: shared.files.length })}</strong></p>
          <${PrivacyNotice} />
          <button type="button" class="button wide" onClick=${() => take(shared)}>
            <${Icon} name="camera" />${t("shared.agree")}
          </button>
        </section>
      `}
    <//>
  `;
}
