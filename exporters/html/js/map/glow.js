/** A soft glow in the colours of the nodes, under everything else. */

import { ORPHAN } from "../data/graph.js";
import { createCanvas } from "./canvas.js";

/** @import { Camera } from "./camera.js" */
/** @import { Scene } from "./painter.js" */

/** The glow is painted this many times smaller and scaled up: that makes it soft. */
const SCALE_DOWN = 8;
/** Nodes that glow at most; of more, every n-th. */
const MOST_NODES = 4000;
/** Opacity from the middle of a glow to its rim: a bell curve. */
const FALLOFF = /** @type {[number, string][]} */ ([[0, "ff"], [0.2, "dd"], [0.4, "8a"], [0.6, "40"], [0.8, "10"], [1, "00"]]);

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Scene} scene
 * @param {Camera} camera
 */
export function paintGlow(context, { graph, visible, colorIndex, palette, theme, sizes }, camera) {
  const width = Math.ceil(camera.width / SCALE_DOWN);
  const height = Math.ceil(camera.height / SCALE_DOWN);
  const small = createCanvas(width, height);
  const brush = small.getContext("2d");
  if (!brush) return;
  const every = Math.max(1, Math.ceil(graph.size / MOST_NODES));
  const distance = sizes.gap * Math.sqrt(every) * Math.sqrt(camera.scale * camera.fitScale);
  const radius = Math.max(2.5, Math.min(18, (distance * 2.6) / SCALE_DOWN));
  const sprites = new Map();
  brush.globalAlpha = 0.16;
  for (let place = 0; place < graph.size; place += every) {
    const node = graph.ranked[place];
    if (!visible[node] || !colorIndex[node] || graph.flags[node] & ORPHAN) continue;
    const x = camera.toScreenX(graph.x[node]) / SCALE_DOWN;
    const y = camera.toScreenY(graph.y[node]) / SCALE_DOWN;
    if (x < -radius || y < -radius || x > width + radius || y > height + radius) continue;
    const color = palette[colorIndex[node]];
    let sprite = sprites.get(color);
    if (!sprite) sprites.set(color, (sprite = softDisc(color)));
    brush.drawImage(sprite, x - radius, y - radius, radius * 2, radius * 2);
  }
  context.globalAlpha = theme.glow * 0.55;
  context.imageSmoothingQuality = "high";
  context.drawImage(small, 0, 0, width * SCALE_DOWN, height * SCALE_DOWN);
  context.globalAlpha = 1;
}

/** @param {string} color */
function softDisc(color) {
  const disc = createCanvas(32, 32);
  const brush = disc.getContext("2d");
  if (brush) {
    const fade = brush.createRadialGradient(16, 16, 0, 16, 16, 16);
    for (const [at, opacity] of FALLOFF) fade.addColorStop(at, `${color}${opacity}`);
    brush.fillStyle = fade;
    brush.fillRect(0, 0, 32, 32);
  }
  return disc;
}
