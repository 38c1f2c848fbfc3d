import { may } from "../shared/session.js";
import { mySections } from "./admin/sections.js";
import { orders } from "./outbox/orders.js";
import { hasTargets } from "./targets/mine.js";

/**
 * A page of the office: its icon in the navigation and who has it. Its words are
 * `office.page.<page>`, its address `#/<page>`, its component stands in app.js.
 *
 * @typedef {{ page: string, icon: string, needs?: string, open?: () => boolean }} Entry
 *   `needs` is a permission
 */

/** In the order of the navigation; on a phone the first four have a tab. @type {Entry[]} */
export const ENTRIES = [
  { page: "queue", icon: "list", needs: "case.read" },
  { page: "shift", icon: "clipboard-list", needs: "case.read" },
  { page: "patrol", icon: "footprints", needs: "patrol.read" },
  { page: "notices", icon: "bell" },
  { page: "intake", icon: "phone", needs: "reporter.read" },
  { page: "review", icon: "images", needs: "photo.review" },
  { page: "map", icon: "map", needs: "case.read" },
  { page: "lists", icon: "list-checks", open: () => may("list.read") || may("community_list.read") },
  { page: "ledger", icon: "table", open: () => may("ledger.read") || may("clue.read") },
  { page: "targets", icon: "hand-helping", open: hasTargets },
  { page: "hotspots", icon: "flame", needs: "hotspot.read" },
  { page: "alarms", icon: "shield-check", open: () => may("alarm.read") || may("journal.read") },
  { page: "admin", icon: "settings", open: () => mySections().length > 0 },
  { page: "outbox", icon: "send", open: () => orders.value.length > 0 || location.hash === "#/outbox" },
  { page: "me", icon: "user" },
];

/** The pages of this person. */
export const myEntries = () =>
  ENTRIES.filter(({ needs, open }) => (!needs || may(needs)) && (!open || open()));
