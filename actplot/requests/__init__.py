"""What to draw, as frozen records whose fields are the options; each prints to and parses from its command line."""
