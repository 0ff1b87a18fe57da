"""TOML that may be a stranger's is read in bounded time, or refused in one sentence."""

import re
from typing import Any

from .errors import ActplotError

# The reader of TOML takes time that grows with the square of a key's parts, and much memory for each of them.
MOST_PARTS, MOST_DOTTED = 8, 10_000
LARGEST = 4_000_000  # bytes; a larger file could keep the reader busy for very long
_PART = r"""(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')"""
_DOT = r"[ \t]*+\.[ \t]*+"
_LONG_KEY = re.compile(rf"(?:^|[\[{{,])[ \t]*+(?:{_PART}{_DOT}){{{MOST_PARTS}}}", re.MULTILINE)
_DOTTED = re.compile(rf"^[ \t]*+\[{{0,2}}[ \t]*+({_PART}(?:{_DOT}{_PART})++)", re.MULTILINE)


class BadToml(ActplotError):
    """Bytes that are no TOML, or more of it than can be read in a moment."""


def tables_of(data: bytes) -> dict[str, Any]:
    """The tables of a file of at most `LARGEST` bytes. Raises `BadToml`."""
    import tomllib  # late: a build that finds nothing to do does not read the manifest

    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadToml(f"not UTF-8: {error.reason} at byte {error.start}") from None
    if _LONG_KEY.search(text) or len(set(_DOTTED.findall(text))) > MOST_DOTTED:
        raise BadToml("keys with dots have too many parts, or there are too many of them")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadToml(f"not TOML: {error}") from None
    except ValueError:  # what Python refuses to read as a number
        raise BadToml("not TOML: a number is too long") from None
    except RecursionError:
        raise BadToml("brackets are nested too deeply") from None
