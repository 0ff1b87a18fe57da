"""What `help` and editors say of the functions that ask for pictures: their options, with types and meanings."""

import inspect
import textwrap
from collections.abc import Callable
from typing import Any

from ..requests.grammar.gains import Gain
from ..requests.grammar.kinds import (
    Assignments,
    Choice,
    Digit,
    Given,
    Names,
    Number,
    Pair,
    Pairs,
    Places,
    Rates,
    Switch,
    Symbol,
    Text,
    Vector,
    Word,
)
from ..requests.grammar.numbered import Blanks, Span
from ..requests.grammar.options import Option
from ..requests.request import Request
from ..requests.selected import Traits
from .asking import FUNCTIONS, keywords_of

WIDTH = 100
NUMBERS = "Sequence[float] | NDArray[Any] | float | str"
TYPES: dict[type, str] = {  # of the values of a kind of options, as stubs write them
    Switch: "bool",
    Digit: "Literal[{digits}]",
    Choice: "Literal[{words}]",
    Number: "{number}",
    Pair: "Sequence[float | str] | NDArray[Any] | str",
    **dict.fromkeys((Vector, Places, Rates), NUMBERS),
    Pairs: "Sequence[Sequence[float]] | NDArray[Any] | str",
    Word: "str | PathLike[str]",
    Traits: "Sequence[str] | str",
    **dict.fromkeys((Text, Symbol), "str"),
    Names: "Sequence[str] | str",
    Assignments: "Mapping[str, float] | str",
    Gain: "float | str",
    Given: "Sequence[Any] | NDArray[Any] | Mapping[str, float] | float | str",
    Span: "int | Sequence[int] | str",
    Blanks: "Sequence[int | str] | int | str",
    object: "Any",
}


def documented(ask: Callable[..., Any], cls: type[Request], module: str) -> Callable[..., Any]:
    """A function with the name, signature and documentation of a command."""
    ask.__name__ = ask.__qualname__ = cls.command_name
    ask.__module__ = module
    ask.__doc__ = _told(cls)
    ask.__signature__ = signature_of(cls)  # type: ignore[attr-defined]
    return ask


def signature_of(cls: type[Request]) -> inspect.Signature:
    """Functions, then every option as a keyword."""
    names = inspect.Parameter("names", inspect.Parameter.VAR_POSITIONAL)
    functions = inspect.Parameter(FUNCTIONS, inspect.Parameter.KEYWORD_ONLY, default=None)
    options = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=option.default)
        for name, option in keywords_of(cls).items()
    ]
    return inspect.Signature([names, *options, functions])


def _told(cls: type[Request]) -> str:
    """The first sentence of the request, and what each option means."""
    options = [
        textwrap.fill(
            f"{name} : {typed(option)}. {option.help}", WIDTH, initial_indent="    ", subsequent_indent="        "
        )
        for name, option in keywords_of(cls).items()
    ]
    named = f"    {FUNCTIONS} : a TOML file, or a mapping, of names that may be used, as `actplot.get` takes them."
    return "\n".join([cls.__doc__ or "", "", "Options", *options, named])


def typed(option: Option) -> str:
    """The type of an option's values, as stubs write it."""
    kind = option.kind
    told = next(TYPES[cls] for cls in type(kind).__mro__ if cls in TYPES)
    digits = ", ".join(kind.choices)
    words = ", ".join(f'"{word}"' for word in kind.choices)
    return told.format(digits=digits, words=words, number="int" if getattr(kind, "whole", False) else "float")
