// The same relationships as a table, sorted by any column, under the same filters.

const SCREENFUL = 500;
let rowsShown = SCREENFUL;

const columns = {
  kind: { label: "Kind", text: (r) => kinds[r.kind].label },
  parties: { label: "Who", text: (r) => names(r.parties).join(" – ") },
  status: { label: "Status", text: (r) => statuses[r.status].label },
  dates: { label: "Dates", text: (r) => r.dates, order: (r) => r.bounds[0] ?? r.bounds[1] ?? r.signed ?? "9999" },
  standing: { label: "Standing", text: (r) => standingWords(r) ?? "" },
  sources: { label: "Sources", text: (r) => String(r.documents), order: (r) => String(r.documents).padStart(6, "0") },
};

const collator = new Intl.Collator("en");

function sorted(list) {
  const column = columns[state.sort];
  const key = column.order ?? column.text;
  const keyed = list.map((r) => ({ r, key: key(r) }));
  keyed.sort((a, b) => collator.compare(a.key, b.key) || a.r.id - b.r.id);
  if (state.descending) keyed.reverse();
  return keyed.map(({ r }) => r);
}

function shownColumns() {
  return Object.entries(columns).filter(([name]) => name !== "standing" || state.day);
}

function heading([name, column]) {
  const active = state.sort === name;
  const sort = active ? (state.descending ? "descending" : "ascending") : "none";
  const mark = active ? (state.descending ? " ▼" : " ▲") : "";
  const click = () => {
    go({ sort: name, descending: active && !state.descending });
    byId("table").querySelector(`[data-column="${name}"]`).focus();
  };
  return h("th", { scope: "col", "aria-sort": sort }, action([column.label, h("span", { "aria-hidden": "true" }, mark)], click, { "data-column": name }));
}

function cell(name, r) {
  if (name === "kind") return h("td", {}, h("span", { class: "kind" }, kindLine(r)));
  if (name === "parties") {
    return h("td", {}, relationshipButton(r, bdi(r.label)), h("small", {}, r.parties.flatMap((party, i) => [i ? " – " : "", bdi(organisations[party].label)])));
  }
  return h("td", {}, columns[name].text(r));
}

function tableRow(r) {
  const on = state.selected?.what === "relationship" && state.selected.id === r.id;
  return h("tr", on ? { class: "on" } : {}, shownColumns().map(([name]) => cell(name, r)));
}

function tableOf(list) {
  return h("table", { class: "relationships" }, h("caption", {}, `${plural(chosen.relationships.length, "relationship")}, ${timeWords()}`),
    h("thead", {}, h("tr", {}, shownColumns().map(heading))), h("tbody", {}, list.map(tableRow)));
}

function updateTable() {
  byId("table").hidden = state.view !== "table";
  byId("picture").classList.toggle("behind", state.view === "table");
  for (const view of ["network", "table"]) byId(`show-${view}`).setAttribute("aria-pressed", String(state.view === view));
  if (state.view !== "table") return;
  const list = sorted(chosen.relationships);
  const more = list.length > rowsShown ? action(`Show all ${list.length}`, () => {
    rowsShown = Infinity;
    updateTable();
  }, { class: "more" }) : null;
  byId("table").replaceChildren(...[tableOf(list.slice(0, rowsShown)), more].filter(Boolean));
}
