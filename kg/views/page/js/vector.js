// The view as one SVG picture with title, day and legend: for SVG, PNG and print alike.

const HEAD = 58;
const LEGEND_ROW = 20;
const LEGEND_COLUMN = 250;

/** XML holds no control characters. */
function drawable(words) {
  return words.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd");
}

function words(x, y, content, attributes = {}) {
  return s("text", { x, y, "font-family": LABEL_FONT.replaceAll('"', "'"), ...attributes }, drawable(content));
}

function clipped(content, most) {
  return content.length > most ? `${content.slice(0, most - 1)}…` : content;
}

function toFrame({ x, y }, view) {
  return { x: (x - view.x) * view.scale + view.width / 2, y: (y - view.y) * view.scale + view.height / 2 };
}

/** The head of an arrow that touches the figure it points to. */
function arrowHead(tail, tip, radius, size, colour) {
  const angle = Math.atan2(tip.y - tail.y, tip.x - tail.x);
  const at = (distance, aside) => `${(tip.x - distance * Math.cos(angle) - aside * Math.sin(angle)).toFixed(1)},${(
    tip.y - distance * Math.sin(angle) + aside * Math.cos(angle)).toFixed(1)}`;
  return s("polygon", { points: `${at(radius, 0)} ${at(radius + size, size * 0.4)} ${at(radius + size, -size * 0.4)}`, fill: colour });
}

function vectorEdge(edge, view) {
  const relationship = relationships[edge.relationship];
  const { colour, directed } = kinds[relationship.kind];
  const run = course(edge);
  const [from, to] = [toFrame(run.from, view), toFrame(run.to, view)];
  const via = run.via && toFrame(run.via, view);
  const point = ({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`;
  const line = {
    d: via ? `M${point(from)} Q${point(via)} ${point(to)}` : `M${point(from)} L${point(to)}`, fill: "none", stroke: colour,
    "stroke-width": Math.max(edgeWidth(relationship) * view.scale, 0.8), "stroke-linecap": "round",
    "stroke-dasharray": DASHES[statuses[relationship.status].line] || undefined,
  };
  const opacity = isFaded(relationship) ? 0.25 : 1;
  const radius = radiusOf(organisations[edge.to]) * view.scale;
  return s("g", { opacity }, s("path", line), directed ? arrowHead(via ?? from, to, radius, 10 * Math.max(view.scale, 0.6), colour) : null);
}

function vectorNode(number, view, colours) {
  const organisation = organisations[number];
  const { x, y } = toFrame(organisation, view);
  const { shape } = typeOf(organisation);
  const fill = colouring.colourOf(organisation);
  const style = shape === "ring" ? { fill: colours.ground, stroke: fill, "stroke-width": 2 } : { fill, stroke: colours.ground };
  return figure(shape, x, y, radiusOf(organisation) * view.scale, style);
}

function vectorLabel(label, view, colours) {
  const origin = toFrame({ x: 0, y: 0 }, view);
  const first = label.y + origin.y - ((label.lines.length - 1) / 2) * LINE_HEIGHT;
  const style = { "font-size": LABEL_SIZE, "text-anchor": "middle", "dominant-baseline": "central", fill: colours.ink, class: "label",
    stroke: colours.ground, "stroke-width": 3.5, "stroke-linejoin": "round", "paint-order": "stroke" };
  const x = label.x + origin.x;
  const high = label.lines.length * LINE_HEIGHT;
  const plate = label.crossed && s("rect", { x: x - label.width / 2 - 2, y: label.y + origin.y - high / 2, width: label.width + 4,
    height: high, fill: colours.ground, opacity: 0.82 });
  const text = words(x, first, "", style);
  text.append(...label.lines.map((line, i) => s("tspan", { x, dy: i ? LINE_HEIGHT : 0 }, drawable(line))));
  return s("g", {}, plate, text);
}

function vectorBadge({ edge, symbol }, view, colours) {
  const { x, y } = toFrame(course(edge).middle, view);
  return s("g", {}, s("circle", { cx: x, cy: y, r: BADGE_RADIUS, fill: colours.ground, stroke: colours.soft }),
    words(x, y, symbol, { "font-size": 11, "font-weight": 700, "text-anchor": "middle", "dominant-baseline": "central", fill: colours.ink }));
}

/** What the legend of a picture lists: only what is in it. */
function legendEntries(colours) {
  const line = (colour, pattern) => s("line", { x1: 0, y1: 0, x2: 28, y2: 0, stroke: colour, "stroke-width": 2.5, "stroke-linecap": "round",
    "stroke-dasharray": DASHES[pattern] || undefined });
  const used = (key) => new Set(chosen.relationships.map((r) => r[key]));
  const typeColour = (key) => (state.colour === "type" ? colouring.colourOf({ type: key }) : colours.node);
  const shapes = new Set([...chosen.organisations].map((number) => (types[organisations[number].type] ? organisations[number].type : "")));
  const mark = (shape, colour) => figure(shape, 14, 0, 6, shape === "ring" ? { fill: "none", stroke: colour } : { fill: colour });
  const categories = ["none", "type"].includes(state.colour) ? [] : colouring.rows.map(({ label }, i) => [mark("dot", palette.categories[i]), label]);
  const signs = [...new Set(badges().map(({ symbol }) => symbol))].map((symbol) => [
    words(14, 0, symbol, { "font-weight": 700, "text-anchor": "middle", "dominant-baseline": "central", fill: colours.ink }),
    { ...STANDINGS, ...CHANGES }[Object.keys(BADGES).find((key) => BADGES[key] === symbol)]]);
  return [
    ...Object.entries(kinds).filter(([key]) => used("kind").has(key)).map(([, kind]) => [line(kind.colour, "solid"), kind.label]),
    ...Object.entries(statuses).filter(([key]) => used("status").has(key)).map(([, status]) => [line(colours.ink, status.line), status.label]),
    ...Object.entries(types).filter(([key]) => shapes.has(key)).map(([key, type]) => [mark(type.shape, typeColour(key)), type.label]),
    ...signs, ...categories, ...(state.colour !== "none" && state.colour !== "type" && colouring.rest ? [[mark("dot", palette.other), "other or not stated"]] : []),
  ];
}

function vectorLegend(top, width, colours) {
  const across = Math.max(Math.floor((width - 40) / LEGEND_COLUMN), 1);
  const entries = legendEntries(colours);
  const down = Math.ceil(entries.length / across);
  const items = entries.map(([sign, label], i) => {
    const [x, y] = [20 + Math.floor(i / down) * LEGEND_COLUMN, top + (i % down) * LEGEND_ROW];
    return s("g", { transform: `translate(${x} ${y})` }, sign, words(38, 4, clipped(label, 36), { "font-size": 12, fill: colours.ink }));
  });
  return { items, height: down * LEGEND_ROW + 24 };
}

/** The view as it is on the screen; while the table is shown, the whole network. */
function frameNow() {
  return state.view === "network" ? viewport() : fitted([...chosen.organisations], { width: 1200, height: 760 });
}

function describeView() {
  const what = `${plural(chosen.organisations.size, nouns.figure)}, ${plural(chosen.relationships.length, nouns.line)}`;
  return [timeWords(), what, caption.version && `version ${caption.version}`, caption.shown].filter(Boolean).join(" · ");
}

function vector(view, colours) {
  const legend = vectorLegend(HEAD + view.height + 20, view.width, colours);
  const height = HEAD + view.height + legend.height;
  const size = { width: Math.round(view.width), height: Math.round(height) };
  const drawn = [
    ...edges.filter((edge) => chosen.edges.has(edge.id)).map((edge) => vectorEdge(edge, view)),
    ...[...chosen.organisations].map((number) => vectorNode(number, view, colours)),
    ...badges().map((badge) => vectorBadge(badge, view, colours)),
    ...shownLabels(view.scale).map((label) => vectorLabel(label, view, colours)),
  ];
  const letters = Math.floor(view.width / 9);
  return s("svg", { xmlns: SVG, viewBox: `0 0 ${size.width} ${size.height}`, ...size },
    s("title", {}, drawable(caption.title)), s("rect", { ...size, fill: colours.ground }),
    s("svg", { x: 0, y: HEAD, width: size.width, height: Math.round(view.height), overflow: "hidden" }, drawn),
    words(20, 26, clipped(caption.title, letters), { "font-size": 18, "font-weight": 600, fill: colours.ink }),
    words(20, 46, clipped(describeView(), Math.floor(view.width / 6.4)), { "font-size": 12, fill: colours.soft }), legend.items);
}
