/* Searches, filters, sorts and saves the tables of widgets/coursework/records.py. No request, works from file://. */
(function () {
  "use strict";
  if (document.querySelector(".course-header") && !document.querySelector(".course-footer")) return; // the page broke off: course.js says so

  document.querySelectorAll("[data-records]").forEach(function (root) {
    var form = root.querySelector("form"), body = root.querySelector("tbody");
    var rows = Array.from(body.rows), shown = rows;
    var texts = rows.map(function (row) { return Array.from(row.cells, function (cell) { return cell.textContent; }); });

    form.hidden = false;
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    form.addEventListener("input", filter);
    form.addEventListener("reset", function () { setTimeout(filter); });
    form.querySelector("[data-csv]").addEventListener("click", save);
    root.querySelectorAll("th").forEach(function (heading, column) {
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = heading.textContent;
      heading.replaceChildren(button);
      button.addEventListener("click", function () { sort(heading, column); });
    });

    function filter() {
      var words = form.querySelector("[type=search]").value.toLowerCase().split(/\s+/).filter(Boolean);
      var chosen = Array.from(form.querySelectorAll("select"), function (select) { return [Number(select.dataset.column), select.value]; });
      shown = rows.filter(function (row, i) {
        var all = texts[i].join(" ").toLowerCase();
        var fits = words.every(function (word) { return all.includes(word); }) && chosen.every(function (c) { return !c[1] || texts[i][c[0]] === c[1]; });
        row.hidden = !fits;
        return fits;
      });
      form.querySelector("[role=status]").textContent = shown.length + " of " + rows.length + " rows";
    }

    function sort(heading, column) {
      var down = heading.getAttribute("aria-sort") === "ascending";
      root.querySelectorAll("th").forEach(function (other) { other.removeAttribute("aria-sort"); });
      heading.setAttribute("aria-sort", down ? "descending" : "ascending");
      var order = rows.map(function (row, i) { return i; });
      order.sort(function (a, b) { return (down ? -1 : 1) * compare(texts[a][column], texts[b][column]) || a - b; });
      body.append.apply(body, order.map(function (i) { return rows[i]; }));
    }

    function save() {
      var head = Array.from(root.querySelectorAll("th"), function (heading) { return heading.textContent; });
      var kept = Array.from(body.rows).filter(function (row) { return !row.hidden; });
      var lines = [head].concat(kept.map(function (row) { return Array.from(row.cells, function (cell) { return cell.textContent; }); }));
      var text = "\ufeff" + lines.map(function (line) { return line.map(quoted).join(","); }).join("\r\n") + "\r\n";
      var link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
      link.download = root.id + ".csv";
      link.click();
      setTimeout(function () { URL.revokeObjectURL(link.href); }, 1000);
    }
  });

  function compare(a, b) { // numbers by value, empty cells last
    if (!a || !b) return a ? -1 : b ? 1 : 0;
    return a.replace("−", "-").localeCompare(b.replace("−", "-"), "en", { numeric: true });
  }

  function quoted(text) { return /[",\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text; }
})();
