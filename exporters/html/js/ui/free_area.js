/** What lies over the map: the boxes of the controls, and the area between them. */

import { byId } from "./dom.js";

/** @import { Box } from "../map/camera.js" */

/** Windows narrower than this, in pixels, have the phone's layout; page.css says the same. */
export const PHONE = 740;
/** Pixels between the map's content and the rim of the window. */
const RIM = 28;
/** Width in pixels that is enough for a focused neighbourhood. */
const LEAST_WIDTH = 420;

/** Height in pixels of the parts below the search field beside its hits, with the distance to the legend. */
const BESIDE_HITS = 60;
/** Height in pixels of a list of hits that is worth it. */
const LEAST_HITS = 180;

/** @returns {Box[]} everything that floats over the map */
export function controlBoxes() {
  const boxes = [];
  for (const control of document.querySelectorAll(".float")) {
    if (!(control instanceof HTMLElement) || control.hidden) continue;
    const { left, top, right, bottom } = control.getBoundingClientRect();
    if (right > left && bottom > top) boxes.push({ left, top, right, bottom });
  }
  return boxes;
}

/**
 * @param {number} width of the window
 * @param {number} height
 * @returns {Box} the part of the window that nothing covers
 */
export function freeArea(width, height) {
  const box = wholeArea(width, height);
  // Right of the search box and the legend, where the window is wide enough for that.
  const searchBox = byId("search-box");
  const besideSearch = searchBox.getBoundingClientRect().right + 20;
  const bar = byId("focus-bar");
  const enough = bar.hidden && !searchBox.classList.contains("listing") ? (height - 56) * 1.05 : LEAST_WIDTH;
  if (width >= PHONE && box.right - besideSearch > enough) box.left = besideSearch;
  return box;
}

/**
 * @param {number} width of the window
 * @param {number} height
 * @returns {Box} the window without its rim, the toolbar, the panel and the focus bar
 */
export function wholeArea(width, height) {
  const box = { left: RIM, top: RIM, right: width - RIM, bottom: height - RIM };
  const panel = byId("panel");
  if (width < PHONE) {
    box.top = 64;
    box.bottom = height - 78;
    if (!panel.hidden) box.bottom = Math.min(box.bottom, panel.getBoundingClientRect().top - 12);
  } else if (!panel.hidden) {
    box.right = panel.getBoundingClientRect().left - RIM;
  } else {
    box.right -= 56;
  }
  const bar = byId("focus-bar");
  if (!bar.hidden) box.top = Math.max(box.top, bar.getBoundingClientRect().bottom + 12);
  return box;
}

/** The list of hits ends above the legend, where there is room for some hits. */
export function keepHitsOffLegend() {
  const hits = byId("hits");
  const { top } = byId("legend").getBoundingClientRect();
  const room = top - byId("search").getBoundingClientRect().bottom - BESIDE_HITS;
  hits.style.maxHeight = innerWidth >= PHONE && room >= LEAST_HITS ? `${room}px` : "";
}

/**
 * @param {() => void} changed called when a control appears, disappears or changes its size
 */
export function watchControls(changed) {
  const observer = new ResizeObserver(changed);
  for (const control of document.querySelectorAll(".float")) observer.observe(control);
}
