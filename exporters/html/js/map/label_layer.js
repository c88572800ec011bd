/** The labels on the map: chosen for the current camera, then drawn in every frame. */

import { mixColors } from "../state/palette.js";
import { pixelDensity } from "./canvas.js";
import { labelCandidates } from "./label_candidates.js";
import { placeLabels } from "./label_placement.js";
import { TextSprites } from "./text_sprites.js";

/** @import { Box, Camera } from "./camera.js" */
/** @import { Highlight } from "../state/highlight.js" */
/** @import { Label } from "./label_placement.js" */
/** @import { Scene } from "./painter.js" */

/** Square pixels of the window for each label. */
const AREA = 16500;
const FEWEST = 12;
/** Labels keep off the dots while no more dots than this are on the screen. */
const MOST_DOTS = 260;

export class LabelLayer {
  constructor() {
    this.sprites = new TextSprites();
    /** @type {Label[]} */
    this.labels = [];
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
      { taken: controls, dots: dotBoxes(scene, camera, highlight) },
      camera,
      Math.max(FEWEST, Math.round((camera.width * camera.height) / AREA)),
    );
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
      const color = isCommunity ? mixColors(palette[label.color], theme.text, 0.4) : theme.text;
      const sprite = this.sprites.sprite(label.text, label.size, label.strong, color, theme.halo);
      const width = sprite.width / density;
      const height = sprite.height / density;
      const box = currentBox(label, scene, camera);
      const left = (box.left + box.right) / 2 - width / 2;
      const top = (box.top + box.bottom) / 2 - height / 2;
      if (left > camera.width || top > camera.height || left + width < 0 || top + height < 0) continue;
      context.globalAlpha = isCommunity ? 0.95 : label.strong ? 1 : 0.88;
      context.drawImage(sprite, Math.round(left * density) / density, Math.round(top * density) / density, width, height);
    }
    context.globalAlpha = 1;
  }
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
 * @returns {Box[]} boxes of the dots on the screen; empty when there are too many to avoid
 */
function dotBoxes({ graph, visible, sizes }, camera, highlight) {
  const leafRadius = sizes.leafRadius(camera);
  const nodes = highlight && highlight.dimming > 0.5 ? highlight.nodes : graph.label.keys();
  const boxes = [];
  for (const node of nodes) {
    if (!visible[node]) continue;
    const x = camera.toScreenX(graph.x[node]);
    const y = camera.toScreenY(graph.y[node]);
    if (x < 0 || y < 0 || x > camera.width || y > camera.height) continue;
    const radius = sizes.radius(node, leafRadius);
    boxes.push({ left: x - radius, right: x + radius, top: y - radius, bottom: y + radius });
    if (boxes.length > MOST_DOTS) return [];
  }
  return boxes;
}
