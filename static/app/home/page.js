import { config } from "../../shared/config.js";
import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { Icon } from "../../shared/ui/icon.js";
import { Note } from "../../shared/ui/parts.js";
import { elder } from "../../shared/elder.js";
import { Emergency } from "../emergency.js";
import { unsent } from "../outbox/records.js";
import { Page } from "../page.js";
import { go } from "../router.js";
import { Capture } from "../snap/capture.js";
import { chooseTile, draft } from "../snap/draft.js";
import { TileGrid } from "../snap/tile-card.js";
import { Footer } from "./footer.js";
import { Solved } from "./solved.js";
import { HomeTools, LanguageSheet } from "./tools.js";

/** @param {{ href: string, tone: string, icon: string, words: string }} props */
const Reminder = ({ href, tone, icon, words }) => html`
  <a class=${`note ${tone}`} href=${href}>
    <${Icon} name=${icon} /><span class="grow">${words}</span><${Icon} name="chevron-right" />
  </a>
`;

/** A draft that waits to be finished, or reports that wait for the network. */
function Unfinished() {
  const photos = draft.value?.photos.length ?? 0;
  const waiting = unsent().length;
  return html`
    ${photos > 0 && html`
      <${Reminder} href="#/snap" tone="good" icon="pencil" words=${t("home.draft", { n: photos })} />
    `}
    ${waiting > 0 && html`
      <${Reminder} href="#/me" tone="warning" icon="send" words=${t("home.unsent", { n: waiting })} />
    `}
  `;
}

/** @param {string} code */
function startWith(code) {
  chooseTile(code);
  go("/snap");
}

/** The first screen: the camera in the lower half, and what became of other people's photos. */
export function HomePage() {
  return html`
    <${Page} title=${t("app.name")} tools=${html`<${HomeTools} />`}>
      <${LanguageSheet} />
      <div class="home">
        <div class="first">
          <${Emergency} />
          <${Unfinished} />
          ${!elder.value && html`<${Solved} />`}
          <${Capture} onTaken=${() => go("/snap")} />
        </div>
        <div class="second stack">
          <section>
            <h2>${t("home.tiles")}</h2>
            <${TileGrid} chosen=${null} onChoose=${startWith} />
          </section>
          ${elder.value && html`<${Solved} />`}
          ${config.city.notice && html`
            <section>
              <h2>${t("home.notices")}</h2>
              <${Note} icon="megaphone">${config.city.notice}<//>
            </section>
          `}
          <${Footer} />
        </div>
      </div>
    <//>
  `;
}
