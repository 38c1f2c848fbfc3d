import { locale, t } from "../../shared/i18n.js";
import { KeptForLater } from "../../shared/outbox/carry.js";
import { me } from "../../shared/session.js";
import { toast } from "../../shared/ui/toast.js";
import { parcelsOf } from "../photos/shots.js";
import { subjectOf } from "../queue/row-parts.js";
import { carry } from "./sender.js";

/**
 * From a form to an order: saved first, then sent, so that a basement without signal is normal.
 *
 * @typedef {import("./orders.js").Order} Order
 * @typedef {import("../forms/form.js").Form} Form
 * @typedef {import("../types.js").CaseView} CaseView
 */

/** Whether a form is filled in where there may be no network: where photos are taken. @param {import("../types.js").Field[]} fields */
export const keepsFirst = (fields) => fields.some(({ type }) => type === "photos");

/**
 * @param {Pick<Order, "id" | "kind" | "target" | "action" | "version" | "subject">} about
 * @param {Record<string, unknown>} fields what the form sends
 * @param {Form} form
 * @returns {Order}
 */
function orderOf(about, { photos: _, ...body }, form) {
  const values = form.values.value;
  return {
    ...about,
    by: me.value?.account ?? "",
    status: "waiting",
    created_at: new Date().toISOString(),
    locale: locale.value,
    body,
    photos: parcelsOf(values.photos),
    values,
    fault: null,
  };
}

/** @param {Order} order */
async function carryAndSay(order) {
  try {
    return await carry(order);
  } catch (error) {
    if (error instanceof KeptForLater) toast(t("outbox.kept"));
    throw error;
  }
}

/**
 * Do what a form of a case says.
 *
 * @param {import("../case/store.js").Order} order
 * @param {CaseView} view
 * @param {Form} form
 * @returns {Promise<CaseView | null>} the case as it is now; `null` when another page has done it
 * @throws {KeptForLater} when it waits for the network
 * @throws {import("../../shared/api.js").Problem} when the city refuses
 */
export const carryAction = ({ number, action, version, key, fields }, view, form) =>
  carryAndSay(orderOf({ id: key, kind: "action", target: number, action, version, subject: subjectOf(view) }, fields, form));

/**
 * Open a case for a problem found on a round.
 *
 * @param {string} round
 * @param {string} id UUID, the same however often it is sent
 * @param {string} subject
 * @param {Form} form
 * @returns {Promise<{ case_number: string } | null>}
 * @throws as `carryAction`
 */
export const carryIssue = (round, id, subject, form) =>
  carryAndSay(orderOf({ id, kind: "issue", target: round, action: form.action, version: 0, subject }, form.payload(), form));
