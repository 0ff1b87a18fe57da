"""Random command lines, as people and machines mistype them: `python -m tests.fuzz --lines 5000 --seed N`."""
