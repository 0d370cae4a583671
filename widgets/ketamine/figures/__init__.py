"""Figures: one module per chapter, from evidence and models to ``plotly.graph_objects.Figure``."""
