/** The digits of a mobile number, written or pasted in any usual way. @param {string} written */
export const digitsOf = (written) =>
  written.normalize("NFKC").replace(/[^\d+]/g, "").replace(/^(\+|00)86/, "");
