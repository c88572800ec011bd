/** Where the camera must be for the whole map: as large as possible, with nothing under a control. */

import { around } from "./camera.js";

/** @import { Box, Camera } from "./camera.js" */

/** Cells of the grid to which the map is reduced, along each side. */
const GRID = 72;
/** Scales that are tried between that which fits beside the controls and that which fills the window. */
const SCALES = 7;
/** Places of the map in the window that are tried for each scale, along each side. */
const SHIFTS = 9;
/** Pixels between a node and a control: room for a dot and a part of its name. */
const CLEARANCE = 16;
/** Share of the occupied cells that may be under a control. */
const COVERED = 0.004;

/** @typedef {{x: number, y: number, scale: number}} Target */

/**
 * @param {Camera} camera
 * @param {{x: ArrayLike<number>, y: ArrayLike<number>, nodes: number[]}} map
 * @param {{beside: Box, whole: Box, controls: Box[]}} free beside the controls; the window without its rim
 * @param {number} most largest scale
 * @returns {Target}
 */
export function fitMap(camera, { x, y, nodes }, { beside, whole, controls }, most) {
  const world = around(x, y, nodes);
  const safe = camera.fitting(world, beside, most);
  const largest = camera.fitting(world, whole, most);
  if (largest.scale <= safe.scale * 1.02) return safe;
  const cells = occupiedCells(x, y, nodes, world);
  for (let step = 0; step < SCALES; step++) {
    const scale = largest.scale * (safe.scale / largest.scale) ** (step / SCALES);
    const found = freePlace(camera, { world, cells, scale }, whole, controls);
    if (found) return found;
  }
  return safe;
}

/**
 * @param {ArrayLike<number>} x
 * @param {ArrayLike<number>} y
 * @param {number[]} nodes
 * @param {Box} world
 * @returns {[x: number, y: number][]} the middles of the cells that have a node, in world units
 */
function occupiedCells(x, y, nodes, world) {
  const wide = Math.max(1e-6, world.right - world.left) / GRID;
  const high = Math.max(1e-6, world.bottom - world.top) / GRID;
  const cells = new Map();
  for (const node of nodes) {
    const column = Math.min(GRID - 1, Math.floor((x[node] - world.left) / wide));
    const row = Math.min(GRID - 1, Math.floor((y[node] - world.top) / high));
    const key = row * GRID + column;
    if (!cells.has(key)) cells.set(key, nodes.length < GRID ? [x[node], y[node]] : [world.left + (column + 0.5) * wide, world.top + (row + 0.5) * high]);
  }
  return [...cells.values()];
}

/**
 * @param {Camera} camera
 * @param {{world: Box, cells: [number, number][], scale: number}} map
 * @param {Box} whole
 * @param {Box[]} controls
 * @returns {Target | null} the place nearest to the middle where no control covers the map
 */
function freePlace(camera, { world, cells, scale }, whole, controls) {
  const slackX = whole.right - whole.left - (world.right - world.left) * scale;
  const slackY = whole.bottom - whole.top - (world.bottom - world.top) * scale;
  const shares = Array.from({ length: SHIFTS }, (_, i) => i / (SHIFTS - 1));
  const places = shares.flatMap((across) => shares.map((down) => ({ across, down })));
  places.sort((a, b) => Math.hypot(a.across - 0.5, a.down - 0.5) - Math.hypot(b.across - 0.5, b.down - 0.5));
  for (const { across, down } of places) {
    const left = whole.left + slackX * across - world.left * scale;
    const top = whole.top + slackY * down - world.top * scale;
    let allowed = cells.length * COVERED;
    for (const [x, y] of cells) {
      if (isCovered(left + x * scale, top + y * scale, controls) && --allowed < 0) break;
    }
    if (allowed >= 0) return { x: (camera.width / 2 - left) / scale, y: (camera.height / 2 - top) / scale, scale };
  }
  return null;
}

/**
 * @param {number} x pixels
 * @param {number} y
 * @param {Box[]} controls
 */
function isCovered(x, y, controls) {
  return controls.some((box) => x > box.left - CLEARANCE && x < box.right + CLEARANCE && y > box.top - CLEARANCE && y < box.bottom + CLEARANCE);
}
