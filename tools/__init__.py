"""What `make` calls: each module is a command, `python -m tools.<name>`."""
