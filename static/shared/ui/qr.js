import { html, useEffect, useState } from "../html.js";

/**
 * A QR code as one SVG path, dark on white in every theme: scanners want it so.
 *
 * @param {{ text: string, label: string }} props
 */
export function QrCode({ text, label }) {
  const [squares, setSquares] = useState(/** @type {boolean[][]} */ ([]));
  useEffect(() => {
    import("uqr").then(({ encode }) => setSquares(encode(text, { ecc: "M", border: 2 }).data), () => {});
  }, [text]);
  if (!squares.length) return html`<div class="qr skeleton" />`;
  const path = squares.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ""))).join("");
  return html`
    <svg class="qr" role="img" aria-label=${label} viewBox=${`0 0 ${squares.length} ${squares.length}`}
      shape-rendering="crispEdges">
      <rect width="100%" height="100%" fill="#fff" /><path d=${path} fill="#000" />
    </svg>
  `;
}
