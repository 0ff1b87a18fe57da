"""Reads the text that names a function and its parameters, such as `leaky_relu:0.2`."""

import math
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..algebra.reading.names import function_name, is_symbol
from ..catalogue.entry import Entry
from ..catalogue.parameter import Parameter
from ..catalogue.registry import is_known, lookup
from ..errors import BadParameter, BadSpec, FormulaError, UnknownName, quoted, suggestion
from ..numbers import MANY, number_text, real

if TYPE_CHECKING:
    from .dialects.finding import Spoken

    Named = type[Entry] | Spoken  # what has a name and declares parameters

_NAME = re.compile(r"[A-Za-z_][\w-]*", re.ASCII)
NONE = "none"  # the value of a parameter that is left out
SHORTEST = 4  # letters of a misspelt name; fewer may be a product that lacks its sign


def get(spec: str | Entry, values: Mapping[str, float] | None = None, variable: str | None = None) -> Entry:
    """The entry that a text names: `NAME`, `NAME:VALUE,...`, `NAME:PARAMETER=VALUE,...` or a formula.

    Parameters
    ----------
    spec : values set the parameters in the order of their declaration and may be written as `1/3`;
        an `Entry` is returned as it is
    values : of the free symbols of a formula such as `a*x^2`
    variable : of a formula; x, or the only one of its symbols that is usual for a variable, if None

    Raises `BadSpec` for a malformed text, `UnknownName` for a function or parameter that does not
    exist, `BadParameter` for a value that the parameter does not take, `FormulaError` for a formula
    that cannot be read.
    """
    if isinstance(spec, Entry):
        return spec
    if not isinstance(spec, str):
        raise BadSpec(f"a function is named by a text such as 'leaky_relu:0.2', got {type(spec).__name__}")
    from .dialects.finding import as_written, settings_of

    if (dialect := as_written(spec)) is not None:
        spoken, settings = dialect
        return spoken.with_parameters(_assigned(spoken, settings_of(settings), spec))
    if _is_formula(spec.strip()):
        from .formulas.expression import Expression  # late: it loads mpmath
        from .formulas.named import entry_or

        return entry_or(Expression(spec, values, variable))
    name, colon, rest = spec.strip().partition(":")
    if not name.strip():
        raise BadSpec(f"{quoted(spec)} names no function. Write NAME or NAME:VALUE. See 'actplot list'.")
    cls = lookup(name.strip())
    return cls.with_parameters(_assigned(cls, rest.split(","), spec) if colon else {})


def _is_formula(text: str) -> bool:
    """Whether a text is no name of the catalogue, nor meant for one."""
    name, colon, _ = (part.strip() for part in text.partition(":"))
    if colon and (not name or _NAME.fullmatch(name)):
        return False
    if not _NAME.fullmatch(text):
        return True
    meant_for_formula = is_symbol(text) or len(text) < SHORTEST or "-" in text or (function_name(text) is not None)
    return meant_for_formula and not is_known(text)


def _assigned(cls: "Named", words: Sequence[str], spec: str) -> dict[str, Any]:
    """The parameters' values by name, from the comma-separated words behind the colon."""
    if not words:
        return {}
    if not cls.declared:
        raise BadSpec(f"{cls.name} takes no parameters, got {quoted(spec.strip())}. Write '{cls.name}'.")
    values: dict[str, Any] = {}
    named = False
    for position, word in enumerate(words):
        name, equals, text = word.rpartition("=") if word.count("=") == 1 else ("", "", word)
        if not text.strip() or (equals and not name.strip()):
            raise BadSpec(f"{quoted(spec)} lacks a value after ':', ',' or '='. {_usage(cls)}")
        if named and not equals:
            raise BadSpec(f"{cls.name}: {quoted(word)} without a name follows a named value. {_usage(cls)}")
        named = bool(equals)
        parameter = _named(cls, name.strip()) if named else _positional(cls, position, len(words))
        if parameter.name in values:
            raise BadSpec(f"{cls.name}: {parameter.name} is given twice in {quoted(spec)}. {_usage(cls)}")
        values[parameter.name] = _value(cls, parameter, text)
    return values


def _positional(cls: "Named", position: int, count: int) -> Parameter:
    if position >= len(cls.declared):
        raise BadSpec(f"{cls.name} takes at most {len(cls.declared)} values, got {count}. {_usage(cls)}")
    return cls.declared[position]


def _named(cls: "Named", name: str) -> Parameter:
    spellings = {spelling: parameter for parameter in cls.declared for spelling in (parameter.name, *parameter.aliases)}
    found = spellings.get(name) or spellings.get(name.lower().replace("-", "_"))
    if found is None:
        from .dialects.finding import other_word

        own = other_word(cls, name)
        near = f" {cls.name} calls it {own!r}." if own else suggestion(name, spellings)
        allowed = ", ".join(parameter.name for parameter in cls.declared)
        raise UnknownName(
            f"{cls.name} has no parameter {quoted(name)}.{near} Parameters: {allowed}. See 'actplot show {cls.name}'."
        )
    return found


def _value(cls: "Named", parameter: Parameter, text: str) -> float | tuple[float, ...] | None:
    word = text.strip().strip("'\"").lower()
    if word in parameter.words:
        return parameter.words[word]
    if parameter.optional and word == NONE:
        return None
    if parameter.many:
        return tuple(_number(cls, parameter, word) for word in text.split(MANY))
    return _number(cls, parameter, text)


def _number(cls: "Named", parameter: Parameter, text: str) -> float:
    try:
        value = real(text)
    except ValueError as error:
        wrong = f", got {quoted(text)}" if parameter.words else f", but {error}"
        raise BadParameter(f"{cls.name}: {parameter.name} must be {parameter.constraint}{wrong}") from None
    if not math.isfinite(value) or not parameter.accepts(value):
        raise BadParameter(f"{cls.name}: {parameter.name} must be {parameter.constraint}, got {quoted(text)[1:-1]}")
    return value


def _usage(cls: "Named") -> str:
    first = cls.declared[0]
    usual = number_text(first.default)
    return f"Write '{cls.name}:{usual}' or '{cls.name}:{first.name}={usual}'."


def check_used(values: Mapping[str, float], functions: Sequence[Entry]) -> None:
    """Raise `BadParameter` for the value of a symbol that no formula has."""
    from .formulas.expression import unused

    unused(values, functions)


def is_formula(text: str) -> bool:
    """Whether a text can be read as a formula, whatever values its symbols need."""
    from .formulas.speaking import read_formula

    try:
        read_formula(text)
    except FormulaError:
        return False
    return True
