/** The view as an address: what is after `#`, so that a link leads back to it. */

/**
 * @typedef {object} Address
 * @property {string} note its path, or `topic:name`
 * @property {string} query
 * @property {string} by how it is coloured
 * @property {string} folder
 * @property {string} tag
 * @property {string} since
 * @property {string} until
 * @property {string} path the other end of a path
 * @property {string} switches kinds shown or hidden against the usual: `topics`, `tags` …
 * @property {string} place the camera: `x,y,zoom`
 */

/** @type {[short: string, name: keyof Address][]} */
const NAMES = [
  ["n", "note"], ["p", "path"], ["q", "query"], ["c", "by"], ["f", "folder"], ["t", "tag"],
  ["from", "since"], ["to", "until"], ["s", "switches"], ["at", "place"],
];

/**
 * @param {string} hash
 * @returns {Address}
 */
export function read(hash) {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const address = /** @type {Address} */ ({});
  for (const [short, name] of NAMES) address[name] = given.get(short) ?? "";
  return address;
}

/**
 * @param {Partial<Address>} address
 * @returns {string} with its `#`; empty for the plain view
 */
export function write(address) {
  const parts = [];
  for (const [short, name] of NAMES) {
    const value = address[name];
    if (value) parts.push(`${short}=${encodeURIComponent(value).replaceAll("%2F", "/").replaceAll("%20", "+")}`);
  }
  return parts.length ? `#${parts.join("&")}` : "";
}
