/* A report opens as a mail or as an issue, with its words in it. */
import assert from "node:assert/strict";
import test from "node:test";
import { reportAddress } from "../../widgets/explorers/js/report.js";

test("a mail has a subject, an issue a title", () => {
  const mail = new URL(reportAddress("mailto:course@example.org", "Row: C065", "one\ntwo & three"));
  assert.equal(mail.protocol, "mailto:");
  assert.deepEqual(Object.fromEntries(mail.searchParams), { subject: "Row: C065", body: "one\ntwo & three" });
  const issue = new URL(reportAddress("https://example.org/issues/new?labels=numbers", "Row: C065", "x"));
  assert.deepEqual(Object.fromEntries(issue.searchParams), { labels: "numbers", title: "Row: C065", body: "x" });
});
