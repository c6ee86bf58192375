// Find an organisation by any of its names, accents and case aside, with completion.

const SUGGESTIONS = 8;
const index = organisations.map((o) => ({ organisation: o, names: [o.label, ...o.also, ...o.members].map((name) => ({ name, key: plain(name) })) }));

/** How well a name fits: whole, from its beginning, from the beginning of a word, anywhere; else not at all. */
function fitness(key, wanted) {
  if (key === wanted) return 0;
  if (key.startsWith(wanted)) return 1;
  if (key.includes(` ${wanted}`) || key.includes(`-${wanted}`)) return 2;
  return key.includes(wanted) ? 3 : Infinity;
}

function suggestions(words) {
  const wanted = plain(words.trim());
  if (!wanted) return [];
  const ranked = index.map(({ organisation, names: all }) => {
    const best = all.map(({ name, key }) => ({ name, fit: fitness(key, wanted) })).reduce((a, b) => (b.fit < a.fit ? b : a));
    return { organisation, ...best };
  });
  const fitting = ranked.filter(({ fit: how }) => how < Infinity);
  fitting.sort((a, b) => a.fit - b.fit || b.organisation.edges.length - a.organisation.edges.length || a.organisation.id - b.organisation.id);
  return fitting.slice(0, SUGGESTIONS);
}

function option({ organisation, name }, id, pick) {
  const alias = name === organisation.label ? null : h("small", {}, bdi(name));
  return h("li", { role: "option", id, "aria-selected": "false", mousedown: (event) => { event.preventDefault(); pick(organisation.id); } },
    shapeSwatch(typeOf(organisation).shape), h("span", {}, bdi(organisation.label), alias));
}

/** The combobox pattern of the WAI-ARIA Authoring Practices, with a list of suggestions. */
function combobox(input, list, choose_) {
  let found_ = [];
  let active = -1;
  const describe = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  for (const [name, value] of Object.entries(describe)) input.setAttribute(name, value);
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  list.hidden = true;
  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const pick = (number) => {
    input.value = "";
    close();
    choose_(number);
  };
  const mark = (next) => {
    active = (next + found_.length) % found_.length;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === active)));
    input.setAttribute("aria-activedescendant", list.children[active].id);
    list.children[active].scrollIntoView({ block: "nearest" });
  };
  const open = () => {
    found_ = suggestions(input.value);
    active = -1;
    list.replaceChildren(...found_.map((each, i) => option(each, `${list.id}-${i}`, pick)));
    list.hidden = !found_.length;
    input.setAttribute("aria-expanded", String(found_.length > 0));
    if (found_.length) mark(0);
    if (input.value.trim()) announce(found_.length ? plural(found_.length, "suggestion") : "No organisation has that name");
  };
  const keys = {
    ArrowDown: () => found_.length && mark(active + 1),
    ArrowUp: () => found_.length && mark(active - 1),
    Enter: () => found_.length && !list.hidden && pick(found_[Math.max(active, 0)].organisation.id),
    Escape: () => {
      input.value = "";
      close();
      input.blur();
    },
  };
  input.addEventListener("input", open);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (!keys[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]();
  });
}

/** Select an organisation and fly there, also if the filters hide it: then they give way. */
function visit(number) {
  const open = { selected: { what: "organisation", id: number } };
  if (!chosen.organisations.has(number)) Object.assign(open, { off: START.off, sources: 1, words: "", around: null, path: null, day: "", compare: "" });
  go({ ...open, view: "network" }, { step: true });
  flyTo(number);
  byId("picture").focus({ preventScroll: true });
  announceOrganisation(organisations[number]);
}

function buildSearch() {
  combobox(byId("search"), byId("search-list"), visit);
}
