/* A kept figure as a ghost behind another: which figures fit behind which, and how the ghost looks. */

/** @typedef {import("./drawing.js").Figure} Figure */

const FAINT = 0.35;
const GREY = "#808080";
const BEHIND = { showlegend: false, hoverinfo: "skip", zorder: -1 };

/**
 * Why a kept figure cannot stand behind another, in words; '' where it can.
 * @param {Figure} kept
 * @param {Figure} figure
 */
export function misfit(kept, figure) {
  if (!kept.data || !figure.data) return "a drawing has no axes to stand on";
  const [before, now] = [axesOf(kept), axesOf(figure)];
  for (const key of new Set([...Object.keys(before), ...Object.keys(now)])) {
    if (before[key] !== now[key]) return "its axes are others";
  }
  if (stands(kept, "bar") > 1 || stands(figure, "bar") > 1) return "bars of two views would stand on each other";
  return "";
}

/**
 * How many traces of a type a figure shows.
 * @param {Figure} figure
 * @param {string} type
 */
function stands(figure, type) {
  return figure.data.filter((trace) => trace.type === type && (trace.x || []).length).length;
}

/**
 * What makes two axes the same one: what is on them, not how far they go.
 * @param {Figure} figure
 * @returns {Record<string, string>}
 */
function axesOf(figure) {
  const keys = Object.keys(figure.layout).filter((key) => /^[xy]axis\d*$/.test(key));
  return Object.fromEntries(
    keys.map((key) => {
      const { title, type, categoryarray, ticktext } = figure.layout[key];
      return [key, JSON.stringify([title?.text, type, categoryarray, type === "category" ? ticktext : null])];
    }),
  );
}

/**
 * The figure with the kept one behind it, as traces after its own: the numbers of its traces stay.
 * @param {Figure} figure
 * @param {Figure} kept
 * @param {Set<number>} [moving] the traces that any control changes: the others stand where they stood, and each costs time
 * @returns {Figure}
 */
export function withGhost(figure, kept, moving) {
  const layout = { ...figure.layout, showlegend: figure.layout.showlegend ?? figure.data.length > 1 };
  const seen = standing(kept.data).filter((trace, i) => (!moving || moving.has(i)) && (trace.x || []).length);
  return { ...figure, layout, data: [...figure.data, ...seen.map(faint), ...footholds(seen)] };
}

/**
 * A trace of nothing for each pair of axes with a ghost: a move draws it in the ghost's place (drawing.js, `touched`).
 * @param {any[]} seen
 */
function footholds(seen) {
  const stand = seen.map(({ xaxis, yaxis }) => ({ xaxis, yaxis }));
  const apart = new Map(stand.map((axes) => [JSON.stringify(axes), axes]));
  return Array.from(apart.values(), (axes) => ({ ...axes, ...BEHIND, x: [null], y: [null], mode: "lines" }));
}

/** @param {any} trace */
function faint(trace) {
  const name = `Kept: ${trace.name || ""}`.trim();
  const own = { line: { color: GREY, ...trace.line }, marker: { color: GREY, ...trace.marker } }; // no colour of Plotly's choice
  return { ...trace, ...own, name, opacity: FAINT, ...BEHIND };
}

/**
 * Stacked areas as lines at the height they have in the stack; everything else as it is.
 * @param {any[]} data
 */
function standing(data) {
  /** @type {Record<string, number[]>} */
  const heights = {};
  return data.map((trace) => {
    if (!trace.stackgroup || !Array.isArray(trace.y)) return trace;
    const below = heights[trace.stackgroup];
    const y = trace.y.map((/** @type {number} */ value, /** @type {number} */ i) => value + (below ? below[i] : 0));
    heights[trace.stackgroup] = y;
    return { ...trace, y, stackgroup: undefined, fill: "none", mode: "lines" };
  });
}
