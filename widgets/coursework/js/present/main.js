/* Shows the steps of a plan one at a time, for a room (widgets/coursework/site/plans.py writes them): no request, works
 * from file://. The step stands in the address; the clock is kept for this tab, and nothing else is. */
import { courseName, element, isWhole, whenAsked } from "../../../explorers/js/page.js";
import { codeOf, unreachable } from "../../../explorers/js/qr.js";
import { clockText, counted, left, planWords, readClock, toggled } from "./clock.js";

/** @typedef {import("./clock.js").Clock} Clock */

const SCRIPT = /** @type {HTMLScriptElement} */ (document.currentScript);
const TICK = 1000; // ms
const loadCodes = whenAsked(SCRIPT, SCRIPT.dataset.qr);

/** @param {HTMLElement} plan */
function present(plan) {
  const steps = /** @type {HTMLElement[]} */ (Array.from(plan.querySelectorAll(".plan-step")));
  const minutes = steps.map(({ dataset }) => Number(dataset.minutes));
  const out = /** @type {HTMLAnchorElement} */ (document.querySelector(".plan-out"));
  const stage = element("div", "", "plan-stage");
  const code = element("div", "", "plan-code");
  const bar = element("div", "", "plan-bar");
  const said = element("p", "", "plan-said");
  const heard = element("p", "", "plan-heard"); // what those who see can see
  const big = element("p", "", "plan-clock");
  const times = element("p", "", "plan-times");
  const place = element("span", "", "plan-place");
  let current = -1;
  let shown = false; // the answer
  let over = false; // the time of the step, and so it was said
  /** @type {HTMLIFrameElement | null} */
  let frame = null;
  /** @type {Clock} */
  let clock = readClock(recallClock(), steps.length, Date.now());

  const buttons = {
    back: button("Back", "ArrowLeft PageUp", () => go(current - 1)),
    on: button("Next", "ArrowRight", () => go(current + 1)),
    reveal: button("Reveal", "Enter", () => reveal(!shown)),
    notes: button("Notes", "", () => toggleNotes(!document.documentElement.dataset.notes)),
    code: button("QR code", "", () => (code.hidden ? showCode() : hideCode())),
    clock: button("Start clock", "", () => {
      clock = toggled(clock, current, Date.now());
      keepClock();
      tick();
    }),
    leave: button("Leave (Esc)", "Escape", leave),
  };
  for (const line of [said, heard]) line.setAttribute("role", "status");
  big.setAttribute("aria-hidden", "true"); // it stands in the bar too
  code.hidden = true;
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "The presentation");
  bar.append(
    buttons.back,
    place,
    buttons.on,
    buttons.reveal,
    buttons.notes,
    buttons.code,
    buttons.clock,
    times,
    buttons.leave,
  );
  plan.after(stage, said, heard, bar);
  stage.append(big, code);
  document.documentElement.dataset.steps = ""; // present.css: one step at a time

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const onControl = event.target instanceof Element && event.target.closest("a, button, input, summary");
    if (event.key === "Enter" && onControl) return;
    if (use(event.key)) event.preventDefault();
  });
  window.addEventListener("message", ({ source, data }) => {
    if (!frame || source !== frame.contentWindow) return;
    if (data?.type === "explorer-key") use(data.key);
    if (data?.type === "explorer-ready") tellFrame();
  });
  window.addEventListener("hashchange", () => go(stepOf(location.hash)));
  window.addEventListener("pagehide", keepClock);
  setInterval(tick, TICK);
  go(stepOf(location.hash));

  /**
   * @param {string} text
   * @param {string} keys
   * @param {() => void} act
   */
  function button(text, keys, act) {
    const made = element("button", text);
    made.type = "button";
    if (keys) made.setAttribute("aria-keyshortcuts", keys);
    made.addEventListener("click", act);
    return made;
  }

  /**
   * What a key does; whether it does anything.
   * @param {string} key
   */
  function use(key) {
    if (key === "ArrowLeft" || key === "PageUp") go(current - 1);
    else if (key === "ArrowRight") go(current + 1);
    else if (key === "Enter") reveal(!shown);
    else if (key === "PageDown") forward();
    else if (key === "Escape") escape();
    else return false;
    return true;
  }

  /** What the forward key of a clicker does: first the answer, then the next step. */
  function forward() {
    if (!shown && hasAnswer()) reveal(true);
    else go(current + 1);
  }

  function escape() {
    if (code.hidden) leave();
    else hideCode();
  }

  function leave() {
    location.href = out.href;
  }

  /** @param {string} hash */
  function stepOf(hash) {
    return Math.max(
      0,
      steps.findIndex(({ id }) => `#${id}` === hash),
    );
  }

  /** @param {number} to */
  function go(to) {
    if (to === current || to < 0 || to >= steps.length) return;
    if (current >= 0) clock = counted(clock, current, Date.now());
    const first = current < 0;
    const shownBefore = first && location.hash === `#${steps[to].id}` && !!history.state?.shown; // the page was loaded again
    current = to;
    over = false;
    keepClock();
    const step = steps[current];
    steps.forEach((one) => one.toggleAttribute("data-current", one === step));
    history.replaceState({ shown: false }, "", `#${step.id}`);
    const title = step.querySelector("h2");
    document.title = `${current + 1}. ${title?.textContent} · ${document.title.split(" · ").slice(-2).join(" · ")}`;
    place.textContent = `Step ${current + 1} of ${steps.length}`;
    buttons.back.disabled = current === 0;
    buttons.on.disabled = current === steps.length - 1;
    showFrame(step);
    hideCode();
    buttons.reveal.disabled = !hasAnswer();
    buttons.code.disabled = !step.dataset.scan;
    buttons.notes.disabled = !step.querySelector(".plan-notes");
    reveal(shownBefore);
    said.textContent = "";
    tick();
    if (!frame && step.dataset.scan) showCode();
    if (!first) title?.focus();
  }

  /** @param {HTMLElement} step */
  function showFrame(step) {
    frame?.remove();
    frame = null;
    stage.toggleAttribute("data-frame", !!step.dataset.frame);
    if (!step.dataset.frame) return;
    frame = element("iframe");
    frame.title = `Figure: ${step.querySelector("h2")?.textContent}`;
    frame.src = step.dataset.frame;
    stage.prepend(frame);
  }

  function hasAnswer() {
    return !!frame || !!steps[current].querySelector(".plan-answer");
  }

  /** @param {boolean} wanted */
  function reveal(wanted) {
    shown = wanted && hasAnswer();
    history.replaceState({ shown }, "");
    steps[current].toggleAttribute("data-shown", shown);
    buttons.reveal.textContent = shown ? "Hide answer" : "Reveal";
    tellFrame();
    heard.textContent = shown
      ? steps[current].querySelector(".plan-answer")?.textContent || "The answer is shown."
      : "";
  }

  function tellFrame() {
    frame?.contentWindow?.postMessage({ type: "explorer-reveal", shown }, "*"); // it holds no secret
  }

  /** @param {boolean} wanted */
  function toggleNotes(wanted) {
    if (wanted) document.documentElement.dataset.notes = "shown";
    else delete document.documentElement.dataset.notes;
    buttons.notes.setAttribute("aria-pressed", String(wanted));
  }

  /* ---- phones ---- */

  function showCode() {
    const why = unreachable(location);
    if (why) {
      said.textContent = `${why} A website can be reached, or this computer with: make serve-lan`;
      return;
    }
    const address = new URL(steps[current].dataset.scan || "", location.href).href;
    const step = current;
    loadCodes().then(
      () => {
        if (step !== current) return;
        const drawing = codeOf(address);
        const short = element("p", address.split("?")[0].replace(/^https?:\/\//, ""), "plan-address");
        code.replaceChildren(...(drawing ? [drawing] : []), short);
        code.hidden = false;
        fitClock();
        buttons.code.textContent = "Hide code";
      },
      () => void (said.textContent = "The code could not be made: its script did not arrive. Press the button again."),
    );
  }

  function hideCode() {
    code.hidden = true;
    buttons.code.textContent = "QR code";
    fitClock();
  }

  /** The clock fills the place where nothing else is shown. */
  function fitClock() {
    big.hidden = !!frame || !code.hidden;
  }

  /* ---- time ---- */

  function tick() {
    const time = left(clock, current, minutes, Date.now());
    big.textContent = clockText(time.step);
    times.textContent = `${clockText(time.step)} in this step · ${planWords(time)}`;
    buttons.clock.textContent = clock.since ? "Stop clock" : "Start clock";
    stage.toggleAttribute("data-over", time.step < 0);
    if (time.step < 0 && clock.since && !over) {
      over = true;
      said.textContent = "The time for this step is over.";
    }
  }

  function clockName() {
    return `${courseName()}:plan-${plan.dataset.plan}`;
  }

  function recallClock() {
    try {
      return sessionStorage.getItem(clockName());
    } catch {
      return null;
    }
  }

  function keepClock() {
    if (current >= 0) clock = counted(clock, current, Date.now());
    try {
      sessionStorage.setItem(clockName(), JSON.stringify(clock));
    } catch {
      /* it begins anew with the page */
    }
  }
}

const plan = /** @type {HTMLElement | null} */ (document.querySelector(".plan"));
if (plan && isWhole()) present(plan);
