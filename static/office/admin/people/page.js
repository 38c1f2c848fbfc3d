import { html } from "../../../shared/html.js";
import { PeopleList } from "./list.js";
import { NewPerson } from "./new.js";
import { PersonScreen } from "./person.js";

/** People of the offices: the list, a new one, or one of them. @param {{ path: string[] }} props */
export default function PeoplePage({ path: [id] }) {
  if (!id) return html`<${PeopleList} />`;
  return id === "new" ? html`<${NewPerson} />` : html`<${PersonScreen} key=${id} id=${id} />`;
}
