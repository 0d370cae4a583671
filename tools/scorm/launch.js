/* Holds the course in a frame and talks to the learning management system (LMS): SCORM 1.2 or 2004.
 *
 * The pages come and go in the frame while the one session with the LMS lasts. widgets/coursework/js/quiz.js finds
 * window.courseLms here.
 *
 * LMSs differ in what they keep, and this trusts none of them further than it must:
 * - Some say 'saved' before anything has reached their server. So a copy of the visit stays on the device
 *   under the learner's id, and what the LMS turns out to lack at the next launch is sent again.
 * - Some give neither status, score nor the count of interactions back. So suspend_data holds them too.
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
  var mine = null; // suspend_data: when this attempt began, the best score, passed or not, interactions written, state of quiz.js
  var records = []; // tests handed in since the LMS last showed what it holds
  var place = "", sure = false, retry = 0, ended = false, key = ""; // sure: the LMS said that it has what is in mine

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
    var given = parsed(get("cmi.suspend_data")), copy = backup(), lacking = [];
    place = get(to.place);
    mine = given || { began: Date.now().toString(36), best: -1, passed: false, items: 0, state: null };
    if (!given && !/^(passed|completed|failed)$/.test(get(is2004 ? "cmi.completion_status" : "cmi.core.lesson_status"))) {
      set(is2004 ? "cmi.completion_status" : "cmi.core.lesson_status", "incomplete");
    }
    set(to.exit, "suspend");
    // A copy that the LMS said it has, of an attempt that the LMS no longer knows: someone started a new one.
    var belongs = copy && (!copy.sure || (given && given.began === copy.mine.began));
    if (belongs && count(copy.mine, "n") > count(given, "n")) {
      lacking = copy.records.filter(function (record) { return record.number > count(given, "tries"); });
      mine.state = copy.mine.state;
      place = copy.place;
    }
    window.courseLms = { read: function () { return JSON.stringify(mine.state); }, save: save, record: record };
    lacking.forEach(enter);
    send();
    frame.addEventListener("load", arrived);
    frame.src = pages.includes(place) ? place : frame.dataset.start;
    window.addEventListener("online", function () { if (retry) commit(); });
    document.addEventListener("visibilitychange", function () { if (document.visibilityState === "hidden" && !ended) commit(); });
    window.addEventListener("pagehide", end);
    window.addEventListener("pageshow", function (event) { if (event.persisted) location.reload(); });
  }

  function arrived() {
    var page = frame.contentWindow.location.pathname.slice(location.pathname.lastIndexOf("/") + 1);
    if (pages.includes(page)) set(to.place, place = page);
    frame.contentDocument.querySelectorAll('a[href^="http"]').forEach(function (link) { // other sites refuse to be framed
      link.target = "_blank";
      link.rel = "noopener";
    });
    commit();
  }

  function save(state) {
    mine.state = JSON.parse(state);
    send();
  }

  function send() {
    set("cmi.suspend_data", JSON.stringify(mine));
    sure = false;
    commit();
  }

  function record(number, attempt, items) { // sent by the save() that follows it
    enter({ number: number, attempt: attempt, items: items, at: new Date().toISOString() });
  }

  function enter(entry) {
    records.push(entry);
    var percent = Math.round(100 * entry.attempt.right / entry.attempt.of), held = get(to.score + ".raw");
    if (percent > mine.best) {
      mine.best = percent;
      if (held === "" || percent > Number(held)) {
        set(to.score + ".min", 0);
        set(to.score + ".max", 100);
        set(to.score + ".raw", percent);
        if (is2004) set(to.score + ".scaled", entry.attempt.right / entry.attempt.of);
      }
    }
    var status = is2004 ? "cmi.success_status" : "cmi.core.lesson_status";
    mine.passed = mine.passed || entry.attempt.passed || get(status) === "passed"; // a pass is never taken back
    set(status, mine.passed ? "passed" : "failed");
    if (is2004 && mine.passed) set("cmi.completion_status", "completed");
    var counted = get("cmi.interactions._count"), first = /^\d+$/.test(counted) ? Number(counted) : mine.items;
    entry.items.forEach(function (item, i) { interaction("cmi.interactions." + (first + i) + ".", item, entry); });
    mine.items += entry.items.length;
  }

  function interaction(path, item, entry) {
    var type = { one: "choice", several: "choice", number: "numeric", order: "sequencing" }[item.kind];
    var given = item.kind === "number" ? String(Number(item.given.replace(",", ".").replace("−", "-").replace(/\s|%/g, ""))) : list(item.given);
    var key = item.kind !== "number" ? list(item.key) : is2004 ? around(item.key, -item.tolerance) + "[:]" + around(item.key, item.tolerance) : item.key;
    set(path + "id", "try" + entry.number + "-" + item.id);
    set(path + "type", type);
    if (is2004) set(path + "timestamp", entry.at.slice(0, 19) + ".0Z"); // SCORM takes a zone only after a fraction
    else set(path + "time", new Date(entry.at).toTimeString().slice(0, 8));
    set(path + "correct_responses.0.pattern", key);
    set(path + to.given, given);
    set(path + "result", item.right ? "correct" : to.wrong);
    set(path + "weighting", 1);
    if (is2004) set(path + "description", item.objective.slice(0, 250));
  }

  function around(key, by) { return Number((Number(key) + by).toFixed(7)); }

  function list(letters) { return is2004 ? letters.split(",").join("[,]") : letters; }

  function commit() {
    set(to.time, time());
    var confirmed = false;
    try { confirmed = yes(api[to.commit]("")); } catch (error) { /* no answer is no */ }
    sure = sure || confirmed; // the last commit of a closing window often goes unanswered
    clearTimeout(retry);
    retry = confirmed ? 0 : setTimeout(commit, RETRY);
    try { localStorage.setItem(key, JSON.stringify({ mine: mine, place: place, records: records, sure: sure })); } catch (error) { /* only this window has it */ }
    tell(confirmed ? "" : "The learning platform does not answer. What you do is kept and will be sent again.");
  }

  function backup() {
    try {
      var copy = JSON.parse(localStorage.getItem(key));
      return copy && parsed(JSON.stringify(copy.mine)) && Array.isArray(copy.records) ? copy : null;
    } catch (error) { return null; }
  }

  function parsed(text) { // as begin() makes it, or null
    try {
      var found = JSON.parse(text);
      return found && typeof found.began === "string" && Number.isInteger(found.best) && Number.isInteger(found.items) ? found : null;
    } catch (error) { return null; }
  }

  function count(known, name) { return (known && known.state && Number(known.state[name])) || 0; }

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
