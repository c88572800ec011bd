/** The links to a much-linked note: in groups by section and relation, the newest first, with a filter. */

import { parseQuery, QueryError } from "../../data/query.js";
import { fold } from "../../data/normalize.js";
import { formatNumber, translate } from "../../state/strings.js";
import { dayBars } from "../day_bars.js";
import { bidiText, element } from "../dom.js";

/** @import { Graph } from "../../data/graph.js" */

/**
 * @typedef {object} BacklinkGroup
 * @property {string} section heading that its links stand under; empty for none
 * @property {string} relation empty for none
 * @property {number[]} edges the newest source first
 */

/**
 * @param {Graph} graph
 * @param {number[]} edges
 * @returns {BacklinkGroup[]} the largest first
 */
export function backlinkGroups(graph, edges) {
  const { details, from, rank } = graph;
  /** @type {Map<string, BacklinkGroup>} */
  const groups = new Map();
  for (const edge of edges) {
    const section = details?.sectionOf(edge) ?? "";
    const relation = details?.relationOf(edge) ?? "";
    const key = `${section}\t${relation}`;
    const group = groups.get(key) ?? { section, relation, edges: [] };
    groups.set(key, group);
    group.edges.push(edge);
  }
  const day = (/** @type {number} */ edge) => details?.dayOf(from[edge]) ?? 0;
  for (const group of groups.values()) {
    group.edges.sort((a, b) => day(b) - day(a) || rank[from[a]] - rank[from[b]] || a - b);
  }
  const name = (/** @type {BacklinkGroup} */ group) => `${group.section}\t${group.relation}`;
  return [...groups.values()].sort((a, b) => b.edges.length - a.edges.length || (name(a) < name(b) ? -1 : 1));
}

/**
 * @param {Graph} graph
 * @param {number[]} edges
 * @param {string} text a query about their sources; plain words may also be in the section or relation
 * @returns {number[]} those that match; all while the query cannot be read
 */
export function filterBacklinks(graph, edges, text) {
  if (!text.trim()) return edges;
  const wanted = fold(text.trim());
  try {
    const { test } = parseQuery(graph, text);
    const { details, from } = graph;
    return edges.filter((edge) => {
      return test(from[edge]) || fold(`${details?.sectionOf(edge)}\n${details?.relationOf(edge)}`).includes(wanted);
    });
  } catch (error) {
    if (error instanceof QueryError) return edges;
    throw error;
  }
}

/**
 * @param {Graph} graph
 * @param {number[]} edges
 * @param {(into: HTMLElement, edges: number[]) => void} fill adds the rows of a group
 * @returns {HTMLElement}
 */
export function backlinkList(graph, edges, fill) {
  const count = element("span", { class: "count", text: formatNumber(edges.length) });
  const attributes = { type: "search", placeholder: translate("backlinks.filter"), "aria-label": translate("backlinks.filter") };
  const input = element("input", { class: "backlink-filter", attributes });
  const body = element("div", { class: "backlink-groups" });
  const bars = element("div");
  const draw = () => {
    const found = filterBacklinks(graph, edges, input.value);
    const of = { n: formatNumber(found.length), all: formatNumber(edges.length) };
    count.textContent = found.length === edges.length ? of.all : translate("backlinks.count", of);
    const days = dayBars(found.map((edge) => graph.details?.dayOf(graph.from[edge]) ?? 0));
    bars.replaceChildren(...(days ? [days] : []));
    const groups = backlinkGroups(graph, found);
    body.replaceChildren(...groups.map((group) => groupBox(group, groups.length === 1, fill)));
    if (!found.length) body.append(element("p", { class: "status", text: translate("search.none") }));
  };
  input.addEventListener("input", draw);
  draw();
  return element("section", {}, element("h3", {}, element("span", { text: translate("backlinks") }), count), bars, input, body);
}

/**
 * @param {BacklinkGroup} group
 * @param {boolean} alone without a heading, unless it says something
 * @param {(into: HTMLElement, edges: number[]) => void} fill
 */
function groupBox({ section, relation, edges }, alone, fill) {
  const box = element("div", { class: "backlink-group" });
  if (!alone || section) {
    const name = section ? bidiText("span", section, "name") : element("span", { class: "name", text: translate("backlinks.plain") });
    const heading = element("h4", {}, name, relation ? bidiText("span", relation, "relation") : null);
    heading.append(element("span", { class: "count", text: formatNumber(edges.length) }));
    box.append(heading);
  }
  fill(box, edges);
  return box;
}
