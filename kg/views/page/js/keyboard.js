// The network by keyboard: arrows step through neighbours, Enter asks why, Escape steps back.

let stepping = { centre: null, place: -1 };

/** The shown edges of an organisation, in the order of the clock. */
function around(number) {
  const angle = (edge) => {
    const [here, there] = [organisations[number], organisations[otherEnd(edge, number)]];
    return Math.atan2(there.y - here.y, there.x - here.x);
  };
  return organisations[number].edges.filter((edge) => chosen.edges.has(edge.id)).sort((a, b) => angle(a) - angle(b) || a.id - b.id);
}

function announceOrganisation(organisation) {
  const count = around(organisation.id).length;
  announce(`${organisation.label}, ${organisation.typeLabel || UNKNOWN_TYPE.label}, ${plural(count, "line")}. Arrow right steps through them.`);
}

function centreNow() {
  return state.selected?.what === "organisation" ? state.selected.id : stepping.centre;
}

function startAnywhere() {
  const shown = [...chosen.organisations].map((number) => organisations[number]);
  if (!shown.length) return announce("Nothing is shown under these filters");
  const first = shown.reduce((best, o) => (o.edges.length > best.edges.length ? o : best));
  select("organisation", first.id);
  uncover(first.id);
  return announceOrganisation(first);
}

function stepBy(direction) {
  const centre = centreNow();
  if (centre === null || !chosen.organisations.has(centre)) return startAnywhere();
  const list = around(centre);
  if (!list.length) return announce("No line leads on from here under these filters");
  const from = stepping.centre === centre ? stepping.place : -1;
  const place = from < 0 && direction < 0 ? list.length - 1 : (from + direction + list.length) % list.length;
  stepping = { centre, place };
  hinted = list[place].id;
  const relationship = relationships[list[place].relationship];
  const other = organisations[otherEnd(list[place], centre)];
  picture.redraw();
  return announce(`${place + 1} of ${list.length}: ${reading(relationship, organisations[centre])} – ${other.label}. Enter asks why, arrow down goes there.`);
}

function candidate() {
  const centre = centreNow();
  return centre !== null && stepping.centre === centre && stepping.place >= 0 ? around(centre)[stepping.place] : null;
}

function forget() {
  stepping = { centre: null, place: -1 };
  hinted = null;
}

function enter() {
  const edge = candidate();
  if (edge) {
    select("relationship", edge.relationship);
    announce(`${relationships[edge.relationship].label}: ${plural(relationships[edge.relationship].evidence.length, "passage")}`);
  }
  if (!byId("panel").hidden) focusPanel();
}

function crossOver() {
  const edge = candidate();
  if (!edge) return startAnywhere();
  const next = otherEnd(edge, stepping.centre);
  forget();
  select("organisation", next);
  uncover(next);
  return announceOrganisation(organisations[next]);
}

const PICTURE_KEYS = {
  ArrowRight: () => stepBy(1), ArrowLeft: () => stepBy(-1), ArrowDown: crossOver, ArrowUp: () => { forget(); goBack(); },
  Enter: enter, "+": () => zoomBy(1.3), "-": () => zoomBy(1 / 1.3), "0": refit,
};

function isTyping(element) {
  return element.matches("input, select, textarea");
}

/** Close what is open, the innermost first. */
function escape() {
  if (byId("take").open) {
    byId("take").open = false;
    byId("take").querySelector("summary").focus();
  } else if (document.body.classList.contains("sheet")) toggleFilters(false);
  else if (!byId("panel").hidden) closePanel();
  else if (state.around !== null || state.path) clearFocus();
}

function clearFocus() {
  go({ around: null, path: null }, { step: true });
  refit();
  announce("The whole network is shown");
}

function buildKeyboard() {
  byId("picture").addEventListener("keydown", (event) => {
    const run = PICTURE_KEYS[event.key];
    if (!run || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    run();
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !document.querySelector("dialog[open]")) escape();
    if (event.key !== "/" || isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    byId("search").focus();
  });
}
