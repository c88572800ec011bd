/** The properties of a note as a table: an address of a web page is a link. */

import { bidiText, element } from "../dom.js";
import { translate } from "../../state/strings.js";
import { webUrl } from "./external_links.js";
import { stripMarkdown } from "./plain_text.js";

/**
 * @param {[key: string, value: string | string[]][]} rows
 * @returns {HTMLElement[]} a section; none without properties
 */
export function propertyTable(rows) {
  if (!rows.length) return [];
  const table = element("dl", { class: "properties" });
  for (const [key, value] of rows) {
    const values = Array.isArray(value) ? value : [value];
    table.append(bidiText("dt", key), element("dd", {}, ...values.map(shown)));
  }
  return [element("section", {}, element("h3", { text: translate("properties") }), table)];
}

/** @param {string} text */
function shown(text) {
  const target = webUrl(text);
  if (!target) return bidiText("span", stripMarkdown(text));
  const attributes = { href: target, rel: "noopener noreferrer", target: "_blank", dir: "auto" };
  return element("a", { text, attributes });
}
