/* The numbers of a figure as tables, and its readouts: the twin of widgets/explorers/table.py and html.py. */

const MOST_ROWS = 30; // as in table.py
const THINNED = " Long curves at some of their points; the CSV has all."; // as in table.py
const SAID = "Words in the figure"; // as in table.py
const TABLED = "tabled"; // as in table.py
const LONG = 40; // as in html.py

/**
 * Rows hold every point; `shown` marks those that the page shows.
 * @typedef {{head: string[], rows: {shown: boolean, cells: any[]}[]}} Table
 */

/**
 * The tables of a figure, one for each pair of axes.
 * @param {any} figure data and layout, or a scene, which brings its own table
 * @returns {Table[]}
 */
export function tables(figure) {
  if (figure.table) return [own(figure.table)];
  /** @type {Map<string, any[]>} */
  const groups = new Map();
  for (const trace of figure.data) {
    const seen = trace.visible === undefined || trace.visible === true;
    if (trace.hoverinfo === "skip" || trace.meta === TABLED || !seen || !trace.x || !trace.y) continue;
    const key = `${trace.xaxis || "x"} ${trace.yaxis || "y"}`;
    groups.set(key, [...(groups.get(key) || []), trace]);
  }
  const brought = figure.layout.meta?.table ? [own(figure.layout.meta.table)] : [];
  const found = [...brought, ...Array.from(groups, ([key, traces]) => table(figure.layout, key.split(" "), traces))];
  return [...found, ...written(figure.layout, found)];
}

/**
 * One more table of what only the picture says: its notes, and from where to where its named bands go.
 * @param {any} layout
 * @param {Table[]} found
 * @returns {Table[]}
 */
function written(layout, found) {
  const shown = found.flatMap(({ rows }) => rows.filter((row) => row.shown));
  const cells = new Set(shown.flatMap((row) => row.cells.map(inCell)));
  const bands = (layout.shapes || [])
    .filter((/** @type {any} */ shape) => shape.name)
    .map((/** @type {any} */ { name, x0, x1 }) => `${plain(name)}: ${inCell(x0)} to ${inCell(x1)}`);
  const notes = (layout.annotations || [])
    .filter((/** @type {any} */ note) => note.visible !== false)
    .map((/** @type {any} */ note) => plain(note.text || ""));
  const said = [...new Set([...notes, ...bands])].filter((text) => text && !cells.has(text));
  return said.length ? [own({ head: [SAID], rows: said.map((text) => [text]) })] : [];
}

/**
 * @param {{head: string[], rows: any[][]}} table
 * @returns {Table}
 */
function own({ head, rows }) {
  return { head, rows: rows.map((cells) => ({ shown: true, cells })) };
}

/**
 * @param {any} layout
 * @param {string[]} axes
 * @param {any[]} traces
 * @returns {Table}
 */
function table(layout, axes, traces) {
  const spread = ["error_x", "error_y"].find((bars) => traces.some((trace) => trace[bars] && trace[bars].array));
  const noted = traces.some((trace) => trace.hovertext !== undefined);
  const columns = axes
    .map((axis) => ({ letter: axis[0], title: axisTitle(layout, axis) || (hasWords(traces, axis[0]) ? "Name" : "") }))
    .filter((column) => column.title); // numbers along an axis without a title only place a mark
  const named = columns.find((column) => hasWords(traces, column.letter)); // what heads the rows comes first
  columns.sort((one, other) => Number(other === named) - Number(one === named));
  const head = [
    "Series",
    ...columns.map((column) => column.title),
    ...(spread ? ["Low", "High"] : []),
    ...(noted ? ["Note"] : []),
  ];
  const turned = (/** @type {any[]} */ cells) => (named ? [cells[1], cells[0], ...cells.slice(2)] : cells);
  const rows = traces.flatMap((trace) =>
    trace.x.flatMap((/** @type {any} */ x, /** @type {number} */ i) => {
      const y = pick(trace.y, i);
      if (x === null || y === null || y === undefined) return [];
      const values = columns.map((column) => (column.letter === "x" ? x : y));
      const ends = spread ? bounds(trace, spread, i) : [];
      const note = noted ? [plain(pick(trace.hovertext, i) || "")] : [];
      const shown = trace.mode !== "lines" || isShown(i, trace.x.length);
      return [{ shown, cells: turned([plain(trace.name || ""), ...values, ...ends, ...note]) }];
    }),
  );
  return { head: turned(head), rows };
}

/**
 * @param {any[]} traces
 * @param {string} letter
 */
function hasWords(traces, letter) {
  return traces.some((trace) => trace[letter].some((/** @type {any} */ value) => typeof value === "string"));
}

/**
 * @param {any} values
 * @param {number} i
 */
function pick(values, i) {
  return Array.isArray(values) ? values[i] : values;
}

/**
 * @param {any} layout
 * @param {string} axis such as 'x' or 'x2'
 */
function axisTitle(layout, axis) {
  const title = (layout[`${axis[0]}axis${axis.slice(1)}`] || {}).title || "";
  return plain(typeof title === "object" ? title.text || "" : title);
}

/**
 * Both ends of an error bar, or two nulls.
 * @param {any} trace
 * @param {string} spread 'error_x' or 'error_y'
 * @param {number} i
 */
function bounds(trace, spread, i) {
  const bars = trace[spread];
  const value = trace[spread.slice(-1)][i];
  if (!bars || !bars.array || bars.visible === false || value === null) return [null, null];
  const above = pick(bars.array, i) ?? null;
  const below = pick(bars.arrayminus || bars.array, i) ?? null;
  return above === null || below === null ? [null, null] : [value - below, value + above];
}

/**
 * Whether a point of a long trace is one of those that are shown, spread evenly from the first to the last.
 * @param {number} i
 * @param {number} length
 */
export function isShown(i, length) {
  if (length <= MOST_ROWS) return true;
  const k = Math.ceil((i * (MOST_ROWS - 1)) / (length - 1));
  return Math.floor((k * (length - 1)) / (MOST_ROWS - 1)) === i;
}

/* ---- as HTML ---- */

/**
 * A table as HTML; its caption says of what it is and at which setting.
 * @param {Table} shown
 * @param {string} caption
 */
export function tableHtml({ head, rows }, caption) {
  const thinned = rows.some((row) => !row.shown) ? THINNED : "";
  const heads = head.map((cell) => `<th scope="col">${escape(cell)}</th>`).join("");
  const body = rows
    .filter((row) => row.shown)
    .map(({ cells: [first, ...rest] }) => {
      return `<tr><th scope="row">${escape(inCell(first))}</th>${rest.map(cellHtml).join("")}</tr>`;
    });
  return `<table><caption>${escape(caption + thinned)}</caption><thead><tr>${heads}</tr></thead><tbody>${body.join("")}</tbody></table>`;
}

/**
 * A cell: a list in it is of rows, and a page that says where they stand (html[data-rows]) leads to each.
 * @param {any} value
 */
function cellHtml(value) {
  const page = Array.isArray(value) && document.documentElement.dataset.rows;
  const one = (/** @type {string} */ row) => `<a href="${escape(`${page}#${row}`)}">${escape(row)}</a>`;
  return `<td>${page ? value.map(one).join(" ") : escape(inCell(value))}</td>`;
}

/**
 * Readouts as a description list.
 * @param {[string, string][]} words
 */
export function readouts(words) {
  if (!words.length) return "";
  const pairs = words.map(([name, text]) => {
    const long = text.length > LONG ? ' class="long"' : "";
    return `<div><dt>${escape(name)}</dt><dd${long}>${escape(text)}</dd></div>`;
  });
  return `<dl>${pairs.join("")}</dl>`;
}

/**
 * Where readouts stand: the first few (data-near) beside the controls, the others below the figure.
 * @param {Element} root of an explorer
 * @param {[string, string][]} words
 * @returns {[HTMLElement, [string, string][]][]}
 */
export function readoutPlaces(root, words) {
  const [beside, below] = /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(".explorer-readouts"));
  const near = Number(beside.dataset.near);
  return [
    [beside, words.slice(0, near)],
    [below, words.slice(near)],
  ];
}

/** @type {Record<string, string>} */
const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;" };

/**
 * @param {string} text
 */
export function escape(text) {
  return text.replace(/[&<>"']/g, (letter) => ENTITIES[letter]);
}

/**
 * Text without tags.
 * @param {unknown} text
 */
function plain(text) {
  return String(text)
    .replace(/<br\s*\/?>/g, " ")
    .replace(/<[^>]*>/g, "")
    .replace(/\s+/g, " ")
    .trim();
}

/**
 * What a cell shows. A number of more than four digits was calculated: three are told, and all before its point.
 * @param {unknown} value
 */
function inCell(value) {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.join(" ");
  if (typeof value !== "number") return plain(value);
  const five = Number(value.toPrecision(5));
  const asPublished = Number.isInteger(five) || five === Number(value.toPrecision(4));
  const whole = Number(value.toExponential().split("e")[1]) + 1; // digits before the point
  const told = asPublished ? five : Number(value.toPrecision(Math.max(3, whole)));
  return String(told).replace("-", "−");
}
