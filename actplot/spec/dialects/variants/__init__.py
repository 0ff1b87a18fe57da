"""What a framework computes otherwise than the catalogue's function."""
