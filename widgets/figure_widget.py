"""Plotly's FigureWidget, whose script of 5 MB goes to the browser once for each kernel, not once for each figure."""

from __future__ import annotations

import sys
from copy import deepcopy
from functools import cache
from typing import Any

import ipywidgets
import plotly.graph_objects as go
import traitlets

# Plotly loads jsonschema here, and that a grammar of web addresses, which it compiles first: most of the time that
# `import widgets` took, for a check that nobody makes. Without the grammar jsonschema leaves the check out.
_GRAMMAR = "rfc3987_syntax"
if _GRAMMAR not in sys.modules:
    sys.modules[_GRAMMAR] = None  # type: ignore[assignment]  # 'not installed'
    go.FigureWidget  # loaded when first asked for
    del sys.modules[_GRAMMAR]

#: Asks the widget that holds Plotly's script for it, once for all figures of a kernel.
LOADER = """
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
      try { return (await import(url)).default; } finally { URL.revokeObjectURL(url); }
    }));
  }
  return scripts.get(id);
}

export default () => {
  let started;
  const start = async (context) => {
    const figure = (await load(context.model))();
    await figure.initialize(context);
    return figure;
  };
  return {
    // Nobody waits for it here: anywidget gives a model up that took more than two seconds, as on a slow or busy computer it may.
    initialize(context) {
      started = start(context);
      started.catch(() => {}); // render says it
    },
    async render(context) {
      const figure = await started;
      return figure.render(context);
    },
  };
};
"""


@cache
def _script() -> ipywidgets.HTML:
    """A widget that is never shown; its value is Plotly's script."""
    return ipywidgets.HTML(value=str(go.FigureWidget._esm))


class Figure(go.FigureWidget):
    """A FigureWidget that shares its script with the others, and is whole from its first message on."""

    _esm = LOADER
    _script = traitlets.Instance(ipywidgets.HTML).tag(sync=True, **ipywidgets.widget_serialization)
    _whole = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._whole = True
        self.open()

    def open(self) -> None:
        """Tell the browser of this figure, but not before it has its data.

        Plotly opens an empty figure and sends the data after it. A browser that was quicker to draw than to
        read on showed empty axes, for good.
        """
        if self._whole:
            super().open()

    def remember(self) -> None:
        """Let the browser start from what is shown now, not from the first figure, if it draws anew or for the first time."""
        self._widget_layout = deepcopy(self._layout_obj._props)
        self._widget_data = deepcopy(self._data)

    @traitlets.default("_script")
    def _shared(self) -> ipywidgets.HTML:
        return _script()
