/* The address of a view: '#steeping?minutes=5' names an explorer and the stops of its controls, by their words.
 * The twin of widgets/explorers/view.py. Words, so that a link outlives a control that gets another stop. */

/**
 * A label as it stands in an address: case and spaces do not count.
 * @param {string} label
 */
export function slug(label) {
  return label.normalize("NFC").trim().toLowerCase().replace(/\s+/g, "-");
}

/**
 * What a fragment names, or null where it is no address of a view.
 * @param {string} text with or without '#'
 * @returns {{name: string, wanted: [string, string][]} | null}
 */
export function parseView(text) {
  const [name, query] = text.replace(/^#/, "").split(/\?(.*)/s);
  if (query === undefined || !name) return null;
  const pairs = query.split("&").filter(Boolean);
  const wanted = pairs.map((pair) => pair.split(/=(.*)/s).map((part) => decoded(part || "")));
  return { name: decoded(name), wanted: wanted.map(([key, value = ""]) => [key, slug(value)]) };
}

/**
 * Text of an address; a broken %-sequence stays as it is, and will name nothing.
 * @param {string} text
 */
function decoded(text) {
  const spaced = text.replace(/\+/g, " ");
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}

/**
 * @typedef {object} Named a control by its name, with the words of its stops
 * @property {string} name
 * @property {string[]} labels
 * @property {number} initial
 */

/**
 * The fragment that names a view; controls at their first stop are left out.
 * @param {string} explorer
 * @param {Named[]} controls
 * @param {number[]} positions
 */
export function fragment(explorer, controls, positions) {
  const pairs = controls.flatMap(({ name, labels, initial }, i) =>
    positions[i] === initial ? [] : [`${encodeURIComponent(name)}=${encodeURIComponent(slug(labels[positions[i]]))}`],
  );
  return `#${encodeURIComponent(explorer)}?${pairs.join("&")}`;
}

/**
 * The position of each control that an address asks for, and in words what of it there is not.
 * @param {Named[]} controls
 * @param {[string, string][]} wanted
 * @returns {{positions: number[], unknown: string[]}}
 */
export function positionsFor(controls, wanted) {
  const positions = controls.map(({ initial }) => initial);
  /** @type {string[]} */
  const unknown = [];
  for (const [name, value] of wanted) {
    const at = controls.findIndex((control) => control.name === name);
    const stop = at < 0 ? -1 : controls[at].labels.findIndex((label) => slug(label) === value);
    if (stop < 0) unknown.push(at < 0 ? name : `${name}=${value}`);
    else positions[at] = stop;
  }
  return { positions, unknown };
}
