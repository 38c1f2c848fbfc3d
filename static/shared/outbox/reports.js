import { call } from "../api.js";
import { referenceTo, uploadPhoto } from "../photos/upload.js";
import { recall } from "./database.js";

/**
 * How a resident's report is sent. The same `id` makes one case, however often it is sent.
 *
 * @typedef {import("./types.js").Entry} Entry
 */

const SENT_UNKNOWN_TILE = "T13";

/** What the city gets of a record; a case that is joined has its kind already. @param {Entry} entry */
const bodyOf = (entry) => ({
  id: entry.id,
  photos: entry.photos.map(referenceTo),
  place: entry.place,
  address: entry.address,
  ...(entry.join ? {} : { tile: entry.tile ?? SENT_UNKNOWN_TILE }),
  words: entry.words.trim(),
  contact: entry.anonymous || !entry.phone ? null : { phone: entry.phone },
  anonymous: entry.anonymous,
  locale: entry.locale,
  consent: entry.consent,
  ...(entry.under_14 ? { under_14: true, guardian: entry.guardian ?? null } : {}),
});

/** Nothing is sent before the device has the key that will own it. @type {Omit<import("./drain.js").Kind, "ready">} */
export const reports = {
  store: "reports",
  bytes: "bytes",
  bytesOf: (photo) => recall("bytes", photo),
  upload: (photo, bytes, onProgress) => uploadPhoto({ ...photo, bytes }, onProgress),
  send: async (/** @type {Entry} */ entry) => {
    const path = entry.join ? `/public/cases/${entry.join}/join` : "/reports";
    const { data } = await call("POST", path, { body: bodyOf(entry) });
    const { case_number, query_code } = data;
    const emptied = { place: null, address: "", words: "", phone: "" };
    return { receipt: { ...emptied, receipt: { case_number, query_code } }, answer: data };
  },
};
