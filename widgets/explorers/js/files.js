/* Files that a page makes and offers: tables, texts and pictures. */
import { element } from "./page.js";

/**
 * Rows as a CSV file, for Excel too.
 * @param {unknown[][][]} tables each of them rows of cells
 */
export function csv(...tables) {
  const texts = tables.map((rows) => rows.map((cells) => cells.map(csvCell).join(",")).join("\r\n"));
  return `\ufeff${texts.join("\r\n\r\n")}\r\n`;
}

/**
 * @param {unknown} value
 */
function csvCell(value) {
  const text =
    value === null || value === undefined ? "" : Array.isArray(value) ? value.join(" ") : String(asPublished(value));
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

/**
 * A number without what binary fractions add to it: -0.11, and not -0.11000000000000001.
 * @param {unknown} value
 */
function asPublished(value) {
  return typeof value === "number" ? Number(value.toPrecision(12)) : value;
}

const LONGEST_NAME = 120; // letters of a file's name, without its end

/**
 * Words as the name of a file, without its end.
 * @param {string[]} words
 * @param {string[]} [shorter] to take where they are too long for a name
 * @returns {string}
 */
export function fileName(words, shorter = words) {
  const name = words.map(inName).filter(Boolean).join("-");
  return name.length > LONGEST_NAME && shorter !== words ? fileName(shorter) : name.slice(0, LONGEST_NAME);
}

/** @param {string} text */
function inName(text) {
  return text
    .toLowerCase()
    .replace(/[−-](?=\d)/g, " minus ") // so that 1 and -1 differ
    .replace(/[^\p{L}\p{N}.]+/gu, "-")
    .replace(/^[-.]+|[-.]+$/g, "");
}

/**
 * Offer a text as a file.
 * @param {string} text
 * @param {string} type
 * @param {string} name of the file
 */
export function saveText(text, type, name) {
  saveAddress(URL.createObjectURL(new Blob([text], { type })), name);
}

/**
 * Offer what is at an address as a file.
 * @param {string} address
 * @param {string} name of the file
 */
export function saveAddress(address, name) {
  const link = element("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
