/** The sheet of filters: kinds of nodes, folder, tag and dates. */

import { element, bidiText, iconSvg } from "./dom.js";
import { hubDegree, defaultFilter } from "../state/filter.js";
import { dayOfIso, isoDay } from "../data/dates.js";
import { translate } from "../state/strings.js";

/** @import { Filter } from "../state/filter.js" */
/** @import { Graph } from "../data/graph.js" */

/** @typedef {"topics" | "tags" | "attachments" | "orphans" | "journals" | "hubs" | "hidden" | "outside"} Switch */
/** Folders or tags in a list at most. */
const MOST = 400;

/**
 * @param {Graph} graph
 * @param {Filter} filter changed in place
 * @param {() => string} summary
 * @param {() => void} changed
 * @returns {Node[]}
 */
export function filterSheet(graph, filter, summary, changed) {
  const status = element("p", { class: "status", text: summary(), attributes: { role: "status" } });
  const after = () => {
    changed();
    status.textContent = summary();
  };
  const body = element("div", { class: "filters" });
  const fill = () => {
    body.replaceChildren(
      element("fieldset", {}, element("legend", { text: translate("show") }), ...switches(graph, filter, after)),
      choice("folder", allFolders(graph), filter, after),
      choice("tag", allTags(graph), filter, after),
      dates(graph, filter, after),
    );
  };
  fill();
  const reset = element("button", {
    class: "plain",
    text: translate("reset"),
    attributes: { type: "button" },
    on: {
      click: () => {
        Object.assign(filter, defaultFilter(graph));
        fill();
        after();
      },
    },
  });
  return [body, element("div", { class: "row" }, status, reset)];
}

/**
 * @param {Graph} graph
 * @param {Filter} filter changed when a chip is pressed
 * @param {() => void} changed
 * @returns {Node[]} a chip for each active filter; a click removes the filter
 */
export function filterChips(graph, filter, changed) {
  /** @type {[text: string, remove: () => void][]} */
  const active = [];
  if (!filter.outside && graph.meta.search) {
    active.push([translate("own", { query: graph.meta.search }), () => (filter.outside = true)]);
  }
  if (filter.folder) active.push([filter.folder, () => (filter.folder = "")]);
  if (filter.tag) active.push([`#${filter.tag}`, () => (filter.tag = "")]);
  if (filter.since) active.push([`${translate("since")} ${isoDay(filter.since)}`, () => (filter.since = 0)]);
  if (filter.until) active.push([`${translate("until")} ${isoDay(filter.until)}`, () => (filter.until = 0)]);
  return active.map(([text, remove]) => {
    const attributes = { type: "button", dir: "auto", title: translate("remove") };
    const press = () => {
      remove();
      changed();
    };
    const chip = element("button", { class: "chip", attributes, on: { click: press } }, bidiText("span", text, "name"));
    chip.append(iconSvg("close"));
    return chip;
  });
}

/**
 * @param {Graph} graph
 * @returns {Switch[]} those that would hide or show at least one node
 */
export function usefulSwitches(graph) {
  const has = (/** @type {number} */ flag) => graph.flags.some((flags) => flags & flag);
  const kinds = new Set(Array.from(graph.kind, (kind) => graph.meta.kinds[kind]));
  /** @type {[Switch, boolean][]} */
  const all = [
    ["topics", kinds.has("topic")],
    ["tags", kinds.has("tag")],
    ["attachments", kinds.has("attachment") || kinds.has("external")],
    ["orphans", has(4)],
    ["journals", has(2)],
    ["hubs", graph.degree.some((degree) => degree >= hubDegree(graph))],
    ["hidden", has(1)],
    ["outside", has(8)],
  ];
  return all.filter(([, any]) => any).map(([name]) => name);
}

/**
 * @param {Graph} graph
 * @param {Filter} filter
 * @param {() => void} changed
 */
function switches(graph, filter, changed) {
  return usefulSwitches(graph).map((name) => {
    const box = element("input", { attributes: { type: "checkbox", name } });
    box.checked = filter[name];
    box.addEventListener("change", () => {
      filter[name] = box.checked;
      changed();
    });
    const text = translate(name, { n: hubDegree(graph), query: graph.meta.search });
    return element("label", { class: "switch" }, box, element("span", { text }));
  });
}

/**
 * @param {"folder" | "tag"} name
 * @param {string[]} values
 * @param {Filter} filter
 * @param {() => void} changed
 */
function choice(name, values, filter, changed) {
  const select = element("select", { attributes: { name, dir: "auto" } });
  const any = translate(name === "folder" ? "anyFolder" : "anyTag");
  select.append(element("option", { text: any, attributes: { value: "" } }));
  for (const value of values) select.append(element("option", { text: value, attributes: { value } }));
  if (filter[name] && !values.includes(filter[name])) {
    select.append(element("option", { text: filter[name], attributes: { value: filter[name] } }));
  }
  select.value = filter[name];
  select.addEventListener("change", () => {
    filter[name] = select.value;
    changed();
  });
  const label = element("label", { class: "field" }, element("span", { text: translate(name) }), select);
  label.hidden = !values.length;
  return label;
}

/**
 * @param {Graph} graph
 * @param {Filter} filter
 * @param {() => void} changed
 */
function dates(graph, filter, changed) {
  const row = element("div", { class: "row dates" });
  for (const name of /** @type {const} */ (["since", "until"])) {
    const input = element("input", { attributes: { type: "date", name } });
    input.value = isoDay(filter[name]);
    input.addEventListener("change", () => {
      filter[name] = dayOfIso(input.value);
      changed();
    });
    row.append(element("label", { class: "field" }, element("span", { text: translate(name) }), input));
  }
  row.hidden = !dated(graph);
  return row;
}

/** @param {Graph} graph */
export function dated(graph) {
  const details = graph.details;
  if (!details) return false;
  return details.created.some(Boolean) || details.modified.some(Boolean);
}

/** @param {Graph} graph */
function allFolders(graph) {
  const every = new Set();
  for (const folder of graph.details?.folders ?? []) {
    const parts = folder.split("/");
    for (let i = 1; i <= parts.length; i++) every.add(parts.slice(0, i).join("/"));
  }
  every.delete("");
  return [...every].sort().slice(0, MOST);
}

/** @param {Graph} graph */
function allTags(graph) {
  const every = new Set();
  for (const tag of graph.details?.tags ?? []) {
    const parts = tag.split("/");
    for (let i = 1; i <= parts.length; i++) every.add(parts.slice(0, i).join("/"));
  }
  every.delete("");
  return [...every].sort().slice(0, MOST);
}
