"""Tells images that actplot made from others, by the command line inside them."""

import shlex

from ..errors import ActplotError, quoted
from ..images.carried import format_of, text_of


class ForeignImage(ActplotError):
    """Some bytes are no image, or one that carries no command line of actplot's."""


def command_in(data: bytes) -> str:
    """The command line that an image carries, without the program's name, quoted so that a shell can be given it.

    Raises `ForeignImage` where there is none.
    """
    form = format_of(data)
    if form is None:
        raise ForeignImage("is not a PNG, SVG or PDF image" if data else "is empty")
    text = text_of(data)
    if text is None:
        kind = {"png": "a PNG", "svg": "an SVG", "pdf": "a PDF"}[form]
        raise ForeignImage(f"is {kind} without a command line: actplot did not draw it, or a tool removed it")
    return _line(text, other_version=form == "png")


def _line(text: str, *, other_version: bool) -> str:
    """The canonical line; in a place that is actplot's own also one that this version does not know."""
    from .command_line import line_of
    from .reading import parse_picture

    try:
        return line_of(parse_picture(text))
    except ActplotError as error:
        if other_version and text.isprintable() and text.strip():
            try:
                return shlex.join(shlex.split(text))
            except ValueError:
                pass
        raise ForeignImage(
            f"holds {quoted(text)}, which is no command line of actplot: {' '.join(str(error).split())}"
        ) from None
