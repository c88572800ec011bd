/** A dialog beside the toolbar, with one of several contents: filters, list, pictures, keys. */

import { iconButton, element } from "./dom.js";
import { translate } from "../state/strings.js";

export class Sheet {
  /** @param {HTMLElement} place */
  constructor(place) {
    this.place = place;
    this.open = "";
    /** @type {HTMLElement | null} */
    this.before = null;
    place.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.close();
    });
  }

  /**
   * Show a sheet, or close it if it is open.
   * @param {string} id
   * @param {string} title
   * @param {() => (Node | null)[]} content
   */
  toggle(id, title, content) {
    if (this.open === id) {
      this.close();
      return;
    }
    this.open = id;
    this.before = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    const head = element(
      "div",
      { class: "sheet-head" },
      element("h2", { text: title, attributes: { tabindex: "-1" } }),
      iconButton("close", translate("close"), () => this.close()),
    );
    this.place.replaceChildren(head);
    this.fill(content());
    this.place.hidden = false;
    this.place.dataset.sheet = id;
    this.place.setAttribute("aria-label", title);
    const first = this.place.querySelector("input, select, h2");
    if (first instanceof HTMLElement) first.focus({ preventScroll: true });
  }

  /** @param {(Node | null)[]} content replaces what is below the title */
  fill(content) {
    const [head] = this.place.children;
    this.place.replaceChildren(head, ...content.filter((part) => part !== null));
  }

  close() {
    if (!this.open) return;
    this.open = "";
    this.place.hidden = true;
    this.place.replaceChildren();
    this.before?.focus({ preventScroll: true });
  }
}
