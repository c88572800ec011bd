/** Boxes sorted into cells, to find out quickly whether another box touches one of them. */

/** @import { Box } from "../camera.js" */

/** Side of a cell, in pixels. */
const CELL = 96;
/** Pixels kept free around a box. */
const MARGIN = 3;

export class BoxIndex {
  constructor() {
    /** @type {Map<number, {box: Box, owner: number}[]>} */
    this.cells = new Map();
  }

  /**
   * @param {Box} box
   * @param {number} [owner] node that the box belongs to; -1 for none
   */
  add(box, owner = -1) {
    this.#eachCell(box, (cell) => {
      const list = this.cells.get(cell);
      if (list) list.push({ box, owner });
      else this.cells.set(cell, [{ box, owner }]);
      return false;
    });
  }

  /**
   * @param {Box} box
   * @param {number} [owner] boxes of this node do not count
   * @returns {boolean} whether a box in the index touches this one
   */
  touches(box, owner = -1) {
    return this.#eachCell(box, (cell) =>
      (this.cells.get(cell) ?? []).some((other) => (owner < 0 || other.owner !== owner) && touches(box, other.box)),
    );
  }

  /**
   * @param {Box} box
   * @param {(cell: number) => boolean} visit stops at the first true
   */
  #eachCell({ left, top, right, bottom }, visit) {
    for (let row = Math.floor((top - MARGIN) / CELL); row <= Math.floor((bottom + MARGIN) / CELL); row++) {
      for (let column = Math.floor((left - MARGIN) / CELL); column <= Math.floor((right + MARGIN) / CELL); column++) {
        if (visit(row * 100003 + column)) return true;
      }
    }
    return false;
  }
}

/**
 * @param {Box} a
 * @param {Box} b
 */
export function touches(a, b) {
  return a.left - MARGIN < b.right && b.left < a.right + MARGIN && a.top - MARGIN < b.bottom && b.top < a.bottom + MARGIN;
}

/**
 * @param {Box} box
 * @param {number} x
 * @param {number} y
 */
export function contains(box, x, y) {
  return x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
}

/**
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 * @returns {Box}
 */
export function dotBox(x, y, radius) {
  return { left: x - radius, right: x + radius, top: y - radius, bottom: y + radius };
}
