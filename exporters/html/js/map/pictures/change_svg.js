/** A change in a saved SVG: the same signs as on the screen. */

import { CHANGED, GONE, NEW } from "../../data/past.js";
import { CHANGE } from "../../state/palette.js";
import { MARK_RADIUS } from "../change_layer.js";

/** @import { Scene } from "../painter.js" */

const SIGNS = /** @type {Record<number, string>} */ ({ [NEW]: "+", [GONE]: "−", [CHANGED]: "•" });
const DASHES = "3 2";

/**
 * @param {Scene} scene
 * @param {number} edge
 * @returns {{color: string, dashes: string} | null} how a changed edge is drawn; null for the others
 */
export function changedEdgeStyle({ change, palette }, edge) {
  const state = change?.edge[edge];
  return state ? { color: palette[CHANGE + state - 1], dashes: state === GONE ? "5 4" : "" } : null;
}

/**
 * @param {Scene} scene
 * @param {number} node
 * @param {number} radius
 * @returns {{radius: number, color: string, inner: string, dashes: string, sign: string, signColor: string} | null}
 *   how a changed node is drawn; null for the others
 */
export function mark({ change, graph, palette, theme }, node, radius) {
  const state = change?.node[node];
  if (!state) return null;
  const color = palette[CHANGE + state - 1];
  const filled = state === NEW && graph.kindName(node) !== "topic";
  return {
    radius: Math.max(radius, MARK_RADIUS),
    color,
    inner: filled ? "" : theme.background,
    dashes: state === GONE ? DASHES : "",
    sign: SIGNS[state],
    signColor: filled ? theme.background : color,
  };
}
