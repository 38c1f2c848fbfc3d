import { may } from "../../shared/session.js";

/** @typedef {{ name: string, icon: string, needs: string }} Section `needs` is a permission */

/** The parts of running a city, in the order of the menu. @type {Section[]} */
export const SECTIONS = [
  { name: "organisations", icon: "building-2", needs: "staff.manage" },
  { name: "people", icon: "users", needs: "staff.manage" },
  { name: "deputies", icon: "user-plus", needs: "deputy.manage" },
  { name: "areas", icon: "map", needs: "area.manage" },
  { name: "catalog", icon: "list", needs: "catalog.manage" },
  { name: "tiles", icon: "boxes", needs: "catalog.manage" },
  { name: "charges", icon: "clipboard-check", needs: "catalog.manage" },
  { name: "segments", icon: "map-pin", needs: "responsibility.manage" },
  { name: "sponsorships", icon: "thumbs-up", needs: "responsibility.manage" },
  { name: "sites", icon: "flag", needs: "responsibility.manage" },
  { name: "task_forces", icon: "users", needs: "responsibility.manage" },
  { name: "grids", icon: "boxes", needs: "responsibility.manage" },
  { name: "gaps", icon: "shield-check", needs: "responsibility.manage" },
  { name: "calendar", icon: "calendar-days", needs: "calendar.manage" },
  { name: "policy", icon: "settings", needs: "policy.manage" },
  { name: "templates", icon: "message-square", needs: "template.manage" },
  { name: "tokens", icon: "key-round", needs: "token.manage" },
  { name: "outbox", icon: "send", needs: "outbox.manage" },
  { name: "audit", icon: "file-check", needs: "audit.read" },
  { name: "tombstones", icon: "trash-2", needs: "audit.read" },
  { name: "holds", icon: "lock", needs: "hold.manage" },
];

/** The sections of this person. */
export const mySections = () => SECTIONS.filter(({ needs }) => may(needs));
