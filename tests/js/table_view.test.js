/* Addresses of views of a long table: what is there is found by its words, what is not is named. */
import assert from "node:assert/strict";
import test from "node:test";
import { fragmentOf, viewFor, wantedOf } from "../../widgets/coursework/js/table_view.js";

const columns = ["Id", "Compared with", "n"];
const filters = { "Compared with": ["saline", "midazolam, 0.045 mg/kg"] };

test("a view comes back from its own address", () => {
  const view = {
    find: "a+b & c=d 100 %",
    chosen: { "Compared with": "midazolam, 0.045 mg/kg" },
    sort: "n",
    down: true,
  };
  const wanted = wantedOf(fragmentOf("evidence", view), "evidence") || [];
  assert.deepEqual(viewFor(wanted, columns, filters), { view, unknown: [] });
});

test("the whole table has an address too", () => {
  const whole = { find: "", chosen: {}, sort: "", down: false };
  assert.equal(fragmentOf("evidence", whole), "#evidence?");
  assert.deepEqual(viewFor(wantedOf("#evidence?", "evidence") || [], columns, filters), { view: whole, unknown: [] });
});

test("what is not there is named, and the rest stands", () => {
  const wanted =
    wantedOf("#evidence?species=cat&compared-with=tea&sort=colour&order=sideways&find=x", "evidence") || [];
  const { view, unknown } = viewFor(wanted, columns, filters);
  assert.deepEqual(unknown, ["species=cat", "compared-with=tea", "sort=colour", "order=sideways"]);
  assert.deepEqual(view, { find: "x", chosen: {}, sort: "", down: false });
});

test("other addresses are none of its business, and broken ones raise nothing", () => {
  for (const hash of ["", "#", "#C065", "#sources?find=x", "#evidence"]) assert.equal(wantedOf(hash, "evidence"), null);
  assert.deepEqual(wantedOf("#evidence?%E0%A4%A=1&&=", "evidence")?.length, 2);
});
