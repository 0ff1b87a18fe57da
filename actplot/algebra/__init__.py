"""Formula text and its tree: read, print, and evaluate at any precision."""
