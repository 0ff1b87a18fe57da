"""The points that `eval` is asked for: from the command line, from standard input or evenly spaced."""

import re
import sys

import click
import numpy as np

from ...errors import BadOption, quoted
from ...numbers import real
from .kinds import Number, Range

STANDARD_INPUT = "-"
MOST = 1_000_000
MOST_BYTES = 32 * MOST  # of standard input, which may have no end: more than this holds too many numbers
SEPARATORS = re.compile(r"[\s,]+")


def read_points(at: str | None, ends: tuple[str, str] | None, count: str | None) -> np.ndarray:
    """The numbers that exactly one of `--at` and `--range` asks for.

    Raises `BadOption` for both or none of them, and for what is not a number.
    """
    if (at is None) == (ends is None):
        raise BadOption("give the points either with --at A,B,C (--at - for standard input) or with --range LO HI")
    if ends is not None:
        return _spaced(ends, "11" if count is None else count)
    if count is not None:
        raise BadOption("--num belongs to --range: with --at the numbers are given. Leave it out.")
    return _listed(at)


def _spaced(ends: tuple[str, str], count: str) -> np.ndarray:
    kind, number = Range(), Number(1, MOST, whole=True)
    low, high = kind.check("--range", kind.read("--range", ends))
    return np.linspace(low, high, number.check("--num", number.read("--num", [count])))


def _listed(at: str) -> np.ndarray:
    """Numbers separated by commas or white space."""
    flag, text = ("--at", at) if at != STANDARD_INPUT else ("standard input", standard_input())
    words = [word for word in SEPARATORS.split(text) if word]
    if not words:
        raise BadOption(f"{flag} holds no numbers. Write them as 0.5,1,1/3,inf or separated by white space.")
    if len(words) > MOST:
        raise BadOption(f"{flag} holds {len(words)} numbers, allowed are {MOST}")
    return np.array([_number(flag, word, position) for position, word in enumerate(words, start=1)])


def standard_input() -> str:
    if sys.stdin is None:  # closed by the shell
        return ""
    with click.open_file(STANDARD_INPUT, "rb") as stream:
        return stream.read(MOST_BYTES).decode("utf-8", errors="backslashreplace").removeprefix("\ufeff")


def _number(flag: str, word: str, position: int) -> float:
    try:
        return real(word)
    except ValueError:
        what = f"{flag}: number {position} is {quoted(word)}"
        raise BadOption(f"{what}. Allowed are numbers such as -0.5, 1e-3, 1/3, inf and nan.") from None
