import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { may } from "../../shared/session.js";
import { pageHref, route } from "../router.js";
import { CommunityLists } from "./community-lists.js";
import { CommunityList } from "./community.js";
import { NewRectification } from "./new-rectification.js";
import { Rectification } from "./rectification.js";
import { Rectifications } from "./rectifications.js";

/** @typedef {"rectification" | "community"} Kind */

/** @returns {Kind[]} the kinds of lists this person has */
const myKinds = () => {
  /** @type {Kind[]} */
  const kinds = [];
  if (may("list.read")) kinds.push("rectification");
  if (may("community_list.read")) kinds.push("community");
  return kinds;
};

/** Which kind of list is shown. @param {{ kind: Kind }} props */
const KindTabs = ({ kind }) => {
  const kinds = myKinds();
  return kinds.length > 1 && html`
    <nav class="segments" aria-label=${t("office.page.lists")}>
      ${kinds.map((one) => html`
        <a key=${one} href=${pageHref("lists", one)} aria-current=${one === kind ? "page" : undefined}>${t(`office.lists.${one}`)}</a>
      `)}
    </nav>
  `;
};

/** Lists that offices give to others, and those they keep for themselves. */
export default function ListsPage() {
  const [given, which] = route.value.path;
  const kind = myKinds().find((one) => one === given) ?? myKinds()[0];
  if (kind === "rectification") {
    if (which === "new" && may("list.issue")) return html`<${NewRectification} />`;
    return which
      ? html`<${Rectification} key=${which} id=${which} />`
      : html`<${Rectifications} tabs=${html`<${KindTabs} kind=${kind} />`} />`;
  }
  return which
    ? html`<${CommunityList} key=${which} id=${which} />`
    : html`<${CommunityLists} tabs=${html`<${KindTabs} kind=${kind} />`} />`;
}
