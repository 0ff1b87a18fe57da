"""What is known of a curve: its points, breaks, extremes and marks."""
