// Says who: the passages that a relationship rests on.

function passageQuote({ before, passage, after, differs }) {
  if (differs) return h("p", { class: "differs" }, differs);
  return h("blockquote", { dir: "auto" }, before, h("mark", {}, passage), after);
}

/** The label of the status that a passage gives the relationship, or nothing. */
function attestedStatus(passage) {
  const status = Object.values(statuses).find(({ iri }) => iri === passage.attests);
  return status ? `attests: ${status.label}` : "";
}

/** Passages in the order of their sources' days, so that they tell the history; undated ones come first. */
function byDay(passages) {
  const day = (passage) => sources[passage.source].day ?? "";
  return [...passages].sort((one, other) => day(one).localeCompare(day(other)));
}

function passageItem(passage) {
  const source = sources[passage.source];
  const span = passage.at ? `characters ${passage.at[0]}–${passage.at[1]}` : "";
  const where = [source.dated || "not dated", attestedStatus(passage), source.file, span].filter(Boolean).join(" · ");
  return h("li", {},
    supports(passage) ? null : h("p", { class: "against" }, "✗ contradicts"),
    h("p", { class: "says" }, passage.says ? bdi(wording(passage.says), language(passage.says)) : "No account of the passage is given."),
    passage.quote === undefined ? null : passageQuote(facts.quotes[passage.quote]),
    h("p", { class: "source" }, h("cite", {}, bdi(source.title)), h("span", {}, where)));
}

function evidenceList(relationship) {
  if (!relationship.evidence.length) return h("p", { class: "against" }, "No evidence is recorded.");
  return h("ol", { class: "evidence" }, byDay(relationship.evidence).map(passageItem));
}

function kindLine(relationship) {
  const kind = kinds[relationship.kind];
  return [lineSwatch(kind.colour, statuses[relationship.status].line), " ", kind.label];
}

function standingWords(relationship) {
  if (!state.day) return null;
  const { before, now, change: became } = chosen.verdicts[relationship.id];
  if (!state.compare) return STANDINGS[now];
  const [earlier, later] = [state.day, state.compare].sort();
  return `${STANDINGS[before]} on ${dayInWords(earlier)}; ${STANDINGS[now]} on ${dayInWords(later)}${became ? ` (${CHANGES[became]})` : ""}`;
}
