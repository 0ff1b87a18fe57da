"""Commands that write many pages."""
