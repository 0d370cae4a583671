/* Plays the explorers of a page: no kernel, no request, no module, works from file://.
 *
 * widgets/explorers/html.py writes the HTML, widgets/explorers/bake.py packs the stops; this script is their reader.
 * Each figure keeps its state in its native controls; nothing else is remembered.
 */
(function () {
  "use strict";
  if (document.querySelector(".course-header") && !document.querySelector(".course-footer")) return; // the page broke off: course.js says so

  var MOST_ROWS = 30; // as in widgets/explorers/table.py
  var LONG = 40; // as in widgets/explorers/html.py
  var PAPER = courseDrawing.PAPER, palette = courseDrawing.palette, dress = courseDrawing.dress;

  var script = document.currentScript;
  var plotly = loadPlotly(); // the text is painted; what is left to set up here takes as long as Plotly is on its way
  plotly.catch(function () {}); // each figure says it

  document.querySelectorAll("[data-explorer]").forEach(function (root) {
    var form = root.querySelector(".explorer-controls");
    var controls = Array.from(form.querySelectorAll("[data-control]"));
    var plot = root.querySelector(".explorer-plot"), numbers = root.querySelector(".explorer-numbers");
    var loading = null, stops = null; // a Promise of the unpacked stops and of Plotly, and the stops it brought
    var colours = null; // the page's
    var drawn = null; // the stop and colours of the figure that stands there, if it fits
    var show = courseDrawing.paced(function () { return draw(colours = colours || palette(root)); }, failed);

    form.addEventListener("submit", function (event) { event.preventDefault(); });
    form.addEventListener("input", function () { controls.forEach(say); show(); });
    form.addEventListener("reset", function () { setTimeout(function () { controls.forEach(say); show(); }); });
    root.querySelector(".explorer-downloads").addEventListener("click", function (event) {
      if (event.target.dataset.download) load().then(function () { download(root, at(stops, stopNumber(controls)), event.target.dataset.download); }).catch(failed);
    });
    numbers.addEventListener("toggle", show);
    whenNear(root, show);
    whenIdle(load); // so that a figure which nobody has scrolled to is printed too
    new MutationObserver(showInPageColours).observe(document.documentElement, { attributeFilter: ["data-theme"] });
    courseDrawing.whenWidthChanges(plot, function () { if (drawn) { drawn = null; show(); } });
    window.addEventListener("beforeprint", function () { Promise.resolve(draw(PAPER)).catch(failed); });
    window.addEventListener("afterprint", showInPageColours);

    function showInPageColours() {
      colours = null;
      if (drawn) show();
    }

    function draw(colours) { // a Promise where there is something to wait for
      if (!stops) { load().then(function () { if (stops) show(); }); return null; }
      var wanted = { stop: stopNumber(controls), colours: colours };
      try {
        var shown = at(stops, wanted.stop), table = numbers.open ? tables(shown.figure).map(tableHtml).join("") : null;
        var changes = drawn && drawn.colours === colours ? changesBetween(stops, drawn.stop, wanted.stop) : null;
        var done = courseDrawing.redraw(plot, shown.figure, changes, colours);
      } catch (error) { failed(error); return null; }
      drawn = wanted;
      root.dataset.stop = wanted.stop; // what stands there from the end of this task on
      write(root.querySelector(".explorer-readouts"), readouts(shown.words));
      if (table !== null) write(root.querySelector(".explorer-tables"), table);
      return done;
    }

    function load() {
      loading = loading || Promise.all([unpack(root.querySelector(".explorer-stops").textContent), plotly])
        .then(function (all) { stops = all[0]; }).catch(failed);
      return loading;
    }

    function failed(error) { fail(root, error); }
  });

  function changesBetween(head, from, to) { // [{path, before, after}], undefined where there is nothing
    return head.columns.filter(function (column) {
      var pattern = head.patterns[column.at];
      return pattern[from] !== pattern[to];
    }).map(function (column) {
      var pattern = head.patterns[column.at];
      return { path: column.path, before: column.values[pattern[from]], after: column.values[pattern[to]] };
    });
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

  function stopNumber(controls) { // the last control varies fastest, as in widgets/explorers/controls.py
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

  function tables(figure) { // the twin of widgets/explorers/table.py; rows hold every point, marked where shown
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

  function loadPlotly() {
    return new Promise(function (resolve, reject) {
      var tag = document.createElement("script");
      tag.src = new URL(script.dataset.plotly, script.src).href;
      tag.onload = resolve;
      tag.onerror = reject;
      document.head.append(tag);
    });
  }

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
