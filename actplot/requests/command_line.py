"""Requests as the command line that asks for them: printed in one canonical way, and parsed without click."""

import shlex
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from ..errors import BadOption, BadSpec, quoted, suggestion
from ..shell import words_of
from ..spec.projects.wanted import KEYS
from ..spec.specs import is_formula
from .grammar.cutting import PAIR, pair_in
from .grammar.options import Option, options_of
from .request import Asked, Request, request_class


def line_of(request: Request) -> str:
    """The canonical line: functions, then the options that are not at their defaults, in declared order.

    Raises `BadSpec` for a function of a program that no text names.
    """
    _check_addresses(request)
    return line_for_readers(request)


def line_for_readers(request: Request) -> str:
    """The same, also where a function has no name that a line could hold, but only one to be called by."""
    names = request.words
    options = [word for option in options_of(request) for word in _written(request, option)]
    if any(name.startswith("-") for name in names):  # which would read as options
        return shlex.join([request.command_name, *options, "--", *names])
    return shlex.join([request.command_name, *names, *options])


def _written(request: Request, option: Option) -> list[str]:
    value = getattr(request, option.name)
    return option.words(value) if option.name in request.insisted else option.write(value)


def line_if_any(request: Request) -> str:
    """The canonical line; empty where there is none."""
    return line_of(request) if all(one.has_address for one in request.functions) else ""


def _check_addresses(request: Request) -> None:
    unnamed = [str(one) for one in request.functions if not one.has_address]
    if unnamed:
        raise BadSpec(
            f"no command line names {', '.join(unnamed)}, which stands in no file that can be imported. Define it in "
            "one, such as mine.py, or write it as a formula, such as 'x*tanh(x)'."
        )


def parse_one(line: str, classes: Mapping[str, type[Asked]]) -> Asked:
    """The request that a command line asks for, of one of some classes by the names of their commands."""
    cls, functions, values = _parts(line, classes)
    return cls(functions, **values)


def parse_as_written(line: str, classes: Mapping[str, type[Asked]]) -> Asked:
    """The same, whose own line says also at their defaults what projects have others of and this line says."""
    cls, functions, values = _parts(line, classes)
    return cls(functions, **values, insisted=frozenset(KEYS) & values.keys())


def _parts(line: str, classes: Mapping[str, type[Asked]]) -> tuple[type[Asked], tuple[str, ...], dict[str, Any]]:
    """The class, the functions and the values of options that a line has."""
    words = iter(_words(line))
    cls = request_class(next(words), classes)
    options = {flag: option for option in options_of(cls) for flag in option.flags}
    functions: list[str] = []
    values: dict[str, Any] = {}
    for word in words:
        if word == "--":
            functions += words
        elif is_flag(word, options):
            option, value = _option(cls.command_name, word, words, options)
            values[option.name] = (*values.get(option.name, ()), *value) if option.kind.repeats else value
        else:
            functions.append(word)
    return cls, tuple(functions), values


def is_flag(word: str, flags: Collection[str]) -> bool:
    """Whether a word is an option; one that starts with a minus sign may also be a formula, such as -x^2."""
    if not word.startswith("-") or word == "-":
        return False
    return word.startswith("--") or word.partition("=")[0] in flags or not is_formula(word)


OUTPUTS = ("-o", "--output", "--format")  # which belong to whoever gives the line, and to no request


def says_output(word: str) -> bool:
    """Whether a word says where an image goes, or in which format."""
    return word.partition("=")[0] in OUTPUTS or word.startswith("-o")


def _words(line: str) -> list[str]:
    try:
        words = words_of(line)
    except (ValueError, AttributeError) as error:
        raise BadSpec(f"{quoted(str(line))} is not a command line: {error}") from None
    if words[:1] == ["actplot"]:
        del words[0]
    if not words:
        raise BadSpec("an empty line asks for nothing. Write a command, such as 'compare sigmoid tanh'.")
    return words


def _option(command: str, word: str, rest: Iterator[str], options: dict[str, Option]) -> tuple[Option, Any]:
    """An option and its value, from the word that starts it and the words behind."""
    flag, equals, attached = word.partition("=")
    if flag not in options:
        raise BadOption(
            f"{command} has no option {quoted(flag)}.{suggestion(flag, options)} See 'actplot {command} -h'."
        )
    option = options[flag]
    if equals and option.kind.count == 0:
        raise BadOption(f"{flag} takes no value, got {quoted(attached)}")
    words = [attached] if equals else [value for _, value in zip(range(min(option.kind.count, 1)), rest, strict=False)]
    words = pair_in(words[0]) if words and option.kind.count == PAIR else words
    words += [value for _, value in zip(range(option.kind.count - len(words)), rest, strict=False)]
    if len(words) < option.kind.count:
        raise BadOption(f"{flag} takes {option.kind.count} value{'s' * (option.kind.count > 1)}, got {len(words)}")
    return option, option.read(words)
