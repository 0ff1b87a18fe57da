"""The names that each framework has, one table per framework."""
