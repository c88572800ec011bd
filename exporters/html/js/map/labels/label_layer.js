/** The labels on the map: chosen for the current camera, then drawn in every frame. */

import { mixColors } from "../../state/palette.js";
import { BoxIndex, dotBox } from "./box_index.js";
import { pixelDensity } from "../canvas.js";
import { labelCandidates } from "./label_candidates.js";
import { placeLabels } from "./label_placement.js";
import { TextSprites } from "./text_sprites.js";

/** @import { Box, Camera } from "../camera.js" */
/** @import { Graph } from "../../data/graph.js" */
/** @import { Highlight } from "../../state/highlight.js" */
/** @import { Dot, Label } from "./label_placement.js" */
/** @import { Scene } from "../painter.js" */

/** @typedef {{edge: number, text: string}} RelationLabel */

/** Labels in a focused neighbourhood at most. */
const MOST_FOCUSED = 220;
/** With more highlighted edges than this, relations are not written. */
const MOST_RELATIONS = 80;
const RELATION_SIZE = 11;
/** Square pixels of the window for each label. */
const AREA = 16500;
const FEWEST = 12;
/** Labels keep off the dots while no more dots than this are on the screen. */
const MOST_DOTS = 900;
/** No label covers a dot of this radius in pixels, or any dot while so few nodes are visible. */
const AVOIDED_RADIUS = 4.5;
const FEW_NODES = 180;

export class LabelLayer {
  constructor() {
    this.sprites = new TextSprites();
    /** @type {Label[]} */
    this.labels = [];
    /** @type {RelationLabel[]} */
    this.relations = [];
  }

  /**
   * Choose the labels for the current camera.
   * @param {Scene} scene
   * @param {Camera} camera
   * @param {Highlight | null} highlight
   * @param {Box[]} controls where no label may be
   */
  place(scene, camera, highlight, controls) {
    this.labels = placeLabels(
      labelCandidates(scene, camera, highlight),
      (text, size, strong) => this.sprites.measure(text, size, strong),
      { taken: controls, dots: dotsOnScreen(scene, camera, highlight) },
      camera,
      highlight?.complete ? MOST_FOCUSED : Math.max(FEWEST, Math.round((camera.width * camera.height) / AREA)),
    );
    this.relations = this.placeRelations(scene, camera, highlight, controls);
  }

  /**
   * The relations of highlighted edges, in their middle, where no other label is.
   * @param {Scene} scene
   * @param {Camera} camera
   * @param {Highlight | null} highlight
   * @param {Box[]} controls
   * @returns {RelationLabel[]}
   */
  placeRelations({ graph }, camera, highlight, controls) {
    if (!highlight || !graph.details || highlight.edges.length > MOST_RELATIONS) return [];
    const occupied = new BoxIndex();
    for (const box of [...controls, ...this.labels.map((label) => label.box)]) occupied.add(box);
    const placed = [];
    for (const edge of highlight.edges) {
      const text = graph.meta.relations[graph.details.relation[edge]];
      if (!text) continue;
      const half = this.sprites.measure(text, RELATION_SIZE, false) / 2;
      const [x, y] = middleOf(graph, camera, edge);
      const box = { left: x - half, right: x + half, top: y - RELATION_SIZE / 1.6, bottom: y + RELATION_SIZE / 1.6 };
      const long = Math.hypot(graph.x[graph.from[edge]] - graph.x[graph.to[edge]], graph.y[graph.from[edge]] - graph.y[graph.to[edge]]) * camera.scale;
      if (long < 2 * half + 40 || occupied.touches(box)) continue;
      occupied.add(box);
      placed.push({ edge, text });
    }
    return placed;
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Scene} scene
   * @param {Camera} camera
   */
  draw(context, scene, camera) {
    const { theme, palette } = scene;
    const density = pixelDensity();
    for (const label of this.labels) {
      const isCommunity = label.node < 0;
      const color = isCommunity && scene.byCommunity ? mixColors(palette[label.color], theme.text, 0.4) : theme.text;
      const sprite = this.sprites.sprite(label.text, label.size, label.strong, color, theme.halo);
      const width = sprite.width / density;
      const height = sprite.height / density;
      const box = currentBox(label, scene, camera);
      const left = (box.left + box.right) / 2 - width / 2;
      const top = (box.top + box.bottom) / 2 - height / 2;
      if (left > camera.width || top > camera.height || left + width < 0 || top + height < 0) continue;
      context.globalAlpha = isCommunity || label.strong ? 1 : 0.88;
      context.drawImage(sprite, Math.round(left * density) / density, Math.round(top * density) / density, width, height);
    }
    context.globalAlpha = 0.9;
    for (const { edge, text } of this.relations) {
      const sprite = this.sprites.sprite(text, RELATION_SIZE, false, theme.text, theme.halo);
      const [x, y] = middleOf(scene.graph, camera, edge);
      context.drawImage(sprite, Math.round(x - sprite.width / density / 2), Math.round(y - sprite.height / density / 2), sprite.width / density, sprite.height / density);
    }
    context.globalAlpha = 1;
  }
}

/**
 * @param {Graph} graph
 * @param {Camera} camera
 * @param {number} edge
 * @returns {[x: number, y: number]} pixels
 */
function middleOf(graph, camera, edge) {
  const [a, b] = [graph.from[edge], graph.to[edge]];
  return [camera.toScreenX((graph.x[a] + graph.x[b]) / 2), camera.toScreenY((graph.y[a] + graph.y[b]) / 2)];
}

/**
 * A label moves with the node or community it names.
 * @param {Label} label
 * @param {Scene} scene
 * @param {Camera} camera
 * @returns {Box}
 */
export function currentBox({ node, community, x, y, box }, { graph, communities }, camera) {
  const area = node < 0 ? communities[community ?? -1] : undefined;
  const anchorX = node >= 0 ? camera.toScreenX(graph.x[node]) : area ? camera.toScreenX(area.x) : x;
  const anchorY = node >= 0 ? camera.toScreenY(graph.y[node]) : area ? camera.toScreenY(area.y) : y;
  const [dx, dy] = [anchorX - x, anchorY - y];
  return { left: box.left + dx, right: box.right + dx, top: box.top + dy, bottom: box.bottom + dy };
}

/**
 * @param {Scene} scene
 * @param {Camera} camera
 * @param {Highlight | null} highlight
 * @returns {Dot[]} dots on the screen; of many, only the large ones
 */
function dotsOnScreen({ graph, visible, sizes }, camera, highlight) {
  const leafRadius = sizes.leafRadius(camera);
  const nodes = highlight && (highlight.complete || highlight.dimming > 0.5) ? highlight.nodes : graph.ranked;
  /** @type {Dot[]} */
  let dots = [];
  let small = true;
  for (const node of nodes) {
    if (!visible[node]) continue;
    const x = camera.toScreenX(graph.x[node]);
    const y = camera.toScreenY(graph.y[node]);
    if (x < 0 || y < 0 || x > camera.width || y > camera.height) continue;
    const radius = sizes.radius(node, leafRadius);
    const avoid = radius >= AVOIDED_RADIUS || sizes.count <= FEW_NODES;
    if (!avoid && !small) continue;
    dots.push({ node, avoid, box: dotBox(x, y, radius) });
    if (small && dots.length > MOST_DOTS) {
      small = false;
      dots = dots.filter((dot) => dot.avoid);
    }
  }
  return dots;
}
