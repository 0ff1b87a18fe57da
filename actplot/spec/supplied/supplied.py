"""A function from a user's file, with derivatives by its framework or by finite differences, and what values tell."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from ...catalogue.kinds.functions import SUPPLIED, Function, Interval, Parameter, Precision
from ...errors import BadParameter, BadSpec, SuppliedError, UnknownName, suggestion
from ...numbers import number_text, real
from ...numerics.stencils import Surroundings
from . import callables
from .addresses import Place
from .calling import Calls
from .loading import contained, loaded, named_in
from .searching import END, JUMP, Found, breaks_by_values

_MEANING = "an argument with a default"
_ORDER = 8  # of the finite differences


@dataclass(init=False, repr=False, eq=False)  # as `register` makes every function
class Supplied(Function):
    """A callable in one variable, which is asked for values; nothing else is known of it."""

    kind = SUPPLIED
    family = "supplied"
    name = "supplied"
    note = ""
    convention = ""
    formula = ""
    precision = Precision(math.inf, math.inf, math.inf, "what the file computes")
    nearest = 1e-9
    by_values_alone = True
    known_range = False
    may_round = True

    place: Place
    settings: dict[str, float]
    calls: Calls

    def __init__(self, place: Place):
        found = named_in(place)
        callables.refuse_arguments(found, place.name)
        usual = callables.settings_of(found)
        settings = {**usual, **_assigned(place, usual)}
        with contained(place.source):
            called = _called(found, settings, place)
        vars(self).update(
            place=place,
            settings=settings,
            declared=tuple(Parameter(name, name, value, _MEANING) for name, value in usual.items()),
            calls=Calls(called, place.source, str(place)),
        )
        self.calls.refuse_chance()

    def __reduce__(self) -> tuple:
        return Supplied, (self.place,)

    def _identity(self) -> tuple:
        return (self.name, self.place, *self.settings.items())

    def __str__(self) -> str:
        return str(self.place)

    def __repr__(self) -> str:
        return f"Supplied({str(self)!r})"

    @property
    def parameters(self) -> dict[str, float]:
        return dict(self.settings)

    @property
    def label(self) -> str:
        """For a legend: the label that was given, else its name in the file and its settings."""
        given = ", ".join(self.place.settings)
        return self.place.label or (f"{self.place.name} ({given})" if given else self.place.name)

    @property
    def files(self) -> tuple[Path, ...]:
        """The user's files on which it rests."""
        return loaded(self.place).files

    @property
    def told_by(self) -> str:
        """Where its derivatives come from."""
        by = "its framework" if self.calls.has_slopes else "finite differences"
        return f"{self.calls.called.kind}; derivatives by {by}"

    def with_parameters(self, values: Mapping[str, Any]) -> "Supplied":  # type: ignore[override]
        """The same function with other settings."""
        words = tuple(f"{name}={number_text(value)}" for name, value in {**self.settings, **values}.items())
        return Supplied(Place(self.place.source, self.place.name, words, self.place.label))

    def in_float32(self) -> "Supplied":
        return self.altered(calls=self.calls.in_float32())

    # What its values tell

    @cached_property
    def found(self) -> tuple[Found, ...]:
        """Breaks, and ends of the intervals on which there are values."""
        return breaks_by_values(self.calls.values, tuple(map(abs, self.settings.values())))

    @cached_property
    def domain_parts(self) -> tuple[Interval, ...]:
        fences = [-math.inf, *(one.x for one in self.found if one.what == END), math.inf]
        between = [(low, high) for low, high in pairwise(fences) if self._has_values(low, high)]
        return tuple(Interval(low, high, self._brackets(low, high)) for low, high in between)

    def _has_values(self, low: float, high: float) -> bool:
        near, far = (
            end if math.isfinite(end) else (high if end < 0 else low) + math.copysign(1, end) for end in (low, high)
        )
        middle = 0.0 if math.isinf(low) and math.isinf(high) else near / 2 + far / 2
        return not math.isnan(self.calls.values(np.array([middle]))[0])

    def _brackets(self, low: float, high: float) -> str:
        closed = [math.isfinite(end) and not math.isnan(self.calls.values(np.array([end]))[0]) for end in (low, high)]
        return ("[" if closed[0] else "(") + ("]" if closed[1] else ")")

    @cached_property
    def domain(self) -> tuple[float, float]:  # type: ignore[override]
        parts = self.domain_parts
        return (parts[0].low, parts[-1].high) if parts else (-math.inf, math.inf)

    @cached_property
    def breaks(self) -> Sequence[float]:  # type: ignore[override]
        low, high = self.domain
        return tuple(one.x for one in self.found if low < one.x < high)

    def covers(self, x: np.ndarray) -> np.ndarray:
        return ~np.isnan(self.value(x))

    @property
    def poles_and_jumps(self) -> tuple[float, ...]:
        return tuple(one.x for one in self.found if one.what == JUMP)

    # Values

    def value(self, x: np.ndarray) -> np.ndarray:
        return self.calls.values(x)

    def derivative(self, x: np.ndarray) -> np.ndarray:
        return self.calls.slopes(x, 1) if self.calls.has_slopes else self._differences(self.calls.values, x)

    def second_derivative(self, x: np.ndarray) -> np.ndarray:
        if self.calls.has_slopes:
            return self.calls.slopes(x, 2)
        return self._differences(lambda at: self._differences(self.calls.values, at), x)

    def _differences(self, values: Any, x: np.ndarray) -> np.ndarray:
        around = Surroundings(values, self.domain, sorted(set(self.breaks)), _ORDER)
        return around.estimate(x.ravel(), 0.5).derivative.reshape(x.shape)


def _called(found: Any, settings: dict[str, float], place: Place) -> callables.Called:
    try:
        return callables.adapted(callables.callable_of(found, settings, place.name))
    except callables.Unfit as error:
        raise SuppliedError(f"{place}: {error}") from None


def _assigned(place: Place, usual: Mapping[str, float]) -> dict[str, float]:
    """The settings behind the name. Raises `UnknownName`, `BadSpec` or `BadParameter` for what is none."""
    values: dict[str, float] = {}
    names = list(usual)
    for position, word in enumerate(place.settings):
        name, _, text = word.rpartition("=")
        if not name:
            if position >= len(names):
                raise BadSpec(f"{place.name} takes {len(names)} settings, got {len(place.settings)}")
            name = names[position]
        if name.strip() not in usual:
            known = f" It has: {', '.join(names)}." if names else " It has none."
            raise UnknownName(f"{place.name} has no parameter {name.strip()!r}.{suggestion(name, names)}{known}")
        try:
            values[name.strip()] = real(text)
        except ValueError as error:
            raise BadParameter(f"{place.name}: {name} must be a finite number, but {error}") from None
    return values
