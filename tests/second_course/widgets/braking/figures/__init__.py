"""What the chapter draws."""
