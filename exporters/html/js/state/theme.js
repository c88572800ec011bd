/** Dark or light theme: the system's, unless the reader has chosen one. */

/** @typedef {"dark" | "light" | ""} Choice "" follows the system */

/**
 * @typedef {object} Theme
 * @property {boolean} dark
 * @property {string} background behind everything
 * @property {string} text
 * @property {string} halo around letters
 * @property {string} accent
 * @property {number} line largest opacity of edges, 0 to 1
 * @property {number} glow opacity of the glow, 0 to 1
 */

/** @type {Theme} */
const DARK = {
  dark: true, background: "#0d1017", text: "#e4e8f1", halo: "rgba(13,16,23,0.86)", accent: "#ffffff",
  line: 0.42, glow: 0.5,
};
/** @type {Theme} */
const LIGHT = {
  dark: false, background: "#faf9f6", text: "#20242c", halo: "rgba(250,249,246,0.9)", accent: "#111318",
  line: 0.5, glow: 0.34,
};

/** @returns {Choice} */
function storedChoice() {
  try {
    const choice = localStorage.getItem("noteweave-theme");
    return choice === "dark" || choice === "light" ? choice : "";
  } catch {
    return ""; // a page from the disk may have no storage
  }
}

/** @returns {Theme} */
export function currentTheme() {
  const choice = document.documentElement.dataset.theme || storedChoice();
  const dark = choice ? choice === "dark" : !matchMedia("(prefers-color-scheme: light)").matches;
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  return dark ? DARK : LIGHT;
}

/** @returns {Theme} the new theme */
export function toggleTheme() {
  const choice = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
  document.documentElement.dataset.theme = choice;
  try {
    localStorage.setItem("noteweave-theme", choice);
  } catch {
    // not stored: valid until the page is closed
  }
  return currentTheme();
}

/** Whether the reader has asked the system for less motion. */
export function prefersReducedMotion() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
