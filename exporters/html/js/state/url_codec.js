/** The fragment of the page's address, as text and as an object. */

/**
 * @typedef {object} Address
 * @property {string} note its path in the vault, or `topic:name`
 * @property {string} query
 * @property {string} colorMode
 * @property {string} folder
 * @property {string} tag
 * @property {string} since
 * @property {string} until
 * @property {string} path the other end of a path
 * @property {string} switches switches that differ from the default: `topics`, `tags` …
 * @property {string} camera `x,y,zoom`
 */

/** @type {[short: string, name: keyof Address][]} */
const NAMES = [
  ["n", "note"], ["p", "path"], ["q", "query"], ["c", "colorMode"], ["f", "folder"], ["t", "tag"],
  ["from", "since"], ["to", "until"], ["s", "switches"], ["at", "camera"],
];

/**
 * @param {string} hash
 * @returns {Address}
 */
export function parseAddress(hash) {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const address = /** @type {Address} */ ({});
  for (const [short, name] of NAMES) address[name] = given.get(short) ?? "";
  return address;
}

/**
 * @param {Partial<Address>} address
 * @returns {string} with its `#`; empty for the default view
 */
export function formatAddress(address) {
  const parts = [];
  for (const [short, name] of NAMES) {
    const value = address[name];
    if (value) parts.push(`${short}=${encodeURIComponent(value).replaceAll("%2F", "/").replaceAll("%20", "+")}`);
  }
  return parts.length ? `#${parts.join("&")}` : "";
}
