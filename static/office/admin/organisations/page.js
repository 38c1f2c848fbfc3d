import { html } from "../../../shared/html.js";
import { OrganisationList } from "./list.js";
import { NewOrganisation, OrganisationScreen } from "./organisation.js";

/** Organisations: the list, a new one, or one of them. @param {{ path: string[] }} props */
export default function OrganisationsPage({ path: [code, which] }) {
  if (!code) return html`<${OrganisationList} />`;
  if (code === "new") return html`<${NewOrganisation} />`;
  return html`<${OrganisationScreen} key=${which} code=${which ?? ""} />`;
}
