/** The labels that the map could show, in the order of their importance. */

import { dotBox } from "./box_index.js";
import { MARK_RADIUS } from "../change_layer.js";
import { shortenLabel } from "./shorten.js";
import { namedCommunities } from "../../data/communities.js";

/** @import { Camera } from "../camera.js" */
/** @import { Highlight } from "../../state/highlight.js" */
/** @import { CommunityArea } from "../../data/communities.js" */
/** @import { LabelCandidate } from "./label_placement.js" */
/** @import { Scene } from "../painter.js" */

/** Candidates that are considered; the others are less important. */
const MOST_TRIED = 900;
/** With fewer nodes than this, communities are not named: the nodes' own labels say enough. */
const CROWD = 110;
const MOST_COMMUNITIES = 60;

/**
 * @param {Scene} scene
 * @param {Camera} camera
 * @param {Highlight | null} highlight
 * @returns {Iterable<LabelCandidate>}
 */
export function labelCandidates(scene, camera, highlight) {
  return highlight && (highlight.complete || highlight.dimming > 0.5) ? highlighted(scene, camera, highlight) : overview(scene, camera);
}

/**
 * @param {Scene} scene
 * @param {Camera} camera
 * @param {Highlight} highlight
 */
function* highlighted(scene, camera, highlight) {
  const leafRadius = scene.sizes.leafRadius(camera);
  let tried = 0;
  for (const node of highlight.nodes) {
    if (!scene.visible[node] && node !== highlight.center) continue;
    if (tried++ > MOST_TRIED) return;
    yield ofNode(scene, camera, node, leafRadius, node === highlight.center ? 17 : 0);
  }
}

/**
 * @param {Scene} scene
 * @param {Camera} camera
 */
function* overview(scene, camera) {
  const { graph, visible, sizes } = scene;
  const all = namedCommunities(scene.communities);
  if (all.length > 1 && scene.sizes.count > CROWD) {
    for (const area of all.slice(0, MOST_COMMUNITIES)) {
      const candidate = ofCommunity(scene, camera, area);
      if (!candidate) continue;
      yield candidate;
    }
  }
  const leafRadius = sizes.leafRadius(camera);
  let tried = 0;
  for (const node of graph.ranked) {
    if (tried >= MOST_TRIED) return;
    if (!visible[node]) continue;
    const x = camera.toScreenX(graph.x[node]);
    const y = camera.toScreenY(graph.y[node]);
    if (x < 0 || y < 0 || x > camera.width || y > camera.height) continue;
    tried++;
    yield ofNode(scene, camera, node, leafRadius, 0);
  }
}

/**
 * @param {Scene} scene
 * @param {Camera} camera
 * @param {number} node
 * @param {number} leafRadius
 * @param {number} least size of the letters, in pixels
 * @returns {LabelCandidate}
 */
function ofNode({ graph, colorIndex, sizes, equalBeginnings, change }, camera, node, leafRadius, least) {
  const radius = sizes.radius(node, leafRadius);
  return {
    text: shortenLabel(graph.label[node], undefined, equalBeginnings.has(graph.label[node])),
    name: graph.label[node],
    x: camera.toScreenX(graph.x[node]),
    y: camera.toScreenY(graph.y[node]),
    gap: Math.max(radius, change?.node[node] ? MARK_RADIUS : 0) + 3,
    size: Math.max(least, Math.round(Math.min(15, (sizes.count < CROWD ? 12 : 10.5) + radius * 0.3))),
    side: "below",
    node,
    color: colorIndex[node],
    strong: radius > 9 || least > 0,
  };
}

/**
 * The name of a community stands in its middle, like that of a country on a map, while the
 * community is neither too small for its name nor larger than the screen.
 * @param {Scene} scene
 * @param {Camera} camera
 * @param {CommunityArea} area
 * @returns {LabelCandidate | null}
 */
function ofCommunity({ graph, colorIndex, byCommunity, sizes }, camera, area) {
  const radius = area.radius * camera.scale;
  if (radius < 14 || radius > Math.min(camera.width, camera.height) * 0.8) return null;
  return {
    text: shortenLabel(area.name, 30),
    name: area.name,
    radius,
    hub: dotBox(camera.toScreenX(graph.x[area.hub]), camera.toScreenY(graph.y[area.hub]), sizes.radius(area.hub, sizes.leafRadius(camera))),
    x: camera.toScreenX(area.x),
    y: camera.toScreenY(area.y),
    gap: 0,
    size: Math.round(Math.max(12, Math.min(20, 9.5 + radius * 0.06))),
    side: "center",
    node: -1,
    community: area.community,
    color: byCommunity ? colorIndex[area.hub] : 0,
    strong: true,
  };
}
