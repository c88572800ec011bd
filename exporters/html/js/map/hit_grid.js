/** Find the node at a point: nodes are sorted into the cells of a grid. */

export class HitGrid {
  /**
   * @param {Float32Array} xs
   * @param {Float32Array} ys
   * @param {Uint8Array} visible
   * @param {Uint32Array} rank
   * @param {number} reach the world's size, from 0
   */
  constructor(xs, ys, visible, rank, reach) {
    this.rank = rank;
    this.xs = xs;
    this.ys = ys;
    this.side = Math.max(1, Math.min(512, Math.ceil(Math.sqrt(xs.length / 3))));
    this.cell = (reach + 1) / this.side;
    this.start = new Uint32Array(this.side * this.side + 1);
    for (let i = 0; i < xs.length; i++) if (visible[i]) this.start[this.at(xs[i], ys[i]) + 1]++;
    for (let c = 0; c < this.side * this.side; c++) this.start[c + 1] += this.start[c];
    this.nodes = new Uint32Array(this.start[this.side * this.side]);
    const next = this.start.slice();
    for (let i = 0; i < xs.length; i++) {
      if (visible[i]) this.nodes[next[this.at(xs[i], ys[i])]++] = i;
    }
  }

  /**
   * @param {number} x
   * @param {number} y
   */
  at(x, y) {
    return this.line(y) * this.side + this.line(x);
  }

  /** @param {number} value */
  line(value) {
    return Math.max(0, Math.min(this.side - 1, Math.floor(value / this.cell)));
  }

  /**
   * @param {number} left
   * @param {number} top
   * @param {number} right
   * @param {number} bottom
   * @param {(node: number) => void} visit called for every node in the squares this box touches
   */
  each(left, top, right, bottom, visit) {
    for (let row = this.line(top); row <= this.line(bottom); row++) {
      const from = this.start[row * this.side + this.line(left)];
      const to = this.start[row * this.side + this.line(right) + 1];
      for (let i = from; i < to; i++) visit(this.nodes[i]);
    }
  }

  /**
   * @param {number} x
   * @param {number} y
   * @param {number} reach how far to look
   * @param {(node: number) => number} radius of a node; distances are measured from its rim
   * @returns {number} the nearest node; -1 for none
   */
  nearest(x, y, reach, radius) {
    let best = -1;
    let least = reach;
    this.each(x - reach * 4, y - reach * 4, x + reach * 4, y + reach * 4, (node) => {
      const gap = Math.hypot(this.xs[node] - x, this.ys[node] - y) - radius(node);
      if (gap < least || (gap === least && best >= 0 && this.rank[node] < this.rank[best])) {
        least = gap;
        best = node;
      }
    });
    return best;
  }
}
