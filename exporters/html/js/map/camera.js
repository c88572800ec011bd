/** The visible part of the map: converts between world units and pixels on the screen. */

/** @typedef {{left: number, top: number, right: number, bottom: number}} Box */

export class Camera {
  constructor() {
    this.x = 0;
    this.y = 0;
    /** Pixels per world unit. */
    this.scale = 0.1;
    this.width = 1;
    this.height = 1;
    /** The scale at which the whole map fits into the window. */
    this.fitScale = 0.1;
    /** The greatest scale: more would only show empty space. */
    this.largest = Infinity;
  }

  /** @returns {Camera} a copy */
  copy() {
    return Object.assign(new Camera(), this);
  }

  /** @param {number} x */
  toScreenX(x) {
    return (x - this.x) * this.scale + this.width / 2;
  }

  /** @param {number} y */
  toScreenY(y) {
    return (y - this.y) * this.scale + this.height / 2;
  }

  /** @param {number} x */
  toWorldX(x) {
    return (x - this.width / 2) / this.scale + this.x;
  }

  /** @param {number} y */
  toWorldY(y) {
    return (y - this.height / 2) / this.scale + this.y;
  }

  /**
   * @param {number} dx pixels
   * @param {number} dy pixels
   */
  pan(dx, dy) {
    this.x -= dx / this.scale;
    this.y -= dy / this.scale;
  }

  /**
   * Zoom around a point of the screen, which stays where it is.
   * @param {number} factor
   * @param {number} x pixels
   * @param {number} y pixels
   */
  zoom(factor, x, y) {
    const scale = Math.min(Math.max(this.largest, this.fitScale * 2), Math.max(this.fitScale * 0.4, this.scale * factor));
    const worldX = this.toWorldX(x);
    const worldY = this.toWorldY(y);
    this.scale = scale;
    this.x = worldX - (x - this.width / 2) / scale;
    this.y = worldY - (y - this.height / 2) / scale;
  }

  /**
   * @param {Box} world area of the map
   * @param {Box} free area of the screen, in pixels
   * @param {number} most largest scale
   * @returns {{x: number, y: number, scale: number}}
   */
  fitting(world, free, most) {
    const wide = Math.max(1e-6, world.right - world.left);
    const high = Math.max(1e-6, world.bottom - world.top);
    const freeWidth = Math.max(60, free.right - free.left);
    const freeHeight = Math.max(60, free.bottom - free.top);
    const scale = Math.min(most, freeWidth / wide, freeHeight / high);
    const middleX = (free.left + free.right) / 2 - this.width / 2;
    const middleY = (free.top + free.bottom) / 2 - this.height / 2;
    return {
      x: (world.left + world.right) / 2 - middleX / scale,
      y: (world.top + world.bottom) / 2 - middleY / scale,
      scale,
    };
  }
}

/**
 * @param {ArrayLike<number>} xs
 * @param {ArrayLike<number>} ys
 * @param {Iterable<number>} nodes
 * @returns {Box} around these nodes
 */
export function around(xs, ys, nodes) {
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const node of nodes) {
    box.left = Math.min(box.left, xs[node]);
    box.right = Math.max(box.right, xs[node]);
    box.top = Math.min(box.top, ys[node]);
    box.bottom = Math.max(box.bottom, ys[node]);
  }
  return box.left <= box.right ? box : { left: 0, top: 0, right: 1, bottom: 1 };
}
