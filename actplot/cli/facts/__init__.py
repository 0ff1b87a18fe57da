"""The commands that answer in text."""
