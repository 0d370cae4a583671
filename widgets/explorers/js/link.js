/* Link to a view, cite it, and open the view that the page's address names. */
import { moveTo, named, position } from "./controls.js";
import { copied, element, meta } from "./page.js";
import { fragment, parseView, positionsFor } from "./view.js";

/** @typedef {import("./controls.js").Control} Control */

const LOST = "This link asks for a view that the figure does not have";

/**
 * What the other ways to share build on: a button in the same row, the panel below it, and the addresses of the view.
 * @typedef {object} Sharing
 * @property {(text: string, title: string, use: () => void) => HTMLButtonElement} add
 * @property {(...parts: HTMLElement[]) => void} open
 * @property {() => string} view the view on its chapter's page
 * @property {() => string} alone the view on the page of the figure alone
 */

/**
 * Give an explorer its buttons, and show the view that the address asks for, now and whenever it changes.
 * @param {HTMLElement} root
 * @param {Control[]} controls
 * @param {(words: string) => void} tell says a sentence below the figure
 * @returns {Sharing | null}
 */
export function linkable(root, controls, tell) {
  const buttons = root.querySelector(".explorer-downloads");
  if (!buttons) return null;
  const share = element("button", "Link");
  const cite = element("button", "Cite");
  share.type = cite.type = "button";
  share.title = "Copy the address of this view";
  cite.title = "A reference to this view";
  const panel = element("div", "", "explorer-panel");
  panel.hidden = true;
  buttons.append(element("span", "Share"), share, cite);
  buttons.after(panel);
  share.addEventListener("click", () => void offer(panel, address(root, controls), tell));
  cite.addEventListener("click", () => showCitation(panel, root, controls, tell));

  const open = () => {
    const view = parseView(location.hash);
    if (view?.name !== root.id) return;
    const { positions, unknown } = positionsFor(controls.map(named), view.wanted);
    controls.forEach((control, i) => {
      if (position(control) !== positions[i]) moveTo(control, positions[i]);
    });
    tell(unknown.length ? `${LOST}: ${unknown.join(", ")}. Those controls stand at their start.` : "");
    root.scrollIntoView({ block: "start" });
  };
  window.addEventListener("hashchange", open);
  open();
  return {
    add(text, title, use) {
      const button = element("button", text);
      button.type = "button";
      button.title = title;
      button.addEventListener("click", use);
      buttons.append(button);
      return button;
    },
    open(...parts) {
      panel.replaceChildren(...parts);
      panel.hidden = false;
    },
    view: () => address(root, controls),
    alone: () => address(root, controls, root.dataset.alone || location.href.split(/[?#]/)[0]),
  };
}

/**
 * The address of the view that stands there.
 * @param {HTMLElement} root
 * @param {Control[]} controls
 * @param {string} [page] which is to show it; the figure's own if left out
 */
function address(root, controls, page = root.dataset.home || location.href.split("#")[0]) {
  const here = new URL(page, location.href).href;
  return here + fragment(root.id, controls.map(named), controls.map(position));
}

/**
 * Copy an address, and show it where it can be copied by hand; a phone offers its own ways too.
 * @param {HTMLElement} panel
 * @param {string} text
 * @param {(words: string) => void} tell
 */
async function offer(panel, text, tell) {
  const field = element("input");
  field.readOnly = true;
  field.value = text;
  field.setAttribute("aria-label", "The address of this view");
  panel.replaceChildren(field);
  if (typeof navigator.share === "function") {
    const native = element("button", "Share …");
    native.type = "button";
    native.addEventListener("click", () => void navigator.share({ title: document.title, url: text }).catch(() => {}));
    panel.append(native);
  }
  panel.hidden = false;
  tell((await copied(text)) ? "The address of this view is copied." : "Copy the address below.");
  field.focus();
  field.select();
}

/**
 * @param {HTMLElement} panel
 * @param {HTMLElement} root
 * @param {Control[]} controls
 * @param {(words: string) => void} tell
 */
function showCitation(panel, root, controls, tell) {
  const texts = citations(root, address(root, controls), new Date());
  panel.replaceChildren(
    ...Object.entries(texts).map(([name, text]) => {
      const copy = element("button", `Copy ${name}`);
      copy.type = "button";
      copy.addEventListener("click", async () =>
        tell((await copied(text)) ? `${name} is copied.` : "Mark the text and copy it."),
      );
      const block = element("pre", text);
      block.tabIndex = 0;
      block.setAttribute("aria-label", name);
      const part = element("div");
      part.append(block, copy);
      return part;
    }),
  );
  panel.hidden = false;
  panel.querySelector("pre")?.focus();
}

/**
 * The view that stands there as a reference in words; without its address where that names a reader's own folders.
 * @param {HTMLElement} root
 * @param {Control[]} controls
 */
export function reference(root, controls) {
  const where = address(root, controls);
  return citations(root, /^https?:/.test(where) ? where : "", new Date())["the reference"].replace("  ", " ");
}

/**
 * A view as a reference, in words and as BibTeX.
 * @param {HTMLElement} root
 * @param {string} where its address
 * @param {Date} today
 */
function citations(root, where, today) {
  const page = document.title.split(" · ")[0];
  const course = document.title.split(" · ").pop() || "";
  const version = meta("course-version");
  const reviewed = meta("course-reviewed");
  const authors = meta("author") || "The course's contributors";
  const seen = today.toISOString().slice(0, 10);
  const title = `${page}: figure “${root.id}”`;
  const edition = [version && `version ${version}`, reviewed && `last reviewed ${reviewed}`].filter(Boolean).join(", ");
  return {
    "the reference": `${authors}. ${title}. In: ${course}${edition && ` (${edition})`}. ${where} (seen ${seen}).`,
    BibTeX: `@misc{${root.id}-${seen},
  author = {{${authors}}},
  title = {${title.replace(/[“”]/g, "'")}},
  howpublished = {In: ${course}},
  note = {${edition || "no version"}; seen ${seen}},
  url = {${where}}
}`,
  };
}
