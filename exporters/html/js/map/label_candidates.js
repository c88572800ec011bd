/** Which names the map would like to show, in the order of their importance. */

import { shortened } from "./label_placement.js";
import { named } from "../data/communities.js";

/** @import { Camera } from "./camera.js" */
/** @import { Focus } from "../state/highlight.js" */
/** @import { Island } from "../data/communities.js" */
/** @import { Wish } from "./label_placement.js" */
/** @import { Scene } from "./painter.js" */

/** Candidates looked at; the rest is less important than all of them. */
const MOST_TRIED = 900;
/** Up to this many nodes every name has its place, and islands need none. */
const CROWD = 110;

/**
 * @param {Scene} scene
 * @param {Camera} camera
 * @param {Focus | null} focus
 * @returns {Iterable<Wish>}
 */
export function wishes(scene, camera, focus) {
  return focus && focus.veil > 0.5 ? focused(scene, camera, focus) : overview(scene, camera);
}

/**
 * @param {Scene} scene
 * @param {Camera} camera
 * @param {Focus} focus
 */
function* focused(scene, camera, focus) {
  const leaf = scene.sizes.leaf(camera);
  let tried = 0;
  for (const node of focus.nodes) {
    if (!scene.shown[node] && node !== focus.center) continue;
    if (tried++ > MOST_TRIED) return;
    yield ofNode(scene, camera, node, leaf, node === focus.center ? 17 : 0);
  }
}

/**
 * @param {Scene} scene
 * @param {Camera} camera
 */
function* overview(scene, camera) {
  const { vault, shown, sizes } = scene;
  const hubs = new Set();
  const all = named(scene.islands);
  if (all.length > 1 && scene.sizes.shown > CROWD) {
    for (const island of all.slice(0, 60)) {
      const wish = ofIsland(scene, camera, island);
      if (!wish) continue;
      if (island.name === vault.label[island.hub]) hubs.add(island.hub);
      yield wish;
    }
  }
  const leaf = sizes.leaf(camera);
  let tried = 0;
  for (let node = 0; node < vault.size && tried < MOST_TRIED; node++) {
    if (!shown[node] || hubs.has(node)) continue;
    const x = camera.toScreenX(vault.x[node]);
    const y = camera.toScreenY(vault.y[node]);
    if (x < 0 || y < 0 || x > camera.width || y > camera.height) continue;
    tried++;
    yield ofNode(scene, camera, node, leaf, 0);
  }
}

/**
 * @param {Scene} scene
 * @param {Camera} camera
 * @param {number} node
 * @param {number} leaf
 * @param {number} size at least, in pixels
 * @returns {Wish}
 */
function ofNode({ vault, ink, sizes }, camera, node, leaf, size) {
  const radius = sizes.radius(node, leaf);
  return {
    text: shortened(vault.label[node]),
    x: camera.toScreenX(vault.x[node]),
    y: camera.toScreenY(vault.y[node]),
    gap: radius + 3,
    size: Math.max(size, Math.round(Math.min(15, (sizes.shown < CROWD ? 12 : 10.5) + radius * 0.3))),
    side: "below",
    node,
    ink: ink[node],
    strong: radius > 9 || size > 0,
  };
}

/**
 * An island's name stands in its middle, as a country's does on a map, while the island is
 * neither too small for it nor larger than the screen.
 * @param {Scene} scene
 * @param {Camera} camera
 * @param {Island} island
 * @returns {Wish | null}
 */
function ofIsland({ ink, byIsland }, camera, island) {
  const reach = island.reach * camera.scale;
  if (reach < 14 || reach > Math.min(camera.width, camera.height) * 0.8) return null;
  return {
    text: shortened(island.name, 30),
    x: camera.toScreenX(island.x),
    y: camera.toScreenY(island.y),
    gap: 0,
    size: Math.round(Math.max(12, Math.min(20, 9.5 + reach * 0.06))),
    side: "center",
    node: -1,
    island: island.community,
    ink: byIsland ? ink[island.hub] : 0,
    strong: true,
  };
}
