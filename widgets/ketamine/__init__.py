"""This course: its figures, models, evidence and claims."""
