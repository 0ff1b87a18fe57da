"""What functions are held against: each other, claims, frameworks, differences; as text, JSON and tables."""
