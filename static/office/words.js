import { formatNumber } from "../shared/format.js";
import { t } from "../shared/i18n.js";

/** @param {{ limit: number | null, unit: string | null }} condition @returns {string} 4 工作时; empty where there is no limit */
export const limitWords = ({ limit, unit }) =>
  limit === null ? "" : t("office.limit", { n: formatNumber(limit), unit: t(`unit.${unit}`) });

/** @param {string | null} tile */
export const tileWords = (tile) => (tile ? t(`tile.${tile}`) : t("office.no_tile"));
