/** Positions for a neighbourhood: rings around its center, then forces, with room for the names. */

/** @typedef {{from: ArrayLike<number>, to: ArrayLike<number>, mapX: ArrayLike<number>, mapY: ArrayLike<number>}} Ends edges by number, and where nodes are on the map */

/** World units: length of a link, and the box of a dot with its name. */
const LINK = 150;
const BOX_WIDTH = 118;
const BOX_HEIGHT = 46;
const STEPS = 220;
/** Steps for a layout that only has to take in a few more nodes. */
const STEPS_WARM = 90;
const REPULSION = 5200;
const GOLDEN_ANGLE = 2.399963;

/** @typedef {Map<number, {x: number, y: number}>} Positions */

/**
 * Deterministic: the same neighbourhood gives the same positions.
 * @param {Ends} graph
 * @param {Map<number, number>} nodes and their distance from the center, in steps
 * @param {number[]} edges between them
 * @param {Positions} known positions that are kept roughly
 * @param {Set<number>} pinned nodes that stay exactly where they are
 * @returns {Positions} around the origin
 */
export function focusLayout(graph, nodes, edges, known, pinned) {
  const ids = [...nodes.keys()];
  const index = new Map(ids.map((node, i) => [node, i]));
  const { xs, ys } = startPositions(graph, ids, nodes, known);
  const links = edges.map((edge) => [index.get(graph.from[edge]) ?? 0, index.get(graph.to[edge]) ?? 0]);
  const fixed = ids.map((node) => pinned.has(node) || nodes.get(node) === 0);
  const steps = known.size ? STEPS_WARM : STEPS;
  for (let step = 0; step < steps; step++) {
    const heat = 26 * (1 - step / steps) + 0.5;
    relax(xs, ys, links, fixed, heat);
  }
  for (let pass = 0; pass < 60 && separate(xs, ys, fixed); pass++);
  return new Map(ids.map((node, i) => [node, { x: xs[i], y: ys[i] }]));
}

/**
 * A new node starts on its ring, in the direction in which it is found on the map.
 * @param {Ends} graph
 * @param {number[]} ids
 * @param {Map<number, number>} nodes
 * @param {Positions} known
 */
function startPositions(graph, ids, nodes, known) {
  const center = ids[0];
  const xs = new Float64Array(ids.length);
  const ys = new Float64Array(ids.length);
  ids.forEach((node, i) => {
    const old = known.get(node);
    if (old) {
      xs[i] = old.x;
      ys[i] = old.y;
      return;
    }
    const dx = graph.mapX[node] - graph.mapX[center];
    const dy = graph.mapY[node] - graph.mapY[center];
    const angle = dx || dy ? Math.atan2(dy, dx) + i * 0.013 : i * GOLDEN_ANGLE;
    const radius = (nodes.get(node) ?? 0) * LINK + Math.sqrt(i) * 9;
    xs[i] = i ? Math.cos(angle) * radius : 0;
    ys[i] = i ? Math.sin(angle) * radius : 0;
  });
  return { xs, ys };
}

/**
 * One step: nodes repel each other, links pull.
 * @param {Float64Array} xs
 * @param {Float64Array} ys
 * @param {number[][]} links
 * @param {boolean[]} fixed
 * @param {number} heat largest movement
 */
function relax(xs, ys, links, fixed, heat) {
  const n = xs.length;
  const fx = new Float64Array(n);
  const fy = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const dx = xs[i] - xs[j];
      const dy = (ys[i] - ys[j]) * 1.5; // names are wide: spread more to the sides
      const square = dx * dx + dy * dy + 30;
      const force = REPULSION / square;
      fx[i] += (dx * force) / 10;
      fy[i] += (dy * force) / 10;
      fx[j] -= (dx * force) / 10;
      fy[j] -= (dy * force) / 10;
    }
  }
  for (const [a, b] of links) {
    const dx = xs[b] - xs[a];
    const dy = ys[b] - ys[a];
    const length = Math.hypot(dx, dy) || 1;
    const force = ((length - LINK) / length) * 0.12;
    fx[a] += dx * force;
    fy[a] += dy * force;
    fx[b] -= dx * force;
    fy[b] -= dy * force;
  }
  for (let i = 0; i < n; i++) {
    if (fixed[i]) continue;
    const length = Math.hypot(fx[i], fy[i]) || 1;
    const move = Math.min(heat, length) / length;
    xs[i] += fx[i] * move;
    ys[i] += fy[i] * move;
  }
}

/**
 * Push apart nodes whose boxes overlap.
 * @param {Float64Array} xs
 * @param {Float64Array} ys
 * @param {boolean[]} fixed
 * @returns {boolean} whether any did
 */
function separate(xs, ys, fixed) {
  let any = false;
  for (let i = 0; i < xs.length; i++) {
    for (let j = i + 1; j < xs.length; j++) {
      const dx = xs[j] - xs[i];
      const dy = ys[j] - ys[i];
      const overlapX = BOX_WIDTH - Math.abs(dx);
      const overlapY = BOX_HEIGHT - Math.abs(dy);
      if (overlapX <= 0 || overlapY <= 0) continue;
      any = true;
      const vertical = overlapY / BOX_HEIGHT < overlapX / BOX_WIDTH;
      const push = (vertical ? overlapY : overlapX) / 2 + 0.5;
      const list = vertical ? ys : xs;
      const sign = (vertical ? dy : dx) < 0 ? -1 : 1;
      if (!fixed[i]) list[i] -= push * sign;
      if (!fixed[j]) list[j] += push * sign;
    }
  }
  return any;
}
