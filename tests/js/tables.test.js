import assert from "node:assert/strict";
import { test } from "node:test";
import { csv } from "../../widgets/explorers/js/files.js";
import { at, changesBetween, decode, unpack } from "../../widgets/explorers/js/stops.js";
import { isShown, readouts, tableHtml, tables } from "../../widgets/explorers/js/tables.js";

test("CSV: numbers as published, cells quoted where they must be, tables apart", () => {
  assert.equal(
    csv([
      ["a", -0.11000000000000001],
      [0.33999999999999997, 2.9999999999999996],
    ]),
    "\ufeffa,-0.11\r\n0.34,3\r\n",
  );
  assert.equal(csv([['say "so"', "x,y", null, undefined, "b\nc"]]), '\ufeff"say ""so""","x,y",,,"b\nc"\r\n');
  assert.equal(csv([["a"]], [["b"]]), "\ufeffa\r\n\r\nb\r\n");
});

test("a figure's tables have each pair of axes, intervals and notes, and no decoration", () => {
  const figure = {
    data: [
      { name: "<b>A</b>", x: [1, null], y: ["p", "q"], error_x: { array: [0.5, 1], arrayminus: [0.25, 1] }, hovertext: ["n<br>m", ""] },
      { name: "line", x: [0, 1], y: [0, 1], hoverinfo: "skip" },
      { name: "B", x: [5], y: [6], xaxis: "x2", yaxis: "y2" },
      { name: "off", x: [5], y: [6], visible: "legendonly" },
    ],
    layout: { xaxis: { title: { text: "Effect<br>(points)" } }, xaxis2: { title: "Time" }, yaxis2: { title: "Level" } },
  }; // prettier-ignore
  const [first, second, ...more] = tables(figure);
  assert.deepEqual(first.head, ["Name", "Series", "Effect (points)", "Low", "High", "Note"]);
  assert.deepEqual(first.rows.map((row) => row.cells), [["p", "A", 1, 0.75, 1.5, "n m"]]); // prettier-ignore
  assert.deepEqual(second, { head: ["Series", "Time", "Level"], rows: [{ shown: true, cells: ["B", 5, 6] }] });
  assert.deepEqual(more, []);
  const html = tableHtml(second, "Figure: a & b (Dose 1).");
  assert.equal(html.match(/<td>/g).length, 2);
  assert.match(html, /<caption>Figure: a &amp; b \(Dose 1\)\.<\/caption>.*<th scope="row">B<\/th>/);
});

test("a table that the figure brings stands first, in the place of what it tells", () => {
  const figure = {
    data: [
      { name: "Corners", x: [1, 3], y: [2, 4], meta: "tabled" },
      { name: "Yours", x: [5], y: [6] },
    ],
    layout: { meta: { table: { head: ["Study", "Months"], rows: [["One", "1 to 3"]] } } },
  };
  const [brought, points, ...more] = tables(figure);
  assert.deepEqual(brought, { head: ["Study", "Months"], rows: [{ shown: true, cells: ["One", "1 to 3"] }] });
  assert.deepEqual(points.rows.map((row) => row.cells[0]), ["Yours"]); // prettier-ignore
  assert.deepEqual(more, []);
});

test("of a long trace thirty points are shown, the first and the last among them", () => {
  const shown = Array.from({ length: 200 }, (_, i) => isShown(i, 200));
  assert.equal(shown.filter(Boolean).length, 30);
  assert.ok(shown[0] && shown[199]);
});

test("marks are all in the table, and a thinned curve says so", () => {
  const trace = { name: "A", x: Array.from({ length: 117 }, (_, i) => i), y: Array(117).fill(1) };
  const layout = { xaxis: { title: "Time" }, yaxis: { title: "Level" } };
  const [marks] = tables({ data: [{ ...trace, mode: "markers" }], layout });
  const [line] = tables({ data: [{ ...trace, mode: "lines" }], layout });
  assert.equal(marks.rows.filter((row) => row.shown).length, 117);
  assert.equal(line.rows.filter((row) => row.shown).length, 30);
  assert.match(tableHtml(line, "Line."), /<caption>Line\. Long curves at some of their points; the CSV has all\.</);
  assert.match(tableHtml(marks, "Marks."), /<caption>Marks\.</);
});

test("readouts and cells are text, whatever they hold", () => {
  assert.match(readouts([["<i>", "a & b"]]), /<dt>&lt;i&gt;<\/dt><dd>a &amp; b<\/dd>/);
  assert.match(readouts([["a", "x".repeat(41)]]), /class="long"/);
  assert.equal(readouts([]), "");
  assert.match(
    tableHtml({ head: ["<"], rows: [{ shown: true, cells: ["a", -1.5] }] }, ""),
    /<th scope="col">&lt;.*<td>−1.5</,
  );
});

/** Stops as bake.py packs them: one number that is coded, one text that is not. */
function packed() {
  const head = {
    columns: [
      { path: ["data", 0, "y"], at: 0, sizes: [2, 2], least: 0, step: [1, -1] },
      { path: ["layout", "title"], at: 1, values: ["one", "two"] },
    ],
    patterns: [[0, 1], [0, 1]],
    words: [[["a", "b"]]],
    said: [0, 0],
  }; // prettier-ignore
  const text = new TextEncoder().encode(JSON.stringify(head));
  const folded = [2 * 1774, 2 * 2, 2 * 10, 0]; // slopes: 1774; then 1774 + 2; and so on
  const bytes = new Uint8Array(4 + text.length + 8);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 4);
  folded.forEach((code, i) => {
    bytes[4 + text.length + i] = code & 255;
    bytes[4 + text.length + 4 + i] = code >> 8;
  });
  return bytes.buffer;
}

test("packed numbers come back rounded once, and each stop is a fresh figure", () => {
  const stops = decode(packed());
  const { figure, words } = at(stops, 0);
  assert.equal(figure.data[0].y[0], 177.3);
  assert.equal(figure.layout.title, "one");
  assert.deepEqual(words, [["a", "b"]]);
  figure.data[0].y[0] = 0;
  assert.equal(at(stops, 0).figure.data[0].y[0], 177.3);
  assert.deepEqual(changesBetween(stops, 0, 0), []);
  assert.deepEqual(changesBetween(stops, 0, 1).map(({ path }) => path.join(".")), ["data.0.y", "layout.title"]); // prettier-ignore
});

test("a browser that cannot unpack is told apart", async () => {
  const { DecompressionStream: kept } = globalThis;
  globalThis.DecompressionStream = undefined;
  try {
    await assert.rejects(unpack("AAAA"), /old browser/);
  } finally {
    globalThis.DecompressionStream = kept;
  }
});

test("what only the picture says is a table of its own", () => {
  const layout = {
    annotations: [{ text: "<b>a</b>" }, { text: "c<br>no size" }, { text: "c no size" }, { text: "x", visible: false }],
    shapes: [{ type: "rect", name: "Seen in mice", x0: 0, x1: 14 }, { type: "line" }],
  };
  const trace = { name: "Marks", mode: "markers", x: ["a", "b"], y: [1, 2] };
  const said = tables({ data: [trace], layout }).at(-1);
  assert.deepEqual(said.head, ["Words in the figure"]);
  assert.deepEqual(
    said.rows.map((row) => row.cells),
    [["c no size"], ["Seen in mice: 0 to 14"]],
  );
});

test("a number of more than four digits was calculated: three are told, and all before its point", () => {
  const told = [[0.66667, "0.667"], [13.517, "13.5"], [31.6228, "31.6"], [999.99, "1000"], [1234.5, "1235"], [-0.0123456, "−0.0123"]]; // prettier-ignore
  const published = [[316.8, "316.8"], [1344, "1344"], [87516, "87516"], [-32.090000000000003, "−32.09"], [2.68, "2.68"], [0, "0"]]; // prettier-ignore
  for (const [value, text] of [...told, ...published]) {
    assert.match(
      tableHtml({ head: ["A"], rows: [{ shown: true, cells: [value] }] }, ""),
      new RegExp(`<th scope="row">${text}</th>`),
    );
  }
});
