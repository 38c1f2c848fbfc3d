import { may } from "../../shared/session.js";

/** @typedef {{ name: string, icon: string, needs: string }} Section `needs` is a permission */

/** The parts of running a city, in the order of the menu. @type {Section[]} */
export const SECTIONS = [
  { name: "organisations", icon: "building-2", needs: "staff.manage" },
  { name: "people", icon: "users", needs: "staff.manage" },
  { name: "deputies", icon: "git-merge", needs: "deputy.manage" },
  { name: "areas", icon: "map", needs: "area.manage" },
  { name: "outbox", icon: "send", needs: "outbox.manage" },
  { name: "audit", icon: "file-check", needs: "audit.read" },
];

/** The sections of this person. */
export const mySections = () => SECTIONS.filter(({ needs }) => may(needs));
