import assert from "node:assert/strict";
import { test } from "node:test";
import { handTop } from "../../widgets/explorers/js/hand.js";
import { PAPER, dress, fit } from "../../widgets/explorers/js/drawing.js";

test("a hand that leaves the figure its room sticks at the top of the window", () => {
  assert.equal(handTop(300, 667, Infinity), 0);
});

test("of a higher hand the lower part stays, but never less than the control in use", () => {
  assert.equal(handTop(500, 667, Infinity), -100);
  assert.equal(handTop(500, 667, 40), -40);
  assert.equal(handTop(500, 667, 0) + 0, 0);
});

const tall = (more = {}) => ({ data: [], layout: { height: 800, margin: { t: 10, b: 50 }, ...more } });
const heightOf = (figure, width) => {
  fit(figure, width);
  return figure.layout.height;
};

test("a figure keeps its height where there is room, and is lower on a phone", () => {
  assert.equal(heightOf(tall(), 600), 800);
  assert.equal(heightOf(tall(), 325), 520);
  assert.equal(heightOf({ data: [], layout: { height: 400 } }, 325), 400);
  assert.equal(heightOf({ data: [], layout: {} }, 325), 420);
});

test("panels keep more of it, for the words between them", () => {
  assert.equal(heightOf(tall({ yaxis: {}, yaxis2: {} }), 325), 640);
});

test("rows stay far enough from each other for their words", () => {
  const names = Array.from({ length: 20 }, (_, i) => `row ${i}<br>of two lines`);
  const rows = { type: "category", categoryarray: names, range: [19.6, -0.4] };
  assert.equal(heightOf(tall({ yaxis: rows }), 325), 20 * (32 + 4) + 60);
  const above = [{ y: names[0], xref: "paper", yref: "y", yshift: 4, text: "one<br>two" }];
  assert.equal(heightOf(tall({ yaxis: { ...rows, visible: false }, annotations: above }), 325), 800); // never higher
  assert.equal(
    heightOf(tall({ yaxis: { ...rows, visible: false, range: [9.6, -0.4] }, annotations: above }), 325),
    520,
  );
});

test("marks, and words under them, do not lie on the words of the next row", () => {
  const names = ["one", "two", "three", "four", "five", "six", "seven"];
  const rows = { type: "category", categoryarray: names, range: [6.5, -0.5], visible: false };
  const above = [{ y: "one", xref: "paper", yref: "y", yshift: 8, text: "one<br>two" }];
  const heightWith = (trace) => heightOf({ ...tall({ yaxis: rows, annotations: above }), data: [trace] }, 325);
  const marks = { mode: "markers+text", textposition: "bottom center", marker: { size: [10, 12] } };
  assert.equal(heightWith(marks), 7 * (32 + 8 + 6 + 16 + 4) + 60);
  assert.equal(heightWith({ ...marks, textposition: "top center" }), 520); // 7 * (32 + 8 + 8 + 4) + 60 is less
  assert.equal(heightWith({ ...marks, yaxis: "y2" }), 520);
});

test("words above a row stand on the page's colour, so that no line strikes them through", () => {
  const yaxis = { type: "category", categoryarray: ["one"] };
  const notes = [
    { y: "one", xref: "paper", yref: "y", yshift: 8, text: "one" },
    { y: 0.5, xref: "paper", yref: "paper", yshift: 8, text: "another" },
  ];
  const { annotations } = dress({ yaxis, annotations: notes }, PAPER);
  assert.deepEqual(
    annotations.map((note) => note.bgcolor),
    [PAPER.surface, undefined],
  );
});

test("rows below a long legend get their room where the figure is low", () => {
  const trace = { name: "a kind of study" };
  const rows = { type: "category", categoryarray: ["one", "two", "three", "four"], range: [3.6, -0.4] };
  const low = (traces) => ({ data: traces, layout: { height: 200, margin: { t: 10, b: 50 }, yaxis: rows } });
  assert.equal(heightOf(low([trace]), 325), 200);
  assert.equal(heightOf(low(Array(7).fill(trace)), 325), 4 * 16 + 60 + 7 * 20);
  assert.equal(heightOf(low(Array(30).fill(trace)), 325), 420); // what the page keeps for it
  assert.equal(heightOf(low(Array(7).fill(trace)), 600), 200);
});

test("what stands above the axes stays as far away as it was", () => {
  const figure = tall({
    annotations: [
      { yref: "paper", y: 1.1 },
      { yref: "paper", y: 0.5 },
    ],
  });
  fit(figure, 325);
  const [above, within] = figure.layout.annotations.map((note) => note.y);
  assert.ok(Math.abs((above - 1) * (520 - 60) - 0.1 * (800 - 60)) < 1e-9);
  assert.equal(within, 0.5);
});

test("a legend between two panels keeps the gap that was made for it", () => {
  assert.equal(heightOf(tall({ legend: { y: 0.4 } }), 325), 800);
});

test("the title of an axis is broken anew where it is too long for a phone", () => {
  const titled = (text) => {
    const figure = tall({ xaxis: { title: { text } } });
    fit(figure, 325);
    return figure.layout.xaxis.title.text;
  };
  assert.equal(titled("Hours"), "Hours");
  assert.equal(titled("One line<br>and another"), "One line<br>and another");
  assert.equal(
    titled("Fewer or more people in 100 who<br>got better"),
    "Fewer or more people in<br>100 who got better",
  );
});
