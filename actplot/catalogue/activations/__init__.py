"""Activations, one module per family; importing a module registers its functions."""
