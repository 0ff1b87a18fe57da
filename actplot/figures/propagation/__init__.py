"""Figures of what depth makes of signals."""
