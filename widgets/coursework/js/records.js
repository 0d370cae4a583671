/* Searches, filters, sorts and saves the tables of widgets/coursework/records.py. No request, works from file://. */
import { csv, element, fileName, isWhole, saveText } from "../../explorers/js/page.js";
import { compare } from "./order.js";

/** @param {Element} root */
function setUp(root) {
  const form = /** @type {HTMLFormElement} */ (root.querySelector("form"));
  const body = /** @type {HTMLTableSectionElement} */ (root.querySelector("tbody"));
  const headings = Array.from(root.querySelectorAll("thead th"));
  const rows = Array.from(body.rows);
  const texts = rows.map(cellsOf);
  const wholes = rows.map((row) => row.textContent); // a browser that translates the page changes them

  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", filter);
  form.addEventListener("reset", () => setTimeout(filter));
  form.querySelector("[data-csv]")?.addEventListener("click", save);
  headings.forEach((heading, column) => {
    const button = element("button", heading.textContent || "");
    button.type = "button";
    heading.replaceChildren(button);
    button.addEventListener("click", () => sort(heading, column));
  });

  function filter() {
    const search = /** @type {HTMLInputElement} */ (form.querySelector("[type=search]"));
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = Array.from(form.querySelectorAll("select")).filter((select) => select.value);
    const fits = rows.map(
      (row, i) =>
        chosen.every(({ dataset, value }) => texts[i][Number(dataset.column)] === value) &&
        (holds(texts[i], words) || (row.textContent !== wholes[i] && holds(cellsOf(row), words))),
    );
    rows.forEach((row, i) => (row.hidden = !fits[i]));
    const status = /** @type {HTMLElement} */ (form.querySelector("[role=status]"));
    status.textContent = `${fits.filter(Boolean).length} of ${rows.length} rows`;
    status.dataset.chosen = wanted()
      .map(([name, value]) => `; ${name}: ${value}`)
      .join(""); // on paper, where there is no form
  }

  /**
   * What the rows are narrowed to: each field that says so, and what it says.
   * @returns {string[][]}
   */
  function wanted() {
    const fields = /** @type {(HTMLInputElement | HTMLSelectElement)[]} */ ([
      ...form.querySelectorAll("select, [type=search]"),
    ]);
    return fields
      .filter((field) => field.value.trim())
      .map((field) => [field.labels?.[0]?.textContent || "", field.value.trim()]);
  }

  /**
   * @param {Element} heading
   * @param {number} column
   */
  function sort(heading, column) {
    const down = heading.getAttribute("aria-sort") === "ascending";
    headings.forEach((other) => other.removeAttribute("aria-sort"));
    heading.setAttribute("aria-sort", down ? "descending" : "ascending");
    const order = rows.map((_, i) => i);
    order.sort((a, b) => compare(texts[a][column], texts[b][column], down) || a - b);
    body.append(...order.map((i) => rows[i]));
  }

  function save() {
    const shown = Array.from(body.rows).filter((row) => !row.hidden);
    saveText(
      csv([headings.map((heading) => heading.textContent), ...shown.map(cellsOf)]),
      "text/csv",
      `${fileName([root.id, ...wanted().map(([, value]) => value)])}.csv`,
    );
  }
}

/** @param {HTMLTableRowElement} row */
function cellsOf(row) {
  return Array.from(row.cells, (cell) => cell.textContent || "");
}

/**
 * @param {string[]} cells
 * @param {string[]} words
 */
function holds(cells, words) {
  const all = cells.join(" ").toLowerCase();
  return words.every((word) => all.includes(word));
}

if (isWhole()) document.querySelectorAll("[data-records]").forEach(setUp);
