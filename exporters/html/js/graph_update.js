/** Show a changed vault in an open page: selection, search, filters and view stay. */

import { applyDelta } from "./data/graph_delta.js";
import { shortestPath } from "./data/traversal.js";
import { linkedPairs } from "./map/edge_lines.js";
import { equalBeginnings } from "./map/labels/shorten.js";
import { colorBy, colorModes } from "./state/coloring.js";
import { edgeTypes, hideEdges } from "./state/edge_types.js";

/** @import { App } from "./app.js" */
/** @import { GraphDelta } from "./data/graph_delta.js" */

/** Milliseconds without a change after which it is found out which ways of colouring make sense. */
const REST = 300;
let modesTimer = 0;

/**
 * @param {App} app with its details
 * @param {GraphDelta} delta
 */
export function updateGraph(app, delta) {
  const { graph, panel } = app;
  const change = applyDelta(graph, delta);
  panel.snippets.renumber(change);
  graph.texts?.forget();
  const focused = renumber(app, change.numbers);
  deriveAgain(app);
  if (focused) app.updateScene();
  else app.modes.leaveFocus();
  app.sheets.graphChanged(change.numbers.includes(-1));
  if (app.searchBox?.input.value.trim()) app.searchBox.refresh();
  if (app.path.length > 1) {
    app.path = shortestPath(graph, app.path[0], app.path[app.path.length - 1], app.scene.visible);
    app.updateHighlight();
  }
  clearTimeout(modesTimer);
  modesTimer = window.setTimeout(() => {
    app.colorModes = colorModes(graph);
    app.texts.showLegend();
  }, REST);
  const reading = document.body.classList.contains("reading");
  if (app.selected >= 0) panel.keepScroll(() => app.showPanel());
  else if (reading) app.select(-1);
}

/**
 * What the page holds by number.
 * @param {App} app
 * @param {Int32Array} numbers the number of each earlier node; -1 if it is gone
 * @returns {boolean} false if the middle of the focused neighbourhood is gone
 */
function renumber(app, numbers) {
  const still = (/** @type {number[]} */ nodes) => nodes.map((node) => numbers[node]).filter((node) => node >= 0);
  app.hover(-1);
  app.selected = app.selected < 0 ? -1 : numbers[app.selected];
  app.hits = app.hits && still(app.hits);
  const path = still(app.path);
  app.path = path.length === app.path.length ? path : [];
  app.filter.revealed = still(app.filter.revealed);
  const { focus } = app.modes;
  if (!focus) return true;
  const center = numbers[focus.center];
  if (center < 0 || app.selected < 0) return false;
  focus.center = center;
  focus.expanded = still(focus.expanded);
  focus.pinned = new Set(still([...focus.pinned]));
  focus.positions = new Map([...focus.positions].map(([node, place]) => [numbers[node], place]));
  focus.positions.delete(-1);
  return true;
}

/**
 * What the page has computed of the whole graph.
 * @param {App} app
 */
function deriveAgain(app) {
  const { graph, coloring, hiddenGroups } = app;
  app.index = null;
  app.texts.usualCount = -1;
  app.edgeTypes = edgeTypes(graph);
  hideEdges(graph, app.edgeTypes, app.hiddenTypes);
  app.lines = linkedPairs(graph);
  app.equalBeginnings = equalBeginnings(graph.label);
  const hidden = new Set([...hiddenGroups].map((group) => coloring.groups[group].name));
  app.coloring = colorBy(graph, app.colorMode);
  app.hiddenGroups = new Set([...app.coloring.groups.keys()].filter((group) => hidden.has(app.coloring.groups[group].name)));
}
