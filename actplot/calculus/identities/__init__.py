"""Which known function another one is."""
