/* Shows a scene of widgets/explorers/figure_widget.py in JupyterLab. Joined there behind drawing.js and scene.js. */
import { palette, whenWidthChanges } from "./drawing.js";
import { drawScene } from "./scene.js";

/**
 * Show the scene, as anywidget asks for it. Returns how to end it.
 * @param {{model: any, el: HTMLElement}} widget
 */
function render({ model, el }) {
  const place = document.createElement("div");
  place.className = "explorer-plot explorer-scene";
  place.setAttribute("role", "img");
  place.setAttribute("aria-label", model.get("tree").label);
  const note = document.createElement("p");
  note.className = "explorer-schematic";
  const { kind, leaves_out } = model.get("tree");
  note.textContent = `${kind}. Left out: ${leaves_out}`;
  el.append(place, note);
  const show = () => place.clientWidth && drawScene(place, model.get("tree"), palette(el));
  const theme = new MutationObserver(show);
  theme.observe(document.body, { attributeFilter: ["data-jp-theme-name"] });
  model.on("change:tree", show);
  const endOfWatch = whenWidthChanges(place, show);
  show();
  return () => {
    theme.disconnect();
    endOfWatch();
    model.off("change:tree", show);
  };
}

export default { render };
