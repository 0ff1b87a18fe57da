"""Formulas that a user types, as functions like those of the catalogue."""
