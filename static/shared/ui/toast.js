import { html, signal } from "../html.js";

/** Few words are read sooner. @param {string} words */
const shownMs = (words) => Math.min(6000, 2000 + 300 * words.length);
const TO_SEE_MS = 1000;
/** Slow hands reach a button in this time. */
const TO_ACT_MS = 15_000;

/**
 * @typedef {{ id: number, at: number, words: string, action?: string, onAction?: () => void }} Toast
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
  toasts.value = [...toasts.value.filter((one) => one.action || one.words !== words), { id, at: Date.now(), words, ...options }];
  setTimeout(() => dismiss(id), options.action ? TO_ACT_MS : shownMs(words));
}

/** Who goes on after a moment has read it. */
addEventListener("pointerdown", () => {
  const young = Date.now() - TO_SEE_MS;
  const left = toasts.value.filter(({ action, at }) => action || at > young);
  if (left.length < toasts.value.length) toasts.value = left;
});

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
