/** The fragment of the page's address, as text and as an object. */

/**
 * @typedef {object} Address
 * @property {string} note its path in the vault, or `topic:name`
 * @property {string} path the other end of a path
 * @property {string} focus depth of the focused neighbourhood, and `@note` if its center is not
 *   selected; empty without focus
 * @property {string[]} expanded further notes that the focus has been expanded at
 * @property {string} query of the search
 * @property {string} colorMode
 * @property {string} lines `type` if lines are coloured by type; `section`, `section colored` if they are told apart by section
 * @property {string} topicMap `topics` while topics alone are on the map
 * @property {string[]} folders
 * @property {string[]} tagged
 * @property {string} where the filter's query
 * @property {string[]} revealed notes that are shown although the filter hides them
 * @property {string} since
 * @property {string} until
 * @property {string} timeline "open" while the timeline is
 * @property {string} switches switches that differ from the default: `topics`, `tags` …
 * @property {string[]} hiddenGroups names of the groups that the legend hides
 * @property {string[]} shownGroups names of those it shows, where these are fewer
 * @property {string[]} hiddenTypes types of lines that the legend hides
 * @property {string[]} pins `note@x,y`: nodes that were moved by hand
 * @property {string} camera `x,y,zoom`
 * @property {string[]} views kept by the reader, as `formatView` writes them
 */

/** @type {[short: string, name: keyof Address][]} */
const SINGLE = [
  ["n", "note"], ["p", "path"], ["d", "focus"], ["q", "query"], ["c", "colorMode"], ["lc", "lines"], ["m", "topicMap"], ["w", "where"],
  ["from", "since"], ["to", "until"], ["time", "timeline"], ["s", "switches"], ["at", "camera"],
];
/** Parameters that may be repeated. @type {[short: string, name: keyof Address][]} */
const REPEATED = [
  ["f", "folders"], ["t", "tagged"], ["r", "revealed"], ["h", "hiddenGroups"], ["o", "shownGroups"],
  ["l", "hiddenTypes"], ["x", "expanded"], ["pin", "pins"], ["v", "views"],
];

/**
 * @param {string} hash
 * @returns {Address}
 */
export function parseAddress(hash) {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  /** @type {Record<string, string | string[]>} */
  const address = {};
  for (const [short, name] of SINGLE) address[name] = given.get(short) ?? "";
  for (const [short, name] of REPEATED) address[name] = given.getAll(short).filter(Boolean);
  return /** @type {Address} */ (/** @type {unknown} */ (address));
}

/**
 * @param {Partial<Address>} address
 * @returns {string} with its `#`; empty for the default view
 */
export function formatAddress(address) {
  const parts = [];
  for (const [short, name] of [...SINGLE, ...REPEATED]) {
    for (const value of [address[name] ?? ""].flat()) {
      if (value) parts.push(`${short}=${encodeURIComponent(value).replaceAll("%2F", "/").replaceAll("%20", "+").replaceAll("%2C", ",")}`);
    }
  }
  return parts.length ? `#${parts.join("&")}` : "";
}
