/* Draws a figure into its place, and changes it there with as little work as is exact.
 *
 * Used on pages by player.js, and in JupyterLab by figure_widget.js.
 * `Plotly` is a global of the page, or a name of the module.
 */

/** @typedef {{ink: string, grid: string, surface: string}} Colours */
/** @typedef {{data: any[], layout: any}} Figure */
/** @typedef {import("./stops.js").Change} Change */

/** @type {Colours} For printing and for saved pictures. */
export const PAPER = { ink: "#1d2530", grid: "#d9dee5", surface: "#ffffff" };

/** The height of a figure that does not say it, px. */
export const USUAL = 420;
/** The width of every figure on paper, px, whatever the window's: it fits A4 and Letter with their usual margins. */
export const PRINTED = 640;
const SLIVER = 100; // a place narrower than this shows no figure, px
const NARROW = 480; // a place narrower than this is a phone's, px
const LOWER = 0.65; // the share of its height that a figure has there,
const LOWER_PANELS = 0.8; // and one of several panels, with words between them
const LOWER_ROOM = 0.75; // the share that one has where the height of a window is given
const LEAST = 420; // but not less than this, px

const CONFIG = { displayModeBar: false, doubleClick: false };
const AT_ONCE = { frame: { duration: 0, redraw: false }, transition: { duration: 0 }, mode: "immediate" };

// Three ways to draw, each as exact as a fresh drawing for what it is used for, and each twice as fast as the next:
// MOVE the marks (Plotly.animate), RESTYLE traces, legend and notes (Plotly.react), or draw AFRESH, where an axis,
// the height or the number of traces differs: Plotly.react then keeps something of the margins that were.
const MOVE = 0;
const RESTYLE = 1;
const AFRESH = 2;
const MARKS =
  /^data\.\d+\.(x|y|text|hovertext|error_[xy]\.array(minus)?)$|^layout\.(shapes\.\d+\.[xy][01]|annotations\.\d+\.(x|y|text))$/;
const STYLE = /^data\.\d+\.(?!(type|xaxis|yaxis|text|textposition)$)|^layout\.(shapes|annotations)\./;

/**
 * Draw a figure. Returns a Promise until it is done, or null where nothing is to do.
 * @param {HTMLElement & {data?: any[]}} plot
 * @param {Figure} figure as at its stop, not yet dressed
 * @param {Change[] | null} changes of its leaves since the last drawing; null where nothing is known, or where the
 *   colours or the width differ
 * @param {Colours} colours
 * @param {number} [tall] px that there are for it
 * @returns {Promise<unknown> | null}
 */
export function redraw(plot, figure, changes, colours, tall = Infinity) {
  if (changes && !changes.length) return null;
  const way = changes ? Math.max(...changes.map((change) => wayFor(change, figure))) : AFRESH;
  if (changes && way === MOVE && axes(figure.layout).every((axis) => keepsRange(axis, figure.layout, changes))) {
    return move(plot, changes);
  }
  figure.data.forEach(wrapNotes);
  const layout = dress(figure.layout, colours);
  if (colours === PAPER) layout.width = PRINTED;
  fit({ data: figure.data, layout }, layout.width || plot.clientWidth, colours === PAPER ? Infinity : tall);
  return way === AFRESH ? Plotly.newPlot(plot, figure.data, layout, CONFIG) : Plotly.react(plot, figure.data, layout);
}

/**
 * An axis that follows the data is as it was where only the other coordinate changed.
 * @param {string} axis
 * @param {any} layout
 * @param {Change[]} changes
 */
function keepsRange(axis, layout, changes) {
  const others = (/** @type {Change} */ { path }) =>
    path[0] === "data" && path[2] !== axis[0] && path[2] !== `error_${axis[0]}`;
  return (layout[axis] || {}).range || changes.every(others);
}

/**
 * @param {Change} change
 * @param {Figure} figure
 */
function wayFor(change, figure) {
  return change.path[0] === "layout" ? wayForLayout(change, figure.layout) : wayForTrace(change, figure.data);
}

/**
 * @param {Change} change
 * @param {any} layout
 */
function wayForLayout({ path, before, after }, layout) {
  const name = path.join(".");
  if (!STYLE.test(name)) return AFRESH;
  const there = before !== undefined && after !== undefined;
  const item = layout[path[1]] && layout[path[1]][path[2]];
  const onAxes = there && MARKS.test(name) && (item.xref !== "paper" || item.yref !== "paper");
  return onAxes ? MOVE : RESTYLE; // Plotly.animate passes over those on paper
}

/**
 * @param {Change} change
 * @param {any[]} data
 */
function wayForTrace({ path, before, after }, data) {
  const name = path.join(".");
  const there = before !== undefined && after !== undefined;
  const trace = data[Number(path[1])];
  if (!trace || (/^data\.\d+\.[xy]$/.test(name) && !there)) return AFRESH; // a trace came or went
  const isMark = MARKS.test(name);
  const worded = /text/.test(trace.mode);
  if (there && isMark && sameGaps(before, after, worded || trace.error_x || trace.error_y)) return MOVE;
  return (worded && isMark) || !STYLE.test(name) ? AFRESH : RESTYLE;
}

/**
 * Whether no mark came or went: an empty trace leaves the legend; new words and error bars want a style.
 * @param {any} before
 * @param {any} after
 * @param {unknown} everywhere whether each gap counts, and not only that of the whole trace
 */
function sameGaps(before, after, everywhere) {
  if (!Array.isArray(before) || !Array.isArray(after)) return !Array.isArray(before) && !Array.isArray(after);
  if (!everywhere) return !before.length === !after.length;
  return before.length === after.length && before.every((value, i) => isGap(value) === isGap(after[i]));
}

/** @param {unknown} value */
function isGap(value) {
  return value === null || value === "";
}

/**
 * Move marks; nothing is laid out again.
 * @param {HTMLElement & {data?: any[]}} plot
 * @param {Change[]} changes
 */
function move(plot, changes) {
  const drawn = plot.data || [];
  /** @type {Record<string, any>[]} */
  const data = drawn.map(() => ({}));
  /** @type {Record<string, any> | undefined} */
  let layout;
  for (const change of changes) {
    const [place, i, ...rest] = change.path;
    const after = Array.isArray(change.after) ? change.after.slice() : change.after; // Plotly writes into what it gets
    if (place === "data") data[Number(i)][rest.join(".")] = after;
    else (layout ??= {})[`${i}[${rest[0]}].${rest.slice(1).join(".")}`] = after;
  }
  data.forEach(wrapNotes);
  if (changes.every((change) => keepsShape(change, drawn))) foretell(plot, data, layout);
  const traces = touched(drawn, data);
  return Plotly.animate(plot, { data: traces.map((i) => data[i]), layout, traces }, AT_ONCE);
}

/**
 * Whether nothing that Plotly works out from a value differs with this change, but how many points there are.
 * @param {Change} change
 * @param {any[]} drawn traces; where one does not say its mode, that goes by the number of its points
 */
function keepsShape({ path, before, after }, drawn) {
  if (!Array.isArray(before)) return typeof before === typeof after;
  return Array.isArray(after) && (after.length === before.length || !!drawn[Number(path[1])].mode);
}

/**
 * Write a move into what Plotly has worked out of the figure, so that it need not work out all of it anew, nor draw
 * the notes and shapes before the first that is moved: half the time of a move. The names with _ are Plotly's own
 * business; a version that does not know them does the whole work, as it would without them.
 * @param {any} plot
 * @param {Record<string, any>[]} data of each trace, by paths such as `error_y.array`
 * @param {Record<string, any>} [layout] by paths such as `shapes[0].x0`
 */
function foretell({ _fullData: traces, _fullLayout: known }, data, layout = {}) {
  if (!traces || !known?._subplots) return;
  rememberLists();
  const isKnown = data.map((trace, i) => {
    const written = Object.entries(trace).map(([path, value]) => put(traces[i], path, value));
    const { x, y } = traces[i];
    if (Array.isArray(x) && Array.isArray(y)) traces[i]._length = Math.min(x.length, y.length);
    return written.every(Boolean);
  });
  if (!isKnown.every(Boolean)) return; // a trace that shows nothing: Plotly knows little of it
  const first = { annotations: Infinity, shapes: Infinity };
  for (const [path, value] of Object.entries(layout)) {
    put(known, path, value);
    const [kind, i] = /** @type {["annotations" | "shapes", string]} */ (path.split(/[[\]]/));
    first[kind] = Math.min(first[kind], Number(i));
  }
  const from = (/** @type {"annotations" | "shapes"} */ kind) =>
    Array.from(known[kind] || [], (_, i) => i).filter((i) => i >= first[kind]); // those after it come after it again
  for (const axis of axes(known)) {
    Object.assign(known[axis] || {}, { _annIndices: from("annotations"), _shapeIndices: from("shapes") });
  }
  // When Plotly has drawn a figure with levels, it lists each as axes of their own; drawn as such, they are emptied.
  known._subplots.cartesian = known._subplots.cartesian.filter((/** @type {string} */ id) => /^x\d*y\d*$/.test(id));
  known._skipDefaults = true;
}

/** @type {WeakMap<object, string[]>} */
const LISTS = new WeakMap();

/**
 * Let Plotly look only once for what of a trace is a list: it goes through all that a trace can have, for each trace
 * and at each move, a third of its work. When it works a figure out anew, its traces are others.
 */
function rememberLists() {
  const schema = Plotly.PlotSchema;
  const find = schema?.findArrayAttributes;
  if (!find || LISTS.has(find)) return;
  schema.findArrayAttributes = (/** @type {object} */ trace) => {
    const found = LISTS.get(trace) ?? find(trace);
    LISTS.set(trace, found);
    return found;
  };
  LISTS.set(schema.findArrayAttributes, []); // so that it is done once
}

/**
 * Write a value into a tree; whether there is the branch for it.
 * @param {any} tree
 * @param {string} path such as `error_y.array` or `shapes[0].x0`
 * @param {any} value
 */
function put(tree, path, value) {
  const keys = path.split(/[[\].]+/);
  const last = /** @type {string} */ (keys.pop());
  const branch = keys.reduce((one, key) => one?.[key], tree);
  if (branch) branch[last] = value;
  return !!branch;
}

/**
 * The traces that a move draws: of those on the same axes and level, from the first that is moved to the last. Where
 * none is, it is one, because Plotly takes away a level of which it is given none. It also takes away bars that it is
 * not given, and a filling between two traces of which it is given one.
 * @param {any[]} drawn
 * @param {Record<string, any>[]} data what is moved of each
 */
function touched(drawn, data) {
  /** @type {Record<string, number[]>} */
  const levels = {};
  drawn.forEach(({ type = "scatter", xaxis = "x", yaxis = "y", zorder = 0 }, i) => {
    (levels[[type, xaxis, yaxis, zorder].join()] ??= []).push(i);
  });
  const isMoved = (/** @type {number} */ i) => Object.keys(data[i]).length > 0;
  return Object.values(levels).flatMap((level) => {
    if (level.some((i) => drawn[i].type === "bar" || drawn[i].stackgroup)) return level;
    const hangsOnLast = (/** @type {number | undefined} */ i) =>
      i !== undefined && (drawn[i].fill?.startsWith("tonext") || !drawn[i].x?.length);
    const moved = level.filter(isMoved);
    let [from, to] = [moved[0], moved[moved.length - 1]].map((i) =>
      i === undefined ? level.length - 1 : level.indexOf(i),
    );
    while (from > 0 && hangsOnLast(level[from])) from--;
    while (hangsOnLast(level[to + 1])) to++;
    return level.slice(from, to + 1);
  });
}

/* ---- the page's look ---- */

/**
 * The colours in which an element stands.
 * @param {Element} root
 * @returns {Colours}
 */
export function palette(root) {
  const style = getComputedStyle(root);
  const colour = (/** @type {"ink" | "grid" | "surface"} */ name) =>
    style.getPropertyValue(`--course-${name}`).trim() || PAPER[name];
  return { ink: colour("ink"), grid: colour("grid"), surface: colour("surface") };
}

/**
 * Give a layout the page's colours; changes it and returns it.
 * @param {any} layout
 * @param {Colours} colours
 */
export function dress(layout, { ink, grid, surface }) {
  layout.font = { ...layout.font, color: ink };
  layout.dragmode = false; // a finger on the figure scrolls the page
  layout.hoverlabel = {
    align: "left",
    bgcolor: surface,
    bordercolor: ink,
    font: { color: ink },
    ...layout.hoverlabel,
  };
  for (const key of axes(layout)) {
    const lines = { gridcolor: grid, linecolor: ink, zerolinecolor: ink, tickcolor: ink };
    layout[key] = { ...lines, ...layout[key], fixedrange: true };
  }
  for (const shape of layout.shapes || []) shape.line = { color: ink, ...shape.line };
  for (const note of layout.annotations || []) {
    note.arrowcolor = note.arrowcolor || ink;
    if (isOfRow(note, layout)) note.bgcolor ??= surface; // no line of the figure strikes its words through
  }
  return layout;
}

/** @param {any} layout */
function axes(layout) {
  return ["xaxis", "yaxis", ...Object.keys(layout).filter((key) => /^[xy]axis\d+$/.test(key))];
}

/**
 * Break the notes of a trace into lines that fit a phone.
 * @param {{hovertext?: any}} trace
 */
function wrapNotes(trace) {
  if (Array.isArray(trace.hovertext)) trace.hovertext = trace.hovertext.map((note) => note && wrapped(String(note)));
}

/** @param {string} note */
function wrapped(note) {
  return note
    .split(/<br\s*\/?>/)
    .map((line) => broken(line, 42))
    .join("<br>")
    .replace(/(<br>)+$/, "");
}

/**
 * A line broken between words so that no part is longer than `letters`, where words allow it.
 * @param {string} line
 * @param {number} letters
 */
function broken(line, letters) {
  return line.replace(new RegExp(`(.{1,${letters}})(\\s+|$)`, "g"), "$1<br>").replace(/<br>$/, "");
}

const LINE = 16; // of a note, px
const APART = 4; // between what a row holds and the words of the next, px
const LETTER = 7.5; // width of one in the title of an axis, px
const MARGINS = 150; // px: what the labels of the other axis take at most, so that a centred title stays in the figure
const LEGEND_LINE = 20; // px; on a phone each name has a line of its own

/**
 * Make a figure lower on a phone, so that it fits under its controls; player.css keeps as much room before it is drawn.
 * One that is low already gets what its rows need below the names of a legend, up to that room.
 * Make it a little lower too where there is less height than it takes.
 * What stands above or below the axes by a share of their height stays as far away. Changes the layout.
 * @param {Figure} figure
 * @param {number} width of its place, px
 * @param {number} [tall] px that there are for it
 */
export function fit({ data, layout }, width, tall = Infinity) {
  const height = layout.height || USUAL;
  layout.height = height;
  if (width < NARROW) wrapTitles(layout, width);
  const around = aroundAxes(layout, data);
  if (width < NARROW && height <= LEAST) return void (layout.height = raised({ data, layout }, around));
  const wanted = wantedHeight(layout, width, tall);
  if (wanted >= height || height <= LEAST) return;
  const legends = Object.keys(layout).filter((key) => /^legend\d*$/.test(key));
  if (legends.some((key) => layout[key].y > 0 && layout[key].y < 1)) return; // it needs its gap
  const lower = Math.max(LEAST, Math.round(wanted), rowsRoom({ data, layout }, around));
  layout.height = Math.min(height, lower);
  const less = (height - around) / Math.max(layout.height - around, 1);
  const outside = (/** @type {number} */ y) => (y > 1 ? 1 + (y - 1) * less : y < 0 ? y * less : y);
  const notes = (layout.annotations || []).filter((/** @type {any} */ note) => note.yref === "paper");
  for (const part of [...notes, ...legends.map((key) => layout[key])]) {
    if (typeof part.y === "number") part.y = Math.max(-2, Math.min(3, outside(part.y)));
  }
}

/**
 * What stands above and below the axes on a phone, px: margins, and a line for each name of a legend.
 * @param {any} layout
 * @param {any[]} data
 */
function aroundAxes({ margin: { t = 100, b = 80 } = {}, showlegend }, data) {
  const named = showlegend === false ? [] : data.filter((trace) => trace.name && trace.showlegend !== false);
  return t + b + LEGEND_LINE * named.length; // without a margin it has Plotly's own
}

/**
 * The height of a low figure on a phone, px: what its rows need with all that is around them, as far as there is room.
 * @param {Figure} figure
 * @param {number} around px
 */
function raised(figure, around) {
  return Math.max(figure.layout.height, Math.min(LEAST, rowsRoom(figure, around)));
}

/**
 * The height of a figure with rows in which their words are apart, px; 0 without rows.
 * @param {Figure} figure
 * @param {number} around its axes, px, for which one line of words below them is counted
 */
function rowsRoom(figure, around) {
  const rows = rowsHeight(figure);
  const lower = axes(figure.layout).map((key) => (key[0] === "x" && figure.layout[key]) || {});
  const further = lower.map(({ title, ticktext = [""] }) => {
    return lineCount(title?.text || "") - 1 + Math.max(...ticktext.map(lineCount)) - 1;
  });
  return rows ? rows + around + LINE * Math.max(...further) : 0;
}

/**
 * How high a figure is to be, px: a share of its height on a phone, and elsewhere what there is, if that is not much less.
 * @param {any} layout
 * @param {number} width of its place, px
 * @param {number} tall px that there are for it
 */
function wantedHeight(layout, width, tall) {
  const panels = axes(layout).filter((key) => key[0] === "y").length;
  if (width < NARROW) return layout.height * (panels > 1 ? LOWER_PANELS : LOWER);
  return Math.max(tall, layout.height * LOWER_ROOM);
}

/**
 * Break the titles of horizontal axes so that they fit between the margins. Changes the layout.
 * @param {any} layout
 * @param {number} width px
 */
function wrapTitles(layout, width) {
  const letters = Math.floor((width - MARGINS) / LETTER);
  for (const key of axes(layout).filter((axis) => axis[0] === "x")) {
    const title = layout[key]?.title;
    const lines = (title?.text || "").split(/<br\s*\/?>/);
    if (lines.every((/** @type {string} */ line) => line.length <= letters)) continue;
    layout[key] = { ...layout[key], title: { ...title, text: broken(lines.join(" "), letters) } };
  }
}

/**
 * How high the axes must be, px, so that what a row holds does not lie on the words of the next; 0 without rows.
 * @param {Figure} figure
 */
function rowsHeight({ data, layout }) {
  const above = (layout.annotations || []).map((/** @type {any} */ note) => {
    if (!isOfRow(note, layout) || !(note.yshift > 0)) return 0;
    const below = data.filter((trace) => (trace.yaxis || "y") === (note.yref || "y")).map(reach);
    const lines = LINE * lineCount(note.text) + note.yshift;
    return rowCount(layout[axisOf(note)]) * (lines + Math.max(note.yshift, ...below) + APART);
  });
  const beside = axes(layout)
    .map((key) => (key[0] === "y" && layout[key]) || {})
    .filter((axis) => axis.visible !== false && axis.showticklabels !== false)
    .map((axis) => {
      const labels = axis.ticktext || axis.tickvals || axis.categoryarray || [];
      const [from, to] = axis.domain || [0, 1];
      const lines = Math.max(0, ...labels.map(lineCount));
      return (rowCount(axis) * (LINE * lines + (lines > 1 ? APART : 0))) / (to - from);
    });
  return Math.max(0, ...above, ...beside);
}

/**
 * Whether a note is written at a row from the figure's edge (charts.py, `above`).
 * @param {any} note
 * @param {any} layout
 */
function isOfRow(note, layout) {
  return note.xref === "paper" && note.yref !== "paper" && layout[axisOf(note)]?.type === "category";
}

/** @param {any} note on axes */
function axisOf(note) {
  return `yaxis${(note.yref || "y").slice(1)}`;
}

/**
 * How far the marks of a trace reach below their row, with the words under them, px; 0 for a line or a bar.
 * @param {any} trace
 */
function reach({ mode = "", marker: { size = 6 } = {}, textposition = "" }) {
  if (!mode.includes("markers")) return 0;
  const words = mode.includes("text") && [textposition].flat().some((at) => at.startsWith("bottom")) ? LINE : 0;
  return Math.max(...[size].flat()) / 2 + words;
}

/**
 * How many rows an axis has room for.
 * @param {any} axis
 */
function rowCount({ range, tickvals = [], type, categoryarray = [] }) {
  if (type === "category") return range ? Math.abs(range[0] - range[1]) : categoryarray.length;
  const at = [...tickvals].sort((/** @type {number} */ one, /** @type {number} */ other) => one - other);
  const gaps = at.slice(1).map((/** @type {number} */ tick, /** @type {number} */ i) => tick - at[i]);
  return range && gaps.length ? Math.abs(range[0] - range[1]) / Math.min(...gaps) : 0;
}

/** @param {unknown} text */
function lineCount(text) {
  return String(text).split(/<br\s*\/?>/).length;
}

/* ---- when ---- */

/**
 * A function that draws at once, so that it is seen in this frame; what comes in the same frame is drawn in the next.
 * @param {() => Promise<unknown> | null} draw
 * @param {(error: any) => void} [failed]
 */
export function paced(draw, failed) {
  let busy = false;
  let again = false;
  return function show() {
    if (busy) {
      again = true;
      return;
    }
    const done = draw();
    if (!done) return;
    busy = true;
    Promise.all([done, new Promise(requestAnimationFrame)])
      .then(() => {
        busy = false;
        if (!again) return;
        again = false;
        show();
      })
      .catch(failed);
  };
}

/**
 * Call `use` when the width changes; the window's own event can come before the layout. Returns how to end it.
 * @param {HTMLElement} plot
 * @param {() => void} use
 */
export function whenWidthChanges(plot, use) {
  if (typeof ResizeObserver !== "function") return () => {};
  /** @type {number | undefined} */
  let width;
  const observer = new ResizeObserver(() => {
    const before = width;
    const drawn = plot.querySelector(".main-svg");
    const hidden = plot.clientWidth < SLIVER; // or caught while the page is laid out anew
    width = hidden ? 0 : plot.clientWidth; // so that what moved while it was hidden is drawn when it comes to the front
    if (hidden) return;
    if (before !== width && !(before === undefined && drawn && drawn.clientWidth === width)) use();
  });
  observer.observe(plot);
  return () => observer.disconnect();
}
