import { act } from "../../shared/api.js";
import { newId } from "../../shared/ids.js";
import { referenceTo, uploadPhoto } from "../../shared/photos/upload.js";

/**
 * @typedef {import("../../shared/types.js").Field} Field
 * @typedef {import("../../shared/photos/prepare.js").PreparedPhoto} PreparedPhoto
 */

/** @param {unknown} value */
const isBlank = (value) =>
  value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);

/**
 * Names of required fields without a value, and of words that are too short.
 *
 * @param {Field[]} fields
 * @param {Record<string, any>} values
 * @returns {Record<string, "required" | "too_short">}
 */
export function lacking(fields, values) {
  /** @type {Record<string, "required" | "too_short">} */
  const faults = {};
  for (const { name, type, required, min } of fields) {
    const value = values[name];
    const least = type === "longtext" || type === "text" ? (min ?? 0) : 0;
    if (required && (isBlank(value) || (type === "checkbox" && !value))) faults[name] = "required";
    else if (!isBlank(value) && String(value).trim().length < least) faults[name] = "too_short";
  }
  return faults;
}

/**
 * Upload what the photo fields hold and turn all values into the body of the action.
 *
 * @param {Field[]} fields
 * @param {Record<string, any>} values
 * @param {(id: string, share: number) => void} onProgress of each photo, 0…1
 */
async function bodyOf(fields, values, onProgress) {
  /** @type {Record<string, unknown>} */
  const body = {};
  for (const { name, type } of fields) {
    const value = values[name];
    if (isBlank(value)) continue;
    if (type !== "photos") {
      body[name] = value;
      continue;
    }
    for (const photo of /** @type {PreparedPhoto[]} */ (value)) {
      await uploadPhoto(photo, (share) => onProgress(photo.id, share));
    }
    body[name] = value.map(referenceTo);
  }
  return body;
}

/**
 * Make a function that performs one action and keeps its idempotency key while the intention
 * stays the same: a retry after a lost answer has one effect, a changed form is a new intention.
 */
export function makePerformer() {
  let intention = "";
  let key = newId();
  /**
   * @param {{ casePath: string, action: string, version: number, fields: Field[],
   *   values: Record<string, any>, headers?: Record<string, string>,
   *   onProgress?: (id: string, share: number) => void }} order
   * @returns {Promise<any>} the fresh case
   */
  return async ({ casePath, action, version, fields, values, headers, onProgress = () => {} }) => {
    const body = await bodyOf(fields, values, onProgress);
    const present = JSON.stringify([casePath, action, version, body]);
    if (present !== intention) {
      intention = present;
      key = newId();
    }
    return act(casePath, action, body, { version, key, headers });
  };
}
