/**
 * The shapes the API speaks. Times are ISO 8601 UTC, coordinates WGS-84 degrees.
 *
 * @typedef {{ id: number, role: "near" | "far" | "after" | "evidence", url: string,
 *   middle_url: string, thumb_url: string, width: number, height: number, captured_at: string | null,
 *   public?: boolean }} Photo
 *
 * @typedef {{ code: string, name: string, level: string, parent?: string, lat?: number,
 *   lon?: number, label?: string }} Area
 *
 * @typedef {{ seq: number, at: string, action: string, from_state: string | null,
 *   to_state: string, by: "reporter" | "office" | "system",
 *   organisation: { name: string } | null, given_to: { name: string } | null,
 *   words: string | null, photos: Photo[],
 *   person?: string, internal?: boolean }} TimelineEvent
 *
 * @typedef {"text" | "longtext" | "choice" | "multichoice" | "photos" | "number" | "place"
 *   | "category" | "condition" | "organisation" | "person" | "case" | "quantities" | "boxes"
 *   | "photo_ids" | "checkbox"} FieldType
 *
 * @typedef {{ name: string, type: FieldType, required: boolean, max?: number, min?: number, step?: number,
 *   choices?: string[] }} Field
 *
 * @typedef {{ solved: string, score: string, words?: string | null }} Rating
 *
 * @typedef {{ case_number: string, version: number, state: string, tile: string | null,
 *   words: string | null, address: string, lat: number, lon: number, areas: Area[],
 *   organisation: { name: string } | null, due_at: string | null, overdue: boolean,
 *   submitted_at: string, closed_at: string | null, photos: Photo[],
 *   timeline: TimelineEvent[], allowed_actions: string[], forms: Record<string, Field[]>,
 *   question: string | null,
 *   rejection: { code: string, words: string, channel: string | null } | null,
 *   close_type: string | null, rating: Rating | null, merged_into: string | null,
 *   public: boolean, query_code?: string }} FollowedCase
 *
 * @typedef {{ case_number: string, state: string, tile: string | null, words: string,
 *   submitted_at: string, due_at: string | null, overdue: boolean,
 *   thumb_url: string | null }} MyReport
 *
 * @typedef {{ number: string, state: string, tile: string | null,
 *   street: { code: string, name: string } | null, submitted_at: string,
 *   closed_at: string | null, lat: number, lon: number, thumb_url: string | null,
 *   after_thumb_url: string | null }} PublicCase
 *
 * @typedef {{ number: string, tile: string | null, state: string, distance_m: number,
 *   submitted_at: string, thumb_url: string | null }} SimilarCase
 *
 * @typedef {{ kind: "anonymous" | "claimant" | "resident" | "staff", account: string | null, name: string | null,
 *   phone: string | null, roles: string[], permissions: string[],
 *   organisation: { code: string, name: string, kind: string } | null,
 *   unread: number, starting: boolean, must: "password" | "second_factor" | null }} Me
 *
 * @typedef {{ id: number, at: string, title: string, body: string,
 *   case_number: string | null, list_id: number | null, public: boolean, read: boolean }} Notice
 *
 * @typedef {{ id: number, created_at: string, last_seen_at: string, device: string,
 *   current: boolean }} Session
 *
 * @typedef {{ layers: string[], subdomains: string, datum: import("./datum.js").Datum, max_zoom: number,
 *   attribution: string }} Basemap tiles in Web Mercator, lowest layer first
 *
 * @typedef {{ city: { code: string, name: string, notice: string | null }, locales: string[],
 *   bilingual: string, demo: boolean, emergency: { number: string, key: string }[],
 *   map: { lat: number, lon: number, zoom: number, basemap: Basemap | null },
 *   limits: { photos: number, photo_bytes: number, words: number },
 *   tiles: { code: string, icon: string }[], footer: Record<string, string>,
 *   consent: { version: string },
 *   wechat?: true,
 *   demo_accounts?: { username: string, password: string, name: string }[] }} Config
 */
export {};
