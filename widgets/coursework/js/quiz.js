/* Checks the questions of a page, draws the final test, fills in the certificate: no request, works from file://.
 *
 * widgets/coursework/quiz.py writes the HTML; reasons are taken from its <details>. What is remembered stays on the
 * device, or goes to the learning management system whose frame holds the page (tools/scorm/launch.js).
 */
(function () {
  "use strict";
  if (document.querySelector(".course-header") && !document.querySelector(".course-footer")) return; // the page broke off: course.js says so

  var KEY = "course-progress";
  var MOST_TRIES = 5; // attempts kept; the newest passed one always is
  var MOST_LETTERS = 12; // of a typed number
  var ID = /^[a-z][a-z0-9-]{0,79}$/;
  var lms = findLms();
  var state = read();

  /* ---- memory: a convenience, never a condition ---- */

  function findLms() { // the frame around the page, in an LMS package
    try {
      for (var frame = window; frame !== frame.parent;) {
        frame = frame.parent;
        if (frame.courseLms) return frame.courseLms;
      }
    } catch (error) { /* a frame of another site: not ours */ }
    return null;
  }

  function empty() { return { v: 1, n: 0, tries: 0, answers: {}, test: null, seen: [], attempts: [] }; }

  function read() {
    try {
      return clean(JSON.parse(lms ? lms.read() : localStorage.getItem(KEY))) || empty();
    } catch (error) { return empty(); }
  }

  function save() {
    state.n += 1;
    try {
      if (lms) lms.save(JSON.stringify(state));
      else localStorage.setItem(KEY, JSON.stringify(state));
    } catch (error) { /* holds for this page only */ }
    document.querySelectorAll("[data-quiz=progress]").forEach(tell);
    markMenu();
  }

  function clean(value) { // a copy that has the right shape in every part, or null
    var is = {
      count: function (n) { return Number.isInteger(n) && n >= 0 && n < 1e9; },
      id: function (text) { return typeof text === "string" && ID.test(text); },
      ids: function (list) { return Array.isArray(list) && list.length < 200 && list.every(is.id); },
      map: function (map) { return !!map && typeof map === "object" && !Array.isArray(map); },
      given: function (text) { return typeof text === "string" && text.length <= 24; },
      day: function (text) { return typeof text === "string" && /^\d{4}-\d\d-\d\d$/.test(text); }
    };
    if (!is.map(value) || value.v !== 1 || !is.count(value.n) || !is.count(value.tries) || !is.map(value.answers) || !is.ids(value.seen)) return null;
    if (!Array.isArray(value.attempts) || value.attempts.length > MOST_TRIES) return null;
    var copy = empty();
    copy.n = value.n;
    copy.tries = value.tries;
    copy.seen = value.seen.slice();
    for (var name of Object.keys(value.answers)) {
      var part = value.answers[name];
      if (!is.id(name) || !is.map(part) || !is.count(part.of) || !is.ids(part.right) || part.right.length > part.of) return null;
      copy.answers[name] = { of: part.of, right: part.right.slice() };
    }
    if (value.test !== null) {
      if (!is.map(value.test) || !is.ids(value.test.drawn) || !Array.isArray(value.test.given) || !value.test.given.every(is.given)) return null;
      copy.test = { drawn: value.test.drawn.slice(), given: value.test.given.slice() };
    }
    for (var attempt of value.attempts) {
      if (!is.map(attempt) || !is.day(attempt.on) || !is.count(attempt.right) || !is.count(attempt.of) || attempt.of === 0 || attempt.right > attempt.of || typeof attempt.passed !== "boolean") return null;
      copy.attempts.push({ on: attempt.on, right: attempt.right, of: attempt.of, passed: attempt.passed });
    }
    return copy;
  }

  function passed() { return state.attempts.filter(function (attempt) { return attempt.passed; }).pop(); }

  /* ---- one question ---- */

  function given(form) { // letters as in data-right, a number as text, or "" while there is no answer
    var kind = form.dataset.kind;
    if (kind === "number") return form.querySelector("input").value.trim().slice(0, MOST_LETTERS);
    if (kind === "order") {
      var places = Array.from(form.querySelectorAll("select")).filter(function (select) { return select.value; });
      var taken = new Set(places.map(function (select) { return select.value; }));
      if (taken.size < form.querySelectorAll("select").length) return "";
      return places.sort(function (a, b) { return a.value - b.value; }).map(function (select) { return select.dataset.letter; }).join(",");
    }
    if (kind === "explorer") return "set";
    return Array.from(form.querySelectorAll("input:checked"), function (input) { return input.value; }).join(",");
  }

  function give(form, answer) { // put an answer back
    var kind = form.dataset.kind;
    if (kind === "number") form.querySelector("input").value = answer;
    else if (kind === "order") form.querySelectorAll("select").forEach(function (select) {
      var at = answer.split(",").indexOf(select.dataset.letter);
      select.value = at < 0 ? "" : String(at + 1);
    });
    else form.querySelectorAll("input").forEach(function (input) { input.checked = answer.split(",").includes(input.value); });
  }

  function number(text) { return text.trim() ? Number(text.replace(",", ".").replace("−", "-").replace(/\s|%/g, "")) : NaN; }

  function isRight(form, answer) {
    if (form.dataset.kind === "explorer") return isSet(form);
    if (form.dataset.kind === "number") return Math.abs(number(answer) - form.dataset.right) <= form.dataset.tolerance;
    return answer === form.dataset.right;
  }

  function figureOf(form) { // on a page, or live in a notebook once its cell has run (widgets/explorers/explorer.py)
    var name = CSS.escape(form.dataset.figure);
    return document.querySelector("figure#" + name + ", .explorer-live.explorer-" + name);
  }

  function isSet(form) { // each named control of the figure stands at one of the wanted stops
    var wanted = JSON.parse(form.dataset.set), figure = figureOf(form);
    return Object.keys(wanted).every(function (name) {
      var baked = figure.querySelector('[data-control="' + name + '"]'), live = figure.querySelector(".control-" + name);
      return wanted[name].includes(baked ? stop(baked) : live ? liveStop(live) : "");
    });
  }

  function liveStop(control) { // what a control of ipywidgets shows
    var box = control.querySelector('input[type="checkbox"]'), list = control.querySelector("select");
    if (box) return box.checked ? "on" : "off";
    if (list) return list.selectedOptions[0].textContent;
    return control.querySelector(".widget-readout, .mod-active, label:has(:checked)").textContent.trim();
  }

  function stop(control) { // what a control of widgets/explorers/html.py shows
    if (control.type === "range") return control.dataset.stops.split("\n")[control.value];
    if (control.type === "checkbox") return control.checked ? "on" : "off";
    if (control.tagName === "SELECT") return control.selectedOptions[0].textContent;
    return control.querySelector(":checked + label").textContent;
  }

  function missing(form, answer) { // why there is nothing to check yet
    if (form.dataset.kind === "explorer") return figureOf(form) ? "" : "The figure is not there yet. Run its cell first.";
    if (form.dataset.kind === "number" && Number.isNaN(number(answer))) return "Write a number first.";
    if (form.dataset.kind === "order" && !answer) return "Give each a place of its own first.";
    return answer ? "" : "Choose an answer first.";
  }

  function reasons(form, answer, right) {
    var items = Array.from(form.querySelectorAll(".quiz-answer li"));
    var kind = form.dataset.kind, chosen = answer.split(",");
    if (kind === "one" || kind === "several") return items.filter(function (item) { return chosen.includes(item.dataset.option); });
    var trap = right ? null : items.find(function (item) { return item.dataset.value && Math.abs(number(answer) - item.dataset.value) <= Math.max(form.dataset.tolerance, Math.abs(item.dataset.value) / 100); });
    return [trap || items.find(function (item) { return item.dataset.verdict === (right ? "right" : "wrong"); })];
  }

  function say(form, answer, right) {
    var box = form.querySelector(".quiz-feedback"), told = reasons(form, answer, right);
    box.replaceChildren(element("p", right ? "✓ Right." : "✗ Not right.", "quiz-verdict"));
    box.dataset.verdict = right ? "right" : "wrong";
    if (form.dataset.kind === "several") {
      var left = form.dataset.right.split(",").filter(function (letter) { return !answer.split(",").includes(letter); }).length;
      if (left) box.firstChild.textContent += left === 1 ? " One more belongs to the answer." : " " + left + " more belong to the answer.";
      var list = box.appendChild(element("ul"));
      told.forEach(function (item) { list.append(item.cloneNode(true)); });
    } else told.forEach(function (item) { box.append(item.querySelector(".quiz-why").cloneNode(true)); });
    form.querySelector(".quiz-answer").hidden = false;
  }

  function element(tag, text, name) {
    var made = document.createElement(tag);
    if (text) made.textContent = text;
    if (name) made.className = name;
    return made;
  }

  /* ---- check yourself ---- */

  function setUpCheck(root) {
    var forms = Array.from(root.querySelectorAll("form"));
    forms.forEach(function (form) {
      form.querySelector(".quiz-buttons").hidden = false;
      form.querySelector(".quiz-answer").hidden = true;
      if (form.dataset.kind === "explorer") form.querySelector("legend ~ p a").addEventListener("click", function (event) {
        var figure = figureOf(form);
        if (!figure || figure.id) return; // on a page the link knows the way
        event.preventDefault();
        figure.scrollIntoView();
      });
      form.addEventListener("submit", function (event) {
        event.preventDefault();
        var answer = given(form), lacks = missing(form, answer);
        if (lacks) {
          form.querySelector(".quiz-feedback").replaceChildren(element("p", lacks));
          return;
        }
        var right = isRight(form, answer), ids = forms.map(function (other) { return other.dataset.id; });
        var known = state.answers[root.dataset.chapter] || { right: [] };
        say(form, answer, right);
        state.answers[root.dataset.chapter] = {
          of: forms.length,
          right: ids.filter(function (id) { return known.right.includes(id) || (right && id === form.dataset.id); })
        };
        save();
      });
    });
  }

  /* ---- the final test ---- */

  function setUpTest(root) {
    var forms = new Map(Array.from(root.querySelectorAll(".quiz-question"), function (form) { return [form.dataset.id, form]; }));
    var panel = root.querySelector(".quiz-panel"), result = root.querySelector(".quiz-result"), said = root.querySelector(":scope > .quiz-say");
    var start = root.querySelector("[data-start]"), handIn = root.querySelector("[data-hand-in]");
    var current = [];

    panel.querySelector(".quiz-buttons").hidden = false;
    start.addEventListener("click", function () {
      state.test = { drawn: draw(Array.from(forms.values()), Number(root.dataset.draw), state.seen), given: [] };
      save();
      show();
      current[0].querySelector("legend").focus();
    });
    handIn.addEventListener("click", score);
    root.addEventListener("submit", function (event) { event.preventDefault(); });
    root.addEventListener("input", function () {
      if (!state.test) return;
      state.test.given = current.map(given);
      save();
    });
    if (state.test && !isWhole(state.test.drawn)) state.test = null; // of another version
    show();

    function isWhole(drawn) { // as many questions as a test has, each once
      return drawn.length === Number(root.dataset.draw) && new Set(drawn).size === drawn.length && drawn.every(function (id) { return forms.has(id); });
    }

    function show() {
      forms.forEach(function (form) { form.hidden = true; });
      current = state.test ? state.test.drawn.map(function (id) { return forms.get(id); }) : [];
      current.forEach(function (form, i) {
        form.reset();
        give(form, state.test.given[i] || "");
        form.hidden = false;
        form.querySelector("fieldset").disabled = false;
        form.querySelector(".quiz-answer").hidden = true;
        form.querySelector(".quiz-feedback").replaceChildren();
        form.querySelector(".quiz-above").textContent = "Question " + (i + 1) + " of " + current.length;
        form.querySelector("legend").tabIndex = -1;
        root.insertBefore(form, handIn.parentNode);
      });
      panel.hidden = !!state.test;
      result.hidden = true;
      handIn.parentNode.hidden = !state.test;
      said.textContent = "";
    }

    function score() {
      var answers = current.map(given);
      var open = current.filter(function (form, i) { return missing(form, answers[i]); });
      if (open.length) {
        said.textContent = (open.length === 1 ? "One question has" : open.length + " questions have") + " no answer yet.";
        open[0].querySelector(".quiz-feedback").replaceChildren(element("p", missing(open[0], given(open[0]))));
        open[0].querySelector("input, select").focus();
        return;
      }
      var verdicts = current.map(function (form, i) { return isRight(form, answers[i]); });
      var right = verdicts.filter(Boolean).length;
      var attempt = { on: today(), right: right, of: current.length, passed: right >= Number(root.dataset.needed) };
      current.forEach(function (form, i) {
        say(form, answers[i], verdicts[i]);
        form.querySelector("fieldset").disabled = true;
      });
      state.tries += 1;
      state.seen = state.test.drawn;
      state.test = null;
      state.attempts = kept(state.attempts.concat(attempt));
      if (lms) lms.record(state.tries, attempt, current.map(function (form, i) {
        return { id: form.dataset.id, kind: form.dataset.kind, objective: form.dataset.objective, given: answers[i], key: form.dataset.right, tolerance: Number(form.dataset.tolerance || 0), right: verdicts[i] };
      }));
      save();
      announce(attempt, current.filter(function (form, i) { return !verdicts[i]; }));
    }

    function announce(attempt, wrong) {
      handIn.parentNode.hidden = true;
      said.textContent = "";
      result.replaceChildren(
        element("h2", attempt.passed ? "✓ Passed" : "✗ Not passed this time"),
        element("p", attempt.right + " of " + attempt.of + " right; " + root.dataset.needed + " are needed. The reasons stand below each question.")
      );
      if (wrong.length) {
        var list = result.appendChild(element("p", wrong.length === 1 ? "Not right: question " : "Not right: questions "));
        wrong.forEach(function (form, i) {
          if (i) list.append(i < wrong.length - 1 ? ", " : " and ");
          list.append(element("a", String(current.indexOf(form) + 1)));
          list.lastChild.href = "#" + form.id;
        });
        list.append(".");
      }
      var next = result.appendChild(element("p", "", "quiz-buttons"));
      if (attempt.passed) {
        next.append(element("a", "To the certificate"), " ");
        next.firstChild.href = "certificate.html";
      }
      next.append(element("button", "Take the test again, with other questions"));
      next.lastChild.type = "button";
      next.lastChild.addEventListener("click", function () { start.click(); });
      result.hidden = false;
      result.focus();
    }
  }

  function draw(forms, count, seen) { // chapters in turn, objectives within them in turn, unseen questions first
    var chapters = new Map();
    mixed(forms).forEach(function (form) {
      if (!chapters.has(form.dataset.chapter)) chapters.set(form.dataset.chapter, []);
      chapters.get(form.dataset.chapter).push(form);
    });
    var drawn = [], used = new Map();
    while (drawn.length < count && chapters.size) {
      chapters.forEach(function (left, name) {
        if (!left.length) return chapters.delete(name);
        if (drawn.length === count) return;
        left.sort(function (a, b) { return rank(a) - rank(b); });
        var form = left.shift();
        used.set(form.dataset.objective, (used.get(form.dataset.objective) || 0) + 1);
        drawn.push(form.dataset.id);
      });
    }
    return drawn;
    function rank(form) { return 2 * (used.get(form.dataset.objective) || 0) + (seen.includes(form.dataset.id) ? 1 : 0); }
  }

  function mixed(list) {
    var copy = list.slice();
    for (var i = copy.length - 1; i > 0; i--) {
      var j = Math.floor(Math.random() * (i + 1)), held = copy[i];
      copy[i] = copy[j];
      copy[j] = held;
    }
    return copy;
  }

  function kept(attempts) {
    while (attempts.length > MOST_TRIES) {
      var last = attempts.map(function (attempt) { return attempt.passed; }).lastIndexOf(true);
      attempts.splice(last === 0 ? 1 : 0, 1);
    }
    return attempts;
  }

  function today() {
    var now = new Date();
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map(function (n) { return String(n).padStart(2, "0"); }).join("-");
  }

  function inWords(day) { // '2026-11-05' as '5 November 2026'
    var parts = day.split("-").map(Number);
    return new Date(parts[0], parts[1] - 1, parts[2]).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
  }

  /* ---- what is remembered ---- */

  function setUpProgress(root) {
    var said = root.querySelector(".quiz-say"), file = root.querySelector("input");
    root.querySelector(".quiz-memory").hidden = false;
    tell(root);
    root.querySelector("[data-save]").addEventListener("click", function () {
      var link = element("a");
      link.href = URL.createObjectURL(new Blob([JSON.stringify(state, null, 1)], { type: "application/json" }));
      link.download = "course-progress.json";
      link.click();
      setTimeout(function () { URL.revokeObjectURL(link.href); }, 1000);
    });
    if (lms) {
      root.querySelector("[data-erase]").hidden = true;
      file.parentNode.hidden = true;
      return;
    }
    root.querySelector("[data-erase]").addEventListener("click", function () {
      state = empty();
      try { localStorage.removeItem(KEY); } catch (error) { /* there is nothing to erase */ }
      document.querySelectorAll("[data-quiz=progress]").forEach(tell);
      markMenu();
      said.textContent = "Erased. A page that is open in another tab still shows the old marks until it is loaded again.";
    });
    file.addEventListener("change", function () {
      if (!file.files.length) return;
      file.files[0].text().then(function (text) {
        var found = null;
        try { found = clean(JSON.parse(text)); } catch (error) { /* not JSON */ }
        if (found) {
          state = found;
          save();
        }
        said.textContent = found ? "Read back. Load the page again to go on with a test that was not finished." : "This is not a file saved by this course. Nothing was changed.";
        file.value = "";
      });
    });
  }

  function tell(root) {
    var chapters = Object.keys(state.answers), done = passed(), list = element("ul");
    var where = lms ? "Your learning platform keeps this:" : "This device, and nobody else, remembers:";
    chapters.forEach(function (name) {
      list.append(element("li", name.replace(/-/g, " ").replace(/^./, function (c) { return c.toUpperCase(); }) + ": " + state.answers[name].right.length + " of " + state.answers[name].of + " right"));
    });
    state.attempts.forEach(function (attempt) { list.append(element("li", "Final test, " + inWords(attempt.on) + ": " + attempt.right + " of " + attempt.of + (attempt.passed ? ", passed" : ", not passed"))); });
    root.querySelector("[data-memory]").replaceChildren(element("p", list.children.length || done ? where : "Nothing is remembered yet."), list);
  }

  function markMenu() { // '3 of 5 right' beside the chapters of the menu, 'passed' beside the final test
    var menu = document.getElementById("course-menu");
    if (!menu) return;
    menu.querySelectorAll("nav li a").forEach(function (link) {
      var path = link.hasAttribute("aria-current") ? location.pathname : link.pathname;
      var name = path.split("/").pop().replace(/\.html$/, ""), known = state.answers[name];
      var words = known ? known.right.length + " of " + known.of + " right" + (known.right.length === known.of ? " ✓" : "") : name === "final-test" && passed() ? "passed ✓" : "";
      var mark = link.querySelector(".quiz-mark");
      if (!words) return mark && mark.remove();
      mark = mark || link.appendChild(element("span", "", "quiz-mark"));
      mark.textContent = " " + words;
    });
  }

  /* ---- the certificate ---- */

  function setUpCertificate(root) {
    var attempt = passed(), form = root.querySelector("form"), name = root.querySelector("#quiz-name");
    if (!attempt) {
      root.querySelector("[data-none]").hidden = false;
      return;
    }
    root.querySelector("[data-on]").textContent = inWords(attempt.on);
    root.querySelector("[data-score]").textContent = attempt.right + " of " + attempt.of + " (" + Math.round(100 * attempt.right / attempt.of) + "\u00a0%)";
    form.hidden = root.querySelector(".quiz-certificate").hidden = false;
    name.addEventListener("input", function () { root.querySelector("[data-holder]").textContent = name.value.trim() || "(your name)"; });
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      window.print();
    });
  }

  var SET_UP = { check: setUpCheck, test: setUpTest, progress: setUpProgress, certificate: setUpCertificate };
  document.querySelectorAll("[data-quiz]").forEach(function (root) {
    if (root.dataset.ready) return; // a notebook runs the script once for each cell
    root.dataset.ready = "yes";
    SET_UP[root.dataset.quiz](root);
  });
  markMenu();
})();
