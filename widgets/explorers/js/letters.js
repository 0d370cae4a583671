/* Who has set larger letters in the browser gets them in the pictures too: each is drawn for a narrower place, and shown larger. */

const USUAL_LETTERS = 16; // px: a browser's letters, unless its reader has set others
const LEAST_PLACE = 320; // px: the narrowest place for which every picture is drawn well

/**
 * How many times as large as it is drawn a picture is shown.
 * @param {number} letters of the page, px
 * @param {number} width of the picture's place, px
 */
export function letterScale(letters, width) {
  return Math.max(1, Math.min(letters / USUAL_LETTERS, width / LEAST_PLACE));
}

/**
 * Make a picture's place as narrow as it is to be drawn. A projector view has its own letters, and its own scale.
 * @param {HTMLElement} plot
 */
export function enlarge(plot) {
  const page = document.documentElement;
  const letters = Number.parseFloat(getComputedStyle(page).fontSize);
  if ("project" in page.dataset || (letters <= USUAL_LETTERS && !plot.style.width)) return;
  plot.style.width = "";
  const scale = letterScale(letters, plot.clientWidth);
  if (scale > 1) plot.style.width = `${100 / scale}%`;
  plot.style.transform = scale > 1 ? `scale(${scale})` : "";
  plot.style.transformOrigin = "0 0";
  plot.style.setProperty("--larger", String(scale - 1));
}

/**
 * Keep the room that an enlarged picture takes below its place, now that it is drawn.
 * @param {HTMLElement} plot
 */
export function keepRoom(plot) {
  const more = Number(plot.style.getPropertyValue("--larger"));
  plot.style.marginBlockEnd = more ? `${Math.ceil(plot.offsetHeight * more)}px` : "";
}
