"""Explorers, models, figures and evidence of the course."""

from .controls import ExplorerError
from .explorer import explore
from .readout import Readout
from .records import Link, Records

__all__ = ["ExplorerError", "Link", "Readout", "Records", "explore"]
