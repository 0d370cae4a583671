/* A view as a QR code, which a room full of phones opens. The library is loaded when it is asked for. */
import { element } from "./page.js";

/** @typedef {import("./link.js").Sharing} Sharing */

const QUIET = 4; // modules of white around it, as ISO/IEC 18004 asks
const DRAWING = "http://www.w3.org/2000/svg";

/**
 * @param {Sharing} sharing
 * @param {() => Promise<unknown>} library loads qrcode-generator, which makes the global `qrcode`
 * @param {(words: string) => void} tell
 */
export function scannable(sharing, library, tell) {
  return sharing.add("QR code", "This view for phones: a code to scan", () => {
    tell(unreachable(location));
    if (unreachable(location)) return;
    const address = sharing.view();
    library().then(
      () => show(sharing, address, tell),
      () => tell("The code could not be made: its script did not arrive. Press the button again."),
    );
  });
}

/**
 * Why phones cannot open this copy of the course, or nothing.
 * @param {{protocol: string, hostname: string}} place
 */
export function unreachable({ protocol, hostname }) {
  if (protocol === "file:") return "This copy of the course is a file on this computer, which phones cannot reach.";
  if (/^(localhost|127\.[\d.]+|\[::1\])$/.test(hostname)) {
    return "This copy of the course is shown by this computer to itself alone; phones cannot reach it.";
  }
  return "";
}

/**
 * @param {Sharing} sharing
 * @param {string} address
 * @param {(words: string) => void} tell
 */
function show(sharing, address, tell) {
  const code = codeOf(address);
  if (code) sharing.open(code, element("p", address));
  else tell("The address of this view is too long for a code.");
}

/**
 * The drawing of an address as a code, or null where it is too long for one. The library has been loaded.
 * @param {string} address
 */
export function codeOf(address) {
  const code = qrcode(0, "M"); // 0: as large as the address needs
  try {
    code.addData(address);
    code.make();
  } catch {
    return null;
  }
  return codeDrawing(code);
}

/**
 * Black on white in both themes, so that every phone reads it.
 * @param {{getModuleCount: () => number, isDark: (row: number, column: number) => boolean}} code
 */
function codeDrawing(code) {
  const size = code.getModuleCount();
  const whole = size + 2 * QUIET;
  let path = "";
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      if (code.isDark(row, column)) path += `M${column + QUIET} ${row + QUIET}h1v1h-1z`;
    }
  }
  const box = element("div", "", "explorer-qr");
  const drawing = document.createElementNS(DRAWING, "svg");
  drawing.setAttribute("viewBox", `0 0 ${whole} ${whole}`);
  drawing.setAttribute("role", "img");
  drawing.setAttribute("aria-label", "QR code of the address below");
  const dark = document.createElementNS(DRAWING, "path");
  dark.setAttribute("d", path);
  drawing.append(dark);
  box.append(drawing);
  return box;
}
