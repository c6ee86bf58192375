// Everything together: one function shows a state, and whatever a reader does makes a new state.

function updateTally() {
  const shown = `${plural(chosen.organisations.size, nouns.figure)} · ${plural(chosen.relationships.length, nouns.line)}`;
  const hidden = chosen.hidden ? ` · ${chosen.hidden.toLocaleString("en")} hidden by filters` : "";
  byId("tally").textContent = shown + hidden;
}

function updateFocusBar() {
  const bar = byId("focus-bar");
  const centre = state.around === null ? null : organisations[state.around];
  const words_ = centre ? ["Neighbourhood of ", bdi(centre.label), `, depth ${state.hops}`] : state.path
    ? ["Path from ", bdi(organisations[state.path[0]].label), " to ", bdi(organisations[state.path[1]].label)] : [];
  bar.hidden = !words_.length;
  if (words_.length) bar.replaceChildren(h("span", {}, words_), action("Show all", clearFocus));
}

function show() {
  chosen = choose(state);
  colouring = colourCategories(state.colour, chosen.organisations);
  updateTally();
  updateLegend();
  updateTime();
  updatePanel();
  updateTable();
  updateFocusBar();
  byId("nothing").hidden = chosen.organisations.size > 0;
  if (picture) updatePicture();
  else createPicture();
}

function tip(words_, { x, y }) {
  const element = byId("tip");
  element.textContent = words_.length > 300 ? `${words_.slice(0, 300)}…` : words_;
  element.hidden = false;
  const most = byId("picture").clientWidth - element.offsetWidth - 8;
  element.style.left = `${Math.max(8, Math.min(x + 14, most))}px`;
  element.style.top = `${y + 14}px`;
  byId("canvas").classList.add("pointing");
}

function hideTip() {
  byId("tip").hidden = true;
  byId("canvas").classList.remove("pointing");
}

function connectPicture() {
  byId("canvas").firstElementChild.tabIndex = -1;
  picture.on("click", ({ nodes, edges: lines_ }) => {
    hideTip();
    forget();
    if (nodes.length) {
      select("organisation", nodes[0]);
      uncover(nodes[0]);
      announceOrganisation(organisations[nodes[0]]);
    } else if (lines_.length) select("relationship", edges[lines_[0]].relationship);
    else if (state.selected) go({ selected: null }, { step: true });
  });
  picture.on("hoverEdge", ({ edge, pointer }) => {
    const relationship = relationships[edges[edge].relationship];
    tip(`${sentence(relationship)}\n${[statuses[relationship.status].label, relationship.dates].filter(Boolean).join(" · ")}`, pointer.DOM);
  });
  picture.on("hoverNode", ({ node, pointer }) => {
    const o = organisations[node];
    tip([o.label, [o.typeLabel, countryName(o.country)].filter(Boolean).join(" · ")].filter(Boolean).join("\n"), pointer.DOM);
  });
  for (const event of ["blurNode", "blurEdge", "dragStart", "zoom"]) picture.on(event, hideTip);
}

function toggleFilters(open) {
  document.body.classList.toggle("sheet", open);
  byId("toggle-filters").setAttribute("aria-expanded", String(document.body.classList.contains("sheet")));
}

function connectButtons() {
  const click = (id, run) => byId(id).addEventListener("click", run);
  click("zoom-in", () => zoomBy(1.3));
  click("zoom-out", () => zoomBy(1 / 1.3));
  click("zoom-fit", () => {
    state = { ...state, camera: null };
    writeAddress(false);
    fit(undefined, animation());
  });
  click("back", goBack);
  click("close", closePanel);
  click("toggle-filters", () => toggleFilters());
  click("close-filters", () => toggleFilters(false));
  click("show-about", () => byId("about").showModal());
  for (const view of ["network", "table"]) click(`show-${view}`, () => go({ view }, { step: true }));
  for (const close of document.querySelectorAll("dialog .close")) close.addEventListener("click", () => close.closest("dialog").close());
}

function followSystem() {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    palette = readPalette(document.documentElement);
    show();
  });
}

function start() {
  palette = readPalette(document.documentElement);
  state = fromHash(location.hash);
  turnToFrame();
  buildLegend();
  buildTime();
  buildSearch();
  buildTakeaway();
  buildKeyboard();
  show();
  connectPicture();
  connectButtons();
  followSystem();
  restoreCamera();
  document.body.classList.add("ready");
}

start();
