"""Draws curves: panels, marks and formulas beside them."""
