"""The kinds of entries, each with its contract."""
