/** The named views: buttons under the title, and the sheet in which the reader keeps the present view. */

import { viewsAsToml } from "../state/kept_views.js";
import { translate } from "../state/strings.js";
import { byId, element, iconButton } from "./dom.js";

/** @import { App } from "../app.js" */
/** @import { KeptView } from "../state/kept_views.js" */

export class ViewKeeper {
  /** @param {App} app */
  constructor(app) {
    this.app = app;
    /** @type {KeptView[]} views kept in the address */
    this.kept = [];
  }

  /** @returns {KeptView[]} views of the configuration */
  get configured() {
    return (this.app.graph.meta.views ?? []).map(([name, address]) => ({ name, address }));
  }

  /**
   * Views of an address; those kept before stay, since an older step of the history lacks them.
   * @param {KeptView[]} views
   */
  add(views) {
    const named = new Map([...this.kept, ...views].map((view) => [view.name, view]));
    this.kept = [...named.values()];
    this.showButtons();
  }

  showButtons() {
    const buttons = [...this.configured, ...this.kept].map((view) => {
      const click = () => this.app.address.open(view.address);
      return element("button", { class: "chip", text: view.name, attributes: { type: "button", dir: "auto" }, on: { click } });
    });
    byId("views").replaceChildren(...buttons);
  }

  /**
   * Keep the present view, camera and moved notes included; one of the same name is replaced.
   * @param {string} name
   */
  keep(name) {
    const { address } = this.app;
    const view = { name, address: address.view(true) };
    this.change([...this.kept.filter((one) => one.name !== name), view]);
    this.app.notify(translate("views.kept", { name }));
  }

  /** @param {KeptView[]} views */
  change(views) {
    this.kept = views;
    this.showButtons();
    this.app.address.save();
    if (this.app.sheets.open === "views") this.app.sheets.sheet.fill(this.content());
  }

  /** @returns {Node[]} the sheet's content */
  content() {
    const input = element("input", { attributes: { type: "text", "aria-label": translate("views.name"), placeholder: translate("views.name"), maxlength: "80" } });
    const keep = (/** @type {Event} */ event) => {
      event.preventDefault();
      const name = input.value.trim();
      if (name) this.keep(name);
    };
    const form = element("form", { class: "keep", on: { submit: keep } }, input, element("button", { class: "plain", text: translate("views.keep") }));
    const explained = element("p", { class: "status", text: translate("views.explained") });
    return this.kept.length ? [form, explained, this.list(), ...this.toml()] : [form, explained];
  }

  list() {
    const rows = this.kept.map((view) => {
      const open = element("button", { class: "note", text: view.name, attributes: { type: "button", dir: "auto" }, on: { click: () => this.app.address.open(view.address) } });
      const forget = iconButton("close", translate("views.forget", { name: view.name }), () => this.change(this.kept.filter((one) => one !== view)));
      return element("li", { class: "row" }, open, forget);
    });
    return element("ul", { class: "rows" }, ...rows);
  }

  /** @returns {Node[]} the lines for the configuration, and a button that copies them */
  toml() {
    const text = viewsAsToml(this.kept);
    const lines = element("textarea", { class: "lines", attributes: { readonly: "", rows: "5", spellcheck: "false", "aria-label": translate("views.toml") } });
    lines.value = text;
    const copy = async () => {
      lines.select();
      try {
        await navigator.clipboard.writeText(text);
        this.app.notify(translate("views.copied"));
      } catch {
        document.execCommand("copy"); // a page from the disk may not have the newer interface
      }
    };
    const button = element("button", { class: "plain", text: translate("views.copy"), attributes: { type: "button" }, on: { click: () => void copy() } });
    return [element("p", { class: "status", text: translate("views.toml") }), lines, button];
  }
}
