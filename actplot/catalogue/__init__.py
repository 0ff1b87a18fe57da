"""What there is: entries, their parameters, and the registry that finds them."""
