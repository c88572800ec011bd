/** Communities as places on the map: where each lies, how far it reaches, how it is called. */

/** @import { Vault } from "./graph.js" */

/**
 * @typedef {object} Island
 * @property {number} community
 * @property {string} name
 * @property {number} hub its most important node
 * @property {number} size shown nodes
 * @property {number} x of its middle
 * @property {number} y
 * @property {number} reach the distance from the middle within which most of it lies
 */

/** Communities this small are not named. */
const LEAST = 3;

/**
 * @param {Vault} vault
 * @param {Uint8Array} shown
 * @returns {(Island | undefined)[]} by community; those with nothing to show are missing
 */
export function islands(vault, shown) {
  /** @type {(Island | undefined)[]} */
  const found = [];
  for (let node = 0; node < vault.size; node++) {
    if (!shown[node]) continue;
    const community = vault.community[node];
    const name = vault.meta.communities[community];
    const island = (found[community] ??= { community, name, hub: node, size: 0, x: 0, y: 0, reach: 0 });
    island.size++;
    island.x += vault.x[node];
    island.y += vault.y[node];
  }
  for (const island of found) {
    if (!island) continue;
    island.x /= island.size;
    island.y /= island.size;
  }
  for (let node = 0; node < vault.size; node++) {
    const island = shown[node] ? found[vault.community[node]] : undefined;
    if (!island) continue;
    island.reach += (vault.x[node] - island.x) ** 2 + (vault.y[node] - island.y) ** 2;
  }
  for (const island of found) {
    if (island) island.reach = 1.5 * Math.sqrt(island.reach / island.size) + 1;
  }
  return found;
}

/**
 * @param {(Island | undefined)[]} all
 * @returns {Island[]} those worth a name, the largest first
 */
export function named(all) {
  return all
    .filter((island) => island !== undefined)
    .filter((island) => island.size >= LEAST && island.name)
    .sort((a, b) => b.size - a.size || a.community - b.community);
}
