/* The packed stops of an explorer, as widgets/explorers/bake.py writes them. */

/**
 * A leaf of the figures: the path to it, which of `patterns` says what it is at each stop, and the values it takes.
 * @typedef {{path: (string | number)[], at: number, values: any[], sizes: number[], least: number, step?: [number, number]}} Column
 */

/**
 * @typedef {{columns: Column[], patterns: number[][], words: [string, string][][], said: number[]}} Stops
 */

/**
 * What differs in one leaf between two figures; undefined where there is nothing.
 * @typedef {{path: (string | number)[], before: any, after: any}} Change
 */

/**
 * Unpack the stops of a page. Rejects with "old browser" where the browser cannot.
 * @param {string} text base64 of gzip
 * @returns {Promise<Stops>}
 */
export async function unpack(text) {
  if (typeof DecompressionStream !== "function") throw new Error("old browser");
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const { readable, writable } = new DecompressionStream("gzip");
  // By its own writer: a Blob's stream comes by way of another process, each part after a turn of the page's parser.
  const writer = writable.getWriter();
  writer
    .write(bytes)
    .then(() => writer.close())
    .catch(() => {}); // who reads is told
  return decode(await new Response(readable).arrayBuffer());
}

/**
 * Decode the stops: the length of a JSON head, the head, then the codes of all numbers as two planes of bytes.
 * @param {ArrayBuffer} buffer
 * @returns {Stops}
 */
export function decode(buffer) {
  const length = new DataView(buffer).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  const planes = new Uint8Array(buffer, 4 + length);
  const half = planes.length / 2;
  let next = 0;
  for (const column of head.columns) {
    if (column.step) column.values = column.sizes.map((/** @type {number} */ size) => numbers(column, size));
  }
  return head;

  /**
   * @param {Column & {step: [number, number]}} column
   * @param {number} size
   */
  function numbers(column, size) {
    const values = new Array(size);
    let code = 0;
    let slope = 0;
    for (let i = 0; i < size; i++, next++) {
      const folded = planes[next] + 256 * planes[half + next];
      slope += (folded >> 1) ^ -(folded & 1);
      code = (code + slope) & 65535;
      values[i] = code ? times((code - 1 + column.least) * column.step[0], column.step[1]) : null;
    }
    return values;
  }
}

/**
 * A whole number times a power of ten, rounded once, so that 177.3 comes back as 177.3.
 * @param {number} whole
 * @param {number} exponent
 */
function times(whole, exponent) {
  return exponent >= 0 ? whole * Math.pow(10, exponent) : whole / Math.pow(10, -exponent);
}

/**
 * The figure and the readouts at a stop. The figure is fresh: Plotly and dress() write into what they get.
 * @param {Stops} stops
 * @param {number} stop
 */
export function at(stops, stop) {
  /** @type {any} */
  const figure = {};
  for (const { path, at: pattern, values } of stops.columns) {
    const which = stops.patterns[pattern][stop];
    if (which < 0) continue;
    let tree = figure;
    path.slice(0, -1).forEach((key, i) => {
      tree = tree[key] ??= typeof path[i + 1] === "number" ? [] : {};
    });
    const value = values[which];
    tree[path[path.length - 1]] = Array.isArray(value) ? value.slice() : value;
  }
  return { figure, words: stops.words[stops.said[stop]] };
}

/**
 * What differs between two stops.
 * @param {Stops} stops
 * @param {number} from
 * @param {number} to
 * @returns {Change[]}
 */
export function changesBetween(stops, from, to) {
  return stops.columns
    .filter(({ at: pattern }) => stops.patterns[pattern][from] !== stops.patterns[pattern][to])
    .map(({ path, at: pattern, values }) => ({
      path,
      before: values[stops.patterns[pattern][from]],
      after: values[stops.patterns[pattern][to]],
    }));
}

/**
 * The numbers of the traces that are not the same at every stop.
 * @param {Stops} stops
 * @returns {Set<number>}
 */
export function movingTraces({ columns, patterns }) {
  const moving = columns.filter(({ path, at: pattern }) => path[0] === "data" && new Set(patterns[pattern]).size > 1);
  return new Set(moving.map(({ path }) => Number(path[1])));
}
