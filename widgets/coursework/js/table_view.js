/* The address of a view of a long table: '#evidence?species=mouse&find=midazolam&sort=n&order=down'. Columns and values
 * stand in it by their words, so that a link outlives another row or column. */
import { slug } from "../../explorers/js/view.js";

/**
 * What a table is narrowed and sorted by; values as they stand in the table.
 * @typedef {{find: string, chosen: Record<string, string>, sort: string, down: boolean}} View
 */

/**
 * What an address asks of a table, or null where it is not about it.
 * @param {string} hash
 * @param {string} name of the table
 * @returns {[string, string][] | null}
 */
export function wantedOf(hash, name) {
  const [before, query] = hash.replace(/^#/, "").split(/\?(.*)/s);
  return before === name && query !== undefined ? [...new URLSearchParams(query)] : null;
}

/**
 * The view that an address asks for, and in words what of it there is not.
 * @param {[string, string][]} wanted
 * @param {string[]} columns
 * @param {Record<string, string[]>} filters the values of each column that can be chosen
 * @returns {{view: View, unknown: string[]}}
 */
export function viewFor(wanted, columns, filters) {
  /** @type {View} */
  const view = { find: "", chosen: {}, sort: "", down: false };
  /** @type {string[]} */
  const unknown = [];
  const named = (/** @type {string} */ value, /** @type {string[]} */ all) =>
    all.find((one) => slug(one) === slug(value));
  for (const [key, value] of wanted) {
    const column = named(key, Object.keys(filters));
    const found = key === "sort" ? named(value, columns) : column && named(value, filters[column]);
    if (key === "find") view.find = value;
    else if (key === "order" && (value === "up" || value === "down")) view.down = value === "down";
    else if (found === undefined) unknown.push(`${key}=${value}`);
    else if (key === "sort") view.sort = found;
    else view.chosen[/** @type {string} */ (column)] = found;
  }
  return { view, unknown };
}

/**
 * The fragment that names a view; what is not narrowed or sorted is left out.
 * @param {string} name of the table
 * @param {View} view
 */
export function fragmentOf(name, { find, chosen, sort, down }) {
  const pairs = Object.entries(chosen).map(([column, value]) => [slug(column), slug(value)]);
  if (find.trim()) pairs.push(["find", find.trim()]);
  if (sort) pairs.push(["sort", slug(sort)]);
  if (sort && down) pairs.push(["order", "down"]);
  return `#${name}?${new URLSearchParams(pairs)}`;
}
