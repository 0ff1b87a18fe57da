"""Requests for what is answered in text."""
