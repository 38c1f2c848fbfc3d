import { putBytes } from "../api.js";

/** @typedef {import("./types.js").PreparedPhoto} PreparedPhoto */

/**
 * Send one photo. Sending the same photo again does no harm.
 *
 * @param {Pick<PreparedPhoto, "sha256" | "bytes" | "type">} photo
 * @param {(share: number) => void} [onProgress] gets 0…1
 */
export const uploadPhoto = ({ sha256, bytes, type }, onProgress) =>
  putBytes(`/photos/${sha256}`, bytes, { type, onProgress });

/**
 * How a report or an action refers to an uploaded photo.
 *
 * @param {Omit<PreparedPhoto, "bytes">} photo
 */
export const referenceTo = ({ sha256, role, captured_at, lat, lon, accuracy_m, source }) => ({
  sha256, role, captured_at, lat, lon, accuracy_m, source,
});
