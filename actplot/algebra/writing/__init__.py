"""Writes terms as text, LaTeX, MathML and formulas in two dimensions."""
