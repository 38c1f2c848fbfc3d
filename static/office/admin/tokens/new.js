import { post } from "../../../shared/api.js";
import { html, useState } from "../../../shared/html.js";
import { t } from "../../../shared/i18n.js";
import { Icon } from "../../../shared/ui/icon.js";
import { toast } from "../../../shared/ui/toast.js";
import { RecordForm } from "../../forms/record-form.js";
import { useLoaded, WhenLoaded } from "../../load.js";
import { adminHref } from "../../router.js";
import { Screen } from "../../ui/screen.js";

const SCOPES = ["public.read", "ledger.read", "statistics.read", "report.create"];
const DAYS = 366;
const MOST_A_MINUTE = 6000;

/** @param {{ code: string, name: string, active: boolean }[]} organisations @returns {import("../../types.js").Field[]} */
const fieldsOf = (organisations) => [
  { name: "name", type: "text", required: true, max: 80 },
  { name: "scopes", type: "options", required: true, options: SCOPES.map((scope) => ({ value: scope, name: t(`office.tokens.scope.${scope}`) })) },
  {
    name: "organisation",
    type: "select",
    required: false,
    options: organisations.filter(({ active }) => active).map(({ code, name }) => ({ value: code, name })),
  },
  { name: "days", type: "number", required: true, min: 1, max: DAYS },
  { name: "per_minute", type: "number", required: true, min: 1, max: MOST_A_MINUTE },
];

/** @param {string} token */
async function copy(token) {
  try {
    await navigator.clipboard.writeText(token);
    toast(t("office.tokens.copied"));
  } catch {
    toast(t("office.tokens.not_copied"));
  }
}

/** The token, shown this once. @param {{ token: string }} props */
const Made = ({ token }) => html`
  <section class="card stack start-card" role="status">
    <p class="done"><${Icon} name="circle-check" />${t("office.tokens.made")}</p>
    <p><code class="secret">${token}</code></p>
    <p class="muted small">${t("office.tokens.once")}</p>
    <button type="button" class="button quiet" onClick=${() => copy(token)}><${Icon} name="copy" />${t("office.tokens.copy")}</button>
  </section>
  <div class="row"><a class="button soft" href=${adminHref("tokens")}>${t("office.tokens.back")}</a></div>
`;

/** A new token, and then the token itself. */
export function NewToken() {
  const choices = useLoaded("/admin/organisations");
  const [made, setMade] = useState(/** @type {{ token: string } | null} */ (null));
  return html`
    <${Screen} title=${t("office.tokens.new")} back=${adminHref("tokens")} narrow>
      ${made
        ? html`<${Made} token=${made.token} />`
        : html`
          <${WhenLoaded} from=${choices}>
            ${(/** @type {{ items: { code: string, name: string, active: boolean }[] }} */ { items }) => html`
              <${RecordForm} name="token" fields=${fieldsOf(items)} submit=${t("office.tokens.make")} onDone=${setMade}
                initial=${{ scopes: ["public.read"], days: "365", per_minute: "120" }}
                send=${(/** @type {any} */ values) => post("/admin/tokens", values)} />
            `}
          <//>
        `}
    <//>
  `;
}
