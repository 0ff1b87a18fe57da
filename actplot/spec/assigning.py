"""Reads the settings behind a name: the values of parameters, in the order of their declaration or by name."""

import math
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..catalogue.parameter import Parameter
from ..errors import BadParameter, BadSpec, UnknownName, quoted, suggestion
from ..numbers import MANY, number_text, real
from .dialects.literals import bare, items, split
from .from_python import NONE, setting_of

if TYPE_CHECKING:
    from .dialects.keywords import Keyword

    Named = Any  # what has a name and declares parameters: a class of entries, a framework's name, a user's function

_NAMED = re.compile(r"\s*(?:[A-Za-z_][\w-]*)?\s*=(?!=)", re.ASCII)


def assigned(cls: "Named", words: Sequence[str], spec: str) -> dict[str, Any]:
    """The parameters' values by name, from the comma-separated words behind the colon."""
    if not words:
        return {}
    settings = settings_of(cls)
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
        parameter = setting_named(cls, name.strip()) if named else _positional(cls, position, len(words))
        if parameter.name in values:
            raise BadSpec(f"{cls.name}: {parameter.name} is given twice in {quoted(spec)}. {_usage(cls)}")
        values[parameter.name] = _value(cls, parameter, text)
    return values


def joined(
    cls: "Named", written: dict[str, Any], given: Mapping[str, Any], variable: str | None, spec: str
) -> dict[str, Any]:
    """The values in the text, and those beside it."""
    if variable is not None:
        raise BadSpec(f"{quoted(spec)} is no formula, to which alone variable={variable!r} belongs. Leave it out.")
    if given and not settings_of(cls):
        raise BadSpec(f"{cls.name} takes no parameters, got {', '.join(map(quoted, given))}.")
    values = dict(written)
    for name, value in given.items():
        setting = setting_named(cls, name)
        if setting.name in values:
            raise BadSpec(f"{cls.name}: {setting.name} is given twice, by {quoted(spec)} and the values beside it.")
        values[setting.name] = setting_of(cls.name, setting, value)
    return values


def words_of(text: str) -> list[str]:
    return split(text) if text.strip() else []


def settings_of(cls: "Named") -> "tuple[Parameter | Keyword, ...]":
    """What a name takes: of a framework's name also what is no parameter of the function."""
    return getattr(cls, "accepted", None) or cls.declared


def _positional(cls: "Named", position: int, count: int) -> "Parameter | Keyword":
    settings = settings_of(cls)
    if position >= len(settings):
        raise BadSpec(f"{cls.name} takes at most {len(settings)} values, got {count}. {_usage(cls)}")
    return settings[position]


def setting_named(cls: "Named", name: str) -> "Parameter | Keyword":
    settings = settings_of(cls)
    spellings = {spelling: setting for setting in settings for spelling in (setting.name, *setting.aliases)}
    found = spellings.get(name) or spellings.get(name.lower().replace("-", "_"))
    if found is None:
        own = _other_word(cls, name)
        near = f" {cls.name} calls it {own!r}." if own else suggestion(name, spellings)
        allowed = ", ".join(setting.name for setting in settings)
        raise UnknownName(
            f"{cls.name} has no parameter {quoted(name)}.{near} Parameters: {allowed}. See 'actplot show {cls.name}'."
            f"{_in_frameworks(cls, name)}"
        )
    return found


def _other_word(cls: "Named", name: str) -> str | None:
    from .dialects.finding import other_word

    return other_word(cls, name)


def _in_frameworks(cls: "Named", name: str) -> str:
    """Whose call takes a setting that the entry of the catalogue does not have."""
    from .dialects.finding import spellings_of

    spoken = spellings_of(cls.name) if not hasattr(cls, "accepted") else []
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
        return f"Write '{cls.name}:{settings_of(cls)[0].name}=…'."
    first = cls.declared[0]
    usual = "0.1" if first.default is not None and math.isnan(first.default) else number_text(first.default)
    return f"Write '{cls.name}:{usual}' or '{cls.name}:{first.name}={usual}'."
