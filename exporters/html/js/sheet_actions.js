/** The sheets that the toolbar opens: filters, list, pictures, path; and the timeline. */

import { savePng, saveSvg } from "./map/pictures/save_image.js";
import { translate } from "./state/strings.js";
import { byId, element } from "./ui/dom.js";
import { filterSheet } from "./ui/filter_sheet.js";
import { PHONE } from "./ui/free_area.js";
import { listSheet } from "./ui/note_list.js";
import { Sheet } from "./ui/sheet.js";
import { Timeline } from "./ui/timeline.js";

/** @import { App } from "./app.js" */

export class SheetActions {
  /** @param {App} app */
  constructor(app) {
    this.app = app;
    this.sheet = new Sheet(byId("sheet"));
    this.pathFrom = -1;
    /** @type {Timeline | null} */
    this.timeline = null;
  }

  get open() {
    return this.sheet.open;
  }

  /** Whether a click on the map chooses the other end of a path. */
  get asksPath() {
    return this.open === "path";
  }

  close() {
    this.sheet.close();
  }

  filters() {
    const { app } = this;
    this.sheet.toggle("filters", translate("filters"), () =>
      filterSheet(app.graph, app.filter, () => app.texts.summary(), () => {
        app.updateScene();
        app.address.save();
      }),
    );
  }

  list() {
    const { app } = this;
    this.sheet.toggle("list", translate("list.title"), () =>
      listSheet(app.scene, (node) => {
        if (app.view.camera.width < PHONE) this.close();
        app.select(node, true);
      }),
    );
  }

  pictures() {
    const { app } = this;
    const { view } = app;
    const button = (/** @type {string} */ text, /** @type {() => void} */ click) =>
      element("button", { class: "plain", text, attributes: { type: "button" }, on: { click } });
    this.sheet.toggle("save", translate("save"), () => [
      button(translate("save.png"), () => savePng(view, app.texts.caption())),
      button(translate("save.svg"), () => saveSvg(view, app.texts.caption())),
    ]);
  }

  views() {
    this.sheet.toggle("views", translate("views"), () => this.app.views.content());
    byId("sheet").querySelector("input")?.focus({ preventScroll: true });
  }

  /** Ask for the other end of a path from the selected note. */
  askPath() {
    const { app } = this;
    const from = app.selected;
    this.pathFrom = from;
    this.sheet.toggle("path", translate("path.with"), () => {
      const input = element("input", { attributes: { type: "search", "aria-label": translate("path.with") } });
      const list = element("div", { class: "hits" });
      app.makeSearchBox({ input, list }, {
        pick: (node) => {
          this.close();
          app.showPath(from, node);
        },
      });
      return [input, list, element("p", { class: "status", text: translate("path.click") })];
    });
  }

  get timelineOpen() {
    return !byId("timeline").hidden;
  }

  /** @param {boolean} open */
  setTimelineOpen(open) {
    if (open && !this.app.graph.details?.dated) return;
    if (open !== this.timelineOpen) this.toggleTimeline();
    else if (open) this.timeline?.show(this.app.filter.since, this.app.filter.until);
  }

  toggleTimeline() {
    const { app } = this;
    const box = byId("timeline");
    this.timeline ??= new Timeline(box, app.graph, {
      span: (since, until) => {
        Object.assign(app.filter, { since, until });
        app.updateScene();
        app.address.saveLater();
      },
      close: () => {
        app.pastView?.close();
        app.address.save();
      },
    }, app.pastView);
    if (box.hidden) this.timeline.show(app.filter.since, app.filter.until);
    else this.timeline.hide();
  }

  /**
   * Sheets hold nodes by number.
   * @param {boolean} renumbered whether nodes have another number than before
   */
  graphChanged(renumbered) {
    if (!this.timelineOpen) this.timeline = null; // it is made again when it is opened
    if (renumbered && (this.open === "list" || this.open === "path")) this.close();
  }

  /** Copy the address of exactly this view. */
  async share() {
    const { address } = this.app;
    address.withCamera = true;
    address.save();
    try {
      await navigator.clipboard.writeText(location.href);
      this.app.notify(translate("shared"));
    } catch {
      this.app.notify(translate("shareFailed"));
    }
  }
}
