"""Command lines, cut into words as a shell does it, on every system."""

import re
import shlex

# What quotes hold, a backslash before what may begin or go on a name, and any other backslash with what it escapes.
_PARTS = re.compile(r"""'[^']*'|"(?:\\.|[^"\\])*"|\\(?=[\w.])|\\.""", re.DOTALL)


def words_of(line: str) -> list[str]:
    """The words of a command line, in which a backslash before a letter, digit, dot or underscore is one of a path.

    Before anything else it escapes, as in a shell; there it would do so before a letter too, where nobody needs it.
    Raises `ValueError` for quotes that do not match.
    """
    return shlex.split(_PARTS.sub(lambda part: "\\\\" if part[0] == "\\" else part[0], line))
