"""What a terminal shows: how wide text may be, and the colours of verdicts, errors, kinds and kinks."""

import os
import re
import sys
from typing import TextIO

import click

NARROWEST, WIDEST = 20, 80  # columns of text
BAD, GOOD, DOUBTFUL, HEADING = "red", "green", "magenta", "cyan"  # each to be read on dark and on light
COLOURS = [  # what of a line is said in which colour; the first that is found is all of a line
    (re.compile(r"^(?:wrong: |failed |\d+ of \d+ functions failed: |Error: ).*", re.MULTILINE), BAD),
    (re.compile(r"^\S.*: (?:facts changed|missing|unreadable|extra)\b.*|^\d+ images?: .* fails?$", re.MULTILINE), BAD),
    (re.compile(r"^.*: worst at .*|^\|f.* is up to .*, more than .*", re.MULTILINE), BAD),
    (re.compile(r"^.*\ball agree$|^right: .*|^\S.*: this is .*|^\d+ images?: \d+ same$", re.MULTILINE), GOOD),
    (re.compile(r"^undecided: .*|^\S.*: style changed\b.*|^warning:", re.MULTILINE), DOUBTFUL),
    (re.compile(r"^\S.*: no function of the catalogue$", re.MULTILINE), DOUBTFUL),
    (re.compile(r"^[a-z][a-z ]* · [a-z].*", re.MULTILINE), HEADING),  # kind and family
    (re.compile(r"\bkinks?\b"), DOUBTFUL),
]


def columns() -> int:
    """Those of the terminal, or what COLUMNS says; 80 where there is none. `shutil` would load what reads archives."""
    said = os.environ.get("COLUMNS", "")
    if said.isascii() and said.isdecimal() and int(said):
        return int(said)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or WIDEST  # type: ignore[union-attr]
    except (AttributeError, ValueError, OSError):  # it is closed, or none
        return WIDEST


def table_width() -> int:
    """Columns for a table: the terminal's."""
    return max(NARROWEST, columns())


def text_width() -> int:
    """Columns for text: the terminal's, but no more than reads well."""
    return max(NARROWEST, min(WIDEST, columns()))


def has_colours(stream: TextIO) -> bool:
    """Whether what is written there is to have colours: NO_COLOR and FORCE_COLOR decide before the terminal does."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "") not in ("", "0"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def coloured(text: str, stream: TextIO) -> str:
    """The text, with colours where the stream has them."""
    if not has_colours(stream):
        return text
    for pattern, colour in COLOURS:
        text = pattern.sub(lambda found, colour=colour: _in(found[0], colour), text)
    return text


def _in(words: str, colour: str) -> str:
    return words if "\033" in words else click.style(words, fg=colour)
