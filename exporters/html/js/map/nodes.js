/** Paint the nodes: a disc for a note, a ring for an unwritten topic, a disc with a ring for a written one, a diamond for a tag, a square for a file. */

import { ORPHAN } from "../data/graph.js";
import { createCanvas, pixelDensity } from "./canvas.js";

/** @import { Camera } from "./camera.js" */
/** @import { Scene } from "./painter.js" */

/** Below this radius, in pixels, a node is a small square whatever its kind. */
const TINY = 1.35;
/** Nodes this far outside of the window, in pixels, are left out. */
const OUTSIDE = 30;
const MOST_SPRITES = 3000;

/** @type {Map<string, HTMLCanvasElement>} */
const sprites = new Map();

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Scene} scene
 * @param {Camera} camera
 * @returns {Generator<void>}
 */
export function* paintNodes(context, scene, camera) {
  const { graph, visible, palette, sizes } = scene;
  const leafRadius = sizes.leafRadius(camera);
  /** @type {number[][]} */
  const tiny = palette.map(() => []);
  const large = [];
  for (let place = graph.size - 1; place >= 0; place--) {
    const node = graph.ranked[place];
    if (!visible[node] || !nearScreen(scene, camera, node)) continue;
    if (sizes.radius(node, leafRadius) < TINY) tiny[scene.colorIndex[node]].push(node);
    else large.push(node);
  }
  context.globalAlpha = 0.86;
  for (let color = 0; color < tiny.length; color++) {
    context.fillStyle = palette[color];
    for (const node of tiny[color]) {
      const side = sizes.radius(node, leafRadius) * 1.8;
      context.fillRect(camera.toScreenX(graph.x[node]) - side / 2, camera.toScreenY(graph.y[node]) - side / 2, side, side);
    }
    yield;
  }
  for (let i = 0; i < large.length; i++) {
    context.globalAlpha = graph.flags[large[i]] & ORPHAN ? 0.5 : 1;
    drawNode(context, scene, camera, large[i], leafRadius);
    if (i % 1500 === 0) yield;
  }
}

/**
 * @param {Scene} scene
 * @param {Camera} camera
 * @param {number} node
 */
export function nearScreen({ graph }, camera, node) {
  const x = camera.toScreenX(graph.x[node]);
  const y = camera.toScreenY(graph.y[node]);
  return x > -OUTSIDE && y > -OUTSIDE && x < camera.width + OUTSIDE && y < camera.height + OUTSIDE;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Scene} scene
 * @param {Camera} camera
 * @param {number} node
 * @param {number} leafRadius
 */
export function drawNode(context, { graph, colorIndex, palette, theme, sizes }, camera, node, leafRadius) {
  const radius = Math.round(sizes.radius(node, leafRadius) * 2) / 2;
  const color = palette[colorIndex[node]];
  const density = pixelDensity();
  const kind = graph.shapeOf(node);
  const key = `${kind} ${color} ${radius} ${density} ${theme.background}`;
  let sprite = sprites.get(key);
  if (!sprite) {
    if (sprites.size > MOST_SPRITES) sprites.clear();
    sprites.set(key, (sprite = nodeSprite(kind, color, radius, density, theme.background)));
  }
  const side = sprite.width / density;
  context.drawImage(sprite, camera.toScreenX(graph.x[node]) - side / 2, camera.toScreenY(graph.y[node]) - side / 2, side, side);
}

/**
 * @param {string} kind
 * @param {string} color
 * @param {number} radius
 * @param {number} density
 * @param {string} background
 */
function nodeSprite(kind, color, radius, density, background) {
  const half = Math.ceil(radius + 2);
  const sprite = createCanvas(half * 2 * density, half * 2 * density);
  const brush = sprite.getContext("2d");
  if (!brush) return sprite;
  brush.scale(density, density);
  brush.translate(half, half);
  if (radius > 2.4) {
    outline(brush, kind, radius + 1);
    brush.fillStyle = background;
    brush.fill();
  }
  outline(brush, kind, radius);
  brush.fillStyle = color;
  if (kind === "topic" && radius > 1.6) {
    brush.fillStyle = background;
    brush.fill();
    brush.fillStyle = `${color}38`;
    brush.fill();
    outline(brush, kind, radius - Math.min(1, radius * 0.25));
    brush.strokeStyle = color;
    brush.lineWidth = Math.max(1, Math.min(2, radius * 0.3));
    brush.stroke();
  } else {
    brush.fill();
    if (kind === "written" && radius > 3) paintRing(brush, radius, background);
  }
  return sprite;
}

/**
 * @param {CanvasRenderingContext2D} brush
 * @param {number} radius of the disc that the ring is in
 * @param {string} background
 */
function paintRing(brush, radius, background) {
  brush.beginPath();
  brush.arc(0, 0, radius * 0.58, 0, Math.PI * 2);
  brush.strokeStyle = background;
  brush.lineWidth = Math.max(1, radius * 0.14);
  brush.stroke();
}

/**
 * @param {CanvasRenderingContext2D} brush
 * @param {string} kind
 * @param {number} radius
 */
function outline(brush, kind, radius) {
  brush.beginPath();
  if (kind === "tag") {
    const r = radius * 1.2;
    brush.moveTo(0, -r);
    brush.lineTo(r, 0);
    brush.lineTo(0, r);
    brush.lineTo(-r, 0);
    brush.closePath();
  } else if (kind === "note" || kind === "topic" || kind === "written") {
    brush.arc(0, 0, radius, 0, Math.PI * 2);
  } else {
    const r = radius * 0.88;
    brush.rect(-r, -r, r * 2, r * 2);
  }
}
