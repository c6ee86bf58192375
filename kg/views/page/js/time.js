// Time: a slider over the days that occur in the data, a day of one's own, and a second one to compare with.

const occurringDays = [...new Set(relationships.flatMap((r) => [...r.bounds, r.signed, r.attested]))].filter(asDay).sort();

function buildTime() {
  const slider = byId("slider");
  slider.max = occurringDays.length;
  slider.disabled = !occurringDays.length;
  slider.addEventListener("input", () => go(slider.value === "0" ? { day: "", compare: "" } : { day: occurringDays[slider.value - 1] }));
  byId("day").addEventListener("change", (event) => {
    const day = asDay(event.target.value);
    go(day ? { day } : { day: "", compare: "" });
  });
  byId("compare").addEventListener("change", (event) => go({ compare: state.day ? asDay(event.target.value) : "" }));
  byId("any-day").addEventListener("click", () => go({ day: "", compare: "" }));
  byId("no-compare").addEventListener("click", () => go({ compare: "" }));
  if (!occurringDays.length) return;
  byId("first-day").textContent = occurringDays[0].slice(0, 4);
  byId("last-day").textContent = occurringDays.at(-1).slice(0, 4);
}

function timeWords() {
  if (!state.day) return "any day";
  if (!state.compare) return `on ${dayInWords(state.day)}`;
  const [earlier, later] = [state.day, state.compare].sort();
  const counts = tally(chosen.relationships, (r) => chosen.verdicts[r.id].change);
  const part = (key) => `${counts.get(key) ?? 0} ${CHANGES[key]}`;
  return `from ${dayInWords(earlier)} to ${dayInWords(later)}: ${part("came")}, ${part("went")}, ${part("changed")}`;
}

function updateTime() {
  setValue(byId("day"), state.day);
  setValue(byId("compare"), state.compare);
  const passed = occurringDays.filter((day) => state.day && day <= state.day).length;
  setValue(byId("slider"), state.day ? Math.max(passed, 1) : 0);
  byId("slider").setAttribute("aria-valuetext", state.day ? dayInWords(state.day) : "any day");
  byId("compare").disabled = !state.day;
  byId("any-day").hidden = !state.day;
  byId("no-compare").hidden = !state.compare;
  byId("time-words").textContent = timeWords();
}
