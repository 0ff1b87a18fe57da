"""Losses of a linear model on data: surfaces, minima and descent."""
