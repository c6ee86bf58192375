// Elements, made of text and attributes only: no markup is ever parsed, no style attribute ever set.

const SVG = "http://www.w3.org/2000/svg";

function attach(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== undefined && value !== null && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(2).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

function h(tag, attributes = {}, ...children) {
  return attach(document.createElement(tag), attributes, children);
}

function s(tag, attributes = {}, ...children) {
  return attach(document.createElementNS(SVG, tag), attributes, children);
}

function byId(id) {
  return document.getElementById(id);
}

/** A name from the data: its direction of writing cannot reach the words around it. */
function bdi(words, lang) {
  return h("bdi", lang && lang !== "en" ? { lang } : {}, words);
}

function action(words, click, attributes = {}) {
  return h("button", { type: "button", click, ...attributes }, words);
}

/** A link, to the web only. */
function link(address) {
  if (!/^https?:\/\//i.test(address)) return bdi(address);
  return h("a", { href: address, rel: "noreferrer noopener", target: "_blank" }, address.replace(/^https?:\/\/(www\.)?/i, ""));
}

const DASHES = { solid: "", dashed: "7 5", dotted: "1.5 4.5" };

function lineSwatch(colour, line, width = 2.5) {
  const attributes = { x1: 1, y1: 6, x2: 29, y2: 6, stroke: colour, "stroke-width": width, "stroke-linecap": "round" };
  if (DASHES[line]) attributes["stroke-dasharray"] = DASHES[line];
  return s("svg", { class: "swatch", viewBox: "0 0 30 12", "aria-hidden": "true" }, s("line", attributes));
}

/** The corners of each figure, for radius 1; the figures are those of vis-network. */
function corners(shape) {
  const turn = (count, offset, radius = () => 1) => Array.from({ length: count }, (_, i) => {
    const angle = offset + (i * 2 * Math.PI) / count;
    return [radius(i) * Math.cos(angle), radius(i) * Math.sin(angle)];
  });
  switch (shape) {
    case "square": return [[-1, -1], [1, -1], [1, 1], [-1, 1]];
    case "triangle": return [[0, -1.15], [1.15, 0.85], [-1.15, 0.85]];
    case "triangleDown": return [[0, 1.15], [1.15, -0.85], [-1.15, -0.85]];
    case "diamond": return [[0, -1], [1, 0], [0, 1], [-1, 0]];
    case "hexagon": return turn(6, 0);
    case "star": return turn(10, -Math.PI / 2, (i) => (i % 2 ? 0.5 : 1.3));
    default: return null;
  }
}

function figure(shape, x, y, radius, attributes) {
  const points = corners(shape);
  if (!points) return s("circle", { cx: x, cy: y, r: radius, ...attributes });
  const placed = points.map(([px, py]) => `${(x + px * radius).toFixed(1)},${(y + py * radius).toFixed(1)}`);
  return s("polygon", { points: placed.join(" "), ...attributes });
}

function shapeSwatch(shape, colour = "currentColor") {
  const style = shape === "ring" ? { fill: "none", stroke: colour, "stroke-width": 1.5 } : { fill: colour };
  return s("svg", { class: "swatch", viewBox: "0 0 30 12", "aria-hidden": "true" }, figure(shape, 15, 6, 5, style));
}

function badgeSwatch(symbol) {
  return h("span", { class: "swatch badge", "aria-hidden": "true" }, symbol);
}

let lastAnnouncement = "";

function announce(words) {
  if (words === lastAnnouncement) return;
  lastAnnouncement = words;
  byId("live").textContent = words;
}
