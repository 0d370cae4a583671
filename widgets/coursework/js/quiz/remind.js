/* A calendar file: it reminds without a server. */

/**
 * An iCalendar text (RFC 5545) with one whole day for each review.
 * @param {string} title of the course
 * @param {string[]} days such as '2026-11-30'
 * @param {string} name of the course, in the ids of the events
 * @param {string} address of the review; one that begins with file: is not told
 * @param {string} today
 */
export function calendar(title, days, name, address, today) {
  const stamp = `${today.replace(/-/g, "")}T000000Z`;
  const where = /^https?:/.test(address) ? [`URL:${address}`] : [];
  const events = days.flatMap((day) => [
    "BEGIN:VEVENT",
    `UID:${name}-${day}@review`,
    `DTSTAMP:${stamp}`,
    `DTSTART;VALUE=DATE:${day.replace(/-/g, "")}`,
    `SUMMARY:${escaped(`Review: ${title}`)}`,
    `DESCRIPTION:${escaped("A few questions, about three minutes.")}`,
    ...where,
    "TRANSP:TRANSPARENT",
    "END:VEVENT",
  ]);
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", `PRODID:-//${name}//review//EN`, ...events, "END:VCALENDAR"];
  return lines.map(folded).join("\r\n") + "\r\n";
}

/** @param {string} text */
function escaped(text) {
  return text.replace(/[\\;,]/g, "\\$&");
}

/**
 * A line of at most 75 bytes; what is longer goes on in the next, after a space.
 * @param {string} line
 */
function folded(line) {
  const parts = [""];
  let size = 0;
  for (const letter of line) {
    const bytes = new TextEncoder().encode(letter).length;
    if (size + bytes > 74) {
      parts.push("");
      size = 0;
    }
    parts[parts.length - 1] += letter;
    size += bytes;
  }
  return parts.join("\r\n ");
}
