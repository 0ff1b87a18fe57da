"""Precise arithmetic on arrays: what closed forms are written with."""
