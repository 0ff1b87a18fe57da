"""Holds closed forms, formulas and finite differences against each other."""
