/**
 * What waits on a device. Times are ISO 8601 UTC, coordinates WGS-84 degrees.
 *
 * @typedef {{ code: string, status: number, words: string }} Fault why something was not taken;
 *   `words` are the server's, empty when it said none
 * @typedef {Omit<import("../photos/types.js").PreparedPhoto, "bytes">} Picture
 *
 * @typedef {{ lat: number, lon: number, accuracy_m: number | null, datum: "wgs84",
 *   source: "fix" | "pin" | "exif" } | { area_code: string }} Place
 * @typedef {"draft" | "waiting" | "refused" | "sent" | "discarded"} Status
 * @typedef {{ id: string, status: Status, created_at: string, join: string | null,
 *   photos: (Picture & { uploaded: boolean })[], place: Place | null, place_words: string,
 *   address: string, tile: string | null, words: string, anonymous: boolean, phone: string,
 *   locale: string, consent: string | null, under_14?: boolean, guardian?: string | null,
 *   fault: Fault | null, receipt: { case_number: string, query_code: string } | null,
 *   discarded_at?: number }} Entry a resident's report; `discarded_at` in milliseconds since 1970
 *
 * @typedef {{ id: string, by: string, status: "waiting" | "refused" | "discarded", created_at: string,
 *   locale: string, kind: "action" | "issue", target: string, action: string, version: number,
 *   body: Record<string, unknown>, photos: (Picture & { uploaded: boolean })[], subject: string,
 *   values: Record<string, any>, fault: Fault | null, discarded_at?: number }} Order
 *   what an officer did: `by` is the account; `target` the number of the case or the id of the
 *   round; `version` what was known of the case; `subject` what it is about, in words; `values`
 *   those of the form
 *
 * @typedef {{ id: string, kind: "wish", by: string, status: "draft" | "waiting" | "refused" | "discarded",
 *   created_at: string, touched_at: number, locale: string, target: string, action: string,
 *   version: number, seen: string, key: string, code: string | null, open: boolean,
 *   values: Record<string, any>, photos: (Picture & { uploaded: boolean })[], fault: Fault | null,
 *   discarded_at?: number }} Wish what a resident answers about the case `target`: `by` names the
 *   account, empty for the device; `seen` what they saw of the case, `key` the idempotency key,
 *   `code` the query code; `open`: its form is on the screen; `touched_at` in milliseconds since 1970
 */

export {};
