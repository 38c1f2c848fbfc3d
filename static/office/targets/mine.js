import { may, me } from "../../shared/session.js";

const OFFICES = ["street", "community", "department", "centre", "taskforce"];
const KEEPING = ["segment_keeper", "grid_worker"];

/** Whether this person may claim segments: organisations outside the government do. */
export const mayClaim = () => may("segment.claim") && !OFFICES.includes(me.value?.organisation?.kind ?? "");

/** Whether this person has a page of what they answer for. */
export const hasTargets = () =>
  mayClaim() || may("claim.decide") || KEEPING.some((role) => me.value?.roles.includes(role));
