"""What figures show, in plain words for readers who cannot see them."""
