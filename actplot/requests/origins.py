"""Tells images that actplot made from others, by the command line inside them."""

import shlex

from ..errors import ActplotError, BadSpec, quoted
from ..images.carried import TooMuchText, format_of, text_of
from .command_line import OUTPUTS, says_output


class ForeignImage(ActplotError):
    """Some bytes are no image, or one that carries no command line of actplot's."""


def command_in(data: bytes) -> str:
    """The command line that an image carries, without the program's name, quoted so that a shell can be given it.

    Raises `ForeignImage` where there is none.
    """
    form = format_of(data)
    if form is None:
        raise ForeignImage("is not a PNG, SVG or PDF image, nor a figure for LaTeX" if data else "is empty")
    try:
        text = text_of(data)
    except TooMuchText as error:
        raise ForeignImage(str(error)) from None
    if text is None:
        kind = {"png": "a PNG", "svg": "an SVG", "pdf": "a PDF", "tex": "LaTeX"}[form]
        raise ForeignImage(f"is {kind} without a command line: actplot did not draw it, or a tool removed it")
    return _line(text, other_version=form in ("png", "tex"))


def _line(text: str, *, other_version: bool) -> str:
    """The canonical line; in a place that is actplot's own also one that this version does not know."""
    from ..spec.supplied.loading import nothing_loaded
    from .command_line import line_of, parse_as_written
    from .reading import picture_classes

    try:
        with nothing_loaded():
            line = line_of(parse_as_written(text, picture_classes()))
        if set(OUTPUTS) & set(shlex.split(line)):  # which follow a -- there, and read as formulas
            raise BadSpec("it says where to write")
    except ActplotError as error:
        line = _of_another_version(text) if other_version else ""
        if not line:
            reason = f"which is no command line of actplot: {' '.join(str(error).split())}"
            raise ForeignImage(f"holds {quoted(text)}, {reason}") from None
    if not line.isprintable():  # such as the name of a file
        raise ForeignImage(f"holds {quoted(line)}, which has characters that no terminal should be sent")
    return line


def _of_another_version(text: str) -> str:
    """The line, if it is that of a figure and writes nothing; empty for any other text."""
    from .reading import picture_classes

    try:
        words = shlex.split(text) if text.isprintable() else []
    except ValueError:
        return ""
    command, *rest = words[words[:1] == ["actplot"] :] or [""]
    return "" if command not in picture_classes() or any(map(says_output, rest)) else shlex.join([command, *rest])
