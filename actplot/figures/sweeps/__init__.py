"""Figures of one function at several values of a parameter."""
