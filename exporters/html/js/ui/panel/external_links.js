/** Links out of the page: only to open a note, and to the web; nothing else becomes a link. */

/** @import { Meta } from "../../data/graph.js" */

/**
 * @param {Meta} meta
 * @param {string} path in the vault
 * @param {number} [line]
 * @returns {string} a URL that opens the note; empty if no program is configured
 */
export function noteUrl(meta, path, line = 0) {
  if (!path) return "";
  const parts = path.split("/").map(encodeURIComponent).join("/");
  const root = meta.root.replaceAll("\\", "/").replace(/\/+$/, "");
  if (meta.openWith === "obsidian") {
    const file = encodeURIComponent(path);
    return allowed(`obsidian://open?vault=${encodeURIComponent(meta.vault)}&file=${file}`, ["obsidian:"]);
  }
  if (!root) return "";
  const folder = root.split("/").map(encodeURIComponent).join("/").replace(/^([A-Za-z])%3A/, "/$1:");
  if (meta.openWith === "vscode") {
    return allowed(`vscode://file${folder}/${parts}${line ? `:${line}` : ""}`, ["vscode:"]);
  }
  if (meta.openWith !== "file") return "";
  const absolute = folder.startsWith("/");
  return allowed(absolute ? `file://${folder}/${parts}` : `${root}/${parts}`, ["file:"]);
}

/**
 * @param {string} text
 * @returns {string} the text if it is the address of a web page, else empty
 */
export function webUrl(text) {
  return /^https?:\/\/[^\s<>"]+$/i.test(text) ? allowed(text, ["http:", "https:"]) : "";
}

/**
 * @param {string} text
 * @param {string[]} schemes
 */
function allowed(text, schemes) {
  try {
    const base = typeof location === "undefined" ? "file:///" : location.href;
    const url = new URL(text, base);
    return schemes.includes(url.protocol) ? url.href : "";
  } catch {
    return "";
  }
}
