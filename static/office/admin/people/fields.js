import { t } from "../../../shared/i18n.js";

/**
 * @typedef {{ items: { code: string, name: string, active: boolean }[], roles: string[] }} Choices
 *   what GET /admin/organisations says
 */

/** What is asked about a person. @param {Choices} choices @returns {import("../../types.js").Field[]} */
export const personFields = ({ items, roles }) => [
  { name: "name", type: "text", required: true, max: 60 },
  {
    name: "organisation",
    type: "select",
    required: true,
    options: items.filter(({ active }) => active).map(({ code, name }) => ({ value: code, name })),
  },
  { name: "roles", type: "options", required: true, options: roles.map((role) => ({ value: role, name: t(`role.${role}`) })) },
];
