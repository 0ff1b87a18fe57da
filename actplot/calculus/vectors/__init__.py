"""Vector functions and random layers at an input: Jacobians, layers, one moving number."""
