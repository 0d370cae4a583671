/* The native controls of an explorer, as widgets/explorers/html.py writes them: they are its state. */

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLFieldSetElement} Control */

/**
 * How many stops a control has.
 * @param {Control} control
 */
function size(control) {
  if (control instanceof HTMLFieldSetElement) return control.querySelectorAll("input").length;
  if (control instanceof HTMLSelectElement) return control.options.length;
  return control.type === "checkbox" ? 2 : Number(control.max) + 1;
}

/**
 * At which of its stops a control stands, from 0.
 * @param {Control} control
 */
export function position(control) {
  if (control instanceof HTMLFieldSetElement) {
    return Number(/** @type {HTMLInputElement} */ (control.querySelector(":checked")).value);
  }
  return Number(control.type === "checkbox" ? /** @type {HTMLInputElement} */ (control).checked : control.value);
}

/**
 * The number of the stop at which all of them stand; the last varies fastest, as in widgets/explorers/controls.py.
 * @param {Control[]} controls
 */
export function stopNumber(controls) {
  return controls.reduce((number, control) => number * size(control) + position(control), 0);
}

/**
 * Say beside a slider, and to a screen reader, what its stop is called.
 * @param {Control} control
 */
export function say(control) {
  if (control.type !== "range") return;
  const label = (control.dataset.stops || "").split("\n")[position(control)];
  control.setAttribute("aria-valuetext", label);
  const output = control.parentElement?.querySelector("output");
  if (output && output.textContent !== label) output.textContent = label;
}

/**
 * Leave a slider as it was where the finger on it only meant to scroll the page: browsers move it first, and
 * then say by pointercancel that the gesture was theirs.
 * @param {HTMLFormElement} form
 * @param {() => void} changed
 */
export function undoSwipes(form, changed) {
  let before = "";
  form.addEventListener("pointerdown", ({ target }) => {
    if (isSlider(target)) before = target.value;
  });
  form.addEventListener("pointercancel", ({ target }) => {
    if (!isSlider(target) || target.value === before) return;
    target.value = before;
    changed();
  });
}

/**
 * @param {EventTarget | null} target
 * @returns {target is HTMLInputElement}
 */
function isSlider(target) {
  return target instanceof HTMLInputElement && target.type === "range";
}

/**
 * Move a control to one of its stops, from 0, as if by hand; who listens to the form hears of it.
 * @param {Control} control
 * @param {number} stop
 */
export function moveTo(control, stop) {
  const input = control instanceof HTMLFieldSetElement ? control.querySelectorAll("input")[stop] : control;
  if (control instanceof HTMLFieldSetElement) /** @type {HTMLInputElement} */ (input).checked = true;
  else if (control.type === "checkbox") /** @type {HTMLInputElement} */ (control).checked = stop === 1;
  else control.value = String(stop);
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

/**
 * A control by its name, with the words of its stops.
 * @param {Control} control
 */
export function named(control) {
  const { control: name = "", stops = "", initial } = control.dataset;
  return { name, labels: stops.split("\n"), initial: Number(initial) };
}

/**
 * What each control is called, and the words of the stop at which it stands.
 * @param {Control[]} controls
 * @returns {[string, string][]}
 */
export function settings(controls) {
  return controls.map((control) => {
    const { name, labels } = named(control);
    const label =
      control instanceof HTMLFieldSetElement
        ? control.querySelector("legend") // that of this one: its parent holds those of others too
        : control.parentElement?.querySelector(`label[for="${control.id}"]`);
    return [label?.textContent || name, labels[position(control)]];
  });
}

/**
 * The same as a phrase.
 * @param {Control[]} controls
 */
export function settingsInWords(controls) {
  return settings(controls)
    .map((pair) => pair.join(" "))
    .join(", ");
}
