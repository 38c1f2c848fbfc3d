import { html } from "../../../shared/html.js";
import { TokenList } from "./list.js";
import { NewToken } from "./new.js";

/** Tokens of other programs: the list, or a new one. @param {{ path: string[] }} props */
export default function TokensPage({ path: [which] }) {
  return which === "new" ? html`<${NewToken} />` : html`<${TokenList} />`;
}
