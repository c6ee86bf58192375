// Whether a relationship stands on a day: the table of kg/standing.py, row by row. A test holds the two together.

const STANDINGS = {
  "in-force": "in force",
  presumed: "presumed, not attested since",
  possible: "possible, the dates leave it open",
  "not-in-force": "not in force",
};
const CHANGES = { came: "came", went: "went", changed: "changed standing", same: "unchanged" };

function standing(status, bounds, attested, day) {
  const [start, startBy, end, endBy] = bounds;
  const noEnd = !end && !endBy;
  const ended = status === "ended";
  if (status !== "in-force" && !ended) return "not-in-force";
  if ((start && day < start) || (endBy && day >= endBy)) return "not-in-force";
  if (ended && noEnd && attested && day > attested) return "not-in-force";
  if ((startBy && day < startBy) || (end && day >= end)) return "possible";
  if (!start && !startBy && (!attested || day < attested)) return "possible";
  if (ended && noEnd) return "possible";
  if (!noEnd || (attested && day <= attested)) return "in-force";
  return "presumed";
}

/** What became of a relationship from an earlier day to a later one; nothing if it stood on neither. */
function change(before, after) {
  const stood = before !== "not-in-force";
  const stands = after !== "not-in-force";
  if (!stood && !stands) return null;
  if (!stood) return "came";
  if (!stands) return "went";
  return before === after ? "same" : "changed";
}

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
  "November", "December"];

function dayInWords(iso) {
  const [year, month, day] = iso.split("-").map(Number);
  return `${day} ${MONTHS[month - 1]} ${year}`;
}

/** A day of the calendar, as YYYY-MM-DD, or nothing. */
function asDay(words) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(words ?? "")) return "";
  const date = new Date(`${words}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(words) ? words : "";
}
