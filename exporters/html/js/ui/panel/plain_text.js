/** Text of a note without the syntax of Markdown. */

/**
 * @param {string} text
 * @returns {string}
 */
export function stripMarkdown(text) {
  return text
    .replace(/!?\[\[([^\][|]*)(?:\|([^\][]*))?\]\]/g, (_, target, visible) => visible || tail(target))
    .replace(/!?\[([^\][]*)\]\([^()\s]*(?:\([^()]*\)[^()\s]*)*(?:\s+"[^"]*")?\)/g, "$1")
    .replace(/(\*\*|__|~~|==)(?=\S)(.*?\S)\1/g, "$2")
    .replace(/(^|[\s(])[*_](?=\S)([^*_]*\S)[*_](?=$|[\s).,;:!?])/g, "$1$2")
    .replace(/`([^`]+)`/g, "$1")
    .replace(/\s+/g, " ");
}

/**
 * @param {string} target
 * @returns {string} `folder/Note#Heading` in readable form
 */
function tail(target) {
  const [name, ...fragments] = target.split("#");
  const last = name.split("/").pop()?.replace(/\.md$/, "") ?? "";
  const heading = fragments.filter((fragment) => fragment && !fragment.startsWith("^")).pop();
  if (!last) return heading ?? target;
  return heading ? `${last} › ${heading}` : last;
}
