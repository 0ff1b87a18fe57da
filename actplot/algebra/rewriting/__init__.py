"""Rewrites terms: neat forms, named parts, pieces, and the rules of differentiation."""
