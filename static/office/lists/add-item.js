import { post } from "../../shared/api.js";
import { html } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import { RecordForm } from "../forms/record-form.js";
import { lookup } from "../lookups.js";

/**
 * A matter for a community list, with its photo.
 *
 * @param {{ path: string, onAdded: () => void }} props `path` of the list, below /api/v1
 */
export function AddItem({ path, onAdded }) {
  /** @type {import("../types.js").Category[] | null} */
  const categories = lookup("/categories");
  /** @param {Record<string, any>} values */
  const send = ({ photos, place, ...values }) =>
    post(`${path}/items`, {
      ...values,
      address: values.address ?? "",
      owner: values.owner ?? "",
      place: place && { lat: place.lat, lon: place.lon },
      photo: photos[0] ?? null,
    });
  return categories && html`
    <section class="card">
      <${RecordForm} name="community_item" submit=${t("office.lists.add_item")} send=${send} onDone=${onAdded} fields=${[
        { name: "photos", type: "photos", required: false, max: 1 },
        { name: "words", type: "text", required: true, max: 200 },
        { name: "category", type: "select", required: false, options: categories.map(({ code, name }) => ({ value: code, name })) },
        { name: "address", type: "text", required: false, max: 200 },
        { name: "place", type: "place", required: false },
        { name: "owner", type: "text", required: false, max: 60 },
        { name: "due", type: "date", required: false },
      ]} />
    </section>
  `;
}
