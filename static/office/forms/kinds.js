import { Boxes } from "./boxes.js";
import { CategoryPicker } from "./category.js";
import { checkbox, choice, multichoice } from "./choice.js";
import { answered, asksNothing, Details, knownOf } from "./details.js";
import { options, select } from "./lists.js";
import { date, moment } from "./moments.js";
import { officeAtFirst } from "./offices.js";
import { PhotoIds, proposed } from "./photo-ids.js";
import { photos } from "./photos.js";
import {
  AreaPicker, CasePicker, GridWorkerPicker, OrganisationPicker, OrganisationsPicker, PersonPicker, TemplatePicker,
} from "./picks.js";
import { PlacePicker } from "./place.js";
import { countsNothing, mustCount, Quantities } from "./quantities.js";
import { suggestions } from "./suggest.js";
import { longtext, number, password, phone, text } from "./text.js";
import { TilePicker } from "./tile.js";
import { WherePicker } from "./where.js";

/** @typedef {import("./types.js").Kind} Kind */

/** @param {Kind["Input"]} Input @returns {Kind} one thing chosen, or nothing yet */
const one = (Input) => ({ Input, empty: () => null, isEmpty: (value) => value === null || value === "" });

/** What is suggested before anybody chose. @param {import("./types.js").CaseView | null} subject @param {string} action */
const likely = (subject, action) => suggestions(action)?.of(subject?.tile ?? null) ?? null;

/** @param {Kind["Input"]} Input @returns {Kind} a list, empty at first */
const list = (Input) => ({ Input, empty: () => [], isEmpty: (value) => value.length === 0 });

/** How each type of field the server names is asked for. @type {Record<string, Kind>} */
export const kinds = {
  text,
  longtext,
  number,
  choice,
  multichoice,
  checkbox,
  photos,
  category: { ...one(CategoryPicker), empty: (_, subject, action) => subject?.category?.code ?? likely(subject, action)?.category.code ?? null },
  condition: { ...one(null), empty: (_, subject, action) => subject?.condition?.id ?? likely(subject, action)?.condition.id ?? null },
  organisation: { ...one(OrganisationPicker), empty: (_, subject, action) => subject && officeAtFirst(subject, action) },
  organisations: list(OrganisationsPicker),
  person: one(PersonPicker),
  grid_worker: one(GridWorkerPicker),
  template: one(TemplatePicker),
  area: one(AreaPicker),
  case: one(CasePicker),
  place: one(PlacePicker),
  quantities: { ...list(Quantities), hides: countsNothing, needs: mustCount },
  details: {
    Input: Details,
    empty: (_, subject) => knownOf(subject),
    isEmpty: (value) => Object.keys(answered(value)).length === 0,
    payload: answered,
    hides: asksNothing,
  },
  photo_ids: { ...list(PhotoIds), empty: (_, subject, action) => (action === "publish" ? proposed(subject) : []) },
  boxes: list(Boxes),
  phone,
  password,
  select,
  options,
  date,
  moment,
  tile: one(TilePicker),
  where: one(WherePicker),
};
