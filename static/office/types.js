/**
 * Shapes only the office sees; the rest is in ../shared/types.js.
 * Times are ISO 8601 UTC; lat and lon are WGS-84 degrees.
 *
 * @typedef {import("../shared/types.js").Photo} Photo
 * @typedef {import("../shared/types.js").Area} Area
 * @typedef {{ value: string | number, name: string }} Option one of a list, with its words
 * @typedef {Omit<import("../shared/types.js").Field, "type"> & { type: string, options?: Option[], audience?: "public" | "internal" }} Field
 *   the server's types, and a few of the office's own
 * @typedef {import("../shared/types.js").TimelineEvent} TimelineEvent
 * @typedef {import("../shared/types.js").SimilarCase} SimilarCase
 *
 * @typedef {{ code: string, name: string }} Named
 * @typedef {{ queue: string, count: number }} QueueCount
 *
 * @typedef {{ number: string, version: number, state: string, tile: string | null,
 *   category: Named | null, address: string, street: Named | null, submitted_at: string,
 *   due_at: string | null, clock: string | null, paused: boolean, overdue: boolean,
 *   urgent: boolean, recurrent: boolean, organisation: Named | null, person: string | null,
 *   thumb_url: string | null, reports: number, lat: number, lon: number,
 *   suggested_organisation: Named | null, news?: "new" | "changed" | null }} CaseItem
 *
 * @typedef {{ id: string, at: string, words: string, locale: string, source: string,
 *   photos: number[], reporter_phone?: string | null, reporter_name?: string | null }} Report
 *
 * @typedef {{ kind: string, number: number, started_at: string, due_at: string,
 *   stopped_at: string | null, paused: boolean, overdue: boolean, discarded: boolean }} Clock
 *
 * @typedef {{ kind: string, number: number, status: string, alive: boolean, organisation: Named | null,
 *   person: string | null, seq: number, opened_at: string, until_at: string | null, closed_at: string | null,
 *   due_at: string | null, overdue: boolean, level: string | null, reason: string | null,
 *   amount: number | null, unit: string | null, proposed: string | null, first: string | null }} CaseRecord
 *   a request, call or task beside the state; its words are with event `seq`
 *
 * @typedef {{ organisation: Named, person: string | null, since: string, until: string | null, hours: number }} Holder
 *
 * @typedef {{ id: number, text: string, limit: number | null, unit: string | null }} ConditionSummary
 *
 * @typedef {Omit<CaseItem, "reports"> & { areas: Area[], condition: ConditionSummary | null,
 *   close_standard: string | null, suggested_organisation: Named | null, photos: Photo[],
 *   reports: Report[], timeline: TimelineEvent[], clocks: Clock[], similar: SimilarCase[],
 *   allowed_actions: string[], forms: Record<string, Field[]>,
 *   close_type: string | null, quantities: { unit: string, value: string }[],
 *   planned_quantities?: { unit: string, value: string }[],
 *   records: CaseRecord[], holders: Holder[], marks: string[], segment: Named | null, chief: string | null,
 *   sponsor_officer: string | null, sponsors: Named[],
 *   details: { code: string, value: string | null }[], recurs: string | null,
 *   disputed: boolean, merged_into: string | null,
 *   proof: { marks: string[], on_site: boolean, reason: string | null } | null }} CaseView
 *
 * @typedef {{ id: number, no: number, text: string, limit: number | null, unit: string | null, lead: string,
 *   urgent: boolean, close_standard: string }} Condition
 *
 * @typedef {{ code: string, name: string, tile: string, minor: boolean, suggested: boolean, units: string[],
 *   details: { code: string, choices: string[] }[], conditions: Condition[] }} Category
 */

export {};
