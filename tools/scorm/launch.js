/* Holds the course in a frame and talks to the learning management system (LMS): SCORM 1.2 or 2004.
 *
 * The pages come and go in the frame while the one session with the LMS lasts. widgets/quiz.js finds
 * window.courseLms here. What the LMS did not confirm is kept on the device under the learner's id, sent
 * again, and forgotten once it is confirmed.
 */
(function () {
  "use strict";

  var RETRY = 15000; // ms
  var started = Date.now();
  var frame = document.querySelector("iframe"), said = document.getElementById("lms-say");
  var pages = frame.dataset.pages.split(" ");
  var api = find("API_1484_11"), is2004 = !!api;
  if (!api) api = find("API");
  var to = is2004
    ? { start: "Initialize", end: "Terminate", get: "GetValue", set: "SetValue", commit: "Commit", place: "cmi.location", score: "cmi.score", time: "cmi.session_time", exit: "cmi.exit", learner: "cmi.learner_id", given: "learner_response", wrong: "incorrect" }
    : { start: "LMSInitialize", end: "LMSFinish", get: "LMSGetValue", set: "LMSSetValue", commit: "LMSCommit", place: "cmi.core.lesson_location", score: "cmi.core.score", time: "cmi.core.session_time", exit: "cmi.core.exit", learner: "cmi.core.student_id", given: "student_response", wrong: "wrong" };
  var text = "", unconfirmed = [], retry = 0, ended = false, key = "";

  if (api && yes(api[to.start](""))) begin();
  else {
    tell(api ? "The learning platform refused to start a session. Nothing will be recorded there; what you do is kept on this device." : "No learning platform was found around this page. What you do is kept on this device.");
    frame.src = frame.dataset.start;
  }

  function find(name) { // up through the frames, then the same from the window that opened this one
    function up(from) {
      try {
        for (var at = from, i = 0; at && i < 50; at = at.parent, i++) {
          if (at[name]) return at[name];
          if (at === at.parent) break;
        }
      } catch (error) { /* a frame of another site */ }
      return null;
    }
    return up(window) || (window.top.opener && up(window.top.opener)) || (window.opener && up(window.opener)) || null;
  }

  function yes(answer) { return String(answer) === "true"; }
  function get(name) { return String(api[to.get](name) || ""); }
  function set(name, value) { return yes(api[to.set](name, String(value))); }
  function tell(words) { said.textContent = words; said.hidden = !words; }

  function begin() {
    key = "course-lms:" + location.pathname + ":" + get(to.learner);
    text = get("cmi.suspend_data");
    var kept = backup();
    if (is2004 ? get("cmi.completion_status") !== "completed" : /^(not attempted|browsed|unknown|)$/.test(get("cmi.core.lesson_status"))) {
      set(is2004 ? "cmi.completion_status" : "cmi.core.lesson_status", "incomplete");
    }
    set(to.exit, "suspend");
    if (kept && parsed(kept.text).n > parsed(text).n) { // the last visit ended without the LMS
      var known = parsed(text).tries;
      text = kept.text;
      set("cmi.suspend_data", text);
      kept.records.forEach(function (record) { if (record.number > known) enter(record); });
    }
    window.courseLms = { read: function () { return text; }, save: save, record: record };
    commit();
    frame.addEventListener("load", arrived);
    frame.src = pages.includes(get(to.place)) ? get(to.place) : frame.dataset.start;
    window.addEventListener("online", function () { if (retry) commit(); });
    document.addEventListener("visibilitychange", function () { if (document.visibilityState === "hidden" && !ended) commit(); });
    window.addEventListener("pagehide", end);
    window.addEventListener("pageshow", function (event) { if (event.persisted) location.reload(); });
  }

  function arrived() {
    var page = frame.contentWindow.location.pathname.slice(location.pathname.lastIndexOf("/") + 1);
    if (pages.includes(page)) set(to.place, page);
    frame.contentDocument.querySelectorAll('a[href^="http"]').forEach(function (link) { // other sites refuse to be framed
      link.target = "_blank";
      link.rel = "noopener";
    });
    commit();
  }

  function save(state) {
    text = state;
    set("cmi.suspend_data", text);
    commit();
  }

  function record(number, attempt, items) { // committed by the save() that follows it
    var entry = { number: number, attempt: attempt, items: items, at: new Date().toISOString() };
    unconfirmed.push(entry);
    enter(entry);
  }

  function enter(entry) {
    if (unconfirmed.indexOf(entry) < 0) unconfirmed.push(entry);
    var percent = Math.round(100 * entry.attempt.right / entry.attempt.of), best = get(to.score + ".raw");
    if (best === "" || percent > Number(best)) {
      set(to.score + ".min", 0);
      set(to.score + ".max", 100);
      set(to.score + ".raw", percent);
      if (is2004) set(to.score + ".scaled", entry.attempt.right / entry.attempt.of);
    }
    var status = is2004 ? "cmi.success_status" : "cmi.core.lesson_status";
    if (entry.attempt.passed) {
      set(status, "passed");
      if (is2004) set("cmi.completion_status", "completed");
    } else if (get(status) !== "passed") set(status, "failed"); // a pass is never taken back
    var first = Number(get("cmi.interactions._count")) || 0;
    entry.items.forEach(function (item, i) { interaction("cmi.interactions." + (first + i) + ".", item, entry); });
  }

  function interaction(path, item, entry) {
    var type = { one: "choice", several: "choice", number: "numeric", order: "sequencing" }[item.kind];
    var given = item.kind === "number" ? String(Number(item.given.replace(",", ".").replace("−", "-").replace(/\s|%/g, ""))) : list(item.given);
    var key = item.kind !== "number" ? list(item.key) : is2004 ? (item.key - item.tolerance) + "[:]" + (Number(item.key) + item.tolerance) : item.key;
    set(path + "id", "try" + entry.number + "-" + item.id);
    set(path + "type", type);
    if (is2004) set(path + "timestamp", entry.at.slice(0, 19) + "Z");
    else set(path + "time", new Date(entry.at).toTimeString().slice(0, 8));
    set(path + "correct_responses.0.pattern", key);
    set(path + to.given, given);
    set(path + "result", item.right ? "correct" : to.wrong);
    set(path + "weighting", 1);
    if (is2004) set(path + "description", item.objective.slice(0, 250));
  }

  function list(letters) { return is2004 ? letters.split(",").join("[,]") : letters; }

  function commit() {
    set(to.time, time());
    var confirmed = false;
    try { confirmed = yes(api[to.commit]("")); } catch (error) { /* no answer is no */ }
    clearTimeout(retry);
    retry = 0;
    if (confirmed) {
      unconfirmed = [];
      try { localStorage.removeItem(key); } catch (error) { /* none to remove */ }
      tell("");
    } else {
      retry = setTimeout(commit, RETRY);
      try { localStorage.setItem(key, JSON.stringify({ text: text, records: unconfirmed })); } catch (error) { /* only this window has it */ }
      tell("The learning platform does not answer. What you do is kept and will be sent again.");
    }
  }

  function backup() {
    try {
      var kept = JSON.parse(localStorage.getItem(key));
      return kept && typeof kept.text === "string" && Array.isArray(kept.records) ? kept : null;
    } catch (error) { return null; }
  }

  function parsed(state) {
    try {
      var found = JSON.parse(state);
      return { n: Number(found.n) || 0, tries: Number(found.tries) || 0 };
    } catch (error) { return { n: 0, tries: 0 }; }
  }

  function time() { // of this session
    var seconds = Math.floor((Date.now() - started) / 1000), minutes = Math.floor(seconds / 60) % 60, hours = Math.floor(seconds / 3600);
    if (is2004) return "PT" + hours + "H" + minutes + "M" + seconds % 60 + "S";
    return [Math.min(hours, 9999), minutes, seconds % 60].map(function (n, i) { return String(n).padStart(i ? 2 : 4, "0"); }).join(":");
  }

  function end() {
    if (ended) return;
    commit();
    ended = true;
    clearTimeout(retry);
    try { api[to.end](""); } catch (error) { /* the window is closing */ }
  }
})();
