"""Terms about vectors, whose symbols have indices: renamed, differentiated, summed, and named again."""
