/** The sheet of filters: a query, kinds of nodes, folders, tags and dates; and the chips of active filters. */

import { dayOfIso, isoDay } from "../data/dates.js";
import { parseQuery, QueryError } from "../data/query.js";
import { defaultFilter, hubDegree, usefulSwitches } from "../state/filter.js";
import { translate } from "../state/strings.js";
import { bidiText, element, iconSvg } from "./dom.js";

/** @import { Filter } from "../state/filter.js" */
/** @import { Graph } from "../data/graph.js" */

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
  const body = element("div", { class: "filters" });
  const after = () => {
    changed();
    status.textContent = summary();
  };
  const fill = () => {
    const again = () => {
      after();
      fill();
    };
    body.replaceChildren(
      queryField(graph, filter, after),
      element("fieldset", {}, element("legend", { text: translate("show") }), ...switches(graph, filter, after)),
      listField("folders", "folder", graph.details?.folders ?? [], filter, again),
      listField("tagged", "tag", graph.details?.tags ?? [], filter, again),
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
 * @param {Filter} filter changed when a chip is clicked
 * @param {() => void} changed
 * @returns {Node[]} a chip for each active filter; a click removes the filter
 */
export function filterChips(graph, filter, changed) {
  /** @type {[text: string, remove: () => void][]} */
  const active = [];
  if (!filter.outside && graph.meta.search) {
    active.push([translate("own", { query: graph.meta.search }), () => (filter.outside = true)]);
  }
  if (filter.query.trim()) active.push([filter.query.trim(), () => (filter.query = "")]);
  for (const folder of filter.folders) active.push([folder.replace(/^-/, "− "), () => remove(filter.folders, folder)]);
  for (const tag of filter.tagged) active.push([tag.replace(/^(-?)/, (sign) => (sign ? "− #" : "#")), () => remove(filter.tagged, tag)]);
  if (filter.since) active.push([`${translate("since")} ${isoDay(filter.since)}`, () => (filter.since = 0)]);
  if (filter.until) active.push([`${translate("until")} ${isoDay(filter.until)}`, () => (filter.until = 0)]);
  for (const node of filter.revealed) active.push([`+ ${graph.label[node]}`, () => remove(filter.revealed, node)]);
  return active.map(([text, take]) => {
    const click = () => {
      take();
      changed();
    };
    return chip(text, translate("remove"), click);
  });
}

/**
 * @template T
 * @param {T[]} list
 * @param {T} value
 */
function remove(list, value) {
  list.splice(list.indexOf(value), 1);
}

/**
 * @param {string} text
 * @param {string} title
 * @param {() => void} click
 */
function chip(text, title, click) {
  const attributes = { type: "button", dir: "auto", title };
  const button = element("button", { class: "chip", attributes, on: { click } }, bidiText("span", text, "name"));
  button.append(iconSvg("close"));
  return button;
}

/**
 * @param {Graph} graph
 * @param {Filter} filter
 * @param {() => void} changed
 */
function queryField(graph, filter, changed) {
  const attributes = { type: "search", name: "where", placeholder: "tag:#x -folder:Archive links>10", "aria-label": translate("where"), spellcheck: "false" };
  const input = element("input", { attributes });
  const problem = element("p", { class: "problem", attributes: { role: "alert" } });
  problem.hidden = true;
  input.value = filter.query;
  input.addEventListener("input", () => {
    filter.query = input.value;
    const wrong = queryProblem(graph, input.value);
    problem.textContent = wrong && translate("where.wrong", { part: wrong });
    problem.hidden = !wrong;
    changed();
  });
  return element("div", {}, element("label", { class: "field" }, element("span", { text: translate("where") }), input), problem);
}

/**
 * @param {Graph} graph
 * @param {string} text
 * @returns {string} the part that cannot be read; empty for none
 */
function queryProblem(graph, text) {
  try {
    parseQuery(graph, text);
    return "";
  } catch (error) {
    if (error instanceof QueryError) return error.message;
    throw error;
  }
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
 * A list to choose several folders or tags from; each chosen one can be turned into an exclusion.
 * @param {"folders" | "tagged"} key
 * @param {"folder" | "tag"} name
 * @param {string[]} known
 * @param {Filter} filter
 * @param {() => void} changed
 */
function listField(key, name, known, filter, changed) {
  const chosen = filter[key];
  const values = withParents(known).filter((value) => !chosen.includes(value) && !chosen.includes(`-${value}`));
  const select = element("select", { attributes: { name, dir: "auto" } });
  select.append(element("option", { text: translate(chosen.length ? `${name}.add` : `${name}.any`), attributes: { value: "" } }));
  for (const value of values) select.append(element("option", { text: value, attributes: { value } }));
  select.addEventListener("change", () => {
    if (select.value) chosen.push(select.value);
    changed();
  });
  const rows = chosen.map((value, i) => {
    const excluded = value.startsWith("-");
    const toggle = () => {
      chosen[i] = excluded ? value.slice(1) : `-${value}`;
      changed();
    };
    const mode = element("button", { class: "plain", text: translate(excluded ? "without" : "only"), attributes: { type: "button", "aria-pressed": String(excluded) }, on: { click: toggle } });
    const text = name === "tag" ? `#${value.replace(/^-/, "")}` : value.replace(/^-/, "");
    const take = () => {
      remove(chosen, value);
      changed();
    };
    return element("li", { class: "row" }, mode, bidiText("span", text, "name"), chip("", translate("remove"), take));
  });
  const label = element("label", { class: "field" }, element("span", { text: translate(name) }), select);
  const field = element("div", {}, label, element("ul", { class: "chosen" }, ...rows));
  field.hidden = !values.length && !chosen.length;
  return field;
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
  row.hidden = !graph.details?.dated;
  return row;
}

/**
 * @param {string[]} names of folders or tags
 * @returns {string[]} the same and what is above them, sorted
 */
function withParents(names) {
  const every = new Set();
  for (const name of names) {
    const parts = name.split("/");
    for (let i = 1; i <= parts.length; i++) every.add(parts.slice(0, i).join("/"));
  }
  every.delete("");
  return [...every].sort().slice(0, MOST);
}
