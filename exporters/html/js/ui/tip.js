/** The full name of the hovered note, beside its dot. */

import { translate } from "../state/strings.js";
import { bidiText } from "./dom.js";

/** @import { Camera } from "../map/camera.js" */
/** @import { Scene } from "../map/painter.js" */

/** Pixels between the dot and the tip. */
const GAP = 8;
const RIM = 6;

export class Tip {
  /** @param {HTMLElement} box */
  constructor(box) {
    this.box = box;
  }

  /**
   * @param {number} node -1 for none
   * @param {Scene} scene
   * @param {Camera} camera
   */
  show(node, { graph, sizes }, camera) {
    if (node < 0) {
      this.hide();
      return;
    }
    const links = graph.degree[node];
    const count = links === 1 ? translate("link") : translate("links", { n: links });
    const folder = graph.details?.folderOf(node);
    this.box.replaceChildren(bidiText("b", graph.label[node]), bidiText("span", folder ? `${folder} · ${count}` : count));
    this.box.hidden = false;
    const { width, height } = this.box.getBoundingClientRect();
    const radius = sizes.radius(node, sizes.leafRadius(camera));
    const above = camera.toScreenY(graph.y[node]) - radius - GAP - height;
    const left = Math.max(RIM, Math.min(camera.width - width - RIM, camera.toScreenX(graph.x[node]) - width / 2));
    this.box.style.left = `${Math.round(left)}px`;
    this.box.style.top = `${Math.round(above > RIM ? above : above + height + 2 * (radius + GAP))}px`;
  }

  hide() {
    this.box.hidden = true;
  }
}
