"""Joins the options that all figures share to the command line of one, and says what is wrong with it."""

import shlex
from collections.abc import Iterator, Mapping, Sequence
from contextlib import chdir
from functools import cache
from typing import TYPE_CHECKING

from ...errors import ActplotError, BadOption, BadSpec, quoted, suggestion
from ...requests.command_line import says_output
from .fields import AUTO, split

if TYPE_CHECKING:
    from ...requests.grammar.options import Option
    from .entries import Entry


TEXTS = {"title": "--title", "caption": "--caption", "alt": "--alt-text"}


def effective_line(draw: str, defaults: Sequence[str], texts: Mapping[str, str]) -> str:
    """The command, the defaults that say something about it, its texts and its own words; of an option the last counts.

    Raises `BadSpec` or `BadOption` for a line that is none.
    """
    try:
        words = split(draw)
    except ValueError as error:
        raise BadSpec(f"draw {quoted(draw)} is not a command line: {error}") from None
    if words[:1] == ["actplot"]:
        del words[0]
    if not words:
        raise BadSpec("draw asks for nothing. Write a command, such as 'compare sigmoid tanh'.")
    _refuse_output(words[1:])
    from ...requests.reading import with_defaults

    return shlex.join(with_defaults(words, [*_known(words[0], defaults), *_texts(texts)]))


def _texts(texts: Mapping[str, str]) -> list[list[str]]:
    """The options that a figure's title, caption and alt text are; an automatic one is none."""
    return [[TEXTS[key], text] for key, text in texts.items() if text and (key, text) != ("alt", AUTO)]


def problem_of(entry: "Entry") -> str:
    """Why a line makes no image, or several; empty where it makes one."""
    try:
        count = len(entry.request.split())
        _check_styles(entry)
        for form in entry.formats:
            entry.request.check_format(form)
    except ActplotError as error:
        return f"draw: {error}"
    if count > 1:
        return f"draw {quoted(entry.line)} makes {count} images, and a figure is one. Write a [[figure]] for each."
    return ""


def _check_styles(entry: "Entry") -> None:
    """Look for the style sheets, if there are any but our own: to know the names of others loads matplotlib."""
    from ...figures.styles import shipped

    others = [name for name in entry.request.style if name not in shipped()]
    if others:
        from ...figures.styles.stylesheets import check_styles

        with chdir(entry.folder):
            check_styles(others)


def _refuse_output(words: Sequence[str]) -> None:
    for word in words:
        if word == "--":
            return
        if says_output(word):
            raise BadOption(
                f"draw: {quoted(word)} has no place here. Images go to the gallery's output, by its formats."
            )


def problem_of_defaults(words: Sequence[str]) -> str:
    """What is wrong with options for all figures; empty where they are right for some command."""
    try:
        for flag, values in _units(words, _flags()):
            _, equals, attached = values[0].partition("=")
            _flags()[flag].read([attached, *values[1:]] if equals else values[1:])
    except ActplotError as error:
        return str(error)
    return ""


def _known(command: str, defaults: Sequence[str]) -> list[list[str]]:
    """Those defaults that the command has an option for; others are for other commands."""
    from ...requests.grammar.options import options_of
    from ...requests.reading import picture_classes

    cls = picture_classes().get(command)
    own = {option.flag for option in options_of(cls)} if cls else set()
    return [words for flag, words in _units(defaults, _flags()) if flag in own]


@cache
def _flags() -> "dict[str, Option]":
    """The options of all commands."""
    from ...requests.grammar.options import options_of
    from ...requests.reading import picture_classes

    return {option.flag: option for cls in picture_classes().values() for option in options_of(cls)}


def _units(words: Sequence[str], flags: "dict[str, Option]") -> Iterator[tuple[str, list[str]]]:
    """Each flag with its own and its values' words."""
    rest = iter(words)
    for word in rest:
        flag, equals, _ = word.partition("=")
        if says_output(word):
            raise BadOption(f"{quoted(word)} has no place here. Say output and formats instead.")
        if flag not in flags:
            raise BadOption(f"no command has an option {quoted(flag)}.{suggestion(flag, flags)}")
        missing = flags[flag].kind.count - bool(equals)
        values = [value for _, value in zip(range(missing), rest, strict=False)]
        if len(values) < missing:
            raise BadOption(f"{flag} lacks a value")
        yield flag, [word, *values]
