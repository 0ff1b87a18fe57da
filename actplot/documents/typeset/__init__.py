"""Derivations as LaTeX sets them: their rows, and slides."""
