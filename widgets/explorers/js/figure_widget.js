/* Shows a figure of widgets/explorers/figure_widget.py in JupyterLab, drawn as on the course's pages.
 *
 * Plotly and drawing.js come once for each kernel, in a widget that is never shown: they weigh a megabyte.
 */
if (!globalThis.courseFigureScripts) {
  globalThis.courseFigureScripts = new Map();
  // JupyterLab would take the arrow keys of a list in an explorer for its own: 'next cell'.
  document.addEventListener("focusin", ({ target }) => {
    if (target.closest?.(".explorer-live")) target.setAttribute("data-lm-suppress-shortcuts", "true");
  });
}
const scripts = globalThis.courseFigureScripts;

function load(model) {
  const id = model.get("_script").slice("IPY_MODEL_".length);
  if (!scripts.has(id)) {
    scripts.set(id, model.widget_manager.get_model(id).then(async (holder) => {
      const url = URL.createObjectURL(new Blob([holder.get("value")], { type: "text/javascript" }));
      try { return await import(url); } finally { URL.revokeObjectURL(url); }
    }));
  }
  return scripts.get(id);
}

async function render({ model, el }) {
  const plot = document.createElement("div");
  plot.className = "explorer-plot";
  plot.setAttribute("role", "img");
  plot.setAttribute("aria-label", model.get("label"));
  const keepPlace = () => { plot.style.minHeight = `${model.get("tree").layout.height || 420}px`; };
  keepPlace();
  el.append(plot);
  const { Plotly, courseDrawing } = await load(model);

  let colours = courseDrawing.palette(el);
  let drawn = null; // the figure and colours that stand there, if they fit
  const show = courseDrawing.paced(() => {
    if (!plot.clientWidth) return null; // in a tab behind another; drawn when it comes to the front
    const tree = model.get("tree");
    const changes = drawn?.colours === colours ? differences(drawn.tree, tree) : null;
    keepPlace();
    const done = courseDrawing.redraw(plot, structuredClone(tree), changes, colours); // which writes into what it gets
    drawn = { tree, colours };
    return done;
  });

  const drawAfresh = () => { drawn = null; show(); };
  const theme = new MutationObserver(() => { colours = courseDrawing.palette(el); show(); });
  theme.observe(document.body, { attributeFilter: ["data-jp-theme-name"] });
  model.on("change:tree", show);
  const endOfWatch = courseDrawing.whenWidthChanges(plot, drawAfresh);
  show();
  return () => {
    theme.disconnect();
    endOfWatch();
    model.off("change:tree", show);
    Plotly.purge(plot);
  };
}

/* What differs between two figures, leaf by leaf as in widgets/explorers/bake.py: [{path, before, after}], undefined where there is nothing. */
function differences(before, after) {
  const old = leaves(before), now = leaves(after);
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((key) => JSON.stringify(old.get(key)?.value) !== JSON.stringify(now.get(key)?.value))
    .map((key) => ({ path: (now.get(key) || old.get(key)).path, before: old.get(key)?.value, after: now.get(key)?.value }));
}

function leaves(tree, path = [], found = new Map()) {
  const isBranch = Array.isArray(tree) ? tree.some((item) => item && typeof item === "object" && !Array.isArray(item)) : tree && typeof tree === "object" && Object.keys(tree).length;
  if (!isBranch) found.set(path.join("\n"), { path, value: tree });
  else if (Array.isArray(tree)) tree.forEach((item, i) => leaves(item, [...path, i], found));
  else for (const key of Object.keys(tree)) leaves(tree[key], [...path, key], found);
  return found;
}

export default { render };
