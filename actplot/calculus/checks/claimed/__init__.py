"""Judges what users claim of their functions: derivatives, values, and what can be said where nothing is claimed."""
