import { h } from "preact";
import htm from "htm";

/** Tagged template that makes Preact nodes: the one way components write their markup. */
export const html = htm.bind(h);
export { render } from "preact";
/** `useLayoutEffect` is for the focus: it is there with what it stands on, so that no key is lost between. */
export { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
export { batch, computed, effect, signal, useComputed, useSignal } from "@preact/signals";
