/** Draw the highlight: dim the rest of the map, and draw the highlighted nodes and edges on top. */

import { drawChangedEdges, drawMarks } from "./change_layer.js";
import { drawNode, nearScreen } from "./nodes.js";
import { traceArrow } from "./arrows.js";
import { paintPairs } from "./topic_map.js";
import { traceEdge } from "./edges.js";

/** @import { Camera } from "./camera.js" */
/** @import { Highlight } from "../state/highlight.js" */
/** @import { Scene } from "./painter.js" */

/** Edges in one stroke. */
const BATCH = 64;
/** With more edges than this they are thin lines without a direction. */
const MOST_ARROWS = 300;
/** With more edges than this they are slender. */
const MOST_WIDE = 60;
/** Opacity of edges between two neighbours, relative to those at the center. */
const FAINT = 0.42;
/** Radius of a highlighted leaf at least, in pixels. */
const LEAST_RADIUS = 1.6;

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Scene} scene
 * @param {Camera} camera
 * @param {Highlight} highlight
 * @param {{opacity: number, most: number}} limits `most` nodes and edges are drawn
 */
export function drawHighlight(context, scene, camera, highlight, { opacity, most }) {
  context.globalAlpha = highlight.dimming * opacity;
  context.fillStyle = scene.theme.background;
  context.fillRect(0, 0, camera.width, camera.height);
  const edges = drawChangedEdges(context, scene, camera, highlight.edges.slice(0, most), opacity);
  drawEdges(context, scene, camera, { ...highlight, edges }, opacity, most);
  if (highlight.center >= 0) paintPairs(context, scene, camera, highlight.center);
  const leafRadius = Math.max(scene.sizes.leafRadius(camera), LEAST_RADIUS);
  context.globalAlpha = opacity;
  for (let i = Math.min(highlight.nodes.length, most) - 1; i >= 0; i--) {
    const node = highlight.nodes[i];
    if (!scene.visible[node] && node !== highlight.center) continue;
    if (nearScreen(scene, camera, node)) drawNode(context, scene, camera, node, leafRadius);
  }
  drawMarks(context, scene, camera, highlight.nodes.slice(0, most), opacity);
  if (highlight.center >= 0) drawRing(context, scene, camera, highlight.center, leafRadius);
  context.globalAlpha = 1;
}

/**
 * Draw a ring around nodes that were just written.
 * @param {CanvasRenderingContext2D} context
 * @param {Scene} scene
 * @param {Camera} camera
 * @param {number[]} nodes
 */
export function drawWritten(context, scene, camera, nodes) {
  const leafRadius = Math.max(scene.sizes.leafRadius(camera), LEAST_RADIUS);
  for (const node of nodes) if (scene.visible[node]) drawRing(context, scene, camera, node, leafRadius);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Scene} scene
 * @param {Camera} camera
 * @param {Highlight} highlight
 * @param {number} opacity
 * @param {number} most
 */
function drawEdges(context, scene, camera, { center, edges, bothWays }, opacity, most) {
  const { graph, colorIndex, edgeColor, palette } = scene;
  const count = Math.min(edges.length, most);
  const arrows = edges.length <= MOST_ARROWS;
  const crowded = edges.length > MOST_WIDE;
  const leafRadius = Math.max(scene.sizes.leafRadius(camera), LEAST_RADIUS);
  context.globalAlpha = opacity * (arrows ? 0.85 - count * 0.001 : 0.25);
  context.lineWidth = count > 200 ? 0.9 : 1.4;
  const alpha = context.globalAlpha;
  const atCenter = (/** @type {number} */ edge) => center < 0 || graph.from[edge] === center || graph.to[edge] === center;
  /** @type {Map<number, number[]>} by colour; those that do not touch the center are fainter, and negative */
  const groups = new Map();
  for (const edge of edges.slice(0, count)) {
    const end = graph.from[edge] === center ? graph.to[edge] : graph.from[edge];
    const color = edgeColor ? edgeColor[edge] : colorIndex[end];
    const key = atCenter(edge) ? color : -1 - color;
    const list = groups.get(key);
    if (list) list.push(edge);
    else groups.set(key, [edge]);
  }
  for (const [key, list] of [...groups].sort(([a], [b]) => a - b)) {
    context.strokeStyle = context.fillStyle = palette[key < 0 ? -1 - key : key];
    context.globalAlpha = key < 0 ? alpha * FAINT : alpha;
    for (let i = 0; i < list.length; i += BATCH) {
      context.beginPath();
      for (const edge of list.slice(i, i + BATCH)) {
        if (arrows) traceArrow(context, scene, camera, edge, { bothWays: bothWays.has(edge), leafRadius, crowded });
        else traceEdge(context, scene, camera, edge);
      }
      if (arrows) context.fill();
      else context.stroke();
    }
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Scene} scene
 * @param {Camera} camera
 * @param {number} node
 * @param {number} leafRadius
 */
function drawRing(context, { graph, sizes, theme }, camera, node, leafRadius) {
  context.beginPath();
  context.arc(camera.toScreenX(graph.x[node]), camera.toScreenY(graph.y[node]), sizes.radius(node, leafRadius) + 3.5, 0, Math.PI * 2);
  context.strokeStyle = theme.accent;
  context.lineWidth = 1.6;
  context.stroke();
}
