import { html, useLayoutEffect, useRef } from "../../shared/html.js";
import { t } from "../../shared/i18n.js";
import SignIn from "./sign-in.js";

/** The sign-in over the page of somebody whose session has ended; nothing but signing in closes it. */
export default function SignInAgain() {
  const box = useRef(/** @type {HTMLDialogElement | null} */ (null));
  useLayoutEffect(() => {
    const before = /** @type {HTMLElement | null} */ (document.activeElement);
    box.current?.showModal();
    return () => before?.focus();
  }, []);
  return html`
    <dialog class="lapsed" ref=${box} aria-label=${t("office.sign_in.title")}
      onCancel=${(/** @type {Event} */ event) => event.preventDefault()} onClose=${() => box.current?.showModal()}>
      <${SignIn} />
    </dialog>
  `;
}
