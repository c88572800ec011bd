/** What the panel says about a change: the state of the note, and the links that it does not have any more. */

import { CHANGED, GONE, NEW } from "../data/past.js";
import { translate } from "../state/strings.js";
import { element } from "./dom.js";

/** @import { Graph } from "../data/graph.js" */

const NAMES = /** @type {Record<number, string>} */ ({ [NEW]: "new", [GONE]: "gone", [CHANGED]: "changed" });

/**
 * @param {number | undefined} state
 * @returns {HTMLElement | null} the sign of a state, in words too
 */
export function stateSign(state) {
  const name = NAMES[state ?? 0];
  if (!name) return null;
  const sign = element("span", { class: `sign ${name}`, attributes: { "aria-hidden": "true" } });
  return element("span", { class: "state" }, sign, element("span", { text: translate(`panel.${name}`) }));
}

/**
 * Call a function with the links of a node that are gone and on the map, in and out.
 * @param {Graph} graph
 * @param {number} node
 * @param {(title: string, edges: number[], nodeOf: (edge: number) => number) => void} list
 */
export function goneEdges(graph, node, list) {
  const shown = (/** @type {number} */ edge) => graph.edgeKind[edge] === graph.gone && !graph.edgeOff[edge];
  const incoming = [];
  for (let i = graph.in[node]; i < graph.in[node + 1]; i++) if (shown(graph.inEdge[i])) incoming.push(graph.inEdge[i]);
  const outgoing = [];
  for (let edge = graph.out[node]; edge < graph.out[node + 1]; edge++) if (shown(edge)) outgoing.push(edge);
  list("panel.goneIn", incoming, (edge) => graph.from[edge]);
  list("panel.goneOut", outgoing, (edge) => graph.to[edge]);
}
