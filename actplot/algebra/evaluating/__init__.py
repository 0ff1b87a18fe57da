"""Evaluates terms: at adaptive precision, and compiled for arrays."""
