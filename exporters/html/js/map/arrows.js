/** Edges with a direction: wide where they leave, thin where they arrive, with an arrowhead. */

/** @import { Camera } from "./camera.js" */
/** @import { Scene } from "./painter.js" */

/** Pixels of the wide end above the thin one. */
const TAPER = 3.2;
const HEAD_LENGTH = 8;
/** Width of edges among many, relative to others. */
const CROWDED = 0.4;
/** Shorter edges, in pixels between the rims of their nodes, have no arrowhead. */
const SHORTEST = 10;

/**
 * Add one edge to the path, to be filled.
 * @param {Pick<CanvasRenderingContext2D, "moveTo" | "lineTo">} context
 * @param {Scene} scene
 * @param {Camera} camera
 * @param {number} edge
 * @param {{bothWays: boolean, leafRadius: number, taper?: number, crowded?: boolean}} options crowded: slender, so that a fan of many stays legible
 */
export function traceArrow(context, { graph, sizes }, camera, edge, { bothWays, leafRadius, taper = TAPER, crowded = false }) {
  const [a, b] = [graph.from[edge], graph.to[edge]];
  const [ax, ay, bx, by] = [camera.toScreenX(graph.x[a]), camera.toScreenY(graph.y[a]), camera.toScreenX(graph.x[b]), camera.toScreenY(graph.y[b])];
  const length = Math.hypot(bx - ax, by - ay);
  if (length < 1) return;
  const ux = (bx - ax) / length;
  const uy = (by - ay) / length;
  const start = sizes.radius(a, leafRadius) + 1;
  const end = length - sizes.radius(b, leafRadius) - 1;
  if (end - start < 2) return;
  const thin = edgeWidth(graph.details?.count[edge] ?? 1) * (crowded ? CROWDED : 1);
  const head = end - start > SHORTEST ? (crowded ? HEAD_LENGTH * 0.7 : HEAD_LENGTH) + thin : 0;
  /** @type {(along: number, across: number) => [number, number]} */
  const at = (along, across) => [ax + ux * along - uy * across, ay + uy * along + ux * across];
  const wide = bothWays ? thin : thin + taper * (crowded ? CROWDED : 1);
  const from = bothWays ? start + head : start;
  const half = thin / 2 + (crowded ? 2 : 3.2);
  /** @type {[number, number][]} */
  const outline = [at(from, wide / 2), at(end - head, thin / 2)];
  if (head) outline.push(at(end - head, half), at(end, 0), at(end - head, -half));
  outline.push(at(end - head, -thin / 2), at(from, -wide / 2));
  if (bothWays && head) outline.push(at(from, -half), at(start, 0), at(from, half));
  outline.forEach(([x, y], i) => (i ? context.lineTo(x, y) : context.moveTo(x, y)));
  context.lineTo(...outline[0]);
}

/**
 * @param {number} links
 * @returns {number} width in pixels
 */
function edgeWidth(links) {
  return Math.min(5, 1.2 + 0.8 * Math.log2(links));
}
