/** Dark and light: what the system says, unless the reader chose. */

/** @typedef {"dark" | "light" | ""} Choice "" follows the system */

/**
 * @typedef {object} Theme
 * @property {boolean} dark
 * @property {string} background behind everything
 * @property {string} text
 * @property {string} halo around letters
 * @property {string} accent
 * @property {number} line how strong lines are at most, 0 to 1
 * @property {number} glow how strong the shine of the islands is, 0 to 1
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
function remembered() {
  try {
    const choice = localStorage.getItem("noteweave-theme");
    return choice === "dark" || choice === "light" ? choice : "";
  } catch {
    return ""; // a page from the disk may not be allowed to remember anything
  }
}

/** @returns {Theme} */
export function currentTheme() {
  const choice = document.documentElement.dataset.theme || remembered();
  const dark = choice ? choice === "dark" : !matchMedia("(prefers-color-scheme: light)").matches;
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  return dark ? DARK : LIGHT;
}

/** @returns {Theme} the other one, from now on */
export function toggleTheme() {
  const choice = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
  document.documentElement.dataset.theme = choice;
  try {
    localStorage.setItem("noteweave-theme", choice);
  } catch {
    // then only until the page is closed
  }
  return currentTheme();
}

/** Whether the reader wants things to stay calm. */
export function prefersReducedMotion() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
