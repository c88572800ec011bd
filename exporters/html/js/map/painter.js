/** Paint the map: the shine of the islands, the lines, the dots. No names, nothing chosen. */

import { lot } from "./edge_lines.js";
import { ORPHAN } from "../data/graph.js";

/** @import { Camera } from "./camera.js" */
/** @import { Island } from "../data/communities.js" */
/** @import { Sizes } from "./node_sizes.js" */
/** @import { Theme } from "../state/theme.js" */
/** @import { Vault } from "../data/graph.js" */

/** @typedef {CanvasRenderingContext2D} Ink2D */

/**
 * @typedef {object} Scene what is to be painted
 * @property {Vault} vault
 * @property {Uint8Array} shown
 * @property {Uint8Array} ink the colour of each node, as a place in the palette
 * @property {boolean} byIsland whether the colours are those of the islands
 * @property {string[]} palette
 * @property {Theme} theme
 * @property {Uint32Array} lines
 * @property {(Island | undefined)[]} islands
 * @property {Sizes} sizes
 */

/** Lines drawn in one picture; of more, a fixed sample. */
const MOST_LINES = 26000;
/** Lines in one stroke: longer paths take more than their share of time. */
const BATCH = 96;
/** How far a line between islands bends towards their middles: they gather into streams. */
const BEND = 0.62;
/** How the shine fades from its middle: a bell. */
const SOFT = /** @type {[number, string][]} */ ([[0, "ff"], [0.2, "dd"], [0.4, "8a"], [0.6, "40"], [0.8, "10"], [1, "00"]]);
/** Islands smaller than this bend no lines; nor does anything on a map of this few notes. */
const LEAST = 12;
const FEW = 150;
/** Below this radius a dot is a little square. */
const TINY = 1.35;
/** The shine is painted this much smaller, and blown up: that is what makes it soft. */
const COARSE = 8;
const MOST_SHINING = 4000;

/**
 * @param {Ink2D} ink
 * @param {Scene} scene
 * @param {Camera} camera
 * @param {boolean} quick leave out what takes long
 * @returns {Generator<void>} pauses now and then, so that nobody has to wait for the whole
 */
export function* paint(ink, scene, camera, quick) {
  ink.globalAlpha = 1;
  ink.fillStyle = scene.theme.ground;
  ink.fillRect(0, 0, camera.width, camera.height);
  shine(ink, scene, camera);
  yield;
  if (!quick) yield* strokeAll(ink, scene, camera);
  yield* dots(ink, scene, camera);
  ink.globalAlpha = 1;
}

/**
 * @param {Ink2D} ink
 * @param {Scene} scene
 * @param {Camera} camera
 */
function shine(ink, { vault, shown, ink: inks, palette, theme, sizes }, camera) {
  const width = Math.ceil(camera.width / COARSE);
  const height = Math.ceil(camera.height / COARSE);
  const soft = canvas(width, height);
  const brush = soft.getContext("2d");
  if (!brush) return;
  const every = Math.max(1, Math.ceil(vault.size / MOST_SHINING));
  const apart = sizes.gap * Math.sqrt(every) * Math.sqrt(camera.scale * camera.whole);
  const radius = Math.max(2.5, Math.min(18, (apart * 2.6) / COARSE));
  const stamps = new Map();
  brush.globalAlpha = 0.16;
  for (let node = 0; node < vault.size; node += every) {
    if (!shown[node] || !inks[node] || vault.flags[node] & ORPHAN) continue;
    const x = camera.toScreenX(vault.x[node]) / COARSE;
    const y = camera.toScreenY(vault.y[node]) / COARSE;
    if (x < -radius || y < -radius || x > width + radius || y > height + radius) continue;
    const color = palette[inks[node]];
    let stamp = stamps.get(color);
    if (!stamp) stamps.set(color, (stamp = softDot(color)));
    brush.drawImage(stamp, x - radius, y - radius, radius * 2, radius * 2);
  }
  ink.globalAlpha = theme.glow * 0.55;
  ink.imageSmoothingQuality = "high";
  ink.drawImage(soft, 0, 0, width * COARSE, height * COARSE);
  ink.globalAlpha = 1;
}

/** @param {string} color */
function softDot(color) {
  const dot = canvas(32, 32);
  const brush = dot.getContext("2d");
  if (brush) {
    const fade = brush.createRadialGradient(16, 16, 0, 16, 16, 16);
    for (const [at, strength] of SOFT) fade.addColorStop(at, `${color}${strength}`);
    brush.fillStyle = fade;
    brush.fillRect(0, 0, 32, 32);
  }
  return dot;
}

/**
 * @param {Ink2D} ink
 * @param {Scene} scene
 * @param {Camera} camera
 */
function* strokeAll(ink, scene, camera) {
  const { palette, theme } = scene;
  const { chosen, inside, between } = choose(scene, camera);
  yield;
  // The more ink there is on the screen, the fainter each line: structure without fog. Lines that
  // only pass through do not make those of the islands fainter.
  const area = camera.width * camera.height;
  const faint = (/** @type {number} */ length) => theme.line / (1 + (4.2 * length) / area);
  const density = (inside + between) / area;
  ink.lineWidth = density > 1 ? 0.7 : density > 0.1 ? 0.9 : 1.1;
  ink.lineCap = "butt";
  for (let color = 0; color < chosen.length; color++) {
    for (const [edges, strength] of /** @type {[number[], number][]} */ ([
      [chosen[color].between, faint(inside + between) * 0.62],
      [chosen[color].inside, faint(inside + between * 0.15)],
    ])) {
      if (!edges.length) continue;
      ink.strokeStyle = palette[color];
      ink.globalAlpha = Math.max(0.035, strength);
      for (let i = 0; i < edges.length; i += BATCH) {
        ink.beginPath();
        for (let k = i; k < Math.min(i + BATCH, edges.length); k++) {
          trace(ink, scene, camera, edges[k]);
        }
        ink.stroke();
        if (i % (BATCH * 8) === 0) yield;
      }
    }
  }
}

/**
 * @param {Scene} scene
 * @param {Camera} camera
 */
function choose({ vault, shown, ink, palette, lines }, camera) {
  const { x, y, from, to, community } = vault;
  const chosen = palette.map(() => ({ inside: [0], between: [0] }));
  for (const color of chosen) color.inside.length = color.between.length = 0;
  const right = camera.width;
  const bottom = camera.height;
  const visible = new Uint32Array(lines.length);
  const reach = new Float32Array(lines.length);
  let count = 0;
  for (let i = 0; i < lines.length; i++) {
    const a = from[lines[i]];
    const b = to[lines[i]];
    if (!shown[a] || !shown[b]) continue;
    const ax = camera.toScreenX(x[a]);
    const bx = camera.toScreenX(x[b]);
    if ((ax < 0 && bx < 0) || (ax > right && bx > right)) continue;
    const ay = camera.toScreenY(y[a]);
    const by = camera.toScreenY(y[b]);
    if ((ay < 0 && by < 0) || (ay > bottom && by > bottom)) continue;
    const far = Math.abs(ax - bx) + Math.abs(ay - by);
    if (far < 2.5) continue;
    visible[count] = lines[i];
    reach[count++] = far;
  }
  const share = MOST_LINES / count;
  let within = 0;
  let across = 0;
  for (let i = 0; i < count; i++) {
    const edge = visible[i];
    if (share < 1 && lot(edge) > share) continue;
    const a = from[edge];
    const b = to[edge];
    const color = chosen[ink[a] || ink[b]];
    const home = community[a] === community[b];
    (home ? color.inside : color.between).push(edge);
    if (home) within += Math.min(reach[i], right);
    else across += Math.min(reach[i], right);
  }
  return { chosen, inside: within, between: across };
}

/**
 * Add one edge to the path: straight inside an island, bent towards the middles between two.
 * @param {Ink2D} ink
 * @param {Scene} scene
 * @param {Camera} camera
 * @param {number} edge
 */
export function trace(ink, { vault, islands, sizes }, camera, edge) {
  const a = vault.from[edge];
  const b = vault.to[edge];
  const ax = camera.toScreenX(vault.x[a]);
  const ay = camera.toScreenY(vault.y[a]);
  const bx = camera.toScreenX(vault.x[b]);
  const by = camera.toScreenY(vault.y[b]);
  ink.moveTo(ax, ay);
  const home = islands[vault.community[a]];
  const there = islands[vault.community[b]];
  const straight = home === there || sizes.shown < FEW;
  if (straight || !home || !there || home.size < LEAST || there.size < LEAST) {
    ink.lineTo(bx, by);
    return;
  }
  ink.bezierCurveTo(
    ax + (camera.toScreenX(home.x) - ax) * BEND,
    ay + (camera.toScreenY(home.y) - ay) * BEND,
    bx + (camera.toScreenX(there.x) - bx) * BEND,
    by + (camera.toScreenY(there.y) - by) * BEND,
    bx,
    by,
  );
}

/**
 * @param {Ink2D} ink
 * @param {Scene} scene
 * @param {Camera} camera
 */
function* dots(ink, scene, camera) {
  const { vault, shown, palette, sizes } = scene;
  const leaf = sizes.leaf(camera);
  /** @type {number[][]} */
  const tiny = palette.map(() => []);
  const large = [];
  for (let node = vault.size - 1; node >= 0; node--) {
    if (!shown[node]) continue;
    const x = camera.toScreenX(vault.x[node]);
    const y = camera.toScreenY(vault.y[node]);
    if (x < -30 || y < -30 || x > camera.width + 30 || y > camera.height + 30) continue;
    if (sizes.radius(node, leaf) < TINY) tiny[scene.ink[node]].push(node);
    else large.push(node);
  }
  ink.globalAlpha = 0.86;
  for (let color = 0; color < tiny.length; color++) {
    ink.fillStyle = palette[color];
    for (const node of tiny[color]) {
      const side = sizes.radius(node, leaf) * 1.8;
      ink.fillRect(camera.toScreenX(vault.x[node]) - side / 2, camera.toScreenY(vault.y[node]) - side / 2, side, side);
    }
    yield;
  }
  ink.globalAlpha = 1;
  for (let i = 0; i < large.length; i++) {
    ink.globalAlpha = vault.flags[large[i]] & ORPHAN ? 0.5 : 1;
    dot(ink, scene, camera, large[i], leaf);
    if (i % 1500 === 0) yield;
  }
}

/** @type {Map<string, HTMLCanvasElement>} */
const stamps = new Map();

/**
 * @param {Ink2D} ink
 * @param {Scene} scene
 * @param {Camera} camera
 * @param {number} node
 * @param {number} leaf
 */
export function dot(ink, { vault, ink: inks, palette, theme, sizes }, camera, node, leaf) {
  const half = Math.round(sizes.radius(node, leaf) * 2) / 2;
  const color = palette[inks[node]];
  const density = window.devicePixelRatio || 1;
  const shape = vault.kindName(node);
  const name = `${shape} ${color} ${half} ${density} ${theme.ground}`;
  let stamp = stamps.get(name);
  if (!stamp) {
    if (stamps.size > 3000) stamps.clear();
    stamps.set(name, (stamp = cut(shape, color, half, density, theme.ground)));
  }
  const side = stamp.width / density;
  ink.drawImage(
    stamp,
    camera.toScreenX(vault.x[node]) - side / 2,
    camera.toScreenY(vault.y[node]) - side / 2,
    side,
    side,
  );
}

/**
 * @param {string} shape a note is a disc, a topic nobody has written a ring, a tag a diamond, a file a square
 * @param {string} color
 * @param {number} radius
 * @param {number} density
 * @param {string} ground
 */
function cut(shape, color, radius, density, ground) {
  const half = Math.ceil(radius + 2);
  const stamp = canvas(half * 2 * density, half * 2 * density);
  const brush = stamp.getContext("2d");
  if (!brush) return stamp;
  brush.scale(density, density);
  brush.translate(half, half);
  const rim = radius > 2.4 ? 1 : 0;
  if (rim) {
    outline(brush, shape, radius + rim);
    brush.fillStyle = ground;
    brush.fill();
  }
  outline(brush, shape, radius);
  brush.fillStyle = color;
  if (shape === "topic" && radius > 1.6) {
    brush.fillStyle = ground;
    brush.fill();
    brush.fillStyle = `${color}38`;
    brush.fill();
    outline(brush, shape, radius - Math.min(1, radius * 0.25));
    brush.strokeStyle = color;
    brush.lineWidth = Math.max(1, Math.min(2, radius * 0.3));
    brush.stroke();
  } else {
    brush.fill();
  }
  return stamp;
}

/**
 * @param {Ink2D} brush
 * @param {string} shape
 * @param {number} radius
 */
function outline(brush, shape, radius) {
  brush.beginPath();
  if (shape === "tag") {
    const r = radius * 1.2;
    brush.moveTo(0, -r);
    brush.lineTo(r, 0);
    brush.lineTo(0, r);
    brush.lineTo(-r, 0);
    brush.closePath();
  } else if (shape === "note" || shape === "topic") {
    brush.arc(0, 0, radius, 0, Math.PI * 2);
  } else {
    const r = radius * 0.88;
    brush.rect(-r, -r, r * 2, r * 2);
  }
}

/**
 * @param {number} width
 * @param {number} height
 */
export function canvas(width, height) {
  const element = document.createElement("canvas");
  element.width = Math.max(1, Math.round(width));
  element.height = Math.max(1, Math.round(height));
  return element;
}
