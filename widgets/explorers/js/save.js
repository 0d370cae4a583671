/* Saves a figure as it stands: its numbers as CSV, its picture as PNG or SVG. A file outlives the page, so it says
 * itself what it shows: name, caption, the stop of every control, and where it is from. */
import { settings } from "./controls.js";
import { dress, PAPER } from "./drawing.js";
import { csv, fileName, saveAddress, saveText } from "./files.js";
import { reference } from "./link.js";
import { sceneSvg } from "./scene.js";
import { escape, tables } from "./tables.js";

/** @typedef {import("./controls.js").Control} Control */
/** @typedef {import("./drawing.js").Figure} Figure */

const SHEET = 900; // of a picture, in pixels
const RIM = 20; // around the words below it
const LETTERS_OF_A_LINE = { 13: 120, 11: 140 }; // letters of a line below a picture, by the size of type

/**
 * Save a figure, or say why not.
 * @param {HTMLElement} root of the explorer
 * @param {Control[]} controls
 * @param {Figure} figure as it stands
 * @param {number} stop its number
 * @param {string} kind 'csv', 'png' or 'svg'
 * @param {(words: string) => void} tell
 */
export function save(root, controls, figure, stop, kind, tell) {
  const page = (location.pathname.split("/").pop() || "").replace(/\.html?$/, "");
  const pairs = settings(controls);
  // No other figure and no other setting has this name.
  const name = `${fileName([page, root.id, ...pairs.flat()], [page, root.id, "view", String(stop + 1)])}.${kind}`;
  const caption = root.querySelector("figcaption")?.textContent || "";
  const license = /** @type {HTMLAnchorElement | null} */ (document.querySelector("a[rel~=license]"));
  const source = reference(root, controls) + (license ? ` ${license.textContent}, ${license.href}` : "");
  tell("");
  if (kind === "csv") {
    const about = [["Figure", root.id], ["Shows", caption], ...pairs, ["Source", source]];
    const rows = tables(figure).map((table) => [table.head, ...table.rows.map((row) => row.cells)]);
    saveText(
      csv(
        about.map(([label, text]) => [`# ${label}`, text]),
        ...rows,
      ),
      "text/csv",
      name,
    );
    return;
  }
  const setting = pairs.map((pair) => pair.join(" ")).join(", ");
  picture(figure, kind, [
    [13, caption],
    [13, setting && `Shown at: ${setting}.`],
    [11, source],
  ]).then(
    (address) => saveAddress(address, name),
    () => tell(`The picture could not be made: this browser, or the site's policy, allows no ${kind} here.`),
  );
}

/**
 * Text in lines of at most so many letters; what has no space is broken.
 * @param {string} text
 * @param {number} most
 */
export function lines(text, most) {
  return text.match(new RegExp(`\\S.{0,${most - 1}}(?=\\s|$)|\\S{${most}}`, "g")) || [];
}

/**
 * The address of a figure's picture, with words below it.
 * @param {any} figure of Plotly, or a scene
 * @param {string} kind 'png' or 'svg'
 * @param {[11 | 13, string][]} words each with its size of type
 */
async function picture(figure, kind, words) {
  const drawing = figure.scene ? onSheet(figure) : await drawnByPlotly(figure);
  const whole = withWords(drawing.svg, drawing.height, words);
  const address = `data:image/svg+xml,${encodeURIComponent(whole.svg)}`;
  return kind === "svg" ? address : asPng(address, whole.height);
}

/** @param {Figure} figure */
async function drawnByPlotly(figure) {
  const layout = { ...dress(figure.layout, PAPER), paper_bgcolor: PAPER.surface };
  const height = layout.height || 420;
  const address = await Plotly.toImage({ data: figure.data, layout }, { format: "svg", width: SHEET, height });
  return { svg: decodeURIComponent(address.slice(address.indexOf(",") + 1)), height };
}

/** @param {import("./scene.js").Scene} scene */
function onSheet(scene) {
  const [across, down] = scene.scene.wide.size;
  const height = Math.round((SHEET * down) / across);
  const size = `width="${SHEET}" height="${height}" viewBox="0 0 ${across} ${down}"`;
  return { svg: `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${sceneSvg(scene, PAPER)}</svg>`, height };
}

/**
 * A drawing with words below it.
 * @param {string} drawn an <svg> of SHEET
 * @param {number} height of it
 * @param {[11 | 13, string][]} words each with its size of type
 */
export function withWords(drawn, height, words) {
  let y = height;
  const texts = words.flatMap(([size, text]) =>
    lines(text, LETTERS_OF_A_LINE[size]).map((line) => {
      y += size * 1.4;
      return `<text x="${RIM}" y="${y.toFixed(1)}" font-size="${size}">${escape(line)}</text>`;
    }),
  );
  const whole = Math.ceil(y + RIM);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${SHEET}" height="${whole}" viewBox="0 0 ${SHEET} ${whole}">\
<rect width="100%" height="100%" fill="${PAPER.surface}"/>${drawn}\
<g fill="${PAPER.ink}" font-family="arial, helvetica, sans-serif">${texts.join("")}</g></svg>`;
  return { svg, height: whole };
}

/**
 * An SVG as PNG, twice as large. By an address that holds it: many a site's policy allows no other pictures.
 * @param {string} address
 * @param {number} height
 */
async function asPng(address, height) {
  const image = new Image(SHEET, height);
  image.src = address;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = 2 * SHEET;
  canvas.height = 2 * height;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/png");
}
