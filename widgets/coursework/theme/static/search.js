// Finds the words of ?q= in courseText (search-text.js, written by widgets/coursework/site/search.py).
(function () {
  "use strict";
  if (!document.querySelector(".course-footer")) return; // the page broke off: course.js says so
  var BEFORE = 60,
    LENGTH = 200; // letters of a snippet: before the first hit, in all

  function query() {
    return (new URLSearchParams(location.search).get("q") || "").trim();
  }

  // How well a section fits: every word must be somewhere in it; a title counts most.
  function score(section, words) {
    var title = section.title.toLowerCase(),
      page = section.page.toLowerCase(),
      text = section.text.toLowerCase();
    return words.reduce(function (sum, word) {
      var hits = text.split(word).length - 1;
      var worth = (title.includes(word) ? 20 : 0) + (page.includes(word) ? 5 : 0) + Math.min(hits, 5);
      return worth && sum >= 0 ? sum + worth : -1;
    }, 0);
  }

  // The text around the first hit, with the words marked.
  function snippet(text, words) {
    var places = words.map(function (word) {
      return text.toLowerCase().indexOf(word);
    });
    var first = Math.min.apply(
      null,
      places
        .filter(function (place) {
          return place >= 0;
        })
        .concat(text.length),
    );
    var start = first === text.length ? 0 : Math.max(0, text.lastIndexOf(" ", Math.max(0, first - BEFORE)));
    var part =
      (start ? "… " : "") + text.slice(start, start + LENGTH).trim() + (start + LENGTH < text.length ? " …" : "");
    var paragraph = document.createElement("p");
    var pattern = words
      .map(function (word) {
        return word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      })
      .join("|");
    part.split(new RegExp("(" + pattern + ")", "i")).forEach(function (piece, i) {
      paragraph.append(i % 2 ? Object.assign(document.createElement("mark"), { textContent: piece }) : piece);
    });
    return paragraph;
  }

  function item(section, words) {
    var link = document.createElement("a");
    link.href = section.address;
    link.textContent = section.title;
    var entry = document.createElement("li");
    entry.append(link);
    if (section.page !== section.title) entry.append(" in " + section.page);
    if (section.text) entry.append(snippet(section.text, words));
    return entry;
  }

  var wanted = query();
  var input = document.getElementById("search-input");
  input.value = wanted;
  if (!wanted) {
    input.focus();
    return;
  }
  var words = wanted.toLowerCase().split(/\s+/);
  var found = window.courseText
    .map(function (section) {
      return { section: section, score: score(section, words) };
    })
    .filter(function (hit) {
      return hit.score > 0;
    })
    .sort(function (a, b) {
      return b.score - a.score;
    });
  var count = found.length === 1 ? "1 section mentions" : (found.length || "No") + " sections mention";
  document.getElementById("search-summary").textContent = count + " “" + wanted + "”.";
  document.getElementById("search-results").append.apply(
    document.getElementById("search-results"),
    found.map(function (hit) {
      return item(hit.section, words);
    }),
  );
})();
