"""Callables of frameworks, which differentiate them; no framework is imported that the user's file has not imported."""
