"""Entries as pages that draw them in the reader's browser."""
