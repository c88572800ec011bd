/** The list of what changed: by kind, the most important first; each entry leads to its note. */

import { CHANGED, GONE, NEW } from "../data/past.js";
import { formatNumber, translate } from "../state/strings.js";
import { bidiText, element } from "./dom.js";

/** @import { Graph } from "../data/graph.js" */
/** @import { Change, ChangeEntry } from "../data/past.js" */

/** Entries of one kind that are listed at first, and added by each click on "more". */
const FIRST = 12;
const STEP = 100;
/** The sign of each kind of entry, as on the map. */
const SIGNS = /** @type {Record<string, string>} */ ({
  broke: "gone", orphaned: "gone", goneNote: "gone", goneTopic: "gone", goneLink: "gone", goneFile: "gone",
  mended: "new", connected: "new", newNote: "new", written: "new", newTopic: "new", newLink: "new", newFile: "new",
});
/** Kinds whose entries are links: both ends are named. */
const LINKS = new Set(["newLink", "goneLink", "recounted"]);

/**
 * @param {Graph} graph
 * @param {ChangeEntry[]} entries those of one kind together
 * @param {(nodes: number[]) => void} pick
 * @returns {HTMLElement[]} a section for each kind
 */
export function changeSections(graph, entries, pick) {
  /** @type {Map<string, ChangeEntry[]>} */
  const kinds = new Map();
  for (const entry of entries) kinds.set(entry[0], [...(kinds.get(entry[0]) ?? []), entry]);
  return [...kinds].map(([what, list]) => section(graph, what, list, pick));
}

/**
 * @param {Graph} graph
 * @param {string} what
 * @param {ChangeEntry[]} entries
 * @param {(nodes: number[]) => void} pick
 */
function section(graph, what, entries, pick) {
  const count = element("span", { class: "count", text: formatNumber(entries.length) });
  const heading = element("h3", {}, sign(SIGNS[what] ?? "changed"), element("span", { text: translate(`what.${what}`) }), count);
  const rows = element("ul", { class: "rows" });
  const more = element("button", { class: "foot", attributes: { type: "button" } });
  let shown = 0;
  const add = (/** @type {number} */ step) => {
    rows.append(...entries.slice(shown, shown + step).map((entry) => row(graph, entry, pick)));
    shown = Math.min(entries.length, shown + step);
    more.textContent = translate("more", { n: entries.length - shown });
    more.hidden = shown >= entries.length;
  };
  more.addEventListener("click", () => add(STEP));
  add(FIRST);
  return element("section", { attributes: { "data-what": what } }, heading, rows, more);
}

/**
 * @param {Graph} graph
 * @param {ChangeEntry} entry
 * @param {(nodes: number[]) => void} pick
 */
function row(graph, entry, pick) {
  const [what, nodes] = entry;
  const label = (/** @type {number} */ node) => graph.label[node];
  const name = LINKS.has(what) ? `${label(nodes[0])} → ${label(nodes[1])}` : label(nodes[0]);
  const detail = detailOf(entry);
  const button = element(
    "button",
    { class: "note", attributes: { type: "button", title: detail ? `${name}\n${detail}` : name }, on: { click: () => pick(nodes) } },
    bidiText("span", name, "name"),
    detail ? bidiText("span", detail, "detail") : null,
  );
  return element("li", {}, button);
}

/** @param {ChangeEntry} entry */
function detailOf([what, , values]) {
  if (!values.length) return "";
  const isLink = what === "broke" || what === "mended";
  const key = isLink ? `detail.${values[3]}` : `detail.${what}`;
  const text = translate(key, Object.fromEntries(values.entries()));
  return text === key ? "" : text;
}

/**
 * @param {string} state new, gone or changed
 * @returns {HTMLElement} the sign of a state, as on the map
 */
export function sign(state) {
  return element("span", { class: `sign ${state}`, attributes: { "aria-hidden": "true" } });
}

/**
 * What the lines mean, and how many there are of each.
 * @param {Change} change
 */
export function lineKey(change) {
  const names = /** @type {[number, string, string][]} */ ([
    [NEW, "new", "changes.newLinks"], [GONE, "gone", "changes.goneLinks"], [CHANGED, "changed", "changes.changedLinks"],
  ]);
  const parts = names.map(([state, name, text]) => {
    const count = change.edge.reduce((sum, one) => sum + (one === state ? 1 : 0), 0);
    if (!count) return null;
    return element("span", {}, element("span", { class: `line-sign ${name}` }), element("span", { text: `${formatNumber(count)} ${translate(text)}` }));
  });
  return element("p", { class: "line-key" }, ...parts);
}
