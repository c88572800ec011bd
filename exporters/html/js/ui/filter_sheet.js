/** The filters' sheet: kinds, folder, tag and dates. */

import { make, name, picture } from "./dom.js";
import { hubDegree, usual } from "../state/filter.js";
import { dayOfIso, isoDay } from "../data/graph.js";
import { say } from "./strings.js";

/** @import { Choices } from "../state/filter.js" */
/** @import { Vault } from "../data/graph.js" */

/** @typedef {"topics" | "tags" | "attachments" | "orphans" | "journals" | "hubs" | "hidden" | "outside"} Switch */
/** Folders or tags in a list; more would be a list nobody reads. */
const MOST = 400;

/**
 * @param {Vault} vault
 * @param {Choices} choices changed in place
 * @param {() => string} summary
 * @param {() => void} changed
 * @returns {Node[]}
 */
export function filterSheet(vault, choices, summary, changed) {
  const told = make("p", { class: "told", text: summary(), attributes: { role: "status" } });
  const after = () => {
    changed();
    told.textContent = summary();
  };
  const body = make("div", { class: "filters" });
  const fill = () => {
    body.replaceChildren(
      make("fieldset", {}, make("legend", { text: say("show") }), ...switches(vault, choices, after)),
      choice("folder", allFolders(vault), choices, after),
      choice("tag", allTags(vault), choices, after),
      dates(vault, choices, after),
    );
  };
  fill();
  const reset = make("button", {
    class: "plain",
    text: say("reset"),
    attributes: { type: "button" },
    on: {
      click: () => {
        Object.assign(choices, usual(vault));
        fill();
        after();
      },
    },
  });
  return [body, make("div", { class: "row" }, told, reset)];
}

/**
 * @param {Vault} vault
 * @param {Choices} choices changed when a chip is pressed
 * @param {() => void} changed
 * @returns {Node[]} a chip for every filter at work, to take it away
 */
export function chips(vault, choices, changed) {
  /** @type {[text: string, remove: () => void][]} */
  const active = [];
  if (!choices.outside && vault.meta.search) {
    active.push([say("own", { query: vault.meta.search }), () => (choices.outside = true)]);
  }
  if (choices.folder) active.push([choices.folder, () => (choices.folder = "")]);
  if (choices.tag) active.push([`#${choices.tag}`, () => (choices.tag = "")]);
  if (choices.since) active.push([`${say("since")} ${isoDay(choices.since)}`, () => (choices.since = 0)]);
  if (choices.until) active.push([`${say("until")} ${isoDay(choices.until)}`, () => (choices.until = 0)]);
  return active.map(([text, remove]) => {
    const attributes = { type: "button", dir: "auto", title: say("remove") };
    const press = () => {
      remove();
      changed();
    };
    const chip = make("button", { class: "chip", attributes, on: { click: press } }, name("span", text, "name"));
    chip.append(picture("close"));
    return chip;
  });
}

/**
 * @param {Vault} vault
 * @returns {Switch[]} those that would change anything
 */
export function useful(vault) {
  const has = (/** @type {number} */ flag) => vault.flags.some((flags) => flags & flag);
  const kinds = new Set(Array.from(vault.kind, (kind) => vault.meta.kinds[kind]));
  /** @type {[Switch, boolean][]} */
  const all = [
    ["topics", kinds.has("topic")],
    ["tags", kinds.has("tag")],
    ["attachments", kinds.has("attachment") || kinds.has("external")],
    ["orphans", has(4)],
    ["journals", has(2)],
    ["hubs", vault.degree.some((degree) => degree >= hubDegree(vault))],
    ["hidden", has(1)],
    ["outside", has(8)],
  ];
  return all.filter(([, any]) => any).map(([name]) => name);
}

/**
 * @param {Vault} vault
 * @param {Choices} choices
 * @param {() => void} changed
 */
function switches(vault, choices, changed) {
  return useful(vault).map((name) => {
    const box = make("input", { attributes: { type: "checkbox", name } });
    box.checked = choices[name];
    box.addEventListener("change", () => {
      choices[name] = box.checked;
      changed();
    });
    const text = say(name, { n: hubDegree(vault), query: vault.meta.search });
    return make("label", { class: "switch" }, box, make("span", { text }));
  });
}

/**
 * @param {"folder" | "tag"} name
 * @param {string[]} values
 * @param {Choices} choices
 * @param {() => void} changed
 */
function choice(name, values, choices, changed) {
  const select = make("select", { attributes: { name, dir: "auto" } });
  const any = say(name === "folder" ? "anyFolder" : "anyTag");
  select.append(make("option", { text: any, attributes: { value: "" } }));
  for (const value of values) select.append(make("option", { text: value, attributes: { value } }));
  if (choices[name] && !values.includes(choices[name])) {
    select.append(make("option", { text: choices[name], attributes: { value: choices[name] } }));
  }
  select.value = choices[name];
  select.addEventListener("change", () => {
    choices[name] = select.value;
    changed();
  });
  const label = make("label", { class: "field" }, make("span", { text: say(name) }), select);
  label.hidden = !values.length;
  return label;
}

/**
 * @param {Vault} vault
 * @param {Choices} choices
 * @param {() => void} changed
 */
function dates(vault, choices, changed) {
  const row = make("div", { class: "row dates" });
  for (const name of /** @type {const} */ (["since", "until"])) {
    const input = make("input", { attributes: { type: "date", name } });
    input.value = isoDay(choices[name]);
    input.addEventListener("change", () => {
      choices[name] = dayOfIso(input.value);
      changed();
    });
    row.append(make("label", { class: "field" }, make("span", { text: say(name) }), input));
  }
  row.hidden = !dated(vault);
  return row;
}

/** @param {Vault} vault */
export function dated(vault) {
  const words = vault.words;
  if (!words) return false;
  return words.created.some(Boolean) || words.modified.some(Boolean);
}

/** @param {Vault} vault */
function allFolders(vault) {
  const every = new Set();
  for (const folder of vault.words?.folders ?? []) {
    const parts = folder.split("/");
    for (let i = 1; i <= parts.length; i++) every.add(parts.slice(0, i).join("/"));
  }
  every.delete("");
  return [...every].sort().slice(0, MOST);
}

/** @param {Vault} vault */
function allTags(vault) {
  const every = new Set();
  for (const tag of vault.words?.tags ?? []) {
    const parts = tag.split("/");
    for (let i = 1; i <= parts.length; i++) every.add(parts.slice(0, i).join("/"));
  }
  every.delete("");
  return [...every].sort().slice(0, MOST);
}
