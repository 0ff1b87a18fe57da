"""Draws surfaces: contours, relief and paths of descent."""
