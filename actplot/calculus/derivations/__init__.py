"""Derivations: read as authored or made by rules, and checked line by line."""
