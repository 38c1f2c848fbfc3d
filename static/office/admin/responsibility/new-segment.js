import { get, post } from "../../../shared/api.js";
import { html, useEffect, useState } from "../../../shared/html.js";
import { t } from "../../../shared/i18n.js";
import { Icon } from "../../../shared/ui/icon.js";
import { Note } from "../../../shared/ui/parts.js";
import { toast } from "../../../shared/ui/toast.js";
import { RecordForm } from "../../forms/record-form.js";
import { useLoaded, WhenLoaded } from "../../load.js";
import { adminHref, go } from "../../router.js";
import { Screen } from "../../ui/screen.js";
import { LineMap } from "./line-map.js";
import { given, keeperOptions } from "./segments.js";

/** @typedef {import("./line-map.js").Point} Point */

const LINE_POINTS = 2;

/** The community in which the middle of a line lies. @param {Point[]} line @returns {{ code: string, name: string } | null | undefined} `undefined` while it is looked up */
function useCommunity(line) {
  const [found, setFound] = useState(/** @type {any} */ (undefined));
  const middle = line[Math.floor(line.length / 2)];
  useEffect(() => {
    let gone = false;
    setFound(undefined);
    if (line.length < LINE_POINTS) return undefined;
    get("/locate", { lat: middle.lat.toFixed(6), lon: middle.lon.toFixed(6) }).then(
      ({ areas }) => {
        if (!gone) setFound(areas.find((/** @type {{ level: string }} */ { level }) => level === "community") ?? null);
      },
      () => {
        if (!gone) setFound(null);
      },
    );
    return () => { gone = true; };
  }, [line.length, middle?.lat, middle?.lon]);
  return found;
}

/** A new segment: drawn on the map, named, and given into two hands. */
export default function NewSegment() {
  const [line, setLine] = useState(/** @type {Point[]} */ ([]));
  const community = useCommunity(line);
  const people = useLoaded("/responsibility/people", { role: "segment_keeper" });
  const geometry = { type: "LineString", coordinates: line.map(({ lat, lon }) => [lon, lat]) };
  const ready = line.length >= LINE_POINTS && community;
  return html`
    <${Screen} title=${t("office.segments.new")} back=${adminHref("segments")} narrow>
      <section class="card stack">
        <h2>${t("office.segments.draw")}</h2>
        <p class="muted small">${t("office.segments.draw_hint")}</p>
        <${LineMap} line=${line} onAdd=${(/** @type {Point} */ point) => setLine((before) => [...before, point])} />
        <div class="row">
          <button type="button" class="button quiet" disabled=${line.length === 0} onClick=${() => setLine(line.slice(0, -1))}>
            <${Icon} name="undo-2" />${t("office.segments.undo_point")}
          </button>
          <span class="located" role="status">
            ${community ? html`<${Icon} name="map-pin" /> ${community.name}` : t("office.segments.points", { n: line.length })}
          </span>
        </div>
        ${community === null && html`<${Note} tone="warning" icon="triangle-alert">${t("office.segments.no_community")}<//>`}
      </section>
      <${WhenLoaded} from=${people}>
        ${(/** @type {any} */ { items }) => {
          const options = keeperOptions(items);
          return html`
            <section class="card">
              <${RecordForm} name="segment" submit=${t("office.segments.create")} initial=${{ buffer_m: "20" }}
                fields=${[
                  { name: "code", type: "text", required: true, max: 32 },
                  { name: "name", type: "text", required: true, max: 80 },
                  { name: "buffer_m", type: "number", required: true, min: 1, max: 500 },
                  { name: "chief", type: "select", required: false, options },
                  { name: "sponsor", type: "select", required: false, options },
                ]}
                send=${async (/** @type {Record<string, any>} */ values) => {
                  const place = { community: community?.code ?? "", geometry };
                  return post("/segments", { ...given(values), ...place });
                }}
                onDone=${(/** @type {{ code: string }} */ { code }) => {
                  toast(t("office.admin.saved"));
                  go(adminHref("segments", code), { replace: true });
                }}>
                ${!ready && html`<p class="muted small">${t("office.segments.draw_first")}</p>`}
              <//>
            </section>
          `;
        }}
      <//>
    <//>
  `;
}
