import { useDeed } from "../deed.js";
import { html, useEffect, useState } from "../html.js";
import { t } from "../i18n.js";
import { sentenceOf } from "../problems.js";
import { Icon } from "../ui/icon.js";
import { toast } from "../ui/toast.js";
import { pushState, switchOff, switchOn } from "./push.js";

/** A switch for notices of the system; nothing where there are none. */
export function PushSwitch() {
  const [state, setState] = useState(/** @type {Awaited<ReturnType<typeof pushState>>} */ (null));
  const { busy, run } = useDeed(toast);
  const look = () => pushState().then(setState, () => {});
  useEffect(() => void look(), []);
  if (!state) return null;
  const turn = () => run(
    () => (state.on ? switchOff() : switchOn(state.key)).finally(look),
    (error) => (Notification.permission === "denied" ? t("push.refused") : sentenceOf(error)),
  );
  return html`
    <button type="button" class="cell" aria-pressed=${state.on} aria-disabled=${busy || state.refused}
      onClick=${() => state.refused || turn()}>
      <${Icon} name="bell" />
      <span class="grow">
        ${t("push.title")}<span class="muted small block">${t(state.refused ? "push.refused" : "push.why")}</span>
      </span>
      <span class="end" style=${{ flex: "none" }}>${t(state.on ? "push.on" : "push.off")}</span>
    </button>
  `;
}
