"""Command lines, cut into words as a shell does it, on every system."""

import re
import shlex
from functools import lru_cache

# What quotes hold, a backslash before what may begin or go on a name, and any other backslash with what it escapes.
_PARTS = re.compile(r"""'[^']*'|"(?:\\.|[^"\\])*"|\\(?=[\w.])|\\.""", re.DOTALL)

# Most lines have no other quotes than single ones: they are cut at once, and not letter by letter.
_PLAIN = re.compile(r"""(?:[^'"\\]|'[^']*')*""")
_WORDS = re.compile(r"""(?:[^' \t\r\n]|'[^']*')+""")


def words_of(line: str) -> list[str]:
    """The words of a command line, in which a backslash before a letter, digit, dot or underscore is one of a path.

    Before anything else it escapes, as in a shell; there it would do so before a letter too, where nobody needs it.
    Raises `ValueError` for quotes that do not match.
    """
    return list(_words_of(line))


@lru_cache(maxsize=1024)  # a manifest's lines are read more than once
def _words_of(line: str) -> tuple[str, ...]:
    if _PLAIN.fullmatch(line):
        return tuple(word.replace("'", "") for word in _WORDS.findall(line))
    return tuple(shlex.split(_PARTS.sub(lambda part: "\\\\" if part[0] == "\\" else part[0], line)))
