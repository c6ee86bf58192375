// The state of the view: one value, which the address after # spells out and restores.

const GROUPS = ["kind", "status", "type", "standing", "change"];
const START = {
  view: "network", selected: null, off: { kind: [], status: [], type: [], standing: [], change: [] }, sources: 1, words: "",
  day: "", compare: "", around: null, hops: 1, path: null, colour: "none", size: sizes[0], sort: "kind", descending: false,
  camera: null,
};
let state = structuredClone(START);

const LETTER = { organisation: "o", relationship: "r" };
const COLOURINGS = { none: "nothing", type: "kind of organisation", country: "country", community: "community" };
const COLUMNS = ["kind", "parties", "status", "dates", "standing", "sources"];

function iriOf(selected) {
  const all = selected.what === "organisation" ? organisations : relationships;
  return all[selected.id].iri;
}

function found(what, iri) {
  const all = what === "organisation" ? organisations : relationships;
  const item = all.find((each) => each.iri === iri);
  return item ? { what, id: item.id } : null;
}

function organisationNumber(iri) {
  return found("organisation", iri)?.id ?? null;
}

function toHash(view) {
  const known = {
    view: view.view, on: view.day, compare: view.compare, sources: view.sources, words: view.words, colour: view.colour,
    size: view.size, sort: view.sort, down: view.descending ? "1" : "",
    at: view.selected && LETTER[view.selected.what] + iriOf(view.selected),
    around: view.around === null ? "" : organisations[view.around].iri, hops: view.hops,
    path: view.path && view.path.map((number) => organisations[number].iri).join(" "),
    camera: view.camera && view.camera.join(","),
  };
  for (const group of GROUPS) known[`no-${group}`] = view.off[group].map((notation) => notation || UNSTATED).join(" ");
  const first = { view: START.view, sources: START.sources, hops: START.hops, colour: START.colour, size: START.size, sort: START.sort };
  const wanted = Object.entries(known).filter(([name, value]) => value && String(value) !== String(first[name]));
  return new URLSearchParams(wanted).toString();
}

function oneOf(allowed, value, otherwise) {
  return allowed.includes(value) ? value : otherwise;
}

function wholeNumber(words, least, most, otherwise) {
  const value = Number(words);
  return Number.isInteger(value) && value >= least && value <= most ? value : otherwise;
}

/** Whatever stands after #, in whatever order; what makes no sense is left out. */
function fromHash(hash) {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const get = (name) => given.get(name) ?? "";
  const at = get("at");
  const path = get("path").split(" ").map(organisationNumber);
  const camera = get("camera").split(",").map(Number);
  return {
    view: oneOf(["network", "table"], get("view"), START.view),
    selected: at ? found(at[0] === "o" ? "organisation" : "relationship", at.slice(1)) : null,
    off: Object.fromEntries(GROUPS.map((group) => [group, get(`no-${group}`).split(" ").filter(Boolean).map(unspoken)])),
    sources: wholeNumber(get("sources"), 1, 99, 1),
    words: get("words"), day: asDay(get("on")), compare: asDay(get("on")) && asDay(get("compare")),
    around: organisationNumber(get("around")), hops: wholeNumber(get("hops"), 1, 3, 1),
    path: path.length === 2 && !path.includes(null) ? path : null,
    colour: oneOf(Object.keys(COLOURINGS), get("colour"), START.colour),
    size: oneOf(["none", ...sizes], get("size"), START.size),
    sort: oneOf(COLUMNS, get("sort"), START.sort), descending: get("down") === "1",
    camera: camera.length === 4 && camera.every(Number.isFinite) && camera[2] > 0 ? camera : null,
  };
}

const UNSTATED = "~";

/** The empty notation (no type stated) needs a sign of its own in a list. */
function unspoken(notation) {
  return notation === UNSTATED ? "" : notation;
}

/** In a notebook's frame there is no address to write; then the way back is kept here. */
const addressable = location.protocol !== "about:";
const trail = [];
if (addressable) trail.length = history.state?.depth ?? 0;

function writeAddress(step) {
  const hash = toHash(state);
  if (!addressable) return;
  const address = hash ? `#${hash}` : location.pathname + location.search;
  if (step) history.pushState({ depth: trail.length }, "", address);
  else history.replaceState({ depth: trail.length }, "", address);
}

/** Change the view. A step is something one may want to go back from. */
function go(changes, { step = false } = {}) {
  if (step) trail.push(toHash(state));
  state = { ...state, ...changes };
  writeAddress(step);
  show();
}

function goBack() {
  if (!trail.length) return;
  if (addressable) history.back();
  else restore(trail.pop());
}

function restore(hash) {
  state = fromHash(hash);
  show();
  restoreCamera();
}

addEventListener("popstate", (event) => {
  trail.length = event.state?.depth ?? 0;
  restore(location.hash);
});
