/** Communities as areas of the map: middle, radius, name and most important node of each. */

/** @import { Graph } from "./graph.js" */

/**
 * @typedef {object} CommunityArea
 * @property {number} community its number
 * @property {string} name of the note it is called after; of its hub while that note is not visible
 * @property {number} hub its most important visible node
 * @property {number} size visible nodes
 * @property {number} x of its middle, in world units
 * @property {number} y
 * @property {number} radius distance from the middle within which most of it is found
 */

/** Smaller communities get no name on the map. */
const SMALLEST_NAMED = 3;

/**
 * @param {Graph} graph
 * @param {Uint8Array} visible
 * @returns {(CommunityArea | undefined)[]} by community number; undefined where nothing is visible
 */
export function communityAreas(graph, visible) {
  /** @type {(CommunityArea | undefined)[]} */
  const areas = [];
  for (const node of graph.ranked) {
    if (!visible[node]) continue;
    const community = graph.community[node];
    const name = graph.meta.communities[community];
    const area = (areas[community] ??= { community, name: graph.label[node], hub: node, size: 0, x: 0, y: 0, radius: 0 });
    if (graph.names[node] === name) area.name = graph.label[node];
    area.size++;
    area.x += graph.x[node];
    area.y += graph.y[node];
  }
  for (const area of areas) {
    if (!area) continue;
    area.x /= area.size;
    area.y /= area.size;
  }
  for (let node = 0; node < graph.size; node++) {
    const area = visible[node] ? areas[graph.community[node]] : undefined;
    if (area) area.radius += (graph.x[node] - area.x) ** 2 + (graph.y[node] - area.y) ** 2;
  }
  for (const area of areas) {
    if (area) area.radius = 1.5 * Math.sqrt(area.radius / area.size) + 1;
  }
  return areas;
}

/**
 * @param {(CommunityArea | undefined)[]} areas
 * @returns {CommunityArea[]} those large enough for a name, the largest first
 */
export function namedCommunities(areas) {
  return areas
    .filter((area) => area !== undefined)
    .filter((area) => area.size >= SMALLEST_NAMED && area.name)
    .sort((a, b) => b.size - a.size || a.community - b.community);
}
