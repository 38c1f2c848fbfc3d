import { html } from "../../../shared/html.js";
import { DeputyList } from "./list.js";
import { NewDeputy } from "./new.js";

/** Deputies for people on leave: the list, or a new one. @param {{ path: string[] }} props */
export default function DeputiesPage({ path: [which] }) {
  return which === "new" ? html`<${NewDeputy} />` : html`<${DeputyList} />`;
}
