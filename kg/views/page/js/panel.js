// The panel: what is known of the organisation, relationship or path that was chosen.

function select(what, id) {
  go({ selected: { what, id } }, { step: true });
}

function organisationButton(number) {
  return action(bdi(organisations[number].label), () => select("organisation", number), { class: "party" });
}

function relationshipButton(relationship, words) {
  return action(words, () => select("relationship", relationship.id), { class: "why" });
}

function fact(term, ...details) {
  return details.flat().filter(Boolean).length ? h("div", {}, h("dt", {}, term), h("dd", {}, ...details)) : null;
}

function partyFacts(relationship) {
  const kind = kinds[relationship.kind];
  const list = (numbers) => numbers.map(organisationButton);
  if (!relationship.to.length) return [fact(relationship.from.length > 1 ? "parties" : kind.from.label, list(relationship.from))];
  return [fact(kind.from.label, list(relationship.from)), fact(kind.to.label, list(relationship.to))];
}

function relationshipPanel(relationship) {
  const on = state.day ? `on ${dayInWords(state.day)}` : "";
  return [
    h("p", { class: "eyebrow" }, kindLine(relationship)),
    h("h2", { tabindex: -1 }, bdi(relationship.label, language(relationship.name))),
    relationship.about ? h("p", {}, bdi(wording(relationship.about), language(relationship.about))) : null,
    h("dl", {}, partyFacts(relationship), fact("role", relationship.role), fact("status", statuses[relationship.status].label),
      fact("dates", relationship.dates || "no dates stated"),
      fact(state.compare ? "change" : `standing ${on}`, standingWords(relationship))),
    h("h3", {}, `Says who? ${plural(relationship.evidence.length, "passage")}`),
    evidenceList(relationship),
    h("p", { class: "iri" }, expand(relationship.iri)),
  ];
}

/** Whom a community stands for. */
function memberList(organisation) {
  if (!organisation.members.length) return null;
  return h("section", {}, h("h3", {}, `${organisation.members.length} members`),
    h("ul", { class: "members" }, organisation.members.map((name) => h("li", {}, bdi(name)))));
}

function organisationPanel(organisation) {
  const kind = [organisation.typeLabel || UNKNOWN_TYPE.label, countryName(organisation.country)].filter(Boolean).join(" · ");
  return [
    h("p", { class: "eyebrow" }, shapeSwatch(typeOf(organisation).shape), " ", bdi(kind)),
    h("h2", { tabindex: -1 }, bdi(organisation.label, language(organisation.name))),
    organisation.also.length ? h("p", { class: "also" }, "also ", organisation.also.flatMap((name, i) => [i ? ", " : "", bdi(name)])) : null,
    organisation.same.length ? h("ul", { class: "links" }, organisation.same.map((address) => h("li", {}, link(address)))) : null,
    focusControls(organisation),
    memberList(organisation),
    relationshipGroups(organisation),
    rankTable(organisation),
    h("p", { class: "iri" }, expand(organisation.iri)),
  ];
}

function focusControls(organisation) {
  const depth = (hops) => action(String(hops), () => focusOn(organisation.id, hops), {
    "aria-label": `Neighbourhood to depth ${hops}`, "aria-pressed": String(state.around === organisation.id && state.hops === hops) });
  const input = h("input", { type: "text", id: "path-to", placeholder: "Path to…", autocomplete: "off", "aria-label": `Path from ${organisation.label} to` });
  const list = h("ul", { id: "path-list" });
  const box = h("div", { class: "combobox" }, input, list);
  combobox(input, list, (target) => findPath(organisation.id, target));
  return h("div", { class: "focus" }, h("div", { class: "depths", role: "group", "aria-label": "Neighbourhood" },
    h("span", {}, "Neighbourhood"), [1, 2, 3].map(depth)), box);
}

function focusOn(number, hops) {
  go({ around: number, hops, path: null }, { step: true });
  refit();
  announce(`Neighbourhood of ${organisations[number].label} to depth ${hops}: ${plural(chosen.organisations.size, "organisation")}`);
}

function findPath(start, end) {
  go({ path: [start, end], around: null, selected: null }, { step: true });
  refit();
  announce(chosen.stops.length ? `Path of ${plural(chosen.stops.length - 1, "step")}` : "No path");
}

function relationshipItem(relationship, organisation) {
  const words = others(relationship, organisation).flatMap((party, i) => [i ? ", " : "", bdi(organisations[party].label)]);
  const more = [relationship.role, relationship.status === "in-force" ? "" : statuses[relationship.status].label, relationship.dates];
  return h("li", {}, relationshipButton(relationship, words), h("small", {}, more.filter(Boolean).join(" · ")));
}

/** Its relationships under the filters, by how they read from here. */
function relationshipGroups(organisation) {
  const own = chosen.relationships.filter((r) => r.parties.includes(organisation.id));
  const groups = new Map();
  for (const r of own) {
    const key = reading(r, organisation);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(r);
  }
  const all = new Set(organisation.edges.map((edge) => edge.relationship)).size;
  const more = all > own.length ? h("p", { class: "hint" }, `${plural(all - own.length, "more relationship")} hidden by filters`) : null;
  return h("div", { class: "groups" }, [...groups].map(([label, list]) => [
    h("h3", {}, lineSwatch(kinds[list[0].kind].colour, "solid"), ` ${label} `, h("span", { class: "count" }, String(list.length))),
    h("ul", {}, list.map((r) => relationshipItem(r, organisation))),
  ]), more);
}

function rankTable(organisation) {
  if (!organisation.ranks) return h("p", { class: "hint" }, `Not ranked: it has no ${ranked === "these relationships" ? "relationship" : "relationship in force"}`);
  const count = organisations.filter((o) => o.ranks).length;
  const row = (measure, i) => h("tr", {}, h("th", { scope: "row" }, measure), h("td", {}, `${organisation.ranks[i]} of ${count}`),
    h("td", {}, String(organisation.scores[i])));
  return h("table", { class: "ranks" }, h("caption", {}, `Rank by centrality, ${ranked}`),
    h("thead", {}, h("tr", {}, ["measure", "rank", "score"].map((name) => h("th", { scope: "col" }, name)))),
    h("tbody", {}, measures.map(row)));
}

function pathPanel([start, end]) {
  const stops = chosen.stops ?? [];
  const title = [bdi(organisations[start].label), " → ", bdi(organisations[end].label)];
  if (!stops.length) return [h("p", { class: "eyebrow" }, "Path"), h("h2", { tabindex: -1 }, title), h("p", {}, "No path leads from one to the other under these filters.")];
  const step = (stop, i) => {
    const between = chosen.relationships.filter((r) => r.parties.includes(stops[i]) && r.parties.includes(stop));
    return h("li", {}, h("p", { class: "step" }, organisationButton(stops[i]), " → ", organisationButton(stop)),
      between.map((r) => [h("p", {}, kindLine(r), ": ", relationshipButton(r, bdi(r.label))), evidenceList(r)]));
  };
  return [h("p", { class: "eyebrow" }, `Path of ${plural(stops.length - 1, "step")}`), h("h2", { tabindex: -1 }, title),
    h("ol", { class: "steps" }, stops.slice(1).map(step))];
}

function panelContent() {
  const { selected, path } = state;
  if (selected?.what === "relationship") return relationshipPanel(relationships[selected.id]);
  if (selected?.what === "organisation") return organisationPanel(organisations[selected.id]);
  return path ? pathPanel(path) : null;
}

let panelKey = "";

/** Draw the panel anew only if what it shows has changed, so that nobody is typing into what is replaced. */
function updatePanel() {
  const { camera, sort, descending, view, colour, size, ...shown } = state;
  const key = JSON.stringify(shown);
  if (key === panelKey) return;
  panelKey = key;
  const content = panelContent();
  byId("panel").hidden = !content;
  document.body.classList.toggle("detailed", Boolean(content));
  byId("panel-content").replaceChildren(...(content ?? []).flat(2).filter(Boolean));
  byId("panel").scrollTop = 0;
  byId("back").hidden = !trail.length;
}

function closePanel() {
  go(state.selected ? { selected: null } : { path: null }, { step: true });
  byId("picture").focus();
}

function focusPanel() {
  byId("panel").querySelector("h2")?.focus();
}
