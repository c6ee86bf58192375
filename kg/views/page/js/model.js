// What the page knows, read once from its data blocks.

function read(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

const facts = read("facts");
const { kinds, statuses, types, sources, caption, measures, ranked } = facts;
const UNKNOWN_TYPE = { label: "type not stated", shape: "ring" };
const NO_BOUNDS = [null, null, null, null];

/** A text comes alone if it is English, else as [text, language]. */
function wording(literal) {
  return (Array.isArray(literal) ? literal[0] : literal) ?? "";
}

function language(literal) {
  return Array.isArray(literal) ? literal[1] : "en";
}

/** IRIs come as CURIEs, or whole in angle brackets. */
function expand(short) {
  if (short.startsWith("<")) return short.slice(1, -1);
  const colon = short.indexOf(":");
  return facts.prefixes[short.slice(0, colon)] + short.slice(colon + 1);
}

/** Case and accents aside. */
function plain(words) {
  return words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

const organisations = read("nodes").map((known) => ({
  also: [], same: [], members: [], ...known, label: wording(known.name), type: known.wider ?? "", typeLabel: known.type ?? "", edges: [],
}));

/** Communities are drawn in place of organisations. */
const collapsed = organisations.some((o) => o.members.length);
const sizes = collapsed ? ["members", ...measures] : measures;
const nouns = collapsed ? { figure: "community", line: "tie" } : { figure: "organisation", line: "relationship" };

const edges = read("edges");
for (const edge of edges) {
  organisations[edge.from].edges.push(edge);
  organisations[edge.to].edges.push(edge);
}

function supports(evidence) {
  return evidence.stance !== "kg:contradicts";
}

const relationships = facts.relationships.map((known, id) => {
  const evidence = (known.evidence ?? []).map((number) => facts.evidence[number]);
  const documents = new Set(evidence.filter(supports).map((passage) => passage.source));
  const to = known.to ?? [];
  const days = begunWhenSigned(known.bounds ?? NO_BOUNDS, known.signed);
  return { bounds: NO_BOUNDS, life: NO_BOUNDS, dates: "", ...known, days, id, evidence, to,
    documents: documents.size,
    label: wording(known.name) || kinds[known.kind].label, parties: [...known.from, ...to] };
});

types[""] = UNKNOWN_TYPE;

function typeOf(organisation) {
  return types[organisation.type] ?? UNKNOWN_TYPE;
}

const regionNames = new Intl.DisplayNames(["en"], { type: "region" });

/** ISO 3166 codes become names; anything else stays as the data has it. */
function countryName(code) {
  return /^[A-Z]{2}$/.test(code ?? "") ? regionNames.of(code) : code ?? "";
}

function names(numbers) {
  return numbers.map((number) => organisations[number].label);
}

/** The relationship in words, as in "Technoport – member of – DIANA". */
function sentence(relationship) {
  const kind = kinds[relationship.kind];
  if (!relationship.to.length) return `${names(relationship.from).join(", ")} – ${kind.forth}`;
  return `${names(relationship.from).join(", ")} – ${kind.forth} – ${names(relationship.to).join(", ")}`;
}

/** How the relationship reads from one of its parties. */
function reading(relationship, organisation) {
  const kind = kinds[relationship.kind];
  return relationship.to.includes(organisation.id) ? kind.back : kind.forth;
}

function others(relationship, organisation) {
  return relationship.parties.filter((party) => party !== organisation.id);
}

function plural(count, noun) {
  return `${count.toLocaleString("en")} ${count === 1 ? noun : `${noun.replace(/y$/, "ie")}s`}`;
}
