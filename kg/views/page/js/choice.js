// What is shown: the relationships that pass every filter, and the organisations they join.

const haystacks = relationships.map(() => null);

function haystack(relationship) {
  haystacks[relationship.id] ??= plain([
    relationship.label, wording(relationship.about), relationship.role ?? "", kinds[relationship.kind].label,
    ...relationship.parties.flatMap((party) => [organisations[party].label, ...organisations[party].also]),
    ...relationship.evidence.flatMap((passage) => [wording(passage.says), sources[passage.source].title]),
  ].join(" \n "));
  return haystacks[relationship.id];
}

/** The verdict on a relationship for the day of the view, and what became of it since the day compared with. */
function verdictOn(relationship, view) {
  if (!view.day) return {};
  const on = (day) => standing(relationship.status, relationship.days, relationship.attested, relationship.life, day);
  if (!view.compare) return { now: on(view.day) };
  const [earlier, later] = [view.day, view.compare].sort();
  const [before, now] = [on(earlier), on(later)];
  return { before, now, change: change(before, now) };
}

function filters(view, verdicts) {
  const words = plain(view.words).split(/\s+/).filter(Boolean);
  const visible = (party) => !view.off.type.includes(organisations[party].type);
  return {
    kind: (r) => !view.off.kind.includes(r.kind),
    status: (r) => !view.off.status.includes(r.status),
    type: (r) => !view.off.type.length || r.parties.filter(visible).length > 1,
    standing: (r) => !view.day || Boolean(view.compare)
      || (verdicts[r.id].now !== "not-in-force" && !view.off.standing.includes(verdicts[r.id].now)),
    change: (r) => !view.compare || (verdicts[r.id].change !== null && !view.off.change.includes(verdicts[r.id].change)),
    sources: (r) => r.documents >= view.sources || view.sources <= 1,
    words: (r) => words.every((word) => haystack(r).includes(word)),
  };
}

/** Who is joined to whom by the relationships that pass, as a list of edges per organisation. */
function joined(passing) {
  const kept = new Set(passing.map((r) => r.id));
  return (number) => organisations[number].edges.filter((edge) => kept.has(edge.relationship));
}

function otherEnd(edge, number) {
  return edge.from === number ? edge.to : edge.from;
}

function neighbourhood(edgesOf, centre, hops) {
  const near = new Set([centre]);
  let frontier = [centre];
  for (let step = 0; step < hops; step += 1) {
    const reached = frontier.flatMap((number) => edgesOf(number).map((edge) => otherEnd(edge, number)));
    frontier = [...new Set(reached)].filter((number) => !near.has(number));
    for (const number of frontier) near.add(number);
  }
  return near;
}

/** A shortest path as organisations; among equally short ones the first by IRI, as in `kg network path`. */
function shortestPath(edgesOf, start, end) {
  const before = new Map([[start, start]]);
  let frontier = [start];
  while (frontier.length && !before.has(end)) {
    const reached = [];
    for (const number of frontier) {
      const fresh = [...new Set(edgesOf(number).map((edge) => otherEnd(edge, number)))].filter((n) => !before.has(n));
      for (const n of fresh.sort((a, b) => a - b)) {
        before.set(n, number);
        reached.push(n);
      }
    }
    frontier = reached;
  }
  if (!before.has(end) || start === end) return [];
  const stops = [end];
  while (stops[0] !== start) stops.unshift(before.get(stops[0]));
  return stops;
}

function tally(items, key) {
  const counts = new Map();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return counts;
}

/** The part of the network that neighbourhood or path leaves, as a test on edges. */
function scopeOf(view, passing) {
  const edgesOf = joined(passing);
  if (view.path) {
    const stops = shortestPath(edgesOf, ...view.path);
    const next = new Map(stops.slice(1).map((stop, i) => [stops[i], stop]));
    return { stops, has: (e) => next.get(e.from) === e.to || next.get(e.to) === e.from, always: new Set(view.path) };
  }
  if (view.around === null) return { has: () => true, always: new Set() };
  const near = neighbourhood(edgesOf, view.around, view.hops);
  return { has: (edge) => near.has(edge.from) && near.has(edge.to), always: new Set([view.around]) };
}

const edgesByRelationship = relationships.map(() => []);
for (const edge of edges) edgesByRelationship[edge.relationship].push(edge);

/** Count for each group of switches what there would be if none of its own were off. */
function counted(tests, scope, verdicts) {
  const without = (group) => relationships.filter((r) => edgesByRelationship[r.id].some(scope.has)
    && Object.entries(tests).every(([name, test]) => name === group || test(r)));
  const parties = new Set(without("type").flatMap((r) => r.parties));
  return {
    kind: tally(without("kind"), (r) => r.kind),
    status: tally(without("status"), (r) => r.status),
    standing: tally(without("standing"), (r) => verdicts[r.id].now),
    change: tally(without("change"), (r) => verdicts[r.id].change),
    type: tally([...parties], (party) => organisations[party].type),
  };
}

/** Organisations without any relationship in the data are shown until a filter asks for relationships. */
function loners(view, everything) {
  if (!everything) return [];
  return organisations.filter((o) => !o.edges.length && !view.off.type.includes(o.type)).map((o) => o.id);
}

function choose(view) {
  const verdicts = relationships.map((r) => verdictOn(r, view));
  const tests = filters(view, verdicts);
  const passing = relationships.filter((r) => Object.values(tests).every((test) => test(r)));
  const scope = scopeOf(view, passing);
  const kept = new Set(passing.map((r) => r.id));
  const visible = (number) => !view.off.type.includes(organisations[number].type);
  const shownEdges = edges.filter((e) => kept.has(e.relationship) && scope.has(e) && visible(e.from) && visible(e.to));
  const shown = new Set(shownEdges.map((edge) => edge.relationship));
  const everything = passing.length === relationships.length && view.around === null && !view.path;
  const members = new Set([...shownEdges.flatMap((e) => [e.from, e.to]), ...loners(view, everything), ...scope.always]);
  return {
    relationships: relationships.filter((r) => shown.has(r.id)), edges: new Set(shownEdges.map((edge) => edge.id)),
    has: shown, organisations: members, verdicts, stops: scope.stops, counts: counted(tests, scope, verdicts),
    hidden: relationships.length - shown.size,
  };
}
