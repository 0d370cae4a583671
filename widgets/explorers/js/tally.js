/* A tally for a room: the teacher counts the hands, and the bars of the room stand beside the truth.
 * Nothing of it is kept or sent. */
import { number } from "./gap.js";
import { element } from "./page.js";
import { binOf, bins } from "./rooms.js";

/** @typedef {import("./gap.js").Asked} Asked */

const NO_LINE =
  "Hands cannot be counted for a line: ask for one guess for all, or press Just show me when the room has talked.";

/**
 * The button that opens the tally, and the tally.
 * @param {Asked} asked
 * @param {string[]} options the texts of a choice
 * @param {{reveal: () => void, tell: (words: string) => void}} guess what opens the explorer, what says a sentence
 */
export function tally(asked, options, guess) {
  const open = element("button", "Ask a room", "guess-quiet");
  const place = element("div", "", "tally");
  open.type = "button";
  close();
  open.addEventListener("click", () => {
    if (asked.kind === "curve") return guess.tell(NO_LINE);
    place.replaceChildren(...rows());
    place.hidden = false;
    open.hidden = true;
    place.querySelector("button")?.focus();
  });

  function close() {
    place.hidden = true;
    place.replaceChildren();
    open.hidden = false;
  }

  function rows() {
    const [labels, right] = answers(asked, options);
    const votes = labels.map(() => 0);
    const said = element("p", "", "tally-said");
    said.setAttribute("role", "status");
    const lines = labels.map((label, i) => {
      const line = element("div", "", "tally-row");
      const more = element("button", label, "tally-more");
      const less = element("button", "−");
      const count = element("span", "0", "tally-count");
      more.type = less.type = "button";
      more.setAttribute("aria-label", `One more for ${label}`);
      less.setAttribute("aria-label", `One less for ${label}`);
      const vote = (/** @type {number} */ by) => {
        votes[i] = Math.max(0, votes[i] + by);
        count.textContent = String(votes[i]);
        said.textContent = `${label}: ${votes[i]}`;
      };
      more.addEventListener("click", () => vote(1));
      less.addEventListener("click", () => vote(-1));
      line.append(more, less, count);
      return line;
    });
    const reveal = element("button", "Reveal", "tally-reveal");
    reveal.type = "button";
    reveal.addEventListener("click", () => {
      place.replaceChildren(...bars(labels, votes, right));
      guess.reveal();
    });
    return [element("p", "Press an answer once for each hand."), ...lines, said, reveal];
  }

  return { open, place, close };
}

/**
 * What a room can vote for, and which of it is right.
 * @param {Asked} asked
 * @param {string[]} options
 * @returns {[string[], number]}
 */
function answers(asked, options) {
  const truth = /** @type {number} */ (asked.truth);
  if (asked.kind === "choice") return [options, truth];
  const all = bins(asked);
  const label = (/** @type {[number, number]} */ [first, last]) =>
    first === last ? number(first, asked.unit) : `${number(first)} to ${number(last, asked.unit)}`;
  return [all.map(label), binOf(all, truth)];
}

/**
 * The bars of the room: a list that is read as it is seen.
 * @param {string[]} labels
 * @param {number[]} votes
 * @param {number} right
 */
function bars(labels, votes, right) {
  const most = Math.max(1, ...votes);
  const list = element("ul", "", "tally-bars");
  labels.forEach((label, i) => {
    const line = element("li", "", i === right ? "tally-right" : "");
    const bar = element("i");
    bar.style.inlineSize = `${(100 * votes[i]) / most}%`;
    const track = element("span", "", "tally-track");
    track.append(bar);
    line.append(element("span", label), track, element("b", String(votes[i])));
    if (i === right) line.append(element("em", "the answer"));
    list.append(line);
  });
  const cast = votes.reduce((sum, one) => sum + one, 0);
  return [element("p", `The room (${cast} ${cast === 1 ? "vote" : "votes"}):`), list];
}
