/** Bars that show how many notes fall into each span of time. */

import { isoDay } from "../data/dates.js";
import { element } from "./dom.js";

const BARS = 30;

/**
 * @param {number[]} days as numbers; 0 for unknown
 * @returns {HTMLElement | null} null if they do not lie apart
 */
export function dayBars(days) {
  const known = days.filter(Boolean);
  const first = known.reduce((least, day) => Math.min(least, day), Infinity);
  const last = known.reduce((most, day) => Math.max(most, day), 0);
  if (last - first < BARS) return null;
  const counts = new Uint32Array(BARS);
  for (const day of known) counts[Math.min(BARS - 1, Math.floor(((day - first) / (last - first)) * BARS))]++;
  const most = Math.max(...counts);
  const bars = Array.from(counts, (count) => {
    const bar = element("span");
    bar.style.height = `${Math.round((count / most) * 100)}%`;
    return bar;
  });
  const ends = [isoDay(first), isoDay(last)];
  return element(
    "div",
    { class: "day-bars", attributes: { role: "img", "aria-label": ends.join(" – ") } },
    element("div", { class: "columns" }, ...bars),
    element("div", { class: "ends" }, ...ends.map((text) => element("span", { text }))),
  );
}
