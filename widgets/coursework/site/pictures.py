"""The picture of each chapter."""

FOLDER = "pictures"
