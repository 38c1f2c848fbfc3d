import { html, signal } from "../html.js";

const SHOWN_MS = 6000;
/** Slow hands reach a button in this time. */
const TO_ACT_MS = 15_000;

/**
 * @typedef {{ id: number, words: string, action?: string, onAction?: () => void }} Toast
 * @type {import("@preact/signals").Signal<Toast[]>}
 */
const toasts = signal([]);
let last = 0;

/** @param {number} id */
const dismiss = (id) => {
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
};

/**
 * Say something for a few seconds, perhaps with a way to undo it; the same again is not said twice.
 *
 * @param {string} words
 * @param {{ action?: string, onAction?: () => void }} [options]
 */
export function toast(words, options = {}) {
  last += 1;
  const id = last;
  toasts.value = [...toasts.value.filter((one) => one.action || one.words !== words), { id, words, ...options }];
  setTimeout(() => dismiss(id), options.action ? TO_ACT_MS : SHOWN_MS);
}

/** Where toasts appear; once in a page. */
export const Toasts = () => html`
  <div class="toasts" role="status" aria-live="polite">
    ${toasts.value.map(({ id, words, action, onAction }) => html`
      <div class="toast" key=${id}>
        <span>${words}</span>
        ${action && html`
          <button type="button" class="button plain" onClick=${() => { dismiss(id); onAction?.(); }}>
            ${action}
          </button>
        `}
      </div>
    `)}
  </div>
`;
