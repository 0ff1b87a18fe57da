"""Reads the text that names a function at several values of a parameter, such as `elu:alpha=0.5,1,2`."""

import math
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from ..catalogue.entry import Entry
from ..catalogue.parameter import Parameter
from ..errors import BadParameter, BadSpec, quoted
from ..numbers import is_number, number_text, real
from .dialects.literals import split
from .specs import entry_of

MOST = 40  # values, which an ordered colour still tells apart
MOST_PANELS = 9  # values of a second parameter
USUAL_STEPS = 5
LISTED = 7  # values that a text holds one by one, whether they are evenly spaced or not
DIGITS = 12  # of the numbers between the ends of a range: their last ones are roundings
TO = ".."  # between the ends of a range
_NAMED = re.compile(r"\s*[^\W\d]\w*\s*=(?!=)")
_BEHIND = re.compile(r":(?![\\/])")  # not the colon of a drive


@dataclass(frozen=True)
class Axis:
    """A parameter and the values that it takes, in their order."""

    name: str
    values: tuple[float, ...]

    @property
    def text(self) -> str:
        return f"{self.name}={','.join(map(number_text, self.values))}"

    @property
    def steps(self) -> int | None:
        """How many values there are, if they are many and evenly spaced."""
        count = len(self.values)
        return count if count > LISTED and [*self.values] == _spaced(self.values[0], self.values[-1], count) else None

    @property
    def short(self) -> str:
        """Its ends alone, where what is between follows from the number of values."""
        low, high = self.values[0], self.values[-1]
        return f"{self.name}={number_text(low)}{TO}{number_text(high)}" if self.steps else self.text


@dataclass(frozen=True)
class Sweep:
    """One function at all values of one parameter, or of two; those of the first follow each other."""

    functions: tuple[Entry, ...]
    axes: tuple[Axis, ...]

    def __str__(self) -> str:
        first = self.functions[0]
        swept = {axis.name for axis in self.axes}
        base, _ = _parted(str(first))
        fixed = {name: value for name, value in _set(first).items() if name not in {*swept, *first.asked}}
        first_axis, *others = self.axes
        words = [
            first_axis.short,
            *(axis.text for axis in others),
            *(f"{name}={number_text(value)}" for name, value in fixed.items()),
        ]
        return f"{base}:{','.join(words)}"


def has_range(text: str) -> bool:
    """Whether a text gives a parameter a range of values."""
    return any(TO in word for word in _parted(text)[1])


def read_sweep(text: str, symbols: Mapping[str, float], variable: str | None, steps: int | None) -> Sweep:
    """What `NAME:PARAMETER=A,B,C` or `NAME:PARAMETER=A..B` names, with the values and the variable of formulas.

    Raises `BadSpec` for what gives no parameter two values or more, or gives more than can be drawn, and for what
    `get` raises for each of the functions.
    """
    base, words = _parted(text)
    plain = entry_of(base, symbols, variable)
    lists, fixed = _lists(plain, text, words, steps)
    found = []
    for values in product(*reversed(lists.values())):
        settings = [*fixed, *(f"{name}={word}" for name, word in zip(reversed(lists), values, strict=True))]
        found.append(entry_of(f"{base}:{','.join(settings)}", symbols, variable))
    _check_apart(plain, lists, found)
    return sweep_of(found)


def sweep_of(functions: Sequence[Entry]) -> Sweep:
    """The sweep that functions are; `BadSpec` for those that are none."""
    settings = [_settings(one) for one in functions]
    names = [name for name in settings[0] if len({one.get(name) for one in settings}) > 1]
    nearest = [name for name in names if len(settings) > 1 and settings[0].get(name) != settings[1].get(name)]
    names.sort(key=lambda name: name not in nearest)
    axes = tuple(Axis(name, _ordered(functions[0], name, {one.get(name) for one in settings})) for name in names)
    if not 1 <= len(axes) <= 2 or math.prod(len(axis.values) for axis in axes) != len(functions):
        names = [str(one) for one in functions]
        raise BadSpec(
            f"a sweep is one function at several values of a parameter, got {', '.join(names)}. "
            f"Draw them with 'actplot compare {' '.join(names)}'."
        )
    ordered = sorted(functions, key=lambda one: [_settings(one)[axis.name] for axis in reversed(axes)])
    return Sweep(tuple(ordered), axes)


def _ordered(first: Entry, name: str, values: Collection[float | None]) -> tuple[float, ...]:
    numbers = [value for value in values if isinstance(value, float)]
    if len(numbers) < len(values):
        raise BadSpec(f"{first.name}: {name} is swept over numbers alone. Leave out what is none.")
    return tuple(sorted(numbers))


def _parted(text: str) -> tuple[str, list[str]]:
    """What stands before the settings, and their words."""
    base, words = text.strip(), list[str]()
    while True:
        places = [found.start() for found in _BEHIND.finditer(base)]
        settings = split(base[places[-1] + 1 :]) if places else []
        if not settings or not (_NAMED.match(settings[0]) or _is_value(settings[0])):
            return base, words
        base, words = base[: places[-1]].rstrip(), [*settings, *words]


def _is_value(word: str) -> bool:
    return all(map(is_number, word.split(TO, 1)))


def _lists(plain: Entry, text: str, words: Sequence[str], steps: int | None) -> tuple[dict[str, list[str]], list[str]]:
    """The words of the parameters with several values, and of those with one, each with its name."""
    given: dict[str, list[str]] = {}
    name = ""
    for word in words:
        label, equals, value = word.partition("=") if _NAMED.match(word) else ("", "", word)
        name = label.strip() if equals else name or _only(plain, text)
        if equals and name in given:
            raise BadSpec(f"{plain}: {name} is given twice in {quoted(text)}. Write all its values behind one name.")
        given.setdefault(name, []).append(value.strip())
    values = {name: _values(plain, name, some, steps) for name, some in given.items()}
    lists = {name: some for name, some in values.items() if len(some) > 1}
    _check_count(plain, text, lists, values)
    return lists, [f"{name}={some[0]}" for name, some in values.items() if len(some) == 1]


def _only(plain: Entry, text: str) -> str:
    """The parameter that is meant where none is named."""
    if len(plain.declared) == 1:
        return plain.declared[0].name
    if not plain.declared:
        raise BadSpec(f"{plain} takes no parameters, so there is nothing to sweep in {quoted(text)}.")
    raise BadSpec(f"{quoted(text)} does not say which parameter it is about. Write {_example(plain)}.")


def _values(plain: Entry, name: str, words: Sequence[str], steps: int | None) -> list[str]:
    """The words of all values, those of a range written out."""
    ranges = [word for word in words if TO in word]
    if not ranges:
        if "" in words:
            raise BadSpec(f"{plain}: {name} lacks a value at place {words.index('') + 1} of {len(words)}.")
        return [_checked(plain, name, word) for word in words]
    if len(words) > 1:
        raise BadSpec(f"{plain}: the range {ranges[0]} of {name} stands alone. Leave the other values out.")
    return _between(plain, name, words[0], steps)


def _checked(plain: Entry, name: str, word: str) -> str:
    """A word; of a symbol in a formula it is a number, which the formula's reader would take for a part of it."""
    if name in plain.constants and not (is_number(word) and math.isfinite(real(word))):
        raise BadParameter(f"{plain}: {name} must be a finite number, got {quoted(word)}")
    return word


def _between(plain: Entry, name: str, word: str, steps: int | None) -> list[str]:
    ends = word.split(TO)
    if len(ends) > 2 or "" in map(str.strip, ends) or ends[1].startswith("."):
        raise BadSpec(f"{plain}: the range of {name} is written A..B, such as 0..2, got {quoted(word)}")
    try:
        low, high = map(real, ends)
    except ValueError as error:
        raise BadSpec(f"{plain}: the range of {name} is written A..B with numbers, but {error}") from None
    if not (math.isfinite(low) and math.isfinite(high)):
        raise BadSpec(f"{plain}: the ends of the range of {name} must be finite, got {word}")
    if not math.isfinite(high - low):
        raise BadSpec(f"{plain}: the range {word} of {name} is too wide. Write its values with commas.")
    if low == high:
        raise BadSpec(f"{plain}: the range {word} of {name} holds one number. Give two that differ.")
    whole = any(one.whole for one in plain.declared if name in (one.name, *one.aliases))
    count = steps or (int(abs(high - low)) + 1 if whole and abs(high - low) < MOST else USUAL_STEPS)
    numbers = _spaced(low, high, count)
    if whole and any(number != round(number) for number in numbers):
        raise BadSpec(
            f"{plain}: {name} takes whole numbers, and {word} in {count} steps holds others. "
            f"Choose --steps so that all are whole, or write them with commas."
        )
    return list(map(number_text, numbers))


def _spaced(low: float, high: float, count: int) -> list[float]:
    """Numbers without the roundings of a division."""
    inner = [float(f"{number:.{DIGITS}g}") for number in np.linspace(low, high, count)[1:-1]]
    return [low, *inner, high]


def _check_count(
    plain: Entry, text: str, lists: Mapping[str, Sequence[str]], values: Mapping[str, Sequence[str]]
) -> None:
    """Raise `BadSpec` where there is nothing to sweep, or more than can be drawn."""
    if not lists:
        if not plain.declared:
            raise BadSpec(
                f"{plain} has no parameter that could take several values. Draw it with 'actplot plot {plain}'."
            )
        one = f", and {text} gives {' and '.join(values)} one" if values else f", and {quoted(text)} gives none"
        raise BadSpec(f"a sweep takes a parameter with two values or more{one}. Write {_example(plain)}.")
    if len(lists) > 2:
        raise BadSpec(
            f"a sweep takes lists for one or two parameters, got {len(lists)}: {', '.join(lists)}. "
            "Give all but two of them one value."
        )
    for most, (name, some) in zip((MOST, MOST_PANELS), lists.items(), strict=False):
        if len(some) > most:
            what = "a sweep draws" if most == MOST else "each value of a second parameter has a panel, and a figure"
            raise BadSpec(
                f"{plain}: {name} has {len(some)} values; {what} at most {most}. "
                f"Give fewer, or the ends as {name}=A..B with --steps {most}."
            )


def _check_apart(plain: Entry, lists: Mapping[str, Sequence[str]], found: Sequence[Entry]) -> None:
    """Raise `BadSpec` for values that are the same."""
    if len(set(found)) == len(found):
        return
    for name, words in lists.items():
        for index, word in enumerate(words):
            if any(_same(word, other) for other in words[:index]):
                raise BadSpec(f"{plain}: {name} = {word} is given twice. Write each value once.")
    raise BadSpec(f"{plain}: {' and '.join(lists)} make no other function. Sweep a parameter that does.")


def _same(one: str, other: str) -> bool:
    return one == other or (is_number(one) and is_number(other) and real(one) == real(other))


def _settings(entry: Entry) -> Mapping[str, float | None]:
    """The values of its parameters; of a user's function that is not loaded, those that its name says."""
    if entry.loaded:
        return entry.parameters
    words = (word.partition("=") for word in _parted(str(entry))[1])
    return {name: real(number) for name, _, number in words if is_number(number)}


def _set(entry: Entry) -> Mapping[str, float | None]:
    """Those that are not at their defaults."""
    usual = {parameter.name: parameter.default for parameter in entry.declared}
    return {name: value for name, value in _settings(entry).items() if value != usual.get(name, math.nan)}


def _example(plain: Entry) -> str:
    """Such as 'elu:alpha=0.5,1,2'."""
    parameter = next((one for one in plain.declared if one.name != "target"), plain.declared[0])
    base, _ = _parted(str(plain))
    return f"'{base}:{parameter.name}={','.join(map(number_text, _usual(parameter)))}'"


def _usual(parameter: Parameter) -> list[float]:
    """Some values that a parameter takes, for an example."""
    return list(_allowed(parameter))[:3] or [parameter.default or 0.0]


def _allowed(parameter: Parameter) -> Iterator[float]:
    usual = parameter.default
    usual = 1.0 if usual is None or math.isnan(usual) else usual
    tried = parameter.one_of or (usual / 2, usual, 2 * usual, usual + 1, usual + 2, usual + 3)
    yield from (value for value in dict.fromkeys(tried) if parameter.accepts(value))
