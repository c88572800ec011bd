/** The buttons at the map's edge, and the keys that do the same. */

import { byId, iconButton, make } from "./dom.js";
import { dated } from "./filter_sheet.js";
import { say } from "./strings.js";

/** @import { App } from "../app.js" */

export class Toolbar {
  /**
   * @param {HTMLElement} box
   * @param {App} app
   */
  constructor(box, app) {
    this.app = app;
    const zoom = (/** @type {number} */ factor) => () => {
      app.view.camera.zoom(factor, app.view.camera.width / 2, app.view.camera.height / 2);
      app.view.moved();
    };
    const group = (/** @type {(Node | null)[]} */ ...buttons) => make("div", { class: "buttons" }, ...buttons);
    box.setAttribute("role", "toolbar");
    box.replaceChildren(
      group(
        iconButton("plus", say("zoomIn"), zoom(1.5)),
        iconButton("minus", say("zoomOut"), zoom(1 / 1.5)),
        iconButton("fit", say("fit"), () => app.looking.fit(true)),
      ),
      group(
        iconButton("filters", `${say("filters")} (f)`, () => app.filters()),
        dated(app.vault) ? iconButton("time", `${say("time")} (t)`, () => app.growth()) : null,
        iconButton("list", `${say("list")} (l)`, () => app.list()),
        this.legendButton(),
      ),
      group(
        iconButton("share", say("share"), () => void app.share()),
        iconButton("save", say("save"), () => app.pictures()),
        iconButton("theme", `${say("theme")} (d)`, () => app.light()),
        iconButton("help", say("help"), () => this.help()),
      ),
    );
  }

  /** On a phone the legend is folded away. */
  legendButton() {
    const button = iconButton("legend", say("legend"), () => {
      const open = byId("legend").classList.toggle("unfolded");
      button.setAttribute("aria-expanded", String(open));
      this.app.view.name();
      this.app.view.request();
    });
    button.classList.add("phone");
    return button;
  }

  /** @param {string} key */
  key(key) {
    const { app } = this;
    if (key === "f") app.filters();
    else if (key === "l") app.list();
    else if (key === "d") app.light();
    else if (key === "t" && dated(app.vault)) app.growth();
    else if (key === "?") this.help();
    else return false;
    return true;
  }

  help() {
    const row = (/** @type {string} */ keys, /** @type {string} */ key) => [
      make("dt", {}, ...keys.split(" ").map((text) => make("kbd", { text }))),
      make("dd", { text: say(key) }),
    ];
    this.app.sheets.toggle("help", say("help"), () => [
      make("p", { text: say("keys.drag") }),
      make("p", { text: say("keys.click") }),
      make("dl", { class: "keys" },
        ...row("/", "keys.slash"), ...row("← ↑ → ↓", "keys.arrows"), ...row("+ −", "keys.plus"),
        ...row("0", "keys.zero"), ...row("Esc", "keys.escape"), ...row("f", "keys.f"),
        ...row("l", "keys.l"), ...row("t", "keys.t"), ...row("d", "keys.d"),
      ),
    ]);
  }
}
