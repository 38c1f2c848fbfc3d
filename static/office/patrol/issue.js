import { html, useEffect, useMemo, useState } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { newId } from "../../shared/ids.js";
import { KeptForLater } from "../../shared/outbox/carry.js";
import { Icon } from "../../shared/ui/icon.js";
import { Skeleton } from "../../shared/ui/parts.js";
import { PhotoButton } from "../../shared/ui/photo-picker.js";
import { toast } from "../../shared/ui/toast.js";
import { FieldRow } from "../forms/field.js";
import { createForm } from "../forms/form.js";
import { useSending } from "../forms/sending.js";
import { ErrorSummary } from "../forms/summary.js";
import { askPosition } from "../photos/position.js";
import { lookup } from "../lookups.js";
import { carryIssue } from "../outbox/carry.js";
import { addFiles, showKnown } from "../photos/shots.js";
import { CategoryChips } from "./chips.js";
import { rememberPick } from "./recent.js";
import { Spot } from "./spot.js";

/** @typedef {import("../forms/form.js").Form} Form */

const ACTION = "patrol_issue";

/** @type {import("../types.js").Field[]} */
const FIELDS = [
  { name: "photos", type: "photos", required: true, min: 1, max: 9 },
  { name: "place", type: "where", required: true },
  { name: "category", type: "category", required: true },
  { name: "condition", type: "condition", required: true },
  { name: "address", type: "text", required: false, max: 200 },
  { name: "words", type: "longtext", required: false, max: 500 },
];
const FIELD = Object.fromEntries(FIELDS.map((field) => [field.name, field]));

/** @param {string} category code */
const subjectOf = (category) =>
  /** @type {import("./chips.js").Category[] | null} */ (lookup("/categories"))?.find(({ code }) => code === category)?.name ?? "";

/**
 * One problem: a photo, where and what. It begins with the camera, and the phone says the place
 * meanwhile; what is begun survives a phone that ends the page while its camera is open.
 *
 * @param {{ round: string, onSent: (number: string) => void, rest: any }} props
 *   `rest` is shown while no problem is begun
 */
export function Issue({ round, onSent, rest }) {
  const form = useMemo(() => createForm(ACTION, FIELDS, null), []);
  const [asking, setAsking] = useState(false);
  const [taking, setTaking] = useState(false);
  useEffect(() => void showKnown((change) => form.set("photos", change)), []);
  const fixPlace = async () => {
    setAsking(true);
    form.patch({ place: null });
    const position = await askPosition();
    setAsking(false);
    if (position) form.patch({ place: { ...position, datum: "wgs84", source: "fix" } });
  };
  /** @param {File[]} files @param {"camera" | "album"} source */
  const onFiles = async (files, source) => {
    setTaking(true);
    form.patch({ id: newId() });
    await addFiles(files, { source, role: "near" }, (change) => form.set("photos", change), toast);
    setTaking(false);
  };
  if (taking && form.values.value.photos.length === 0) return html`<${Skeleton} rows=${1} height="9rem" />`;
  if (form.values.value.photos.length === 0) {
    return html`
      <${PhotoButton} source="camera" className="button wide camera" words=${t("office.patrol.shoot")} onTap=${fixPlace} onFiles=${onFiles} />
      ${rest}
    `;
  }
  return html`<${IssueForm} form=${form} round=${round} asking=${asking} onSent=${onSent} />`;
}

/** @param {{ form: Form, round: string, asking: boolean, onSent: (number: string) => void }} props */
function IssueForm({ form, round, asking, onSent }) {
  const clear = () => {
    form.forget();
    form.values.value = createForm(ACTION, FIELDS, null).values.value;
  };

  const { busy, submit, idOf, summary } = useSending(form, async () => {
    const { id, category, condition } = form.values.value;
    rememberPick({ category, condition });
    try {
      const answer = await carryIssue(round, id, subjectOf(category), form);
      clear();
      onSent(answer?.case_number ?? "");
    } catch (error) {
      if (!(error instanceof KeptForLater)) throw error;
      clear();
    }
  });
  return html`
    <form class="action-form stack" noValidate onSubmit=${submit}>
      <${ErrorSummary} ...${summary} />
      <${FieldRow} form=${form} field=${FIELD.photos} id=${idOf("photos")} />
      <${Spot} form=${form} field=${FIELD.place} id=${idOf("place")} asking=${asking} />
      <${CategoryChips} form=${form} field=${FIELD.category} id=${idOf("category")} />
      <details class="more-words">
        <summary>${t("office.patrol.more_words")}</summary>
        <div class="stack">
          <${FieldRow} form=${form} field=${FIELD.address} id=${idOf("address")} />
          <${FieldRow} form=${form} field=${FIELD.words} id=${idOf("words")} />
        </div>
      </details>
      <div class="send row">
        <button type="button" class="button quiet" onClick=${clear}>${t("office.patrol.drop")}</button>
        <button type="submit" class="button grow" aria-disabled=${busy}>
          <${Icon} name="send" />${t(busy ? "office.form.sending" : "office.patrol.send")}
        </button>
      </div>
    </form>
  `;
}
