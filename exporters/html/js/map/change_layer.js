/**
 * Paint what a change did, in colour and in form: new is solid with a plus, gone is dashed and hollow
 * with a minus, changed is a ring with a dot. Nobody needs the colours, which are apart in all common
 * kinds of colour blindness (Okabe and Ito, "Color universal design", 2008).
 */

import { GONE, NEW } from "../data/past.js";
import { changedEdges } from "../state/change_highlight.js";
import { CHANGE } from "../state/palette.js";
import { traceArrow } from "./arrows.js";
import { traceEdge } from "./edges.js";
import { nearScreen } from "./nodes.js";

/** @import { Camera } from "./camera.js" */
/** @import { Scene } from "./painter.js" */

/** With more changed edges than this they are thin lines without a direction. */
const MOST_ARROWS = 300;
/** Pixels of the wide end of an arrow above the thin one: many long new links would hide the map. */
const TAPER = 1.2;
/** Edges in one stroke. */
const BATCH = 64;
/** Smallest radius of a mark in pixels where few are on the screen. */
export const MARK_RADIUS = 6;
/** Smallest radius of a mark in pixels, by the number of marks on the screen at most. */
const RADII = /** @type {[number, number][]} */ ([[120, MARK_RADIUS], [500, 4.5], [2000, 3]]);
const LEAST_RADIUS = 2;
/** Marks smaller than this, in pixels, have no sign inside. */
const SIGN_RADIUS = 4;
/** Radius at most: a hub that was edited would hide its neighbours. */
const LARGEST_RADIUS = 13;

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Scene} scene
 * @param {Camera} camera
 */
export function paintChange(context, scene, camera) {
  const { change } = scene;
  if (!change) return;
  drawChangedEdges(context, scene, camera, changedEdges(scene.graph, change, scene.visible), 1);
  const nodes = scene.graph.ranked.filter((node) => change.node[node] && scene.visible[node]);
  drawMarks(context, scene, camera, [...nodes], 1);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Scene} scene
 * @param {Camera} camera
 * @param {number[]} edges of which those that are not the same are drawn
 * @param {number} opacity
 * @returns {number[]} the other edges
 */
export function drawChangedEdges(context, scene, camera, edges, opacity) {
  const { change } = scene;
  if (!change) return edges;
  const changed = edges.filter((edge) => change.edge[edge]);
  const arrows = changed.length <= MOST_ARROWS;
  const leafRadius = scene.sizes.leafRadius(camera);
  context.globalAlpha = opacity * (arrows ? 0.95 : 0.7);
  for (const state of [CHANGED_FIRST, GONE, NEW]) {
    const list = changed.filter((edge) => change.edge[edge] === state);
    context.strokeStyle = context.fillStyle = scene.palette[CHANGE + state - 1];
    context.lineWidth = arrows ? 1.7 : 1.1;
    context.setLineDash(state === GONE ? [5, 4] : []);
    for (let i = 0; i < list.length; i += BATCH) {
      context.beginPath();
      for (const edge of list.slice(i, i + BATCH)) {
        if (arrows && state !== GONE) traceArrow(context, scene, camera, edge, { bothWays: false, leafRadius, taper: TAPER });
        else traceEdge(context, scene, camera, edge);
      }
      if (arrows && state !== GONE) context.fill();
      else context.stroke();
    }
  }
  context.setLineDash([]);
  context.globalAlpha = opacity;
  return edges.filter((edge) => !change.edge[edge]);
}

/** Edges that are written more or less often are painted below the others. */
const CHANGED_FIRST = 3;

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Scene} scene
 * @param {Camera} camera
 * @param {number[]} nodes the most important first; those that are not the same are drawn
 * @param {number} opacity
 */
export function drawMarks(context, scene, camera, nodes, opacity) {
  const { change, graph } = scene;
  if (!change) return;
  const marked = nodes.filter((node) => change.node[node] && scene.visible[node] && nearScreen(scene, camera, node));
  const least = leastRadius(marked.length);
  const leafRadius = scene.sizes.leafRadius(camera);
  context.globalAlpha = opacity;
  for (const node of marked.reverse()) {
    const radius = Math.min(LARGEST_RADIUS, Math.max(least, scene.sizes.radius(node, leafRadius)));
    const at = { x: camera.toScreenX(graph.x[node]), y: camera.toScreenY(graph.y[node]), radius };
    drawMark(context, at, change.node[node], { color: scene.palette[CHANGE + change.node[node] - 1], background: scene.theme.background, hollow: graph.kindName(node) === "topic" });
  }
  context.setLineDash([]);
}

/** @param {number} count */
function leastRadius(count) {
  return RADII.find(([most]) => count <= most)?.[1] ?? LEAST_RADIUS;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {{x: number, y: number, radius: number}} at
 * @param {number} state
 * @param {{color: string, background: string, hollow: boolean}} look
 */
function drawMark(context, { x, y, radius }, state, { color, background, hollow }) {
  const filled = state === NEW && !hollow;
  disc(context, x, y, radius + 1.5);
  context.fillStyle = background;
  context.fill();
  disc(context, x, y, radius);
  context.strokeStyle = color;
  context.lineWidth = Math.max(1.2, Math.min(2, radius * 0.3));
  context.setLineDash(state === GONE ? [2.6, 2] : []);
  if (filled) {
    context.fillStyle = color;
    context.fill();
  } else context.stroke();
  context.setLineDash([]);
  if (radius < SIGN_RADIUS) return;
  context.fillStyle = context.strokeStyle = filled ? background : color;
  if (state !== NEW && state !== GONE) {
    disc(context, x, y, radius * 0.38);
    context.fill();
    return;
  }
  const arm = radius * 0.52;
  context.lineWidth = Math.max(1.3, radius * 0.24);
  context.beginPath();
  context.moveTo(x - arm, y);
  context.lineTo(x + arm, y);
  if (state === NEW) {
    context.moveTo(x, y - arm);
    context.lineTo(x, y + arm);
  }
  context.stroke();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 */
function disc(context, x, y, radius) {
  context.beginPath();
  context.arc(x, y, radius, 0, Math.PI * 2);
}
