/**
 * How each state of a case looks, the same in lists, pins, timelines and print:
 * an icon and a tone beside the word. `pin` is the shape on a map.
 *
 * @typedef {"neutral" | "info" | "good" | "warning" | "danger"} Tone
 * @typedef {{ icon: string, tone: Tone, group: "open" | "closed" | "refused" | "merged" }} Look
 */

/** @type {Record<string, Look>} */
const LOOKS = {
  submitted: { icon: "send", tone: "info", group: "open" },
  verifying: { icon: "eye", tone: "info", group: "open" },
  need_info: { icon: "message-square", tone: "warning", group: "open" },
  to_dispatch: { icon: "file-check", tone: "info", group: "open" },
  assigned: { icon: "clipboard-check", tone: "info", group: "open" },
  handling: { icon: "hard-hat", tone: "info", group: "open" },
  suspended: { icon: "hourglass", tone: "warning", group: "open" },
  fixed: { icon: "search", tone: "info", group: "open" },
  confirming: { icon: "thumbs-up", tone: "warning", group: "open" },
  closed: { icon: "circle-check", tone: "good", group: "closed" },
  rejected: { icon: "circle-x", tone: "danger", group: "refused" },
  merged: { icon: "git-merge", tone: "neutral", group: "merged" },
  voided: { icon: "ban", tone: "neutral", group: "refused" },
  withdrawn: { icon: "undo-2", tone: "neutral", group: "refused" },
};

/** @type {Look} */
const UNKNOWN = { icon: "info", tone: "neutral", group: "open" };

/**
 * @param {string} state
 * @returns {Look}
 */
export const lookOf = (state) => LOOKS[state] ?? UNKNOWN;
