/** What tells in words and numbers what is on the map: summary, legend, filters, the caption of pictures. */

import { GONE } from "./data/past.js";
import { defaultFilter, visibleNodes } from "./state/filter.js";
import { formatNumber, translate } from "./state/strings.js";
import { byId } from "./ui/dom.js";
import { filterChips } from "./ui/filter_sheet.js";
import { Legend } from "./ui/legend.js";
import { shapeKey } from "./ui/shape_key.js";

/** @import { App } from "./app.js" */
/** @import { Caption } from "./map/pictures/caption.js" */

/** Milliseconds that a notice stays. */
const NOTICE = 2600;

export class MapTexts {
  /** @param {App} app */
  constructor(app) {
    this.app = app;
    this.legend = new Legend(byId("legend"), {
      colorMode: (mode) => app.setColorMode(mode),
      hiddenTypes: (hidden) => app.setHiddenTypes(hidden),
      colorLines: (on) => {
        app.colorLines = on;
        app.updateScene();
        app.address.save();
      },
      linesBy: (sections) => {
        app.setLinesBy(sections);
        app.address.save();
      },
      hidden: (hidden) => {
        app.hiddenGroups = hidden;
        app.updateScene();
        app.address.save();
      },
    });
    /** Number of visible nodes without any choice of the reader's; -1 until it is needed. */
    this.usualCount = -1;
    this.noticeTimer = 0;
  }

  /** The scene has changed. */
  update() {
    const { app } = this;
    this.showLegend();
    this.showSummary();
    byId("notice").textContent = app.count ? "" : translate(app.graph.size ? "empty.filter" : "empty");
    byId("active").replaceChildren(...filterChips(app.graph, app.filter, () => app.changeFilter({})));
  }

  /** @returns {string} how many nodes are on the map */
  summary() {
    const { graph, modes, scene, count } = this.app;
    if (modes.topicMap) return translate("topicMap.shown", { n: count, lines: scene.pairs.length });
    return translate("shown", { n: count, all: graph.size });
  }

  /** Notes and links of the vault; and how many are on the map, if that is not the usual number. */
  showSummary() {
    const { graph, modes, count } = this.app;
    if (this.usualCount < 0) this.usualCount = visibleNodes(graph, defaultFilter(graph)).reduce((sum, one) => sum + one, 0);
    const notes = graph.kind.reduce((sum, kind, node) => sum + (graph.meta.kinds[kind] === "note" && graph.change?.node[node] !== GONE ? 1 : 0), 0);
    const { links } = graph.meta;
    byId("summary").textContent = modes.topicMap ? this.summary() : [
      count === this.usualCount ? (notes === 1 ? translate("note") : translate("notes", { n: notes })) : this.summary(),
      links === 1 ? translate("link") : translate("links", { n: links }),
    ].join(" · ");
  }

  showLegend() {
    const { coloring, passing, scene, graph, hiddenGroups, colorMode, colorModes, edgeTypes, hiddenTypes, colorLines, linesBySection } = this.app;
    const counts = new Uint32Array(coloring.groups.length);
    for (let node = 0; node < graph.size; node++) if (passing[node]) counts[coloring.slot[node]]++;
    const groups = coloring.groups
      .map((group, i) => ({ ...group, i, count: counts[i], name: scene.communities[group.community ?? -1]?.name ?? group.name }))
      .filter(({ count, i }) => count > 0 || hiddenGroups.has(i));
    this.legend.shapes = shapeKey(graph, scene.visible);
    const bySection = graph.meta.sections.length > 1 ? linesBySection : null;
    const lines = { types: edgeTypes.types, hidden: hiddenTypes, colored: colorLines, bySection };
    this.legend.show(groups, colorMode, scene.palette, colorModes, hiddenGroups, lines);
  }

  /** @returns {Caption} title and legend for a saved picture */
  caption() {
    const { scene, hiddenGroups, graph } = this.app;
    const groups = this.legend.groups.filter(({ i }) => !hiddenGroups.has(i));
    return {
      title: graph.meta.title,
      subtitle: byId("summary").textContent ?? "",
      groups: groups.map(({ name, color, count }) => ({ name, color: scene.palette[color], count: formatNumber(count) })),
    };
  }

  /** @param {string} text shown for a moment, and announced */
  notify(text) {
    byId("notice").textContent = text;
    this.announce(text);
    clearTimeout(this.noticeTimer);
    this.noticeTimer = window.setTimeout(() => (byId("notice").textContent = ""), NOTICE);
  }

  /** @param {string} text for screen readers */
  announce(text) {
    byId("announcer").textContent = text;
  }
}
