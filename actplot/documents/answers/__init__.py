"""What figures show, as numbers for programs."""
