/** The parts that are shown alone in place of the whole map: the neighbourhood of a note, or the topics. */

import { Focus } from "./map/focus.js";
import { TopicMap } from "./map/topic_map.js";
import { byId } from "./ui/dom.js";
import { FocusBar } from "./ui/focus_bar.js";

/** @import { App } from "./app.js" */

export class MapModes {
  /** @param {App} app */
  constructor(app) {
    this.app = app;
    /** @type {Focus | null} the neighbourhood, while it is shown */
    this.focus = null;
    /** @type {TopicMap | null} the map of topics, while it is shown */
    this.topicMap = null;
    /** @type {{x: number, y: number, scale: number, fitScale: number} | null} the camera of the whole map */
    this.cameraBefore = null;
    this.focusBar = new FocusBar(byId("focus-bar"), {
      depth: (depth) => this.setFocus(depth),
      leave: () => this.leaveFocus(),
    });
  }

  /** @returns {Focus | TopicMap | null} what is shown alone; null for the whole map */
  get alone() {
    return this.focus ?? this.topicMap;
  }

  keepCamera() {
    const { x, y, scale, fitScale } = this.app.view.camera;
    this.cameraBefore = { x, y, scale, fitScale };
  }

  restoreCamera() {
    if (this.cameraBefore) this.app.navigation.restore(this.cameraBefore);
  }

  /**
   * Show only the neighbourhood of the selected note, on the whole map.
   * @param {number} depth 1 to 3
   * @param {number} [center]
   */
  setFocus(depth, center = this.app.selected) {
    const { app } = this;
    if (app.selected < 0) return;
    this.setTopicMap(false);
    if (!this.focus) this.keepCamera();
    if (this.focus) this.focus.depth = depth;
    else this.focus = new Focus(app.graph, center, depth);
    app.path = [];
    this.showFocus();
    app.address.save(true);
  }

  /** The neighbourhood has changed: lay it out and frame it. */
  showFocus() {
    const { app, focus } = this;
    document.body.classList.toggle("focused", focus !== null);
    app.updateScene();
    if (!focus) return;
    this.focusBar.show(app.graph.label[focus.center], focus.depth, focus.nodes.length, focus.all);
    app.navigation.fitFocus();
  }

  /** @param {boolean} [fromAddress] the address has just been applied: do not write it */
  leaveFocus(fromAddress = false) {
    if (!this.focus) return;
    this.focus.leave();
    this.focus = null;
    this.focusBar.hide();
    this.showFocus();
    this.app.localGraph.later(); // which was not drawn meanwhile
    this.restoreCamera();
    if (!fromAddress) this.app.address.save(true);
  }

  /**
   * In a focused neighbourhood a click reads a note and adds its neighbours.
   * @param {number} node
   */
  expand(node) {
    if (!this.focus) return;
    if (node !== this.focus.center && !this.focus.expanded.includes(node)) this.focus.expanded.push(node);
    this.app.select(node);
    this.showFocus();
  }

  /** @param {boolean} on whether topics alone are on the map */
  setTopicMap(on) {
    const { app } = this;
    if (on === (this.topicMap !== null)) return;
    if (on) {
      this.leaveFocus(true);
      this.keepCamera();
    }
    this.topicMap?.leave();
    this.topicMap = on ? new TopicMap(app.graph) : null;
    app.path = [];
    app.updateScene();
    app.toolbar?.showTopicMap(on);
    if (on) app.navigation.fitFocus();
    else this.restoreCamera();
    app.announce(app.texts.summary());
    app.address.save();
  }

  /**
   * A note is selected: where it is not in the part that is shown alone, that part is left.
   * @param {number} node
   */
  showNode(node) {
    const hidden = () => !this.app.scene.visible[node];
    if (this.focus && hidden()) this.leaveFocus(true);
    if (this.topicMap && hidden()) this.setTopicMap(false);
  }
}
