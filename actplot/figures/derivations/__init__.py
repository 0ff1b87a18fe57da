"""Pictures of derivations."""
