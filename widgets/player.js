/* Plays the explorers of a page: no kernel, no request, no module, works from file://.
 *
 * widgets/static.py writes the HTML, widgets/bake.py packs the stops; this script is their reader.
 * Each figure keeps its state in its native controls; nothing else is remembered.
 */
(function () {
  "use strict";
  if (document.querySelector(".course-header") && !document.querySelector(".course-footer")) return; // the page broke off: course.js says so

  var MOST_ROWS = 30; // as in widgets/table.py
  var LONG = 40; // as in widgets/static.py
  var PAPER = { ink: "#1d2530", grid: "#d9dee5", surface: "#ffffff" }; // for printing and for saved pictures
  var CONFIG = { displayModeBar: false, doubleClick: false };
  var AT_ONCE = { frame: { duration: 0, redraw: false }, transition: { duration: 0 }, mode: "immediate" };

  var script = document.currentScript, plotly = null;

  document.querySelectorAll("[data-explorer]").forEach(function (root) {
    var form = root.querySelector(".explorer-controls");
    var controls = Array.from(form.querySelectorAll("[data-control]"));
    var plot = root.querySelector(".explorer-plot"), numbers = root.querySelector(".explorer-numbers");
    var loading = null, stops = null; // a Promise of the unpacked stops and of Plotly, and the stops it brought
    var colours = null; // the page's
    var drawn = null, width = 0; // the stop and colours of the figure that stands there, if it fits, and the plot's width
    var busy = false, again = false; // at most one drawing in a frame

    form.hidden = false;
    root.querySelector(".explorer-downloads").hidden = false;
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    form.addEventListener("input", function () { controls.forEach(say); show(); });
    form.addEventListener("reset", function () { setTimeout(function () { controls.forEach(say); show(); }); });
    root.querySelector(".explorer-downloads").addEventListener("click", function (event) {
      if (event.target.dataset.download) current(function (shown) { download(root, shown, event.target.dataset.download); });
    });
    numbers.addEventListener("toggle", show);
    whenNear(root, show);
    whenIdle(load); // so that a figure which nobody has scrolled to is printed too
    new MutationObserver(showInPageColours).observe(document.documentElement, { attributeFilter: ["data-theme"] });
    if (typeof ResizeObserver === "function") new ResizeObserver(function () { // the window's own event can come before the layout
      if (!drawn || plot.clientWidth === width) return;
      drawn = null;
      show();
    }).observe(plot);
    window.addEventListener("beforeprint", function () { draw(PAPER); });
    window.addEventListener("afterprint", showInPageColours);

    function showInPageColours() {
      colours = null;
      if (drawn) show();
    }

    function show() { // at once, so that it is seen in this frame; what comes in the same frame is drawn in the next
      if (busy) again = true;
      else draw(colours = colours || palette(root));
    }

    function draw(colours) {
      current(function (shown, stop) {
        var table = numbers.open ? tables(shown.figure).map(tableHtml).join("") : null;
        var wanted = { stop: stop, colours: colours };
        if (!drawn) width = plot.clientWidth;
        var done = redraw(plot, stops, drawn, wanted, shown.figure);
        drawn = wanted;
        root.dataset.stop = stop; // what stands there from the end of this task on
        write(root.querySelector(".explorer-readouts"), readouts(shown.words));
        if (table) write(root.querySelector(".explorer-tables"), table);
        if (!done) return;
        busy = true;
        Promise.all([done, nextFrame()]).then(function () {
          busy = false;
          if (again) { again = false; show(); }
        }).catch(function (error) { fail(root, error); });
      });
    }

    function current(use) { // at once where all is loaded: printing does not wait
      if (!stops) return load().then(function () { if (stops) current(use); });
      var stop = stopNumber(controls);
      try { use(at(stops, stop), stop); } catch (error) { fail(root, error); }
    }

    function load() {
      loading = loading || Promise.all([unpack(root.querySelector(".explorer-stops").textContent), loadPlotly()])
        .then(function (all) { stops = all[0]; }).catch(function (error) { fail(root, error); });
      return loading;
    }
  });

  /* ---- the figure ---- */

  // Three ways to draw, each as exact as a fresh drawing for what it is used for, and each twice as fast as the next:
  // MOVE the marks (Plotly.animate), RESTYLE traces, legend and notes (Plotly.react), or draw AFRESH, where an axis,
  // the height or the number of traces differs: Plotly.react then keeps something of the margins that were.
  var MOVE = 0, RESTYLE = 1, AFRESH = 2;
  var MARKS = /^data\.\d+\.(x|y|text|hovertext|error_[xy]\.array(minus)?)$|^layout\.(shapes\.\d+\.[xy][01]|annotations\.\d+\.(x|y|text))$/;
  var STYLE = /^data\.\d+\.(?!(type|xaxis|yaxis|text|textposition)$)|^layout\.(shapes|annotations)\./;

  function redraw(plot, stops, old, wanted, figure) { // a Promise until it is done, or null where nothing is to do
    var same = old && old.colours === wanted.colours;
    var changes = same ? changesBetween(stops, old.stop, wanted.stop) : [];
    if (same && !changes.length) return null;
    var way = same ? Math.max.apply(null, changes.map(function (change) { return wayFor(change, figure); })) : AFRESH;
    if (way === MOVE && axes(figure.layout).every(function (axis) { return keepsRange(axis, figure.layout, changes); })) return move(plot, changes);
    figure.data.forEach(wrapNotes);
    if (way !== AFRESH) return Plotly.react(plot, figure.data, dress(figure.layout, wanted.colours));
    return Plotly.newPlot(plot, figure.data, dress(figure.layout, wanted.colours), CONFIG);
  }

  function keepsRange(axis, layout, changes) { // one that follows the data is as it was where only the other coordinate changed
    return (layout[axis] || {}).range || changes.every(function (change) {
      return change.path[0] === "data" && change.path[2] !== axis[0] && change.path[2] !== "error_" + axis[0];
    });
  }

  function changesBetween(head, from, to) { // [{path, before, after}], undefined where there is nothing
    return head.columns.filter(function (column) {
      var pattern = head.patterns[column.at];
      return pattern[from] !== pattern[to];
    }).map(function (column) {
      var pattern = head.patterns[column.at];
      return { path: column.path, before: column.values[pattern[from]], after: column.values[pattern[to]] };
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
      var path = change.path, after = copy(change.after);
      if (path[0] === "data") data[path[1]][path.slice(2).join(".")] = after;
      else (layout = layout || {})[path[1] + "[" + path[2] + "]." + path.slice(3).join(".")] = after;
    });
    data.forEach(wrapNotes);
    return Plotly.animate(plot, { data: data, layout: layout, traces: Object.keys(data).map(Number) }, AT_ONCE);
  }

  function write(element, html) { // a screen reader hears only what changed
    if (element.written !== html) element.innerHTML = element.written = html;
  }

  /* ---- controls ---- */

  function size(control) {
    if (control.type === "range") return Number(control.max) + 1;
    if (control.type === "checkbox") return 2;
    return (control.options || control.querySelectorAll("input")).length;
  }

  function position(control) {
    if (control.type === "checkbox") return Number(control.checked);
    if (control.tagName === "FIELDSET") return Number(control.querySelector(":checked").value);
    return Number(control.value);
  }

  function stopNumber(controls) { // the last control varies fastest, as in widgets/controls.py
    return controls.reduce(function (number, control) { return number * size(control) + position(control); }, 0);
  }

  function say(control) {
    if (control.type !== "range") return;
    var label = control.dataset.stops.split("\n")[position(control)];
    control.setAttribute("aria-valuetext", label);
    control.parentNode.querySelector("output").textContent = label;
  }

  /* ---- packed stops ---- */

  function unpack(text) {
    if (typeof DecompressionStream !== "function") return Promise.reject(new Error("old browser"));
    var bytes = Uint8Array.from(atob(text), function (letter) { return letter.charCodeAt(0); });
    var stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).arrayBuffer().then(function (buffer) {
      var length = new DataView(buffer).getUint32(0, true);
      var head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
      var planes = new Uint8Array(buffer, 4 + length), half = planes.length / 2, next = 0;
      head.columns.forEach(function (column) {
        if (!column.step) return;
        column.values = column.sizes.map(function (size) {
          var code = 0, slope = 0, values = new Array(size);
          for (var i = 0; i < size; i++, next++) {
            var folded = planes[next] + 256 * planes[half + next];
            slope += folded >> 1 ^ -(folded & 1);
            code = (code + slope) & 65535;
            values[i] = code ? times((code - 1 + column.least) * column.step[0], column.step[1]) : null;
          }
          return values;
        });
      });
      return head;
    });
  }

  function times(whole, exponent) { // rounded once, so that 177.3 comes back as 177.3
    return exponent >= 0 ? whole * Math.pow(10, exponent) : whole / Math.pow(10, -exponent);
  }

  function at(head, stop) {
    var figure = {};
    head.columns.forEach(function (column) {
      var which = head.patterns[column.at][stop];
      if (which < 0) return;
      var tree = figure, path = column.path;
      for (var i = 0; i < path.length - 1; i++) {
        if (tree[path[i]] === undefined) tree[path[i]] = typeof path[i + 1] === "number" ? [] : {};
        tree = tree[path[i]];
      }
      tree[path[path.length - 1]] = copy(column.values[which]);
    });
    return { figure: figure, words: head.words[head.said[stop]] };
  }

  function copy(value) { return Array.isArray(value) ? value.slice() : value; } // Plotly and dress() write into what they get

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

  /* ---- readouts and table ---- */

  function escape(text) {
    return String(text).replace(/[&<>"']/g, function (c) { return { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;" }[c]; });
  }

  function readouts(words) {
    if (!words.length) return "";
    return "<dl>" + words.map(function (w) { return "<div><dt>" + escape(w[0]) + "</dt><dd" + (w[1].length > LONG ? ' class="long"' : "") + ">" + escape(w[1]) + "</dd></div>"; }).join("") + "</dl>";
  }

  function plain(text) {
    return String(text).replace(/<br\s*\/?>/g, " ").replace(/<[^>]*>/g, "").replace(/\s+/g, " ").trim();
  }

  function number(value) {
    if (value === null || value === undefined) return "";
    if (typeof value !== "number") return plain(value);
    return String(Number(value.toPrecision(5))).replace("-", "−");
  }

  function pick(values, i) { return Array.isArray(values) ? values[i] : values; }

  function axisTitle(layout, axis) {
    var title = (layout[axis[0] + "axis" + axis.slice(1)] || {}).title || "";
    return plain(typeof title === "object" ? title.text || "" : title);
  }

  function tables(figure) { // the twin of widgets/table.py; rows hold every point, marked where shown
    var groups = new Map();
    figure.data.forEach(function (trace) {
      if (trace.hoverinfo === "skip" || (trace.visible !== undefined && trace.visible !== true) || !trace.x || !trace.y) return;
      var key = (trace.xaxis || "x") + " " + (trace.yaxis || "y");
      groups.set(key, (groups.get(key) || []).concat(trace));
    });
    return Array.from(groups, function (group) {
      var axes = group[0].split(" "), traces = group[1];
      var spread = ["error_x", "error_y"].find(function (s) { return traces.some(function (t) { return t[s] && t[s].array; }); });
      var noted = traces.some(function (t) { return t.hovertext !== undefined; });
      var columns = axes.map(function (axis) { // numbers along an axis without a title only place a mark
        var letter = axis[0], inWords = traces.some(function (t) { return t[letter].some(function (v) { return typeof v === "string"; }); });
        return { letter: letter, title: axisTitle(figure.layout, axis) || (inWords ? "Row" : "") };
      }).filter(function (column) { return column.title; });
      var head = ["Series"].concat(columns.map(function (column) { return column.title; }), spread ? ["Low", "High"] : [], noted ? ["Note"] : []);
      var rows = [];
      traces.forEach(function (trace) {
        trace.x.forEach(function (x, i) {
          var y = pick(trace.y, i);
          if (x === null || y === null || y === undefined) return;
          var values = columns.map(function (column) { return column.letter === "x" ? x : y; }), ends = spread ? bounds(trace, spread, i) : [];
          rows.push({ shown: isShown(i, trace.x.length), cells: [plain(trace.name || "")].concat(values, ends, noted ? [plain(pick(trace.hovertext, i) || "")] : []) });
        });
      });
      return { head: head, rows: rows };
    });
  }

  function bounds(trace, spread, i) {
    var bars = trace[spread], value = trace[spread.slice(-1)][i];
    if (!bars || !bars.array || bars.visible === false || value === null) return [null, null];
    var above = pick(bars.array, i), below = pick(bars.arrayminus || bars.array, i);
    return above === null || below === null || above === undefined || below === undefined ? [null, null] : [value - below, value + above];
  }

  function isShown(i, length) {
    if (length <= MOST_ROWS) return true;
    var k = Math.ceil(i * (MOST_ROWS - 1) / (length - 1));
    return Math.floor(k * (length - 1) / (MOST_ROWS - 1)) === i;
  }

  function tableHtml(table) {
    return "<table><thead><tr>" + table.head.map(function (cell) { return '<th scope="col">' + escape(cell) + "</th>"; }).join("") + "</tr></thead><tbody>" +
      table.rows.filter(function (row) { return row.shown; }).map(function (row) {
        return "<tr>" + row.cells.map(function (cell) { return "<td>" + escape(number(cell)) + "</td>"; }).join("") + "</tr>";
      }).join("") + "</tbody></table>";
  }

  /* ---- downloads ---- */

  function download(root, shown, kind) {
    if (kind === "csv") {
      var lines = tables(shown.figure).map(function (table) {
        return [table.head].concat(table.rows.map(function (row) { return row.cells; })).map(function (cells) { return cells.map(csvCell).join(","); }).join("\r\n");
      });
      return save(URL.createObjectURL(new Blob(["\ufeff" + lines.join("\r\n\r\n") + "\r\n"], { type: "text/csv" })), root.id + ".csv");
    }
    var layout = dress(shown.figure.layout, PAPER);
    layout.paper_bgcolor = PAPER.surface;
    Plotly.toImage({ data: shown.figure.data, layout: layout }, { format: kind, width: 900, height: layout.height || 420, scale: kind === "png" ? 2 : 1 })
      .then(function (url) { save(url, root.id + "." + kind); });
  }

  function csvCell(value) {
    var text = value === null || value === undefined ? "" : String(value);
    return /[",\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
  }

  function save(url, name) {
    var link = document.createElement("a");
    link.href = url;
    link.download = name;
    link.click();
    setTimeout(function () { URL.revokeObjectURL(url); }, 1000);
  }

  /* ---- when and whether ---- */

  function loadPlotly() { // not before the text is painted: it weighs ten times the page
    plotly = plotly || new Promise(function (resolve, reject) {
      var tag = document.createElement("script");
      tag.src = new URL(script.dataset.plotly, script.src).href;
      tag.onload = resolve;
      tag.onerror = reject;
      document.head.append(tag);
    });
    return plotly;
  }

  function nextFrame() { return new Promise(requestAnimationFrame); }

  function whenNear(element, use) {
    if (typeof IntersectionObserver !== "function") return use();
    var observer = new IntersectionObserver(function (entries) {
      if (!entries.some(function (entry) { return entry.isIntersecting; })) return;
      observer.disconnect();
      use();
    }, { rootMargin: "600px" });
    observer.observe(element);
  }

  function whenIdle(use) {
    window.addEventListener("load", function () {
      if (typeof requestIdleCallback === "function") requestIdleCallback(use);
      else setTimeout(use, 1000); // WebKit
    });
  }

  function fail(root, error) {
    var message = root.querySelector(".explorer-message:not(noscript *)");
    message.textContent = error.message === "old browser"
      ? "This browser is too old to unpack the figure's data (it lacks DecompressionStream). The caption and the table below show its first view."
      : "The figure's data could not be read; the page may have been loaded only in part. Reload it. The caption and the table below show its first view.";
    message.hidden = false;
    root.querySelector(".explorer-controls").hidden = true;
    root.querySelector(".explorer-downloads").hidden = true;
  }
})();
