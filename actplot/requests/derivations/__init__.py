"""Requests for derivations."""
