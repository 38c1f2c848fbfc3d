/**
 * A photo ready to be sent: small, upright, without metadata; what it knew stands beside it.
 *
 * @typedef {"near" | "far" | "after" | "evidence"} Role
 * @typedef {{ id: string, sha256: string, bytes: ArrayBuffer, type: string, role: Role,
 *   source: "camera" | "album", captured_at: string | null, lat: number | null,
 *   lon: number | null, accuracy_m: number | null }} PreparedPhoto
 */

export {};
