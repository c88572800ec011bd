/** Normalise text for comparison: the search and every filter of a list use the same rule. */

/**
 * @param {string} text
 * @returns {string} without differences of case, composition or width, and without accents
 */
export function fold(text) {
  return text
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .normalize("NFC")
    .toLowerCase()
    .replaceAll("ß", "ss");
}
