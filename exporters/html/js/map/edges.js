/** Paint the edges: those on the screen, in batches by colour, fainter where there are many. */

import { hashFraction } from "./edge_lines.js";

/** @import { Camera } from "./camera.js" */
/** @import { Scene } from "./painter.js" */

/** Edges drawn in one picture; of more, a fixed sample. */
const MOST_EDGES = 26000;
/** Edges in one stroke: longer paths take more than their share of time. */
const BATCH = 96;
/** Shorter edges, in pixels, are left out. */
const SHORTEST = 2.5;
/** How far an edge between communities bends towards their middles, so that edges form bundles. */
const BEND = 0.62;
/** Communities smaller than this bend no edges; nor does a map of fewer nodes than `FEW`. */
const SMALLEST_BENDING = 12;
const FEW = 150;

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Scene} scene
 * @param {Camera} camera
 * @returns {Generator<void>}
 */
export function* paintEdges(context, scene, camera) {
  const { palette, theme } = scene;
  const { byColor, insideLength, betweenLength } = edgesOnScreen(scene, camera);
  yield;
  // The longer all edges together, the fainter each: structure without fog. Edges between
  // communities count less for those inside one.
  const area = camera.width * camera.height;
  const opacity = (/** @type {number} */ length) => theme.line / (1 + (4.2 * length) / area);
  const density = (insideLength + betweenLength) / area;
  context.lineWidth = density > 1 ? 0.7 : density > 0.1 ? 0.9 : 1.1;
  context.lineCap = "butt";
  for (let color = 0; color < byColor.length; color++) {
    for (const [edges, alpha] of /** @type {[number[], number][]} */ ([
      [byColor[color].between, opacity(insideLength + betweenLength) * 0.62],
      [byColor[color].inside, opacity(insideLength + betweenLength * 0.15)],
    ])) {
      if (!edges.length) continue;
      context.strokeStyle = palette[color];
      context.globalAlpha = Math.max(0.035, alpha);
      for (let i = 0; i < edges.length; i += BATCH) {
        context.beginPath();
        for (let k = i; k < Math.min(i + BATCH, edges.length); k++) traceEdge(context, scene, camera, edges[k]);
        context.stroke();
        if (i % (BATCH * 8) === 0) yield;
      }
    }
  }
}

/**
 * @param {Scene} scene
 * @param {Camera} camera
 * @returns {{byColor: {inside: number[], between: number[]}[], insideLength: number, betweenLength: number}}
 *   the edges inside one community and between two, and their length in pixels
 */
function edgesOnScreen({ graph, visible, colorIndex, edgeColor, palette, lines }, camera) {
  const { x, y, from, to, community } = graph;
  const byColor = palette.map(() => ({ inside: [0], between: [0] }));
  for (const color of byColor) color.inside.length = color.between.length = 0;
  const right = camera.width;
  const bottom = camera.height;
  const onScreen = new Uint32Array(lines.length);
  const lengths = new Float32Array(lines.length);
  let count = 0;
  for (let i = 0; i < lines.length; i++) {
    const a = from[lines[i]];
    const b = to[lines[i]];
    if (!visible[a] || !visible[b]) continue;
    const ax = camera.toScreenX(x[a]);
    const bx = camera.toScreenX(x[b]);
    if ((ax < 0 && bx < 0) || (ax > right && bx > right)) continue;
    const ay = camera.toScreenY(y[a]);
    const by = camera.toScreenY(y[b]);
    if ((ay < 0 && by < 0) || (ay > bottom && by > bottom)) continue;
    const length = Math.abs(ax - bx) + Math.abs(ay - by);
    if (length < SHORTEST) continue;
    onScreen[count] = lines[i];
    lengths[count++] = length;
  }
  const share = MOST_EDGES / count;
  let insideLength = 0;
  let betweenLength = 0;
  for (let i = 0; i < count; i++) {
    const edge = onScreen[i];
    if (share < 1 && hashFraction(graph, edge) > share) continue;
    const a = from[edge];
    const b = to[edge];
    const lists = byColor[edgeColor ? edgeColor[edge] : colorIndex[a] || colorIndex[b]];
    const inside = community[a] === community[b];
    (inside ? lists.inside : lists.between).push(edge);
    if (inside) insideLength += Math.min(lengths[i], right);
    else betweenLength += Math.min(lengths[i], right);
  }
  return { byColor, insideLength, betweenLength };
}

/**
 * Add one edge to the path: straight inside a community, bent towards both middles between two.
 * @param {Pick<CanvasRenderingContext2D, "moveTo" | "lineTo" | "bezierCurveTo">} context
 * @param {Scene} scene
 * @param {Camera} camera
 * @param {number} edge
 */
export function traceEdge(context, { graph, communities, sizes }, camera, edge) {
  const a = graph.from[edge];
  const b = graph.to[edge];
  const ax = camera.toScreenX(graph.x[a]);
  const ay = camera.toScreenY(graph.y[a]);
  const bx = camera.toScreenX(graph.x[b]);
  const by = camera.toScreenY(graph.y[b]);
  context.moveTo(ax, ay);
  const source = communities[graph.community[a]];
  const target = communities[graph.community[b]];
  const straight = source === target || sizes.count < FEW;
  if (straight || !source || !target || source.size < SMALLEST_BENDING || target.size < SMALLEST_BENDING) {
    context.lineTo(bx, by);
    return;
  }
  context.bezierCurveTo(
    ax + (camera.toScreenX(source.x) - ax) * BEND,
    ay + (camera.toScreenY(source.y) - ay) * BEND,
    bx + (camera.toScreenX(target.x) - bx) * BEND,
    by + (camera.toScreenY(target.y) - by) * BEND,
    bx,
    by,
  );
}
