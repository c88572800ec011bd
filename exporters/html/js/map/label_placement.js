/** Which names are written on the map, and where: by importance, and never over one another. */

/** @import { Box } from "./camera.js" */

/**
 * @typedef {object} Wish a label that would like to be shown
 * @property {string} text
 * @property {number} x of the node, in pixels
 * @property {number} y
 * @property {number} gap from the node's middle to where the text may begin
 * @property {number} size of the letters, in pixels
 * @property {"center" | "below"} side
 * @property {number} node whose name it is; -1 for an island's
 * @property {number} [island] the community whose name it is
 * @property {number} ink
 * @property {boolean} strong
 */

/** @typedef {Wish & {box: Box}} Label one that has found its place */

/** Half-width characters that a label may have. */
const LONGEST = 34;
/** Pixels kept free around a label. */
const MARGIN = 3;

/**
 * @param {Iterable<Wish>} wishes the most important first
 * @param {(text: string, size: number, strong: boolean) => number} measure width in pixels
 * @param {{taken: Box[], dots: Box[]}} avoid where nothing may be written (controls), and where
 *   only what finds no other place
 * @param {{width: number, height: number}} screen
 * @param {number} most
 * @returns {Label[]}
 */
export function placed(wishes, measure, { taken, dots }, screen, most) {
  /** @type {Label[]} */
  const labels = [];
  const boxes = [...taken];
  for (const wish of wishes) {
    if (labels.length >= most) break;
    const half = measure(wish.text, wish.size, wish.strong) / 2;
    const box =
      (dots.length && spot(wish, half, [...boxes, ...dots], screen)) || spot(wish, half, boxes, screen);
    if (!box) continue;
    boxes.push(box);
    labels.push({ ...wish, box });
  }
  return labels;
}

/**
 * Below the node; above or beside it when there is no room.
 * @param {Wish} wish
 * @param {number} half of the width
 * @param {Box[]} boxes
 * @param {{width: number, height: number}} screen
 * @returns {Box | null}
 */
function spot(wish, half, boxes, screen) {
  const high = wish.size * 1.25;
  const beside = wish.gap + half + 2;
  /** @type {[x: number, top: number][]} */
  const places =
    wish.side === "center"
      ? [[wish.x, wish.y - high / 2]]
      : [
          [wish.x, wish.y + wish.gap],
          [wish.x, wish.y - wish.gap - high],
          [wish.x + beside, wish.y - high / 2],
          [wish.x - beside, wish.y - high / 2],
        ];
  for (const [x, top] of places) {
    const box = { left: x - half, right: x + half, top, bottom: top + high };
    const inside =
      box.left >= 4 && box.top >= 4 && box.right <= screen.width - 4 && box.bottom <= screen.height - 4;
    if (inside && !boxes.some((other) => touches(box, other))) return box;
  }
  return null;
}

/**
 * @param {Box} a
 * @param {Box} b
 */
export function touches(a, b) {
  return (
    a.left - MARGIN < b.right &&
    b.left < a.right + MARGIN &&
    a.top - MARGIN < b.bottom &&
    b.top < a.bottom + MARGIN
  );
}

/** @type {Intl.Segmenter | null} */
const segmenter = typeof Intl.Segmenter === "function" ? new Intl.Segmenter() : null;

/**
 * @param {string} text
 * @param {number} [longest] half-width characters
 * @returns {string} short enough for the map; no emoji is cut in two, and direction marks are gone
 */
export function shortened(text, longest = LONGEST) {
  const clean = text.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "");
  if (clean.length * 2 <= longest) return clean;
  const parts = segmenter ? [...segmenter.segment(clean.slice(0, 200))].map((s) => s.segment) : [...clean];
  let width = 0;
  for (let i = 0; i < parts.length; i++) {
    width += /[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]|\p{Emoji_Presentation}/u.test(parts[i]) ? 2 : 1;
    if (width > longest) return `${parts.slice(0, Math.max(1, i - 1)).join("").trimEnd()}…`;
  }
  return clean;
}
