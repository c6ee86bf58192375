// The picture: vis-network draws figures and lines where the layout put them; halos, badges and labels are drawn on it.

const BADGES = { presumed: "≈", possible: "?", came: "+", went: "−", changed: "≠" };
const WIDTHS = { "in-force": 3.2, presumed: 2, possible: 1.4 };
const BADGE_RADIUS = 6.5;
const CATEGORIES = 7;
const MANY_EDGES = 800;
const LEAST_RADIUS = 6;
const MOST_RADIUS = 17;

let palette = {};
let chosen = null;
let colouring = null;
let labels = { key: "", placed: [] };
let hinted = null;
let moving = false;
/** In a small frame a small network is drawn with larger figures. */
let grain = 1;

/** The colours of the style sheet, as the system's light or dark theme sets them. */
function readPalette(element) {
  const style = getComputedStyle(element);
  const get = (name) => style.getPropertyValue(`--${name}`).trim();
  const names_ = ["ground", "ink", "soft", "node", "mark", "halo", "other"];
  const found = Object.fromEntries(names_.map((name) => [name, get(name)]));
  return { ...found, categories: Array.from({ length: CATEGORIES }, (_, i) => get(`category-${i + 1}`)) };
}

const colourKeys = {
  none: () => null,
  type: (o) => o.type || null,
  country: (o) => o.country ?? null,
  community: (o) => o.community,
};

function categoryLabel(by, key) {
  if (by === "type") return types[key].label;
  if (by === "country") return countryName(key);
  const group = organisations.filter((o) => o.community === key);
  const first = group.reduce((best, o) => (o.edges.length > best.edges.length ? o : best));
  return group.length > 1 ? `around ${first.label}` : first.label;
}

/** At most seven categories, the most frequent ones among what is shown; the rest is "other". */
function colourCategories(by, shown) {
  const counts = tally([...shown].map((number) => organisations[number]), colourKeys[by]);
  const unstated = counts.get(null) ?? 0;
  counts.delete(null);
  const ordered = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const kept = ordered.slice(0, CATEGORIES);
  const rest = ordered.slice(CATEGORIES).reduce((sum, [, count]) => sum + count, unstated);
  const place = new Map(kept.map(([key], i) => [key, i]));
  const rows = kept.map(([key, count]) => ({ label: categoryLabel(by, key), count, key }));
  const colourOf = (o) => {
    if (by === "none") return palette.node;
    const i = place.get(colourKeys[by](o));
    return i === undefined ? palette.other : palette.categories[i];
  };
  return { rows, rest, colourOf };
}

const mostMembers = Math.max(...organisations.map((o) => o.members.length));

/** The area of a figure grows with the score, or with the members of a community. */
function radiusOf(organisation) {
  if (state.size === "members") return radius(organisation.members.length / mostMembers);
  const measure = measures.indexOf(state.size);
  if (measure < 0) return 9 * grain;
  const most = mostOf(measure);
  return radius(most ? (organisation.scores?.[measure] ?? 0) / most : 0);
}

function radius(share) {
  return grain * (LEAST_RADIUS + (MOST_RADIUS - LEAST_RADIUS) * Math.sqrt(share));
}

const mostScores = new Map();

function mostOf(measure) {
  if (!mostScores.has(measure)) mostScores.set(measure, Math.max(...organisations.map((o) => o.scores?.[measure] ?? 0)));
  return mostScores.get(measure);
}

/** Relationships that are to stand out: all, unless an organisation or a comparison sets some apart. */
function isFaded(relationship) {
  if (state.compare && chosen.verdicts[relationship.id].change === "same") return true;
  return state.selected?.what === "organisation" && !relationship.parties.includes(state.selected.id);
}

function fadedOrganisation(number) {
  if (state.selected?.what !== "organisation" || number === state.selected.id) return false;
  return !organisations[number].edges.some((e) => chosen.edges.has(e.id) && otherEnd(e, number) === state.selected.id);
}

function edgeWidth(relationship) {
  const verdict = chosen.verdicts[relationship.id];
  const width = state.day && !state.compare ? WIDTHS[verdict.now] ?? 2 : 2;
  return edges.length > MANY_EDGES ? width * 0.65 : width * grain;
}

function badgeOf(relationship) {
  const verdict = chosen.verdicts[relationship.id];
  return BADGES[state.compare ? verdict.change : verdict.now];
}

function nodeStyle(organisation) {
  const hollow = typeOf(organisation).shape === "ring";
  const colour = colouring.colourOf(organisation);
  return {
    id: organisation.id, hidden: !chosen.organisations.has(organisation.id), size: radiusOf(organisation),
    opacity: fadedOrganisation(organisation.id) ? 0.35 : 1, borderWidth: hollow ? 2.5 : 1,
    color: { background: hollow ? palette.ground : colour, border: hollow ? colour : palette.ground },
  };
}

function edgeStyle(edge) {
  const relationship = relationships[edge.relationship];
  const { colour } = kinds[relationship.kind];
  return {
    id: edge.id, hidden: !chosen.edges.has(edge.id), width: edgeWidth(relationship),
    color: { color: colour, opacity: isFaded(relationship) ? 0.25 : 1, inherit: false },
  };
}

/** vis-network wants an array for a dashed line, and `false` for a solid one. */
function dashesOf(relationship) {
  const line = DASHES[statuses[relationship.status].line];
  return line ? line.split(" ").map(Number) : false;
}

function edgeConstants(edge) {
  const relationship = relationships[edge.relationship];
  const bend = { enabled: true, type: edge.beside > 0 ? "curvedCW" : "curvedCCW", roundness: 0.16 * Math.abs(edge.beside) };
  return {
    from: edge.from, to: edge.to, smooth: edge.beside ? bend : { enabled: false },
    arrows: kinds[relationship.kind].directed ? "to" : "", dashes: dashesOf(relationship),
  };
}

/** A data set that is told only of what differs from what it was told last. */
function diffed(data, first) {
  const told = new Map(first.map((item) => [item.id, JSON.stringify(item)]));
  return (items) => {
    const fresh = items.filter((item) => told.get(item.id) !== JSON.stringify(item));
    for (const item of fresh) told.set(item.id, JSON.stringify(item));
    if (fresh.length) data.update(fresh);
  };
}

const OPTIONS = {
  physics: false,
  layout: { improvedLayout: false, randomSeed: 1 },
  interaction: { hover: edges.length <= 2000, dragNodes: false, selectConnectedEdges: false, hideEdgesOnDrag: edges.length > MANY_EDGES,
    hideEdgesOnZoom: edges.length > MANY_EDGES, tooltipDelay: 1e9, zoomSpeed: 0.7 },
  nodes: { chosen: false, labelHighlightBold: false },
  edges: { chosen: false, arrowStrikethrough: false, selectionWidth: 0, hoverWidth: 0, arrows: { to: { scaleFactor: 0.55 } } },
};

let picture = null;
let tellNodes = null;
let tellEdges = null;

function createPicture() {
  const [nodeStyles, edgeStyles] = [organisations.map(nodeStyle), edges.map(edgeStyle)];
  const nodes = new vis.DataSet(organisations.map((o, i) => (
    { ...nodeStyles[i], x: o.x, y: o.y, shape: typeOf(o).shape === "ring" ? "dot" : o.shape })));
  const lines = new vis.DataSet(edges.map((edge, i) => ({ ...edgeStyles[i], ...edgeConstants(edge) })));
  picture = new vis.Network(byId("canvas"), { nodes, edges: lines }, OPTIONS);
  tellNodes = diffed(nodes, nodeStyles);
  tellEdges = diffed(lines, edgeStyles);
  picture.on("beforeDrawing", drawUnder);
  picture.on("afterDrawing", drawOver);
  // Lines are drawn before figures have their size: a second drawing lets arrows end at the figures' edges.
  picture.once("afterDrawing", () => requestAnimationFrame(() => picture.redraw()));
  followMoves();
}

function updatePicture() {
  labels = { key: "", placed: [] };
  tellNodes(organisations.map(nodeStyle));
  tellEdges(edges.map(edgeStyle));
  picture.redraw();
}

/** Where a line runs: straight, or by one control point, which is where vis-network puts it. */
function course(edge) {
  const [from, to] = [organisations[edge.from], organisations[edge.to]];
  const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  if (!edge.beside) return { from, to, via: null, middle };
  const bend = 0.16 * Math.abs(edge.beside);
  const angle = Math.atan2(to.y - from.y, to.x - from.x) - (Math.sign(edge.beside) * bend * Math.PI) / 2;
  const reach = (Math.hypot(to.x - from.x, to.y - from.y) * (1 + bend)) / 2;
  const via = { x: from.x + reach * Math.cos(angle), y: from.y + reach * Math.sin(angle) };
  return { from, to, via, middle: { x: (middle.x + via.x) / 2, y: (middle.y + via.y) / 2 } };
}

function trace(context, { from, to, via }) {
  context.moveTo(from.x, from.y);
  if (via) context.quadraticCurveTo(via.x, via.y, to.x, to.y);
  else context.lineTo(to.x, to.y);
}

function drawUnder(context) {
  if (moving && edges.length > MANY_EDGES) drawThinned(context);
  context.strokeStyle = palette.halo;
  for (const edge of edges.filter((e) => isMarked(e) && chosen.edges.has(e.id))) {
    context.beginPath();
    context.lineWidth = 9;
    context.lineCap = "round";
    trace(context, course(edge));
    context.stroke();
  }
  for (const number of markedOrganisations()) {
    const organisation = organisations[number];
    context.beginPath();
    context.lineWidth = 5;
    context.arc(organisation.x, organisation.y, radiusOf(organisation) + 6 * grain, 0, 2 * Math.PI);
    context.stroke();
  }
}

function isMarked(edge) {
  if (hinted === edge.id) return true;
  return state.selected?.what === "relationship" && state.selected.id === edge.relationship;
}

function markedOrganisations() {
  const selected = state.selected?.what === "organisation" ? [state.selected.id] : [];
  return [...new Set([...selected, ...(state.path ?? [])])].filter((number) => chosen.organisations.has(number));
}

/** While a large picture moves, a part of its lines, straight and thin, is enough to see by. */
function drawThinned(context) {
  const shown = edges.filter((edge) => chosen.edges.has(edge.id));
  const step = Math.ceil(shown.length / MANY_EDGES);
  const byColour = tallyEdges(shown.filter((_, i) => i % step === 0));
  context.lineWidth = 1;
  for (const [colour, group] of byColour) {
    context.strokeStyle = colour;
    context.beginPath();
    for (const edge of group) trace(context, { from: organisations[edge.from], to: organisations[edge.to], via: null });
    context.stroke();
  }
}

function tallyEdges(list) {
  const groups = new Map();
  for (const edge of list) {
    const { colour } = kinds[relationships[edge.relationship].kind];
    groups.set(colour, [...(groups.get(colour) ?? []), edge]);
  }
  return groups;
}

/** How the picture lies in the frame: the point in its middle, and the scale. */
function viewport() {
  const { x, y } = picture.getViewPosition();
  const frame = byId("canvas");
  return { x, y, scale: picture.getScale(), width: frame.clientWidth, height: frame.clientHeight };
}

function shownLabels(scale) {
  const key = scale.toFixed(3);
  if (labels.key === key) return labels.placed;
  const items = [...chosen.organisations].map((number) => organisations[number]).map((organisation) => ({
    organisation, x: organisation.x, y: organisation.y, radius: radiusOf(organisation),
    importance: importance(organisation),
  }));
  const lines = edges.filter((edge) => chosen.edges.has(edge.id)).map((edge) => [organisations[edge.from], organisations[edge.to]]);
  labels = { key, placed: placeLabels(items, lines, scale) };
  return labels.placed;
}

function importance(organisation) {
  if (markedOrganisations().includes(organisation.id)) return 1e9;
  return (fadedOrganisation(organisation.id) ? 0 : 1e6) + organisation.edges.length;
}

function badges() {
  if (!state.day) return [];
  const marked = edges.filter((edge) => chosen.edges.has(edge.id)).map((edge) => ({ edge, symbol: badgeOf(relationships[edge.relationship]) }));
  return marked.filter(({ symbol }) => symbol);
}

function drawOver(context) {
  const view = viewport();
  const ratio = context.canvas.width / view.width;
  const toFrame = ({ x, y }) => [(x - view.x) * view.scale + view.width / 2, (y - view.y) * view.scale + view.height / 2];
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  for (const { edge, symbol } of view.scale < 0.4 ? [] : badges()) drawBadge(context, toFrame(course(edge).middle), symbol);
  const origin = toFrame({ x: 0, y: 0 });
  for (const label of shownLabels(view.scale)) drawLabel(context, label, origin);
  context.restore();
}

function drawBadge(context, [x, y], symbol) {
  context.beginPath();
  context.arc(x, y, BADGE_RADIUS, 0, 2 * Math.PI);
  context.fillStyle = palette.ground;
  context.strokeStyle = palette.soft;
  context.lineWidth = 1;
  context.fill();
  context.stroke();
  context.fillStyle = palette.ink;
  context.font = `700 11px ${LABEL_FONT}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(symbol, x, y + 0.5);
}

function drawLabel(context, label, [left, top]) {
  const marked = markedOrganisations().includes(label.organisation.id);
  context.font = `${marked ? 700 : 400} ${LABEL_SIZE}px ${LABEL_FONT}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = 3.5;
  context.strokeStyle = palette.ground;
  if (label.crossed) drawPlate(context, label, left, top);
  context.fillStyle = fadedOrganisation(label.organisation.id) ? palette.soft : palette.ink;
  label.lines.forEach((line, i) => {
    const y = label.y + top + (i - (label.lines.length - 1) / 2) * LINE_HEIGHT;
    context.strokeText(line, label.x + left, y);
    context.fillText(line, label.x + left, y);
  });
}

/** Where lines run behind a label, they are covered for the most part. */
function drawPlate(context, label, left, top) {
  const height = label.lines.length * LINE_HEIGHT;
  context.globalAlpha = 0.82;
  context.fillStyle = palette.ground;
  context.fillRect(label.x + left - label.width / 2 - 2, label.y + top - height / 2, label.width + 4, height);
  context.globalAlpha = 1;
}
