"""The kinds of options, and numbers given as words, in a file or on standard input."""
