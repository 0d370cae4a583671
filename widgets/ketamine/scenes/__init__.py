"""Scenes of this course: drawings whose parts are placed by evidence rows and models."""
