"""Builds what changed, and keeps the record of what was built."""
