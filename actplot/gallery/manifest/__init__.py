"""Reads a manifest: its figures, presets and places."""
