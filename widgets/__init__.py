"""Explorers, models, figures and evidence of the course."""

from .controls import ExplorerError
from .explorer import explore
from .readout import Readout

__all__ = ["ExplorerError", "Readout", "explore"]
