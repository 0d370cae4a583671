/* The time of a plan: how long each step has been shown while the clock ran. Pure, in milliseconds. */

/**
 * How long each step has been shown, and since when the clock runs for the step that is shown; 0 where it stands.
 * @typedef {{spent: number[], since: number}} Clock
 */

const MINUTE = 60000;

/** @param {number} count of steps @returns {Clock} */
export function newClock(count) {
  return { spent: Array.from({ length: count }, () => 0), since: 0 };
}

/**
 * A clock from its text, a new one where the text is of none or of another plan.
 * @param {string | null} text
 * @param {number} count
 * @param {number} now
 * @returns {Clock}
 */
export function readClock(text, count, now) {
  try {
    const { spent, since } = JSON.parse(text || "null");
    const isTime = (/** @type {any} */ value) => Number.isFinite(value) && value >= 0;
    if (Array.isArray(spent) && spent.length === count && spent.every(isTime) && isTime(since) && since <= now) {
      return { spent, since };
    }
  } catch {
    /* it begins anew */
  }
  return newClock(count);
}

/**
 * The clock, with what has passed until now counted for a step.
 * @param {Clock} clock
 * @param {number} step
 * @param {number} now
 * @returns {Clock}
 */
export function counted({ spent, since }, step, now) {
  const passed = since ? Math.max(0, now - since) : 0;
  return { spent: spent.map((one, i) => (i === step ? one + passed : one)), since: since && now };
}

/**
 * The clock, set going or stopped.
 * @param {Clock} clock
 * @param {number} step
 * @param {number} now
 * @returns {Clock}
 */
export function toggled(clock, step, now) {
  return { ...counted(clock, step, now), since: clock.since ? 0 : now };
}

/**
 * Milliseconds left in a step, in the plan, and by how much the rest of the plan is longer than that.
 * @param {Clock} clock
 * @param {number} step
 * @param {number[]} minutes of each step
 * @param {number} now
 */
export function left(clock, step, minutes, now) {
  const { spent } = counted(clock, step, now);
  const own = minutes[step] * MINUTE - spent[step];
  const plan = sum(minutes) * MINUTE - sum(spent);
  const needed = Math.max(0, own) + sum(minutes.slice(step + 1)) * MINUTE;
  return { step: own, plan, behind: needed - plan };
}

/**
 * '4:05', or '0:30 over'.
 * @param {number} time
 */
export function clockText(time) {
  const seconds = Math.abs(Math.ceil(time / 1000));
  const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  return time < 0 && seconds ? `${text} over` : text;
}

/**
 * '12 min left' in the plan, with how far it is behind; a minute is not yet said.
 * @param {{plan: number, behind: number}} left
 */
export function planWords({ plan, behind }) {
  const minutes = Math.ceil(Math.abs(plan) / MINUTE);
  const late = Math.floor(behind / MINUTE);
  const words = plan < 0 ? `${minutes} min over the plan` : `${minutes} min left`;
  return late > 0 && plan >= 0 ? `${words}, ${late} min behind` : words;
}

/** @param {number[]} values */
function sum(values) {
  return values.reduce((all, one) => all + one, 0);
}
