"""Lines that touch curves."""
