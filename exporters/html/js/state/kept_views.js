/** Views of the map that a reader keeps under a name: in the address, and as lines for the configuration. */

/** @typedef {{name: string, address: string}} KeptView `address` is what an address has after its `#` */

/**
 * @param {KeptView} view
 * @returns {string} as in the parameter `v` of the address: name, `=`, address
 */
export function formatView({ name, address }) {
  return `${name.replaceAll("%", "%25").replaceAll("=", "%3D")}=${address}`;
}

/**
 * @param {string} text of the parameter `v`
 * @returns {KeptView | null} null if there is no name
 */
export function parseView(text) {
  const end = text.indexOf("=");
  const name = text.slice(0, Math.max(0, end)).replaceAll("%3D", "=").replaceAll("%25", "%").trim();
  return name ? { name, address: text.slice(end + 1) } : null;
}

/**
 * @param {KeptView[]} views
 * @returns {string} the lines of noteweave.toml that keep these views in every page of the vault
 */
export function viewsAsToml(views) {
  // The escapes of JSON are those of TOML's basic strings; TOML does not allow an unescaped DEL.
  const quoted = (/** @type {string} */ text) => JSON.stringify(text).replaceAll("\x7f", "\\u007f");
  return views.map(({ name, address }) => `[[page.views]]\nname = ${quoted(name)}\naddress = ${quoted(address)}\n`).join("\n");
}
