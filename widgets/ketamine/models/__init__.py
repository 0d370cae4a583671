"""Models: pure functions of numpy arrays. No plotting, no widgets."""
