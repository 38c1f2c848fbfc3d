import { html } from "../../../shared/html.js";
import { t } from "../../../shared/i18n.js";
import { toast } from "../../../shared/ui/toast.js";
import { adminHref, go } from "../../router.js";
import { TableImport } from "./import-table.js";

/** @returns {import("../../ui/list.js").Column[]} */
const columns = () => [
  { name: t("office.field.sponsorship.organisation"), cell: ({ organisation }) => organisation },
  { name: t("office.field.sponsorship.target"), cell: ({ target }) => target },
  { name: t("office.field.sponsorship.contact"), cell: ({ contact }) => contact },
];

/** Sponsorships from a table. */
export const Import = () => html`
  <${TableImport} path="/sponsorships/import" title=${t("office.sponsor.import")} back=${adminHref("sponsorships")}
    about=${t("office.import.about")} needed=${["organisation", "target", "contact"]} more=${["target_kind", "from", "to"]}
    columns=${columns()}
    onDone=${(/** @type {import("./import-table.js").Report} */ { counts }) => {
      toast(t("office.import.done", { n: counts.ok ?? 0 }));
      go(adminHref("sponsorships"), { replace: true });
    }} />
`;
