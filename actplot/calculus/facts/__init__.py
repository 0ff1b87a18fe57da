"""Facts about entries: what a card tells, traits, dialects and the list."""
