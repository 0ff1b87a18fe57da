"""Draws many figures, in this process, in others or on a cluster."""

FIGURES_PER_JOB = 20  # below that, starting a process costs more than it draws
PRELOAD = f"{__name__}.preload"  # what draws
