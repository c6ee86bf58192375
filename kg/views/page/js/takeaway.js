// Take away what is shown: as a picture, a table, data, or a link.

function download(name, type, content) {
  const address = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  h("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
  announce(`${name} was made`);
}

function svgText() {
  return new XMLSerializer().serializeToString(vector(frameNow(), palette));
}

const SHARPNESS = 2;

function takePng() {
  const image = new Image();
  image.addEventListener("load", () => {
    const canvas = h("canvas", { width: image.width * SHARPNESS, height: image.height * SHARPNESS });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(image.src);
    canvas.toBlob((blob) => download("network.png", "image/png", blob), "image/png");
  });
  image.src = URL.createObjectURL(new Blob([svgText()], { type: "image/svg+xml" }));
}

/** A cell that a spreadsheet would take for a formula gets an apostrophe in front, as in `kg export`. */
function csvCell(value) {
  const words_ = String(value ?? "");
  const safe = /^[=+\-@\t\r]/.test(words_) ? `'${words_}` : words_;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const CSV_COLUMNS = ["kind", "label", "from", "to", "role", "status", "startEarliest", "startLatest", "endEarliest", "endLatest",
  "signedOn", "standing", "sources", "evidence", "relationship"];

function csvRow(r) {
  const [first, ...rest] = names(r.from);
  const [from, to] = r.to.length ? [names(r.from).join("; "), names(r.to).join("; ")] : [first, rest.join("; ")];
  const titles = [...new Set(r.evidence.map((passage) => sources[passage.source].title))].join("; ");
  return [r.kind, r.label, from, to, r.role, r.status, ...r.bounds, r.signed, chosen.verdicts[r.id].now, titles,
    r.evidence.map((passage) => wording(passage.says)).join(" "), expand(r.iri)];
}

function csvText() {
  const lines_ = [CSV_COLUMNS, ...sorted(chosen.relationships).map(csvRow)];
  return `\ufeff${lines_.map((line) => line.map(csvCell).join(",")).join("\r\n")}\r\n`;
}

function turtleIri(short) {
  const [prefix, ...local] = short.split(":");
  if (!short.startsWith("<") && /^[A-Za-z0-9_][A-Za-z0-9_-]*$/.test(local.join(":"))) return `${prefix}:${local}`;
  const escaped = expand(short).replace(/[\u0000-\u0020<>"{}|^`\\]/g, codePoint);
  return `<${escaped}>`;
}

function codePoint(letter) {
  return `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function turtleText(literal) {
  const escaped = wording(literal).replace(/[\\"]/g, "\\$&").replace(/[\u0000-\u001f\u007f]/g, codePoint);
  const lang = language(literal);
  return `"${escaped}"${lang ? `@${lang}` : ""}`;
}

const BOUNDS = ["kg:startEarliest", "kg:startLatest", "kg:endEarliest", "kg:endLatest"];

/** One resource as Turtle: only what is known of it. */
function turtleBlock(subject, pairs) {
  const known = pairs.filter(([, value]) => value);
  return known.length ? `${turtleIri(subject)} ${known.map(([property, value]) => `${property} ${value}`).join(" ;\n    ")} .\n` : "";
}

function turtleRelationship(r) {
  const kind = kinds[r.kind];
  const party = (numbers) => numbers.map((number) => turtleIri(organisations[number].iri)).join(" , ");
  const day = (value) => value && `${turtleText([value, ""])}^^xsd:date`;
  return turtleBlock(r.iri, [
    ["a", turtleIri(kind.iri)], ["rdfs:label", r.name && turtleText(r.name)], ["dcterms:description", r.about && turtleText(r.about)],
    ["adms:status", turtleIri(statuses[r.status].iri)], ["org:role", r.roleIri && turtleIri(r.roleIri)],
    [turtleIri(kind.from.iri), party(r.from)], [turtleIri(kind.to.iri), party(r.to)],
    ...BOUNDS.map((property, i) => [property, day(r.bounds[i])]), ["kg:signedOn", day(r.signed)],
    ["prov:wasDerivedFrom", r.evidence.map((passage) => turtleIri(passage.iri)).join(" , ")],
  ]);
}

/** An IRI with something added at its end. */
function extended(short, ending) {
  return short.startsWith("<") ? `${short.slice(0, -1)}${ending}>` : `${short}${ending}`;
}

function turtleEvidence(passage) {
  const selector = passage.at && (passage.selector ?? extended(passage.iri, "-span"));
  return turtleBlock(passage.iri, [
    ["a", "kg:Evidence"], ["oa:hasSource", turtleIri(sources[passage.source].iri)], ["oa:hasSelector", selector && turtleIri(selector)],
    ["kg:attests", passage.attests && turtleIri(passage.attests)],
    ["kg:stance", passage.stance && turtleIri(passage.stance)], ["dcterms:description", passage.says && turtleText(passage.says)],
    ["kg:passageSHA256", passage.hash && turtleText([passage.hash, ""])],
  ]) + (selector ? turtleBlock(selector, [["a", "oa:TextPositionSelector"], ["oa:start", String(passage.at[0])], ["oa:end", String(passage.at[1])]]) : "");
}

function turtleDocument() {
  const parties = new Set(chosen.relationships.flatMap((r) => r.parties));
  const passages = new Map(chosen.relationships.flatMap((r) => r.evidence).map((passage) => [passage.iri, passage]));
  const prefixes = Object.entries(facts.prefixes).map(([prefix, iri]) => `@prefix ${prefix}: <${iri}> .`);
  return [prefixes.join("\n"), "", ...chosen.relationships.map(turtleRelationship),
    ...[...parties].sort((a, b) => a - b).map((n) => turtleBlock(organisations[n].iri, [["skos:prefLabel", !organisations[n].unnamed && turtleText(organisations[n].name)]])),
    ...[...passages.values()].map(turtleEvidence)].join("\n");
}

function takeLink() {
  const field = byId("link-address");
  field.value = addressable ? location.href : `#${toHash(state)}`;
  byId("link").showModal();
  field.select();
}

function copyLink() {
  const field = byId("link-address");
  field.select();
  const copied = () => { byId("link-copied").textContent = "Copied."; };
  if (navigator.clipboard) navigator.clipboard.writeText(field.value).then(copied, () => document.execCommand("copy"));
  else if (document.execCommand("copy")) copied();
}

function buildTakeaway() {
  const take = {
    png: takePng,
    svg: () => download("network.svg", "image/svg+xml", svgText()),
    csv: () => download("relationships.csv", "text/csv", csvText()),
    turtle: () => download("relationships.ttl", "text/turtle", turtleDocument()),
    link: takeLink,
  };
  for (const [name, run] of Object.entries(take)) {
    byId(`take-${name}`).addEventListener("click", () => {
      byId("take").open = false;
      run();
    });
  }
  byId("link-copy").addEventListener("click", copyLink);
}

/** On paper: the whole of what is shown, on white, with its legend, and the table. */
function preparePrint() {
  const paper = readPalette(byId("paper"));
  const screen = palette;
  palette = paper;
  if (turned) layOnSide();
  colouring = colourCategories(state.colour, chosen.organisations);
  const view = fitted([...chosen.organisations], { width: 1040, height: 640 });
  byId("paper").replaceChildren(vector(view, paper), tableOf(sorted(chosen.relationships)));
  palette = screen;
  if (turned) layOnSide();
  colouring = colourCategories(state.colour, chosen.organisations);
}

addEventListener("beforeprint", preparePrint);
addEventListener("afterprint", () => byId("paper").replaceChildren());
