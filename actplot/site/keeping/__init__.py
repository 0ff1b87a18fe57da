"""What a site is made of, and the folder that keeps it."""
