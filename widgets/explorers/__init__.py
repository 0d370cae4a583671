"""Explorers: a figure function and its controls, live in JupyterLab and on a page without a kernel."""

from .controls import ExplorerError
from .explorer import explore
from .readout import Readout
from .scene import Drawing, Scene

__all__ = ["Drawing", "ExplorerError", "Readout", "Scene", "explore"]
