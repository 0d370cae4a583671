"""A course on braking: the second one, for the tests."""
