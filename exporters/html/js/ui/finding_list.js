/** What the check has found new while a vault is open, and is still so: each at its line. */

import { bidiText, byId, element } from "./dom.js";
import { noteUrl } from "./panel/external_links.js";
import { translate } from "../state/strings.js";

/** @import { Meta } from "../data/graph.js" */

/** @typedef {[path: string, line: number, message: string]} Finding */

/**
 * @param {Meta} meta
 * @param {Finding[]} findings
 * @param {(path: string) => void} pick
 */
export function showFindings(meta, findings, pick) {
  const old = document.getElementById("findings");
  old?.remove();
  if (!findings.length) return;
  const open = !(old instanceof HTMLDetailsElement) || old.open;
  const rows = findings.map(([path, line, message]) =>
    element(
      "li",
      {},
      element("button", { class: "link", text: path, attributes: { type: "button", dir: "auto" }, on: { click: () => pick(path) } }),
      bidiText("span", message),
      place(meta, path, line),
    ),
  );
  const box = element(
    "details",
    { attributes: { id: "findings" } },
    element("summary", { text: translate(findings.length === 1 ? "live.one" : "live.open", { n: findings.length }) }),
    element("ul", {}, ...rows),
  );
  box.open = open;
  byId("hits").before(box); // the list of hits, which comes and goes, moves nothing else
}

/**
 * The line, as a link to it in the editor if the page has an editor for notes.
 * @param {Meta} meta
 * @param {string} path
 * @param {number} line
 */
function place(meta, path, line) {
  const text = translate("line", { n: line });
  const href = noteUrl(meta, path, line);
  return href ? element("a", { class: "line", text, attributes: { href, rel: "noopener noreferrer" } }) : element("span", { class: "line", text });
}
