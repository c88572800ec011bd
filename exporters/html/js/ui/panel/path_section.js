/** The panel's list of the notes on a path, with the sentences of the links between them. */

import { edgesAmong } from "../../state/highlight.js";
import { translate } from "../../state/strings.js";
import { bidiText, element } from "../dom.js";

/** @import { Graph } from "../../data/graph.js" */

/** Sentences for each step. */
const MOST_QUOTES = 3;

/**
 * @param {Graph} graph
 * @param {number[]} path nodes, both ends included
 * @param {(node: number) => void} pick
 * @param {(edge: number) => Node[]} quotesOf the sentences of an edge
 */
export function pathSection(graph, path, pick, quotesOf) {
  const steps = path.length - 1;
  const rows = path.map((node, i) => {
    const attributes = { type: "button" };
    const button = element("button", { class: "note", attributes, on: { click: () => pick(node) } }, bidiText("span", graph.label[node], "name"));
    const between = i < steps ? linksBetween(graph, node, path[i + 1], quotesOf) : [];
    return element("li", {}, button, ...between);
  });
  const count = steps === 1 ? translate("path.step") : translate("path.steps", { n: steps });
  const heading = element("h3", {}, element("span", { text: translate("path") }), element("span", { class: "count", text: count }));
  return element("section", { class: "path" }, heading, element("ol", { class: "rows" }, ...rows));
}

/**
 * @param {Graph} graph
 * @param {number} a
 * @param {number} b
 * @param {(edge: number) => Node[]} quotesOf
 * @returns {Node[]} an arrow, the relation and the sentences, whichever way the link points
 */
function linksBetween(graph, a, b, quotesOf) {
  const edges = edgesAmong(graph, [a, b]);
  const out = edges.some((edge) => graph.from[edge] === a);
  const arrow = !edges.some((edge) => graph.from[edge] === b) ? "↓" : out ? "↕" : "↑";
  const relations = new Set(edges.map((edge) => graph.meta.relations[graph.details?.relation[edge] ?? 0]).filter(Boolean));
  const step = element("p", { class: "step" }, element("span", { text: arrow, attributes: { "aria-hidden": "true" } }));
  for (const relation of relations) step.append(bidiText("span", relation, "relation"));
  return [step, ...edges.flatMap(quotesOf).slice(0, MOST_QUOTES)];
}
