/* Shows a figure of widgets/explorers/figure_widget.py in JupyterLab, drawn as on the course's pages.
 *
 * Plotly and drawing.js come once for each kernel, in a widget that is never shown: they weigh a megabyte.
 */
if (!globalThis.courseFigureScripts) {
  globalThis.courseFigureScripts = new Map();
  // JupyterLab would take the arrow keys of a list in an explorer for its own: 'next cell'.
  document.addEventListener("focusin", ({ target }) => {
    if (!(target instanceof Element) || !target.closest(".explorer-live")) return;
    target.setAttribute("data-lm-suppress-shortcuts", "true");
  });
}
const scripts = globalThis.courseFigureScripts;

const ROOM = 1600; // px of the window: from here on a room may be looking at it (figure_widget.py has the same),
const LARGER = 16 / 12; // and words that are drawn with 12 px are shown with 16
const AROUND = 136; // px of the window that are JupyterLab's own bars

/**
 * The module of Plotly and drawing.js.
 * @param {any} model of the widget, as anywidget has it
 * @returns {Promise<any>}
 */
function load(model) {
  const id = model.get("_script").slice("IPY_MODEL_".length);
  if (!scripts.has(id)) {
    scripts.set(
      id,
      model.widget_manager.get_model(id).then(async (/** @type {any} */ holder) => {
        const url = URL.createObjectURL(new Blob([holder.get("value")], { type: "text/javascript" }));
        try {
          return await import(url);
        } finally {
          URL.revokeObjectURL(url);
        }
      }),
    );
  }
  return /** @type {Promise<any>} */ (scripts.get(id));
}

/**
 * Show the figure, as anywidget asks for it. Returns how to end it.
 * @param {{model: any, el: HTMLElement}} widget
 */
async function render({ model, el }) {
  const plot = document.createElement("div");
  plot.className = "explorer-plot";
  plot.setAttribute("role", "img");
  plot.setAttribute("aria-label", model.get("label"));
  let scale = 1;
  let height = 0;
  const keepPlace = () => {
    scale = window.innerWidth < ROOM ? 1 : LARGER;
    height ||= model.get("tree").layout.height || 420;
    Object.assign(plot.style, {
      width: `${100 / scale}%`,
      minHeight: `${height}px`,
      marginBlockEnd: `${height * (scale - 1)}px`,
      transform: scale === 1 ? "" : `scale(${scale})`,
      transformOrigin: "0 0",
    });
  };
  keepPlace();
  const said = document.createElement("p");
  said.setAttribute("role", "status");
  el.append(plot, said);
  const { Plotly, misfit, palette, paced, redraw, whenWidthChanges, withGhost } = await load(model);

  let colours = palette(el);
  /** @type {{tree: any, colours: any, ghost: any} | null} */
  let drawn = null; // the figure and colours that stand there, if they fit
  const show = paced(() => {
    if (!plot.clientWidth) return null; // in a tab behind another; drawn when it comes to the front
    const tree = model.get("tree");
    const kept = model.get("kept");
    const why = kept?.data ? misfit(kept, tree) : "";
    said.textContent = why && `The kept view cannot stand behind this one: ${why}. Its readouts stay.`;
    const ghost = kept?.data && !why ? kept : null;
    const same = drawn && drawn.colours === colours && drawn.ghost === ghost;
    const changes = drawn && same ? differences(drawn.tree, tree) : null;
    keepPlace();
    const own = structuredClone(tree); // for redraw writes into what it gets
    const shown = ghost ? withGhost(own, structuredClone(ghost)) : own;
    const done = redraw(plot, shown, changes, colours, (window.innerHeight - AROUND) / scale);
    if (shown.layout.height) height = shown.layout.height; // as it was drawn
    keepPlace();
    drawn = { tree, colours, ghost };
    return done;
  });

  const drawAfresh = () => {
    drawn = null;
    show();
  };
  const theme = new MutationObserver(() => {
    colours = palette(el);
    show();
  });
  theme.observe(document.body, { attributeFilter: ["data-jp-theme-name"] });
  model.on("change:tree", show);
  model.on("change:kept", show);
  const endOfWatch = whenWidthChanges(plot, drawAfresh);
  show();
  return () => {
    theme.disconnect();
    endOfWatch();
    model.off("change:tree", show);
    model.off("change:kept", show);
    Plotly.purge(plot);
  };
}

/**
 * What differs between two figures, leaf by leaf as in widgets/explorers/bake.py; undefined where there is nothing.
 * @param {any} before
 * @param {any} after
 * @returns {import("./stops.js").Change[]}
 */
function differences(before, after) {
  const old = leaves(before);
  const now = leaves(after);
  return [...new Map([...old, ...now])]
    .map(([key, { path }]) => ({ path, before: old.get(key)?.value, after: now.get(key)?.value }))
    .filter((leaf) => JSON.stringify(leaf.before) !== JSON.stringify(leaf.after));
}

/**
 * The leaves of a figure by their path.
 * @param {any} tree
 * @param {(string | number)[]} path
 * @param {Map<string, {path: (string | number)[], value: any}>} found
 */
function leaves(tree, path = [], found = new Map()) {
  if (!isBranch(tree)) found.set(path.join("\n"), { path, value: tree });
  else if (Array.isArray(tree)) tree.forEach((item, i) => leaves(item, [...path, i], found));
  else for (const key of Object.keys(tree)) leaves(tree[key], [...path, key], found);
  return found;
}

/** @param {any} tree */
function isBranch(tree) {
  if (!tree || typeof tree !== "object") return false;
  if (!Array.isArray(tree)) return Object.keys(tree).length > 0;
  return tree.some((item) => item && typeof item === "object" && !Array.isArray(item));
}

export default { render };
