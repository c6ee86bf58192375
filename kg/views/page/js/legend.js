// The legend, which is also the filters: a switch and a count per kind, status, type, standing.

const rows = Object.fromEntries(GROUPS.map((group) => [group, new Map()]));

function legendRow(group, notation, label, swatch) {
  const box = h("input", { type: "checkbox", checked: true, change: () => toggle(group, notation) });
  const count = h("span", { class: "count" });
  const only = action("only", () => onlyThis(group, notation), { class: "only", "aria-label": `only ${label}` });
  const row = h("li", {}, h("label", {}, box, swatch, h("span", { class: "name" }, label), count), only);
  rows[group].set(notation, { row, box, count });
  return row;
}

function toggle(group, notation) {
  const off = state.off[group];
  const next = off.includes(notation) ? off.filter((each) => each !== notation) : [...off, notation];
  go({ off: { ...state.off, [group]: next } });
}

/** Only this one; once more brings the others back. */
function onlyThis(group, notation) {
  const all = [...rows[group].keys()];
  const alone = state.off[group].length === all.length - 1 && !state.off[group].includes(notation);
  go({ off: { ...state.off, [group]: alone ? [] : all.filter((each) => each !== notation) } });
}

function section(title, id, ...content) {
  return h("fieldset", { id: `legend-${id}` }, h("legend", {}, title), ...content);
}

function occurring(all, used) {
  const found_ = new Set(used);
  return Object.keys(all).filter((notation) => found_.has(notation));
}

function buildLegend() {
  const usedTypes = occurring(types, organisations.map((o) => (types[o.type] ? o.type : "")));
  const usedStatuses = occurring(statuses, relationships.map((r) => r.status));
  byId("legend").append(
    section("Relationships", "kind", h("ul", {}, Object.entries(kinds).map(([notation, kind]) => (
      legendRow("kind", notation, kind.label, lineSwatch(kind.colour, "solid")))))),
    section("Status", "status", h("ul", {}, usedStatuses.map((notation) => (
      legendRow("status", notation, statuses[notation].label, lineSwatch("currentColor", statuses[notation].line)))))),
    section("Standing", "standing", h("ul", {}, Object.keys(WIDTHS).map((notation) => (
      legendRow("standing", notation, STANDINGS[notation], standingSwatch(notation)))))),
    section("Change", "change", h("ul", {}, Object.entries(CHANGES).map(([notation, label]) => (
      legendRow("change", notation, label, BADGES[notation] ? badgeSwatch(BADGES[notation]) : lineSwatch("var(--soft)", "solid")))))),
    section("Organisations", "type", h("ul", {}, usedTypes.map((notation) => (
      legendRow("type", notation, types[notation].label, shapeSwatch(types[notation].shape)))))),
  );
  byId("legend-type").hidden = collapsed;
  connectControls();
}

function standingSwatch(notation) {
  const badge = BADGES[notation];
  return badge ? badgeSwatch(badge) : lineSwatch("currentColor", "solid", WIDTHS[notation]);
}

function connectControls() {
  const most = Math.max(1, ...relationships.map((r) => r.documents));
  byId("sources").max = most;
  byId("sources").addEventListener("change", (event) => go({ sources: wholeNumber(event.target.value, 1, 99, 1) }));
  byId("words").addEventListener("input", (event) => go({ words: event.target.value }));
  byId("reset").addEventListener("click", () => go({ off: START.off, sources: 1, words: "", around: null, path: null, day: "", compare: "" }));
  for (const [value, label] of Object.entries(COLOURINGS)) byId("colour").append(h("option", { value }, label));
  for (const value of ["none", ...sizes]) byId("size").append(h("option", { value }, value === "none" ? "nothing" : value));
  byId("colour").addEventListener("change", (event) => go({ colour: event.target.value }));
  byId("size").addEventListener("change", (event) => go({ size: event.target.value }));
}

function setValue(element, value) {
  if (element.value !== String(value)) element.value = value;
}

function updateLegend() {
  for (const group of GROUPS) {
    for (const [notation, { row, box, count }] of rows[group]) {
      box.checked = !state.off[group].includes(notation);
      row.classList.toggle("off", !box.checked);
      count.textContent = chosen.counts[group].get(notation) ?? 0;
    }
  }
  byId("legend-standing").hidden = !state.day || Boolean(state.compare);
  byId("legend-change").hidden = !state.compare;
  for (const id of ["sources", "words", "colour", "size"]) setValue(byId(id), state[id]);
  byId("reset").hidden = !isFiltered();
  updateColours();
}

function isFiltered() {
  return GROUPS.some((group) => state.off[group].length) || state.sources > 1 || state.words || state.day
    || state.around !== null || state.path;
}

function updateColours() {
  const { rows: categories, rest } = colouring;
  const row = (label, count, colour) => h("li", {}, shapeSwatch("dot", colour), h("span", { class: "name" }, bdi(label)),
    h("span", { class: "count" }, String(count)));
  const list = state.colour === "none" ? [] : categories.map(({ label, count }, i) => row(label, count, palette.categories[i]));
  if (state.colour !== "none" && rest) list.push(row("other or not stated", rest, palette.other));
  byId("colours").replaceChildren(...list);
  byId("colours").hidden = !list.length;
}
