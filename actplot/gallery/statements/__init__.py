"""What a picture states, as numbers, and how far two such statements differ."""
