"""The commands that derive."""
