/** The colours of a theme, as one list: nodes and legend entries refer to a colour by its index. */

/** @import { Graph } from "../data/graph.js" */

/** Twelve hues of even weight (OKLCH, lightness 0.76 to 0.80, chroma 0.125), after a grey. */
const DARK = [
  "#8b93a7", "#85b1ff", "#83d48f", "#e2a34f", "#ff9c9f", "#c49cf1", "#39d4e4", "#f2966c",
  "#57d8b4", "#e990c3", "#c3c55f", "#a9a5fd", "#62caff",
];
/** The same hues for a light background (lightness 0.56 to 0.60). */
const LIGHT = [
  "#858b99", "#4571c6", "#38964d", "#a56300", "#c65860", "#885cb5", "#0096a8", "#b55422",
  "#009a76", "#ac4e87", "#868600", "#6e65c2", "#008bc7",
];
/** From the oldest to the newest. */
const TIME_DARK = ["#5b5fc7", "#4f7fd9", "#3f9fd8", "#35bdc4", "#58d3a0", "#9fe07a", "#dde35c", "#ffe98a"];
const TIME_LIGHT = ["#46327e", "#3f4f9f", "#2f6fa8", "#238a9d", "#1f9e7a", "#4fae4c", "#8fae20", "#c9a400"];

/** New, gone and changed: apart in all common kinds of colour blindness (Okabe and Ito, 2008). */
const CHANGE_DARK = ["#56b4e9", "#f0743a", "#e69f00"];
const CHANGE_LIGHT = ["#0072b2", "#d55e00", "#b88100"];

export const HUES = 12;
export const TIME_STEPS = TIME_DARK.length;
/** Index of the first colour of each part; grey is 0, the hues are 1 to 12. */
export const TIME = 1 + HUES;
/** The twelve hues mixed with grey: nodes that none of the vault's own groups claims. */
export const MUTED = TIME + TIME_STEPS;
/** New, gone, changed. */
export const CHANGE = MUTED + HUES;
/** The colours of the vault's own groups. */
export const OWN = CHANGE + 3;

/**
 * @param {boolean} dark
 * @param {Graph} graph
 * @returns {string[]} grey, hues, times, muted hues, changes, the vault's own groups
 */
export function palette(dark, graph) {
  const own = graph.meta.groups.map((group) => group.color);
  const hues = dark ? DARK : LIGHT;
  const muted = hues.slice(1).map((hue) => mixColors(hue, hues[0], 0.55));
  return [...hues, ...(dark ? TIME_DARK : TIME_LIGHT), ...muted, ...(dark ? CHANGE_DARK : CHANGE_LIGHT), ...own];
}

/**
 * @param {string} from `#rrggbb`
 * @param {string} to
 * @param {number} share of `to`, 0 to 1
 */
export function mixColors(from, to, share) {
  const channel = (/** @type {number} */ at) => {
    const a = parseInt(from.slice(at, at + 2), 16);
    const b = parseInt(to.slice(at, at + 2), 16);
    return Math.round(a + (b - a) * share).toString(16).padStart(2, "0");
  };
  return `#${channel(1)}${channel(3)}${channel(5)}`;
}
