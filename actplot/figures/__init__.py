"""Records as matplotlib figures."""
