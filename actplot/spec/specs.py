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
from .dialects.literals import bare, items, split
from .from_python import NONE, named_values, number_of, setting_of
from .supplied.addresses import place_of

if TYPE_CHECKING:
    from .dialects.finding import Spoken
    from .dialects.keywords import Keyword

    Named = type[Entry] | Spoken  # what has a name and declares parameters

_NAME = re.compile(r"[A-Za-z_][\w-]*", re.ASCII)
_NAMED = re.compile(r"\s*(?:[A-Za-z_][\w-]*)?\s*=(?!=)", re.ASCII)
SHORTEST = 4  # letters of a misspelt name; fewer may be a product that lacks its sign


def get(spec: str | Entry, values: Mapping[str, Any] | None = None, variable: str | None = None) -> Entry:
    """The entry that a text names: `NAME`, `NAME:VALUE,...`, `NAME:PARAMETER=VALUE,...` or a formula.

    Parameters
    ----------
    spec : values set the parameters in the order of their declaration and may be written as `1/3`;
        an `Entry` is returned as it is
    values : of the parameters by name, such as `{"alpha": 0.5}`, each a number or a word, a list where it is one of
        weights, None where it may be left out; or of the free symbols of a formula such as `a*x^2`, each a number
    variable : of a formula; x, or the only one of its symbols that is usual for a variable, if None

    Raises `BadSpec` for a malformed text, for a parameter that is given twice, and for values or a variable
    that belong to nothing; `UnknownName` for a function or parameter that does not exist, `BadParameter` for a value
    that the parameter does not take or a symbol that the formula does not have, `FormulaError` for a formula that
    cannot be read.
    """
    given = named_values(values)
    if isinstance(spec, Entry) and (given or variable is not None):
        raise BadSpec(f"{spec} has its parameters already. Name it by a text to give others.")
    return _read(spec, given, variable, alone=True)


def entry_of(spec: str | Entry, symbols: Mapping[str, float], variable: str | None) -> Entry:
    """One of several entries of a line, whose values and variable belong to the formulas among them.

    Raises what `get` raises.
    """
    return _read(spec, symbols, variable, alone=False)


def _read(spec: str | Entry, given: Mapping[str, Any], variable: str | None, *, alone: bool) -> Entry:
    """An entry, with values of a formula's symbols, or, where it stands alone, of another entry's parameters."""
    if isinstance(spec, Entry):
        return spec
    if not isinstance(spec, str):
        raise BadSpec(f"a function is named by a text such as 'leaky_relu:0.2', got {type(spec).__name__}")
    from .dialects.finding import as_written

    if (dialect := as_written(spec)) is not None:
        spoken, settings = dialect
        written = _assigned(spoken, _words(settings), spec)
        return spoken.called(_joined(spoken, written, given, variable, spec) if alone else written)
    if (place := place_of(spec)) is not None:
        from .supplied.supplied import Supplied

        return Supplied(place)
    if _is_formula(spec.strip()):
        from .formulas.expression import Expression  # late: it loads mpmath
        from .formulas.named import entry_or

        numbers = {name: number_of(spec.strip(), name, value) for name, value in given.items()}
        entry = entry_or(Expression(spec, numbers, variable))
        if alone:
            check_used(numbers, (entry,))
        return entry
    name, colon, rest = spec.strip().partition(":")
    if not name.strip():
        raise BadSpec(f"{quoted(spec)} names no function. Write NAME or NAME:VALUE. See 'actplot list'.")
    cls = lookup(name.strip())
    written = _assigned(cls, split(rest), spec) if colon else {}
    return cls.with_parameters(_joined(cls, written, given, variable, spec) if alone else written)


def _joined(
    cls: "Named", written: dict[str, Any], given: Mapping[str, Any], variable: str | None, spec: str
) -> dict[str, Any]:
    """The values in the text, and those beside it."""
    if variable is not None:
        raise BadSpec(f"{quoted(spec)} is no formula, to which alone variable={variable!r} belongs. Leave it out.")
    if given and not _settings(cls):
        raise BadSpec(f"{cls.name} takes no parameters, got {', '.join(map(quoted, given))}.")
    values = dict(written)
    for name, value in given.items():
        setting = _named(cls, name)
        if setting.name in values:
            raise BadSpec(f"{cls.name}: {setting.name} is given twice, by {quoted(spec)} and the values beside it.")
        values[setting.name] = setting_of(cls.name, setting, value)
    return values


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
    settings = _settings(cls)
    if not settings:
        names = [word.partition("=")[0].strip() for word in words if _NAMED.match(word)]
        told = f"{cls.name} takes no parameters, got {quoted(spec.strip())}. Write '{cls.name}'."
        raise BadSpec(told + "".join(_in_frameworks(cls, name) for name in names[:1]))
    values: dict[str, Any] = {}
    named = False
    for position, word in enumerate(words):
        name, equals, text = word.partition("=") if _NAMED.match(word) else ("", "", word)
        if not text.strip() or (equals and not name.strip()):
            place = f" at place {position + 1} of {len(words)}" if len(words) > 1 else ""
            raise BadSpec(f"{quoted(spec)} lacks a value after ':', ',' or '='{place}. {_usage(cls)}")
        if named and not equals:
            raise BadSpec(f"{cls.name}: {quoted(word)} without a name follows a named value. {_usage(cls)}")
        named = bool(equals)
        parameter = _named(cls, name.strip()) if named else _positional(cls, position, len(words))
        if parameter.name in values:
            raise BadSpec(f"{cls.name}: {parameter.name} is given twice in {quoted(spec)}. {_usage(cls)}")
        values[parameter.name] = _value(cls, parameter, text)
    return values


def _words(text: str) -> list[str]:
    return split(text) if text.strip() else []


def _settings(cls: "Named") -> "tuple[Parameter | Keyword, ...]":
    """What a name takes: of a framework's name also what is no parameter of the function."""
    return cls.declared if isinstance(cls, type) else cls.accepted


def _positional(cls: "Named", position: int, count: int) -> "Parameter | Keyword":
    settings = _settings(cls)
    if position >= len(settings):
        raise BadSpec(f"{cls.name} takes at most {len(settings)} values, got {count}. {_usage(cls)}")
    return settings[position]


def _named(cls: "Named", name: str) -> "Parameter | Keyword":
    settings = _settings(cls)
    spellings = {spelling: setting for setting in settings for spelling in (setting.name, *setting.aliases)}
    found = spellings.get(name) or spellings.get(name.lower().replace("-", "_"))
    if found is None:
        from .dialects.finding import other_word

        own = other_word(cls, name)
        near = f" {cls.name} calls it {own!r}." if own else suggestion(name, spellings)
        allowed = ", ".join(setting.name for setting in settings)
        raise UnknownName(
            f"{cls.name} has no parameter {quoted(name)}.{near} Parameters: {allowed}. See 'actplot show {cls.name}'."
            f"{_in_frameworks(cls, name)}"
        )
    return found


def _in_frameworks(cls: "Named", name: str) -> str:
    """Whose call takes a setting that the entry of the catalogue does not have."""
    from .dialects.finding import spellings_of

    spoken = spellings_of(cls.name) if isinstance(cls, type) else []
    one = next((one for one in spoken if name in {setting.name for setting in one.accepted}), None)
    return f" The call of a framework takes {name}, such as '{one.name}:{name}=…'." if one else ""


def _value(cls: "Named", parameter: "Parameter | Keyword", text: str) -> Any:
    if not isinstance(parameter, Parameter):
        return parameter.read(cls.name, text)
    word = text.strip().strip("'\"").lower()
    if word in parameter.words:
        return parameter.words[word]
    if parameter.optional and word == NONE:
        return None
    parts = items(text)
    if parameter.many:
        words = bare(text).split(MANY) if parts is None else parts
        if "" in map(str.strip, words) and len(words) > 1:
            place = f"place {[word.strip() for word in words].index('') + 1} of {len(words)} is empty"
            raise BadParameter(f"{cls.name}: {parameter.name} lacks a number in {quoted(text.strip())}: {place}")
        return tuple(_number(cls, parameter, word) for word in words)
    if parts is not None and len(parts) > 1:
        why = ": vectors lie along one axis here" if parameter.attribute == "axis" else ""
        raise BadParameter(f"{cls.name}: {parameter.name} must be one number, got {quoted(text.strip())}{why}")
    return _number(cls, parameter, bare(text) if not parts else parts[0])


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
    if not cls.declared:
        return f"Write '{cls.name}:{_settings(cls)[0].name}=…'."
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
