"""Functions that a program holds, in place of the names of functions."""
