"""Pictures in the pages of other people's documentation, whatever makes those pages."""
