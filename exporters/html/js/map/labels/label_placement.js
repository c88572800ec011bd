/** Choose a box for each label: the most important first, and never one over another. */

import { BoxIndex, touches } from "./box_index.js";

/** @import { Box } from "../camera.js" */

/**
 * @typedef {object} LabelCandidate a label that could be shown
 * @property {string} text as painted, maybe shortened
 * @property {string} name in full
 * @property {number} x of the node, in pixels
 * @property {number} y
 * @property {number} gap from the middle of the node to the text
 * @property {number} size of the letters, in pixels
 * @property {"center" | "below"} side
 * @property {number} node the node it names; -1 for a community
 * @property {number} [community] the community it names
 * @property {number} [radius] of the community, in pixels
 * @property {Box} [hub] box of the dot of the community's hub, which its name does not cover
 * @property {number} color index in the palette
 * @property {boolean} strong
 */

/** @typedef {LabelCandidate & {box: Box}} Label a label with a box */

/**
 * @typedef {object} Dot
 * @property {number} node
 * @property {Box} box
 * @property {boolean} avoid whether no other node's label may cover it; else only where possible
 */

/** Pixels between a label and the rim of the window. */
const RIM = 4;

/**
 * @param {Iterable<LabelCandidate>} candidates the most important first
 * @param {(text: string, size: number, strong: boolean) => number} measure width in pixels
 * @param {{taken: Box[], dots: Dot[]}} obstacles `taken`: boxes of controls
 * @param {{width: number, height: number}} screen
 * @param {number} most
 * @returns {Label[]}
 */
export function placeLabels(candidates, measure, { taken, dots }, screen, most) {
  /** @type {Label[]} */
  const labels = [];
  const communityNames = new Set();
  const occupied = new BoxIndex();
  const allDots = new BoxIndex();
  const avoided = new BoxIndex();
  for (const box of taken) occupied.add(box);
  for (const { node, box, avoid } of dots) (avoid ? avoided : allDots).add(box, node);
  for (const candidate of candidates) {
    if (labels.length >= most) break;
    if (communityNames.has(candidate.name)) continue; // nothing is written twice
    const half = measure(candidate.text, candidate.size, candidate.strong) / 2;
    const boxes = possibleBoxes(candidate, half).filter((box) => inside(box, screen) && !occupied.touches(box));
    const { node } = candidate;
    const clear = boxes.filter((box) => !avoided.touches(box, node));
    const box = clear.find((one) => !allDots.touches(one, node)) ?? clear[0] ?? (node < 0 ? besideHub(boxes, candidate.hub) : undefined);
    if (!box) continue;
    if (node < 0) communityNames.add(candidate.name);
    occupied.add(box);
    labels.push({ ...candidate, box });
  }
  return labels;
}

/**
 * A node's label: below the node, above, right or left of it. A community's: in its middle, or near.
 * @param {LabelCandidate} candidate
 * @param {number} half of the width
 * @returns {Box[]} the best first
 */
function possibleBoxes({ x, y, gap, size, side, radius = 0 }, half) {
  const height = size * 1.25;
  const beside = gap + half + 2;
  const step = Math.min(radius * 0.28, height * 1.5);
  /** @type {[x: number, top: number][]} */
  const places =
    side === "center"
      ? [0, -step, step, -2 * step, 2 * step].map((dy) => [x, y - height / 2 + dy])
      : [
          [x, y + gap],
          [x, y - gap - height],
          [x + beside, y - height / 2],
          [x - beside, y - height / 2],
        ];
  return places.map(([middle, top]) => ({ left: middle - half, right: middle + half, top, bottom: top + height }));
}

/**
 * @param {Box[]} boxes
 * @param {Box} [hub]
 */
function besideHub(boxes, hub) {
  return boxes.find((box) => !hub || !touches(box, hub)) ?? boxes[0];
}

/**
 * @param {Box} box
 * @param {{width: number, height: number}} screen
 */
function inside(box, { width, height }) {
  return box.left >= RIM && box.top >= RIM && box.right <= width - RIM && box.bottom <= height - RIM;
}
