"""What is known, as pieces of a page."""
