/** The buttons at the edge of the map, and their keyboard shortcuts. */

import { byId, iconButton, element } from "./dom.js";
import { hasTopics } from "../data/topic_pairs.js";
import { translate } from "../state/strings.js";

/** @import { App } from "../app.js" */

export class Toolbar {
  /**
   * @param {HTMLElement} box
   * @param {App} app
   */
  constructor(box, app) {
    this.app = app;
    /** @type {HTMLElement | null} */
    this.topicMap = null;
    const zoom = (/** @type {number} */ factor) => () => {
      app.view.camera.zoom(factor, app.view.camera.width / 2, app.view.camera.height / 2);
      app.view.cameraMoved();
    };
    const group = (/** @type {(Node | null)[]} */ ...buttons) => element("div", { class: "buttons" }, ...buttons);
    box.setAttribute("role", "toolbar");
    box.replaceChildren(
      group(
        wideOnly(iconButton("plus", translate("zoomIn"), zoom(1.5))),
        wideOnly(iconButton("minus", translate("zoomOut"), zoom(1 / 1.5))),
        iconButton("fit", translate("fit"), () => app.navigation.fit(true)),
      ),
      group(
        iconButton("filters", `${translate("filters")} (f)`, () => app.sheets.filters()),
        app.graph.details?.dated ? iconButton("time", `${translate("time")} (t)`, () => app.sheets.toggleTimeline()) : null,
        iconButton("list", `${translate("list")} (l)`, () => app.sheets.list()),
        this.topicMapButton(),
        this.legendButton(),
      ),
      group(
        iconButton("share", translate("share"), () => void app.sheets.share()),
        wideOnly(iconButton("views", `${translate("views")} (v)`, () => app.sheets.views())),
        iconButton("save", translate("save"), () => app.sheets.pictures()),
        wideOnly(iconButton("theme", `${translate("theme")} (d)`, () => app.toggleTheme())),
        wideOnly(iconButton("help", translate("help"), () => this.help())),
        this.moreButton(zoom),
      ),
    );
  }

  /** The switch to the map of topics, where there are any. */
  topicMapButton() {
    const { app } = this;
    if (!hasTopics(app.graph)) return null;
    const button = iconButton("topicMap", `${translate("topicMap")} (m)`, () => app.modes.setTopicMap(app.modes.topicMap === null));
    button.setAttribute("aria-pressed", "false");
    this.topicMap = button;
    return button;
  }

  /** @param {boolean} on */
  showTopicMap(on) {
    this.topicMap?.setAttribute("aria-pressed", String(on));
  }

  /** On a phone the legend is closed at first. */
  legendButton() {
    const button = iconButton("legend", translate("legend"), () => {
      const open = byId("legend").classList.toggle("unfolded");
      button.setAttribute("aria-expanded", String(open));
    });
    button.classList.add("phone");
    return button;
  }

  /**
   * On a phone the buttons that do not fit are in a sheet.
   * @param {(factor: number) => () => void} zoom
   */
  moreButton(zoom) {
    const { app } = this;
    const row = (/** @type {string} */ text, /** @type {() => void} */ click) =>
      element("button", { class: "note", text, attributes: { type: "button" }, on: { click } });
    const button = iconButton("more", translate("moreActions"), () =>
      app.sheets.sheet.toggle("more", translate("moreActions"), () => [
        row(translate("zoomIn"), zoom(1.5)),
        row(translate("zoomOut"), zoom(1 / 1.5)),
        row(translate("views"), () => app.sheets.views()),
        row(translate("theme"), () => app.toggleTheme()),
        row(translate("help"), () => this.help()),
      ]),
    );
    button.classList.add("phone");
    return button;
  }

  /** @param {string} key */
  key(key) {
    const { app } = this;
    if (key === "f") app.sheets.filters();
    else if (key === "l") app.sheets.list();
    else if (key === "d") app.toggleTheme();
    else if (key === "t" && app.graph.details?.dated) app.sheets.toggleTimeline();
    else if (key === "m" && hasTopics(app.graph)) app.modes.setTopicMap(app.modes.topicMap === null);
    else if (key === "v") app.sheets.views();
    else if (key === "?") this.help();
    else return false;
    return true;
  }

  help() {
    const row = (/** @type {string} */ keys, /** @type {string} */ key) => [
      element("dt", {}, ...keys.split(" ").map((text) => element("kbd", { text }))),
      element("dd", { text: translate(key) }),
    ];
    this.app.sheets.sheet.toggle("help", translate("help"), () => [
      element("p", { text: translate("keys.drag") }),
      element("p", { text: translate("keys.click") }),
      element("dl", { class: "keys" },
        ...row("/", "keys.slash"), ...row("← ↑ → ↓", "keys.arrows"), ...row("⇧ ← ↑ → ↓", "keys.walk"), ...row("+ −", "keys.plus"),
        ...row("0", "keys.zero"), ...row("Esc", "keys.escape"), ...row("f", "keys.f"),
        ...row("l", "keys.l"), ...row("m", "keys.m"), ...row("t", "keys.t"), ...row("v", "keys.v"), ...row("d", "keys.d"),
      ),
    ]);
  }
}

/** @param {HTMLElement} button that a phone shows elsewhere */
function wideOnly(button) {
  button.classList.add("wide-only");
  return button;
}
