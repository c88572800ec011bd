/** One rule for comparing what people type with what notes are called. */

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
