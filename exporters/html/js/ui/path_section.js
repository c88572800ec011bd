/** The panel's list of the notes on a path. */

import { translate } from "../state/strings.js";
import { bidiText, element } from "./dom.js";

/** @import { Graph } from "../data/graph.js" */

/**
 * @param {Graph} graph
 * @param {number[]} path nodes, both ends included
 * @param {(node: number) => void} pick
 */
export function pathSection(graph, path, pick) {
  const steps = path.length - 1;
  const rows = path.map((node) => {
    const attributes = { type: "button" };
    const button = element("button", { class: "note", attributes, on: { click: () => pick(node) } }, bidiText("span", graph.label[node], "name"));
    return element("li", {}, button);
  });
  const count = steps === 1 ? translate("path.step") : translate("path.steps", { n: steps });
  const heading = element("h3", {}, element("span", { text: translate("path") }), element("span", { class: "count", text: count }));
  return element("section", { class: "path" }, heading, element("ol", { class: "rows" }, ...rows));
}
