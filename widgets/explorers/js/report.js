/* "Something wrong with this number?": an issue or a mail that says already where the number stands. */
import { copied, element, meta } from "./page.js";

const QUESTION = "Something wrong with this number?";
const COPY = "Copy these lines";

/**
 * The lines that say where a number stands.
 * @param {string[]} lines of who asks: the row, the figure, the address of the view
 */
export function whereItStands(lines) {
  return [...lines, `Page: ${document.title}`, `Version: ${meta("course-version") || "not named"}`]
    .filter(Boolean)
    .join("\n");
}

/**
 * An address that opens a mail or an issue with these words.
 * @param {string} to 'mailto:...' or the https address of a form for new issues
 * @param {string} title
 * @param {string} body
 */
export function reportAddress(to, title, body) {
  const names = to.startsWith("mailto:") ? ["subject", "body"] : ["title", "body"];
  const pairs = [title, body].map((text, i) => `${names[i]}=${encodeURIComponent(text)}`);
  return `${to}${to.includes("?") ? "&" : "?"}${pairs.join("&")}`;
}

/**
 * A line that opens the report; where the course names no address, it shows what to pass on and to whom.
 * @param {() => string[]} lines that say which number it is, when it is asked for
 */
export function reportLine(lines) {
  const to = meta("course-report");
  if (to) {
    const link = element("a", QUESTION);
    link.href = to;
    link.target = "_blank";
    link.rel = "noopener";
    link.addEventListener("click", () => {
      const [first] = lines();
      link.href = reportAddress(to, first, `What is wrong: \n\n${whereItStands(lines())}`);
    });
    const line = element("p", "", "report");
    line.append(link);
    return line;
  }
  const fold = element("details", "", "report");
  const text = element("pre");
  text.tabIndex = 0;
  text.setAttribute("aria-label", "Where the number stands");
  const copy = element("button", COPY);
  copy.type = "button";
  copy.addEventListener("click", async () => {
    const done = await copied(text.textContent || "");
    if (!done) {
      text.focus();
      getSelection()?.selectAllChildren(text);
    }
    copy.textContent = done ? "Copied" : "Marked: now copy";
  });
  fold.append(
    element("summary", QUESTION),
    element("p", "Pass these lines on to whoever gives this course, and say what is wrong."),
    text,
    copy,
  );
  fold.addEventListener("toggle", () => {
    text.textContent = whereItStands(lines());
    copy.textContent = COPY;
  });
  return fold;
}
