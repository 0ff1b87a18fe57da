"""Requests for figures."""
