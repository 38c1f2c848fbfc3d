import { remove } from "../../../shared/api.js";
import { formatMoment } from "../../../shared/format.js";
import { html } from "../../../shared/html.js";
import { t } from "../../../shared/i18n.js";
import { Note } from "../../../shared/ui/parts.js";
import { useLoaded, WhenLoaded } from "../../load.js";
import { adminHref } from "../../router.js";
import { ConfirmButton } from "../../ui/confirm.js";
import { DataList } from "../../ui/list.js";
import { NewLink, Screen } from "../../ui/screen.js";
import { doNow } from "../../write.js";

/**
 * @typedef {{ id: number, name: string, organisation: { code: string, name: string } | null,
 *   scopes: string[], hint: string, per_minute: number, created_by: string | null,
 *   created_at: string, expires_at: string, last_used_at: string | null, revoked_at: string | null,
 *   stage: "running" | "over" | "revoked" }} Token
 */

/** @type {Record<string, string>} */
const TONES = { running: "good", over: "", revoked: "danger" };

/** @param {string[]} scopes */
const scopeWords = (scopes) => scopes.map((scope) => t(`office.tokens.scope.${scope}`)).join(t("office.admin.comma"));

/** @returns {import("../../ui/list.js").Column[]} */
const columns = () => [
  { name: t("office.field.token.name"), cell: ({ name, hint }) => html`${name} <span class="muted numbers">…${hint}</span>` },
  { name: t("office.field.token.organisation"), cell: ({ organisation }) => organisation?.name ?? t("office.tokens.city") },
  { name: t("office.field.token.scopes"), cell: ({ scopes }) => scopeWords(scopes) },
  { name: t("office.tokens.until"), cell: ({ expires_at }) => formatMoment(expires_at), className: "numbers" },
  { name: t("office.tokens.used"), cell: ({ last_used_at }) => (last_used_at ? formatMoment(last_used_at) : t("office.tokens.never")), className: "numbers" },
  { name: t("office.tokens.by"), cell: ({ created_by }) => created_by ?? t("office.tokens.console") },
  { name: t("office.tokens.stage"), cell: ({ stage }) => html`<span class=${`badge ${TONES[stage]}`}>${t(`office.tokens.${stage}`)}</span>` },
];

/** Which programs may ask, for what, and when each last did. */
export function TokenList() {
  const loaded = useLoaded("/admin/tokens");
  /** @param {Token} one */
  const end = async ({ id }) => {
    if (await doNow(() => remove(`/admin/tokens/${id}`), "office.tokens.ended")) await loaded.reload();
  };
  const tools = (/** @type {Token} */ one) => one.stage === "running" && html`
    <${ConfirmButton} icon="x" words=${t("office.tokens.end")} label=${`${t("office.tokens.end")}: ${one.name}`}
      question=${t("office.tokens.end.ask", { name: one.name })} danger onConfirm=${() => end(one)} />
  `;
  return html`
    <${Screen} title=${t("office.admin.tokens")} tools=${html`<${NewLink} href=${adminHref("tokens", "new")} words=${t("office.tokens.new")} />`}>
      <${Note}>${t("office.tokens.hint")}<//>
      <${WhenLoaded} from=${loaded}>
        ${(/** @type {{ items: Token[] }} */ { items }) => html`
          <${DataList} rows=${items} columns=${columns()} label=${t("office.admin.tokens")} empty=${t("office.tokens.none")}
            keyOf=${(/** @type {Token} */ { id }) => id} toolsOf=${tools} />
        `}
      <//>
    <//>
  `;
}
