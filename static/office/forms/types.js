/**
 * @typedef {import("../types.js").Field} Field
 * @typedef {import("../types.js").CaseView} CaseView
 * @typedef {Record<string, any>} Values
 *
 * @typedef {object} ControlProps what each input gets
 * @property {Field} field
 * @property {string} id of the first control, so that label and error can point at it
 * @property {any} value
 * @property {(value: any) => void} onChange a value, or a function from the one before
 * @property {boolean} invalid
 * @property {string | undefined} describedBy
 * @property {string} action
 * @property {Values} values of the whole form, for inputs that depend on another field
 * @property {(changes: Values) => void} patch sets several fields at once
 * @property {CaseView | null} subject the case acted on
 *
 * @typedef {object} Kind how one type of field is asked for, checked and sent
 * @property {((props: ControlProps) => any) | null} Input `null`: another field's input asks for it
 * @property {boolean} [single] one control, which a label can name; otherwise a group
 * @property {boolean} [bare] the input brings its own label
 * @property {(subject: CaseView | null, values: Values) => boolean} [hides] whether there is nothing to ask
 * @property {(subject: CaseView | null, values: Values, action: string) => boolean} [needs] whether it
 *   must be filled in for what the other fields say
 * @property {(field: Field, subject: CaseView | null, action: string) => unknown} empty
 * @property {(value: any) => boolean} isEmpty
 * @property {(value: any, field: Field) => string | null} [fault] why a value cannot be sent
 * @property {(value: any) => unknown} [payload] what the server gets; default: the value
 */

export {};
