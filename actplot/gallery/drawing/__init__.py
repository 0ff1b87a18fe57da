"""Draws many figures, in this process, in others or on a cluster."""
