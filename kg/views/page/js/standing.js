// Whether a relationship stands on a day: the table of kg/model/standing.py, row by row. A test holds the two together.

const STANDINGS = {
  "in-force": "in force",
  presumed: "presumed, not attested since",
  possible: "possible, the dates leave it open",
  "not-in-force": "not in force",
};
const CHANGES = { came: "came", went: "went", changed: "changed standing", same: "unchanged" };

/** A full day as it is written, or null: a year, a time or a zone is compared differently by different engines. */
function plainDay(written) {
  return /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(written ?? "") ? written : null;
}

/** The bounds that are full days; signed means begun where they leave the beginning open. */
function begunWhenSigned(bounds, signature) {
  const [start, startBy, end, endBy] = bounds.map(plainDay);
  const signed = plainDay(signature);
  if (!signed || start) return [start, startBy, end, endBy];
  if (!startBy) return [signed, signed, end, endBy];
  return [signed <= startBy ? signed : null, startBy, end, endBy];
}

/** `bounds` and `life` are first and last days of beginning and end; those of the signature are in the bounds. */
function standing(status, bounds, attested, life, day) {
  const [start, startBy, end, endBy] = bounds;
  const [founded, foundedBy, dissolved, dissolvedBy] = life;
  const before = (bound) => Boolean(bound) && day < bound;
  const from = (bound) => Boolean(bound) && day >= bound;
  const ended = status === "ended";
  const endedSomeDay = ended && !end && !endBy;
  if (status !== "in-force" && !ended) return "not-in-force";
  if (before(start) || from(endBy)) return "not-in-force";
  if (before(founded) || from(dissolvedBy)) return "not-in-force";
  if (endedSomeDay && attested && day > attested) return "not-in-force";
  if (before(startBy) || from(end)) return "possible";
  if (before(foundedBy) || from(dissolved)) return "possible";
  if (!start && !startBy && (!attested || day < attested)) return "possible";
  if (endedSomeDay) return "possible";
  if (end || endBy || (attested && day <= attested)) return "in-force";
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
