"""A user's words for a function, read as an entry."""
