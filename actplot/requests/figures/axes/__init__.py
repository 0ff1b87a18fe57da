"""What panels are asked for: scales of axes, how they stand, what touches their curves."""
