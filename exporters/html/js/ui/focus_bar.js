/** The bar over a focused neighbourhood: whose it is, how far it reaches, and the way back. */

import { translate } from "../state/strings.js";
import { bidiText, element, iconButton } from "./dom.js";

export class FocusBar {
  /**
   * @param {HTMLElement} box
   * @param {{depth: (depth: number) => void, leave: () => void}} actions
   */
  constructor(box, actions) {
    this.box = box;
    this.actions = actions;
  }

  /**
   * @param {string} name
   * @param {number} depth
   * @param {number} count nodes that are shown
   * @param {number} all nodes in the neighbourhood
   */
  show(name, depth, count, all) {
    const depths = [1, 2, 3].map((steps) => {
      const label = translate("focus.depth", { n: steps });
      const attributes = { type: "button", title: label, "aria-label": label, "aria-pressed": String(steps === depth) };
      return element("button", { text: String(steps), attributes, on: { click: () => this.actions.depth(steps) } });
    });
    const status = all > count ? translate("local.more", { n: count, all }) : translate("focus.count", { n: count });
    this.box.replaceChildren(
      bidiText("b", name, "name"),
      element("span", { class: "status", text: status }),
      element("div", { class: "depths", attributes: { role: "group", "aria-label": translate("focus") } }, ...depths),
      iconButton("close", translate("focus.leave"), () => this.actions.leave()),
    );
    this.box.hidden = false;
  }

  hide() {
    this.box.hidden = true;
  }
}
