/** The visible notes as a list, also for screen readers. */

import { element, bidiText } from "./dom.js";
import { fold } from "../data/normalize.js";
import { translate } from "../state/strings.js";

/** @import { Scene } from "../map/painter.js" */

const STEP = 200;

/**
 * @param {Scene} scene
 * @param {(node: number) => void} pick
 * @returns {Node[]}
 */
export function listSheet(scene, pick) {
  const { graph, visible } = scene;
  const input = element("input", { attributes: { type: "search", "aria-label": translate("list.filter"), placeholder: translate("list.filter") } });
  const status = element("p", { class: "status", attributes: { role: "status" } });
  const rows = element("ol", { class: "rows" });
  const more = element("button", { class: "foot", attributes: { type: "button" } });
  /** @type {number[]} */
  let nodes = [];
  let listed = 0;
  const add = () => {
    for (const node of nodes.slice(listed, listed + STEP)) rows.append(row(scene, node, pick));
    listed = Math.min(listed + STEP, nodes.length);
    more.textContent = translate("more", { n: nodes.length - listed });
    more.hidden = listed >= nodes.length;
  };
  const fill = () => {
    const wanted = fold(input.value.trim());
    nodes = [];
    for (const node of graph.ranked) {
      if (visible[node] && (!wanted || fold(graph.label[node]).includes(wanted))) nodes.push(node);
    }
    listed = 0;
    rows.replaceChildren();
    status.textContent = translate("shown", { n: nodes.length, all: graph.size });
    add();
  };
  input.addEventListener("input", fill);
  more.addEventListener("click", add);
  fill();
  return [input, status, rows, more];
}

/**
 * @param {Scene} scene
 * @param {number} node
 * @param {(node: number) => void} pick
 */
function row({ graph, palette, colorIndex }, node, pick) {
  const dot = element("span", { class: "dot" });
  dot.style.background = palette[colorIndex[node]];
  const links = graph.degree[node];
  return element(
    "li",
    {},
    element(
      "button",
      { class: "note", attributes: { type: "button" }, on: { click: () => pick(node) } },
      dot,
      bidiText("span", graph.label[node], "name"),
      element("span", { class: "count", text: links === 1 ? translate("link") : translate("links", { n: links }) }),
    ),
  );
}
