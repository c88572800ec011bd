/** Title and legend of a saved picture: where each line of text goes, for canvas and SVG alike. */

/**
 * @typedef {object} Caption
 * @property {string} title
 * @property {string} subtitle
 * @property {{name: string, color: string, count: string}[]} groups
 */

/**
 * @typedef {object} CaptionLine
 * @property {string} text
 * @property {string} count at the right end; may be empty
 * @property {string} color of the dot before the text; empty for none
 * @property {number} x left of the text, in pixels
 * @property {number} y middle of the line
 * @property {number} size of the letters, in pixels
 * @property {boolean} strong
 */

const RIM = 18;
const LINE = 19;
const PADDING = 10;
const WIDTH = 236;
/** Characters of a group's name at most. */
const LONGEST = 28;

/**
 * @param {Caption} caption
 * @param {number} height of the picture
 * @returns {{title: CaptionLine[], legend: CaptionLine[], box: {x: number, y: number, width: number, height: number}}}
 */
export function captionLines({ title, subtitle, groups }, height) {
  const line = { count: "", color: "", strong: false, size: 13 };
  const head = [
    { ...line, text: title, x: RIM, y: RIM + 10, size: 20, strong: true },
    { ...line, text: subtitle, x: RIM, y: RIM + 34 },
  ];
  const most = Math.max(0, Math.floor((height - 4 * RIM - 60) / LINE));
  const listed = groups.slice(0, most);
  const boxHeight = listed.length * LINE + PADDING;
  const top = height - RIM - boxHeight;
  const legend = listed.map(({ name, color, count }, i) => ({
    ...line,
    text: name.length > LONGEST ? `${name.slice(0, LONGEST - 1)}…` : name,
    count,
    color,
    x: RIM + PADDING + 16,
    y: top + PADDING / 2 + (i + 0.5) * LINE,
  }));
  return { title: head, legend, box: { x: RIM, y: top, width: WIDTH, height: boxHeight } };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Caption} caption
 * @param {{height: number, background: string, text: string}} look
 * @param {(size: number, strong: boolean) => string} font
 */
export function drawCaption(context, caption, { height, background, text }, font) {
  const { title, legend, box } = captionLines(caption, height);
  context.globalAlpha = 0.85;
  context.fillStyle = background;
  if (legend.length) context.fillRect(box.x, box.y, box.width, box.height);
  context.globalAlpha = 1;
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = 4;
  context.strokeStyle = background;
  for (const line of [...title, ...legend]) {
    context.font = font(line.size, line.strong);
    context.textAlign = "left";
    context.strokeText(line.text, line.x, line.y);
    context.fillStyle = text;
    context.fillText(line.text, line.x, line.y);
    if (line.color) {
      context.fillStyle = line.color;
      context.beginPath();
      context.arc(line.x - 11, line.y, 4.5, 0, Math.PI * 2);
      context.fill();
    }
    if (!line.count) continue;
    context.textAlign = "right";
    context.fillStyle = text;
    context.fillText(line.count, box.x + box.width - PADDING, line.y);
  }
}
