/** Input on the map: drag, wheel, pinch, arrow keys, hover, click and double click. */

/** @import { Camera } from "./camera.js" */

/**
 * @typedef {object} Actions
 * @property {(x: number, y: number) => ((x: number, y: number) => void) | null} grab takes hold of
 *   something that can be dragged; returns how to move it
 * @property {() => void} moved the camera has moved
 * @property {(x: number, y: number) => void} hover
 * @property {() => void} leave
 * @property {(x: number, y: number) => void} click
 * @property {(x: number, y: number) => void} doubleClick
 */

/** Movement in pixels that still counts as a click. */
const CLICK_TOLERANCE = 5;
/** Milliseconds between the clicks of a double click. */
const DOUBLE = 320;

/**
 * @param {HTMLElement} surface
 * @param {Camera} camera
 * @param {Actions} actions
 */
export function listenToMap(surface, camera, actions) {
  /** @type {Map<number, {x: number, y: number}>} */
  const pointers = new Map();
  let travelled = 0;
  /** @type {((x: number, y: number) => void) | null} */
  let drag = null;
  let last = { time: 0, x: 0, y: 0 };

  surface.addEventListener("pointerdown", (event) => {
    surface.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (pointers.size === 1) travelled = 0;
    drag = pointers.size === 1 ? actions.grab(event.clientX, event.clientY) : null;
    surface.classList.add("by-pointer"); // no frame around the map for a mouse or a finger
    surface.focus({ preventScroll: true });
  });

  surface.addEventListener("pointermove", (event) => {
    const pointer = pointers.get(event.pointerId);
    if (!pointer) {
      if (event.pointerType === "mouse") actions.hover(event.clientX, event.clientY);
      return;
    }
    const dx = event.clientX - pointer.x;
    const dy = event.clientY - pointer.y;
    const others = [...pointers].filter(([id]) => id !== event.pointerId).map(([, other]) => other);
    pointer.x = event.clientX;
    pointer.y = event.clientY;
    travelled += Math.hypot(dx, dy);
    if (drag && !others.length) {
      if (travelled > CLICK_TOLERANCE) drag(event.clientX, event.clientY);
      return;
    }
    if (others.length) pinch({ x: event.clientX - dx, y: event.clientY - dy }, others[0], event);
    else camera.pan(dx, dy);
    if (travelled > CLICK_TOLERANCE) {
      surface.classList.add("dragging");
      actions.moved();
    } else if (!others.length) camera.pan(-dx, -dy);
  });

  /**
   * @param {{x: number, y: number}} before
   * @param {{x: number, y: number}} still
   * @param {PointerEvent} now
   */
  function pinch(before, still, now) {
    const was = Math.hypot(before.x - still.x, before.y - still.y) || 1;
    const is = Math.hypot(now.clientX - still.x, now.clientY - still.y) || 1;
    camera.pan((now.clientX - before.x) / 2, (now.clientY - before.y) / 2);
    camera.zoom(is / was, (now.clientX + still.x) / 2, (now.clientY + still.y) / 2);
    travelled += CLICK_TOLERANCE;
  }

  const release = (/** @type {PointerEvent} */ event) => {
    if (!pointers.delete(event.pointerId)) return;
    surface.classList.remove("dragging");
    if (event.type !== "pointerup" || travelled > CLICK_TOLERANCE || pointers.size) return;
    const { clientX: x, clientY: y, timeStamp: time } = event;
    const double = time - last.time < DOUBLE && Math.hypot(x - last.x, y - last.y) < 12;
    last = { time: double ? 0 : time, x, y };
    if (double) actions.doubleClick(x, y);
    else actions.click(x, y);
  };
  surface.addEventListener("keydown", () => surface.classList.remove("by-pointer"));
  surface.addEventListener("blur", () => surface.classList.remove("by-pointer"));
  surface.addEventListener("pointerup", release);
  surface.addEventListener("pointercancel", release);
  surface.addEventListener("pointerleave", () => actions.leave());

  surface.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      camera.zoom(Math.exp(-wheel(event)), event.clientX, event.clientY);
      actions.moved();
    },
    { passive: false },
  );
}

/**
 * Firefox counts lines, a page key pages, other browsers pixels; a pinch on a trackpad is a wheel
 * with the control key, in small steps.
 * @param {{deltaY: number, deltaMode: number, ctrlKey: boolean}} event
 * @returns {number} logarithm of the zoom; positive zooms out
 */
export function wheel({ deltaY, deltaMode, ctrlKey }) {
  const pixels = deltaY * (deltaMode === 1 ? 30 : deltaMode === 2 ? 400 : 1);
  const steps = Math.max(-180, Math.min(180, pixels));
  return steps * (ctrlKey ? 0.01 : 0.0018);
}

/**
 * @param {string} key
 * @param {Camera} camera
 * @returns {boolean} whether the key moved the camera
 */
export function moveByKey(key, camera) {
  const step = Math.min(camera.width, camera.height) * 0.12;
  if (key === "ArrowLeft") camera.pan(step, 0);
  else if (key === "ArrowRight") camera.pan(-step, 0);
  else if (key === "ArrowUp") camera.pan(0, step);
  else if (key === "ArrowDown") camera.pan(0, -step);
  else if (key === "+" || key === "=") camera.zoom(1.35, camera.width / 2, camera.height / 2);
  else if (key === "-" || key === "_") camera.zoom(1 / 1.35, camera.width / 2, camera.height / 2);
  else return false;
  return true;
}
