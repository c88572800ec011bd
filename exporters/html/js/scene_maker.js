/** What is painted: the scene and the highlight, from the graph and what the reader has chosen. */

import { communityAreas } from "./data/communities.js";
import { NodeSizes, typicalGap } from "./map/node_sizes.js";
import { highlightChange } from "./state/change_highlight.js";
import { highlightNode, highlightNodes, highlightPath } from "./state/highlight.js";
import { palette } from "./state/palette.js";

/** @import { App } from "./app.js" */
/** @import { Highlight } from "./state/highlight.js" */
/** @import { Scene } from "./map/painter.js" */

/** How much the rest of the map fades while a note is hovered, a note is selected, a search has hits. */
const DIMMING = { hover: 0.45, selected: 0.82, hits: 0.82 };
/** With more visible nodes than this, hovering dims nothing. */
const CROWD = 110;
/** Radius of a leaf in a focused neighbourhood, as a share of the distance between neighbours. */
const FOCUS_SHARE = 0.09;
const NO_LINES = new Uint32Array(0);

/**
 * @param {App} app
 * @param {Uint8Array} visible
 * @returns {Scene}
 */
export function makeScene({ graph, colorMode, coloring, colorLines, edgeTypes, theme, lines, modes, equalBeginnings, count }, visible) {
  const { topicMap, alone } = modes;
  return {
    graph,
    visible,
    colorIndex: coloring.colorIndex,
    edgeColor: colorLines ? Uint8Array.from(edgeTypes.typeOf, (type) => edgeTypes.types[type].color) : null,
    byCommunity: colorMode === "community",
    palette: palette(theme.dark, graph),
    theme,
    lines: topicMap ? NO_LINES : lines,
    pairs: topicMap?.pairs ?? [],
    communities: alone ? [] : communityAreas(graph, visible),
    focused: modes.focus !== null,
    change: graph.change,
    sizes: new NodeSizes(topicMap?.weights ?? graph.visibleDegrees(visible), count, typicalGap(graph, visible), alone ? FOCUS_SHARE : undefined),
    equalBeginnings,
  };
}

/**
 * @param {App} app
 * @param {Uint8Array} passing nodes that pass the filter
 * @returns {Uint8Array} those in groups that the legend shows, and those that the reader has asked for
 */
export function inShownGroups({ coloring, hiddenGroups, filter }, passing) {
  const { slot } = coloring;
  /** @type {Uint8Array} */
  const visible = hiddenGroups.size ? passing.map((one, node) => (hiddenGroups.has(slot[node]) ? 0 : one)) : passing.slice();
  for (const node of filter.revealed) visible[node] = 1;
  return visible;
}

/**
 * @param {App} app
 * @returns {Highlight | null} what is drawn on top of the rest: a path before the selected note,
 *   before what a search finds, before the hovered note
 */
export function chosenHighlight({ graph, scene, modes, path, selected, hits, hovered, count }) {
  const { focus, topicMap } = modes;
  const { visible } = scene;
  if (focus) return focus.highlight();
  if (path.length > 1) return highlightPath(graph, path, DIMMING.selected);
  if (selected >= 0) return topicMap ? topicMap.highlight(selected, DIMMING.selected) : highlightNode(graph, selected, visible, DIMMING.selected);
  if (hits) return highlightNodes(graph, hits.filter((node) => visible[node]), DIMMING.hits);
  if (hovered >= 0) return topicMap ? topicMap.highlight(hovered, DIMMING.hover) : highlightNode(graph, hovered, visible, count > CROWD ? 0 : DIMMING.hover);
  return graph.change ? highlightChange(graph, graph.change, visible) : null;
}
