"""Options as keywords: named like those of the command line, from the same declaration, and told apart as there."""

import keyword
import os
import re
from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from ..errors import BadOption, quoted, suggestion
from ..requests.grammar.options import Option, options_of
from ..requests.reading import CLASSES
from ..requests.request import Request
from ..spec.formulas.in_force import using
from ..spec.objects.recognising import plain_numbers
from ..spec.projects.project import functions_given

FUNCTIONS = "functions"  # the file or mapping that says what names mean
INSTEAD = {  # what belongs to the command line, and what does the same here
    **dict.fromkeys(("o", "output", "format", "save", "filename"), ".save('elu.svg') writes the image"),
    **dict.fromkeys(("json",), ".facts and .to_dict() hold what is known"),
    "alt": ".alt is the description",
    **dict.fromkeys(("open", "show"), ".figure() is the matplotlib Figure, and a notebook shows the picture itself"),
    "figsize": "size=(8, 4) is in inches",
}
MOST = 3  # commands that a message names
TRUTH = ("bool", "bool_")  # of Python and numpy
BETWEEN = re.compile(r"[\s,]+")

Asked = TypeVar("Asked", bound=Request)


def keywords_of(cls: type[Request]) -> dict[str, Option]:
    """The options of a request by the names that they have in Python."""
    return {python_name(flag): option for option in options_of(cls) for flag in option.flags}


def python_name(flag: str) -> str:
    """The name on the command line with underscores; one behind it where that is a word of Python."""
    name = flag.lstrip("-").replace("-", "_")
    return f"{name}_" if keyword.iskeyword(name) else name


def requested(cls: type[Asked], functions: tuple[Any, ...], given: Mapping[str, Any]) -> Asked:
    """The request of some functions with these options.

    Raises `BadOption` for an option that the command does not have, and whatever the request raises.
    """
    known = keywords_of(cls)
    words = {name: value for name, value in given.items() if name != FUNCTIONS}
    for name in words:
        if name not in known and f"{name}_" not in known:
            raise unknown_option(cls.command_name, name, known)
    values: dict[str, Any] = {}
    for name, value in words.items():
        option = known.get(name) or known[f"{name}_"]
        if value is None:
            continue
        if option.name in values:
            raise BadOption(f"{cls.command_name}: {' and '.join(option.flags)} mean the same. Give one of them.")
        values[option.name] = value_of(option, value)
    if given.get(FUNCTIONS) is None:
        return cls(functions, **values)
    with using(functions_given(given[FUNCTIONS])):
        return cls(functions, **values)


def value_of(option: Option, value: Any) -> Any:
    """The checked value of an option: a text is read as the command line reads it."""
    value = os.fspath(value) if isinstance(value, os.PathLike) else value
    if option.kind.count == 0:
        if type(value).__name__ not in TRUTH:
            raise BadOption(f"{option.flag} takes True or False, got {quoted(str(value))}")
        return bool(value)
    if not isinstance(value, str):
        return option.check(plain_numbers(value))
    words = BETWEEN.split(value.strip()) if option.kind.count > 1 else [value]
    if len(words) != option.kind.count:
        raise BadOption(f"{option.flag} takes {option.kind.count} values, got {quoted(value)}")
    return option.read(words)


def unknown_option(command: str, name: str, known: Collection[str]) -> BadOption:
    """Why a command has no such option, with the nearest ones, or the commands that have it."""
    others = [other.command_name for other in CLASSES.values() if {name, f"{name}_"} & keywords_of(other).keys()]
    near = suggestion(name, known)
    more = " and others" if len(others) > MOST else ""
    of_others = f" It is an option of {', '.join(others[:MOST])}{more}." if others else ""
    instead = f" {INSTEAD[name]}." if name in INSTEAD else ""
    see = "" if near or of_others or instead else f" See help(actplot.{command})."
    return BadOption(f"{command} has no option {quoted(name)}.{near}{of_others}{instead}{see}")
