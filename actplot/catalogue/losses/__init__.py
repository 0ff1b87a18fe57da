"""Losses, one module per natural variable; importing a module registers its functions."""
