// Which labels are shown: by importance, and only where they overlap no other label and, in small pictures, no figure.

const LABEL_FONT = '"Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif';
const LABEL_SIZE = 12;
const LINE_HEIGHT = 14;
const LABEL_LINES = 3;
const LABELS_AT_MOST = 160;
const LABELS_OF_A_CROWD = 45;
const CELL = 80;
/** Room for a line of a label, in pixels; less of it in a small frame. */
let labelWidth = 132;
/** How far a label may stand out to the side of the outermost figures. */
let sideRoom = 112;
const CROWD = 400;

const measuring = document.createElement("canvas").getContext("2d");
const wrapped = new Map();

function widthOf(words) {
  measuring.font = `${LABEL_SIZE}px ${LABEL_FONT}`;
  return measuring.measureText(words).width;
}

/** The longest beginning of a text that fits a line, with an ellipsis if it is not all of it. */
function shortened(words) {
  if (widthOf(words) <= labelWidth) return words;
  let letters = [...words.slice(0, 60)];
  while (letters.length > 1 && widthOf(`${letters.join("")}…`) > labelWidth) letters = letters.slice(0, -1);
  return `${letters.join("").trimEnd()}…`;
}

/** A label as lines, wrapped between words. Controls, which draw nothing or turn the text round, become visible. */
function wrap(label) {
  const words = label.slice(0, 400).replace(/[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, "\ufffd").split(/\s+/).filter(Boolean);
  const lines = [];
  for (const word of words) {
    const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
    if (lines.length && widthOf(longer) <= labelWidth) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  const kept = lines.slice(0, LABEL_LINES).map(shortened);
  if (lines.length > LABEL_LINES) kept[LABEL_LINES - 1] = shortened(`${lines[LABEL_LINES - 1]} …`);
  return { lines: kept, width: Math.max(0, ...kept.map(widthOf)), height: kept.length * LINE_HEIGHT };
}

function wrappedLabel(organisation) {
  if (!wrapped.has(organisation.id)) wrapped.set(organisation.id, wrap(organisation.label));
  return wrapped.get(organisation.id);
}

/** Boxes in a grid, so that only near ones are compared. */
function occupancy() {
  const cells = new Map();
  const each = (box, visit) => {
    for (let column = Math.floor(box.left / CELL); column <= Math.floor(box.right / CELL); column += 1) {
      for (let row = Math.floor(box.top / CELL); row <= Math.floor(box.bottom / CELL); row += 1) visit(`${column},${row}`);
    }
  };
  const clash = (a, b) => a.owner !== b.owner && a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  return {
    add: (box) => each(box, (cell) => (cells.get(cell) ?? cells.set(cell, []).get(cell)).push(box)),
    free: (box) => {
      let free = true;
      each(box, (cell) => { free &&= !(cells.get(cell) ?? []).some((other) => clash(box, other)); });
      return free;
    },
  };
}

function labelBox(centre, label, owner) {
  return { owner, left: centre.x - label.width / 2 - 3, right: centre.x + label.width / 2 + 3,
    top: centre.y - label.height / 2 - 1, bottom: centre.y + label.height / 2 + 1 };
}

/** Where a label may stand: below its figure, above, right, left, or at a corner. */
function places(x, y, radius, label) {
  const up = radius + label.height / 2 + 3;
  const aside = radius + label.width / 2 + 5;
  const half = aside * 0.7;
  return [{ x, y: y + up }, { x, y: y - up }, { x: x + aside, y }, { x: x - aside, y }, { x: x + half, y: y + up },
    { x: x - half, y: y + up }, { x: x + half, y: y - up }, { x: x - half, y: y - up }];
}

/** Whether a line passes through a box: the two are cut to what they share (Liang and Barsky 1984). */
function crosses(box, [from, to]) {
  const run = [to.x - from.x, to.y - from.y];
  let [enter, leave] = [0, 1];
  for (const [delta, low, high] of [[run[0], box.left - from.x, box.right - from.x], [run[1], box.top - from.y, box.bottom - from.y]]) {
    if (delta === 0 && (low > 0 || high < 0)) return false;
    if (delta !== 0) {
      const [first, last] = [low / delta, high / delta].sort((a, b) => a - b);
      enter = Math.max(enter, first);
      leave = Math.min(leave, last);
    }
  }
  return enter < leave;
}

const HEADROOM = 56;

/** A test whether a box stays near the figures, so that a frame that fits these fits their labels. */
function withinReach(items, scale) {
  const [left, right, top, bottom] = items.reduce(([l, r, t, b], { x, y }) => [Math.min(l, x), Math.max(r, x), Math.min(t, y),
    Math.max(b, y)], [Infinity, -Infinity, Infinity, -Infinity]);
  return (box) => box.left >= left * scale - sideRoom && box.right <= right * scale + sideRoom
    && box.top >= top * scale - HEADROOM && box.bottom <= bottom * scale + HEADROOM;
}

/** The free place that the fewest lines run through; among equals the first. */
function bestPlace(spots, fits, segments, label, owner) {
  const free = spots.filter((centre) => fits(labelBox(centre, label, owner)));
  const cost = (centre) => segments.filter((segment) => crosses(labelBox(centre, label, owner), segment)).length;
  return free.map((centre) => ({ centre, cost: cost(centre) })).reduce((a, b) => (a && a.cost <= b.cost ? a : b), null)?.centre;
}

/**
 * Choose and place labels for a scale, in pixels of a view whose origin is that of the picture.
 * Labels keep their places while the view is moved; they change only when it is scaled.
 */
function placeLabels(items, lines, scale) {
  const taken = occupancy();
  const at = ({ x, y }) => ({ x: x * scale, y: y * scale });
  const segments = lines.length <= CROWD ? lines.map(([from, to]) => [at(from), at(to)]) : [];
  if (items.length <= CROWD) {
    for (const { x, y, radius, organisation } of items) {
      const r = radius * scale;
      taken.add({ owner: organisation.id, left: x * scale - r, right: x * scale + r, top: y * scale - r, bottom: y * scale + r });
    }
  }
  const near = withinReach(items, scale);
  const fits = (box) => near(box) && taken.free(box);
  const placed = [];
  const most = items.length <= CROWD ? LABELS_AT_MOST : Math.min(LABELS_OF_A_CROWD * Math.max(1, 4 * scale) ** 1.5, 4 * LABELS_AT_MOST);
  const wanted = [...items].sort((a, b) => b.importance - a.importance || a.organisation.id - b.organisation.id);
  for (const item of wanted.slice(0, 6 * most)) {
    const label = wrappedLabel(item.organisation);
    const spots = places(item.x * scale, item.y * scale, item.radius * scale, label);
    const spot = bestPlace(spots, fits, segments, label, item.organisation.id);
    if (spot) {
      taken.add({ ...labelBox(spot, label, null) });
      const box = labelBox(spot, label, null);
      const crossed = segments.some((segment) => crosses(box, segment));
      placed.push({ ...spot, crossed, organisation: item.organisation, lines: label.lines, width: label.width });
      if (placed.length >= most) break;
    }
  }
  return placed;
}
