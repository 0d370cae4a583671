/* Searches, filters, sorts and saves the tables of widgets/coursework/records.py, and opens the row or the view that
 * the page's address names. No request, works from file://. */
import { csv, fileName, saveText } from "../../explorers/js/files.js";
import { copied, element, isWhole } from "../../explorers/js/page.js";
import { reportLine } from "../../explorers/js/report.js";
import { compare } from "./order.js";
import { fragmentOf, viewFor, wantedOf } from "./table_view.js";

const REST = 400; // ms without a letter: then the number of rows is said, not at each letter

/** @param {Element} root */
function setUp(root) {
  const form = /** @type {HTMLFormElement} */ (root.querySelector("form"));
  const body = /** @type {HTMLTableSectionElement} */ (root.querySelector("tbody"));
  const headings = Array.from(root.querySelectorAll("thead th"));
  const columns = headings.map((heading) => heading.textContent || "");
  const rows = Array.from(body.rows);
  const texts = rows.map(cellsOf);
  const wholes = rows.map((row) => row.textContent); // a browser that translates the page changes them
  const search = /** @type {HTMLInputElement} */ (form.querySelector("[type=search]"));
  const selects = Array.from(form.querySelectorAll("select"));
  const filters = Object.fromEntries(
    selects.map((select) => [columnOf(select), Array.from(select.options, ({ value }) => value).filter(Boolean)]),
  );
  const status = /** @type {HTMLElement} */ (form.querySelector("[role=status]"));
  const link = element("button", "Link to this view");
  const field = element("input", "", "records-address");
  let opened = ""; // the row that the address names
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let typing;

  form.hidden = false;
  link.type = "button";
  field.readOnly = true;
  field.hidden = true;
  field.setAttribute("aria-label", "The address of this view");
  form.querySelector("[data-csv]")?.after(" ", link);
  form.append(field);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", ({ target }) => {
    opened = "";
    filter("", target === search ? REST : 0);
  });
  form.addEventListener("reset", () =>
    setTimeout(() => {
      opened = "";
      filter();
    }),
  );
  form.querySelector("[data-csv]")?.addEventListener("click", save);
  link.addEventListener("click", () => void offer());
  root.append(reportLine(() => [opened ? `Row: ${opened}` : `Table: ${root.id}`, `View: ${address()}`]));
  headings.forEach((heading, column) => {
    const button = element("button", heading.textContent || "");
    button.type = "button";
    heading.replaceChildren(button);
    button.addEventListener("click", () => {
      const down = heading.getAttribute("aria-sort") === "ascending";
      sort(column, down);
      filter(`Sorted by ${columns[column]}, ${down ? "falling" : "rising"}`);
    });
  });
  window.addEventListener("hashchange", open);
  if (location.hash) open();

  /** @param {HTMLSelectElement} select */
  function columnOf({ dataset }) {
    return columns[Number(dataset.column)];
  }

  /**
   * @param {string} [note] what else is to be said
   * @param {number} [rest] ms to wait before anything is said
   */
  function filter(note = "", rest = 0) {
    const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = selects.filter((select) => select.value);
    const fits = rows.map(
      (row, i) =>
        chosen.every(({ dataset, value }) => texts[i][Number(dataset.column)] === value) &&
        (holds(texts[i], wanted) || (row.textContent !== wholes[i] && holds(cellsOf(row), wanted))),
    );
    rows.forEach((row, i) => (row.hidden = !fits[i] && !(opened && row.id === opened)));
    const words = `${fits.filter(Boolean).length} of ${rows.length} rows${note && `. ${note}`}`;
    clearTimeout(typing);
    if (rest) typing = setTimeout(() => (status.textContent = words), rest);
    else status.textContent = words;
    status.dataset.chosen = narrowedBy()
      .map(([name, value]) => `; ${name}: ${value}`)
      .join(""); // on paper, where there is no form
  }

  /** What the rows are narrowed to: each field that says so, and what it says. */
  function narrowedBy() {
    return [search, ...selects]
      .filter(({ value }) => value.trim())
      .map(({ labels, value }) => [labels?.[0]?.textContent || "", value.trim()]);
  }

  /**
   * @param {number} column
   * @param {boolean} down
   */
  function sort(column, down) {
    headings.forEach((other) => other.removeAttribute("aria-sort"));
    headings[column].setAttribute("aria-sort", down ? "descending" : "ascending");
    const order = rows.map((_, i) => i);
    order.sort((a, b) => compare(texts[a][column], texts[b][column], down) || a - b);
    body.append(...order.map((i) => rows[i]));
  }

  function save() {
    const shown = Array.from(body.rows).filter((row) => !row.hidden);
    saveText(
      csv([columns, ...shown.map(cellsOf)]),
      "text/csv",
      `${fileName([root.id, ...narrowedBy().map(([, value]) => value)])}.csv`,
    );
  }

  /* ---- addresses ---- */

  function open() {
    const wanted = wantedOf(location.hash, root.id);
    if (wanted) openView(wanted);
    else openRow(fragmentName());
  }

  /** @param {[string, string][]} wanted */
  function openView(wanted) {
    const { view, unknown } = viewFor(wanted, columns, filters);
    opened = "";
    search.value = view.find;
    for (const select of selects) select.value = view.chosen[columnOf(select)] || "";
    if (view.sort) sort(columns.indexOf(view.sort), view.down);
    filter(unknown.length ? `This link asks for what the table does not have: ${unknown.join(", ")}` : "");
    root.scrollIntoView({ block: "start" });
  }

  /** @param {string} id a row that is filtered away is shown all the same */
  function openRow(id) {
    const row = rows.find((one) => id && one.id === id);
    if (row) {
      opened = id;
      filter(row.hidden ? `Row ${id} is shown too` : "");
      row.tabIndex = -1;
      row.focus({ preventScroll: true });
      row.scrollIntoView({ block: "center" });
    } else if (id && rows.some((one) => one.id) && !document.getElementById(id) && !id.includes("?")) {
      filter(`This link asks for a row that the table does not have: ${id}`);
      root.scrollIntoView({ block: "start" });
    }
  }

  /** The address of what is shown: the row that was opened, or the view. */
  function address() {
    const here = location.href.split("#")[0];
    if (opened) return `${here}#${encodeURIComponent(opened)}`;
    const sorted = headings.findIndex((heading) => heading.hasAttribute("aria-sort"));
    return (
      here +
      fragmentOf(root.id, {
        find: search.value,
        chosen: Object.fromEntries(selects.filter(({ value }) => value).map((one) => [columnOf(one), one.value])),
        sort: columns[sorted] || "",
        down: headings[sorted]?.getAttribute("aria-sort") === "descending",
      })
    );
  }

  async function offer() {
    field.value = address();
    field.hidden = false;
    field.focus();
    field.select();
    if (await copied(field.value)) link.textContent = "The link is copied";
  }
}

/** The name in the page's address; a broken %-sequence stays as it is. */
function fragmentName() {
  const text = location.hash.slice(1);
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
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
