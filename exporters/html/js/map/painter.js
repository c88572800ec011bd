/** Paint the map: glow, edges, nodes. Labels and the highlight are drawn on top, by other modules. */

import { paintChange } from "./change_layer.js";
import { paintEdges } from "./edges.js";
import { paintGlow } from "./glow.js";
import { paintNodes } from "./nodes.js";
import { paintPairs } from "./topic_map.js";

/** @import { Camera } from "./camera.js" */
/** @import { Change } from "../data/past.js" */
/** @import { CommunityArea } from "../data/communities.js" */
/** @import { Graph } from "../data/graph.js" */
/** @import { NodeSizes } from "./node_sizes.js" */
/** @import { TopicPair } from "../data/topic_pairs.js" */
/** @import { Theme } from "../state/theme.js" */

/**
 * @typedef {object} Scene everything that is painted
 * @property {Graph} graph
 * @property {Uint8Array} visible
 * @property {Uint8Array} colorIndex index in the palette, by node
 * @property {boolean} byCommunity whether the colours are those of the communities
 * @property {Uint8Array | null} edgeColor index in the palette, by edge; null: as the nodes
 * @property {string[]} palette
 * @property {Theme} theme
 * @property {Uint32Array} lines one edge for each pair of linked nodes
 * @property {(CommunityArea | undefined)[]} communities
 * @property {TopicPair[]} pairs lines of the map of topics
 * @property {NodeSizes} sizes
 * @property {boolean} focused whether only a neighbourhood is on the map, all of it highlighted
 * @property {Change | null} change what the map shows of the past
 * @property {Set<string>} equalBeginnings labels that are cut in the middle
 */

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Scene} scene
 * @param {Camera} camera
 * @param {boolean} quick without edges, for the first picture
 * @returns {Generator<void>} yields often, so that the caller can spread the work over frames
 */
export function* paint(context, scene, camera, quick) {
  context.globalAlpha = 1;
  context.fillStyle = scene.theme.background;
  context.fillRect(0, 0, camera.width, camera.height);
  paintGlow(context, scene, camera);
  yield;
  if (scene.focused) return; // the highlight draws it in every frame: its nodes can be moved
  paintPairs(context, scene, camera);
  if (!quick) yield* paintEdges(context, scene, camera);
  yield* paintNodes(context, scene, camera);
  paintChange(context, scene, camera);
  context.globalAlpha = 1;
}
