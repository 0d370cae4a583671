/* Draws a figure into its place, and changes it there with as little work as is exact.
 *
 * Used on pages by player.js, which the build joins to it, and in JupyterLab by figure_widget.js.
 * `Plotly` is a global of the page, or a name of the module.
 */
var courseDrawing = (function () {
  "use strict";
  var PAPER = { ink: "#1d2530", grid: "#d9dee5", surface: "#ffffff" }; // for printing and for saved pictures
  var CONFIG = { displayModeBar: false, doubleClick: false };
  var AT_ONCE = { frame: { duration: 0, redraw: false }, transition: { duration: 0 }, mode: "immediate" };

  // Three ways to draw, each as exact as a fresh drawing for what it is used for, and each twice as fast as the next:
  // MOVE the marks (Plotly.animate), RESTYLE traces, legend and notes (Plotly.react), or draw AFRESH, where an axis,
  // the height or the number of traces differs: Plotly.react then keeps something of the margins that were.
  var MOVE = 0, RESTYLE = 1, AFRESH = 2;
  var MARKS = /^data\.\d+\.(x|y|text|hovertext|error_[xy]\.array(minus)?)$|^layout\.(shapes\.\d+\.[xy][01]|annotations\.\d+\.(x|y|text))$/;
  var STYLE = /^data\.\d+\.(?!(type|xaxis|yaxis|text|textposition)$)|^layout\.(shapes|annotations)\./;

  // figure: as at its stop, not yet dressed. changes: [{path, before, after}] of its leaves since the last drawing, undefined
  // where there is nothing; null where nothing is known, or where the colours or the width differ.
  function redraw(plot, figure, changes, colours) { // a Promise until it is done, or null where nothing is to do
    if (changes && !changes.length) return null;
    var way = changes ? Math.max.apply(null, changes.map(function (change) { return wayFor(change, figure); })) : AFRESH;
    if (way === MOVE && axes(figure.layout).every(function (axis) { return keepsRange(axis, figure.layout, changes); })) return move(plot, changes);
    figure.data.forEach(wrapNotes);
    if (way !== AFRESH) return Plotly.react(plot, figure.data, dress(figure.layout, colours));
    return Plotly.newPlot(plot, figure.data, dress(figure.layout, colours), CONFIG);
  }

  function keepsRange(axis, layout, changes) { // one that follows the data is as it was where only the other coordinate changed
    return (layout[axis] || {}).range || changes.every(function (change) {
      return change.path[0] === "data" && change.path[2] !== axis[0] && change.path[2] !== "error_" + axis[0];
    });
  }

  function wayFor(change, figure) {
    var path = change.path, name = path.join("."), before = change.before, after = change.after, there = before !== undefined && after !== undefined;
    if (path[0] === "layout") {
      var item = figure.layout[path[1]] && figure.layout[path[1]][path[2]];
      if (!STYLE.test(name)) return AFRESH;
      return there && MARKS.test(name) && (item.xref !== "paper" || item.yref !== "paper") ? MOVE : RESTYLE; // Plotly.animate passes over those
    }
    var trace = figure.data[path[1]], worded = trace && /text/.test(trace.mode);
    if (!trace || path.length === 3 && /^[xy]$/.test(path[2]) && !there) return AFRESH; // a trace came or went
    if (there && MARKS.test(name) && sameGaps(before, after, worded || trace.error_x || trace.error_y)) return MOVE;
    return worded && MARKS.test(name) || !STYLE.test(name) ? AFRESH : RESTYLE;
  }

  function sameGaps(before, after, everywhere) { // an empty trace leaves the legend; new words and error bars want a style
    if (!Array.isArray(before) || !Array.isArray(after)) return !Array.isArray(before) && !Array.isArray(after);
    if (!everywhere) return !before.length === !after.length;
    return before.length === after.length && before.every(function (value, i) { return isGap(value) === isGap(after[i]); });
  }

  function isGap(value) { return value === null || value === ""; }

  function move(plot, changes) { // nothing is laid out again
    var data = plot.data.map(function () { return {}; }), layout;
    changes.forEach(function (change) {
      var path = change.path, after = Array.isArray(change.after) ? change.after.slice() : change.after; // Plotly writes into what it gets
      if (path[0] === "data") data[path[1]][path.slice(2).join(".")] = after;
      else (layout = layout || {})[path[1] + "[" + path[2] + "]." + path.slice(3).join(".")] = after;
    });
    data.forEach(wrapNotes);
    return Plotly.animate(plot, { data: data, layout: layout, traces: Object.keys(data).map(Number) }, AT_ONCE);
  }

  /* ---- the page's look ---- */

  function palette(root) {
    var style = getComputedStyle(root);
    function colour(name, fallback) { return style.getPropertyValue(name).trim() || fallback; }
    return { ink: colour("--course-ink", "#1d2530"), grid: colour("--course-grid", "#d9dee5"), surface: colour("--course-surface", "#ffffff") };
  }

  function dress(layout, colours) {
    layout.font = Object.assign({}, layout.font, { color: colours.ink });
    layout.dragmode = false; // a finger on the figure scrolls the page
    layout.hoverlabel = Object.assign({ align: "left", bgcolor: colours.surface, bordercolor: colours.ink, font: { color: colours.ink } }, layout.hoverlabel);
    axes(layout).forEach(function (key) {
      layout[key] = Object.assign({ gridcolor: colours.grid, linecolor: colours.ink, zerolinecolor: colours.ink, tickcolor: colours.ink }, layout[key], { fixedrange: true });
    });
    (layout.shapes || []).forEach(function (shape) { shape.line = Object.assign({ color: colours.ink }, shape.line); });
    (layout.annotations || []).forEach(function (note) { note.arrowcolor = note.arrowcolor || colours.ink; });
    return layout;
  }

  function axes(layout) {
    return ["xaxis", "yaxis"].concat(Object.keys(layout).filter(function (key) { return /^[xy]axis\d+$/.test(key); }));
  }

  function wrapNotes(trace) { // a note must fit a phone
    if (!Array.isArray(trace.hovertext)) return;
    trace.hovertext = trace.hovertext.map(function (note) {
      return note && String(note).split(/<br\s*\/?>/).map(function (line) { return line.replace(/(.{1,42})(\s+|$)/g, "$1<br>"); }).join("").replace(/(<br>)+$/, "");
    });
  }

  /* ---- when ---- */

  function paced(draw, failed) { // at once, so that it is seen in this frame; what comes in the same frame is drawn in the next
    var busy = false, again = false;
    return function show() {
      if (busy) { again = true; return; }
      var done = draw();
      if (!done) return;
      busy = true;
      Promise.all([done, new Promise(requestAnimationFrame)]).then(function () {
        busy = false;
        if (again) { again = false; show(); }
      }).catch(failed);
    };
  }

  function whenWidthChanges(plot, use) { // the window's own event can come before the layout; returns how to end it
    if (typeof ResizeObserver !== "function") return function () {};
    var width, observer = new ResizeObserver(function () {
      var before = width, drawn = plot.querySelector(".main-svg");
      width = plot.clientWidth;
      if (before !== width && !(before === undefined && drawn && drawn.clientWidth === width)) use();
    });
    observer.observe(plot);
    return function () { observer.disconnect(); };
  }

  return { PAPER: PAPER, redraw: redraw, palette: palette, dress: dress, paced: paced, whenWidthChanges: whenWidthChanges };
})();
