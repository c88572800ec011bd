/** Choose a box for each label: the most important first, and never one over another. */

/** @import { Box } from "./camera.js" */

/**
 * @typedef {object} LabelCandidate a label that could be shown
 * @property {string} text
 * @property {number} x of the node, in pixels
 * @property {number} y
 * @property {number} gap from the middle of the node to the text
 * @property {number} size of the letters, in pixels
 * @property {"center" | "below"} side
 * @property {number} node the node it names; -1 for a community
 * @property {number} [community] the community it names
 * @property {number} color index in the palette
 * @property {boolean} strong
 */

/** @typedef {LabelCandidate & {box: Box}} Label a label with a box */

/** Half-width characters that a label may have. */
const LONGEST = 34;
/** Pixels kept free around a label. */
const MARGIN = 3;

/**
 * @param {Iterable<LabelCandidate>} candidates the most important first
 * @param {(text: string, size: number, strong: boolean) => number} measure width in pixels
 * @param {{taken: Box[], dots: Box[]}} avoid `taken` (controls) always, `dots` where possible
 * @param {{width: number, height: number}} screen
 * @param {number} most
 * @returns {Label[]}
 */
export function placeLabels(candidates, measure, { taken, dots }, screen, most) {
  /** @type {Label[]} */
  const labels = [];
  const boxes = [...taken];
  for (const candidate of candidates) {
    if (labels.length >= most) break;
    const half = measure(candidate.text, candidate.size, candidate.strong) / 2;
    const box =
      (dots.length && freeBox(candidate, half, [...boxes, ...dots], screen)) || freeBox(candidate, half, boxes, screen);
    if (!box) continue;
    boxes.push(box);
    labels.push({ ...candidate, box });
  }
  return labels;
}

/**
 * Below the node; above, right or left of it if there is no room.
 * @param {LabelCandidate} candidate
 * @param {number} half of the width
 * @param {Box[]} boxes
 * @param {{width: number, height: number}} screen
 * @returns {Box | null}
 */
function freeBox(candidate, half, boxes, screen) {
  const high = candidate.size * 1.25;
  const beside = candidate.gap + half + 2;
  /** @type {[x: number, top: number][]} */
  const places =
    candidate.side === "center"
      ? [[candidate.x, candidate.y - high / 2]]
      : [
          [candidate.x, candidate.y + candidate.gap],
          [candidate.x, candidate.y - candidate.gap - high],
          [candidate.x + beside, candidate.y - high / 2],
          [candidate.x - beside, candidate.y - high / 2],
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
 * @returns {string} cut between graphemes, without direction marks
 */
export function shortenLabel(text, longest = LONGEST) {
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
