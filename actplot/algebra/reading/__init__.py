"""Reads formula text: names, lexer, parser, and lines that an author wrote."""
