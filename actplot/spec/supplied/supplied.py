"""A function from a user's file, with derivatives by its framework or by finite differences, and what values tell."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from ...catalogue.kinds.functions import SUPPLIED, Function, Interval, Parameter, Precision
from ...errors import BadSpec, SuppliedError, quoted
from ...numbers import number_text
from ...numerics.stencils import Estimate, Surroundings
from ..assigning import assigned, joined
from . import callables, objects
from .adapting import adapted
from .addresses import Place
from .calling import Calls, Experience, timed, unfit
from .containing import contained
from .joins import Limits, limits_beside, limits_of_fits
from .loading import NOT_LOADED, loaded, named_in
from .searching import END, GAP, JUMP, STEEP, TANGENT, Found, breaks_by_values, grain_of, resolution_of

_MEANING = "an argument with a default"
_ORDER = 8  # of the finite differences
_LOST = 1000.0  # roundings: what differences make of one, where they are differentiated again


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
    in_blocks = False  # a call of a user's code may cost more than its numbers
    may_round = True

    place: Place
    settings: dict[str, float]
    calls: Calls

    def __init__(
        self,
        place: Place,
        found: Any,
        digests: Mapping[Path, str],
        given: Mapping[str, Any] | None = None,
        variable: str | None = None,
    ):
        objects.refuse_arguments(found, place.spot)
        with contained(place.source):
            usual = objects.settings_of(found)
        taken = Taken(place, tuple(_parameter(*one) for one in usual.items()))
        values = taken.values(given or {}, variable)
        settings = {one.name: float(values.get(one.name, one.default or 0.0)) for one in taken.declared}
        place = place.with_settings({name: number_text(settings[name]) for name in settings if name in values})
        folder = str(place.path.resolve().parent) if place.is_file else ""
        experience = Experience()
        with contained(place.source), timed(str(place), len(callables.PROBES), experience):
            called = _called(found, settings, place)
        self._hold(place, settings, Calls(called, place.source, str(place), folder, experience=experience))
        vars(self).update(digests=digests, declared=taken.declared)
        self.calls.refuse_chance()

    @classmethod
    def at(cls, place: Place) -> "Supplied":
        """The function that stands there, which is no entry of actplot's."""
        return Supplied(place, named_in(place), loaded(place).digests)

    def _hold(self, place: Place, settings: dict[str, float], calls: Calls) -> None:
        vars(self).update(place=place, settings=settings, calls=calls)
        vars(self).update({_attribute(name): value for name, value in settings.items()})

    def __reduce__(self) -> tuple:
        return Supplied.at, (self.place,)

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
    def set_parameters(self) -> dict[str, float]:
        """Those that stand behind the name."""
        return {name: self.settings[name] for name in (word.partition("=")[0] for word in self.place.settings)}

    @property
    def label(self) -> str:
        return self.place.legend

    @property
    def given_label(self) -> str:
        """The label that was given, if one was."""
        return self.place.label

    @property
    def display(self) -> str:  # type: ignore[override]
        """Its name in the file."""
        return self.place.name

    @property
    def told_by(self) -> str:
        """Where its derivatives come from."""
        called = self.calls.called
        return f"{called.kind}; derivatives by {called.slopes_by or 'finite differences'}"

    def with_parameters(self, values: Mapping[str, Any]) -> "Supplied":  # type: ignore[override]
        """The same function with other settings."""
        words = {name: number_text(value) for name, value in {**self.settings, **values}.items()}
        return Supplied.at(self.place.with_settings(words))

    def in_float32(self) -> "Supplied":
        return self.altered(calls=self.calls.in_float32())

    # What its values tell

    @cached_property
    def found(self) -> tuple[Found, ...]:
        """Breaks, and ends of the intervals on which there are values."""
        settings = tuple(map(abs, self.settings.values()))
        return breaks_by_values(self.calls.values, settings, self.calls.called.asked_for)

    @cached_property
    def domain_parts(self) -> tuple[Interval, ...]:
        fences = [-math.inf, *(one.x for one in self.found if one.what in (END, GAP)), math.inf]
        between = [(low, high) for low, high in pairwise(fences) if self._has_values(low, high)]
        if not between:
            raise SuppliedError(f"{self}: it gives nan for every number between −50 and 50, so that it has no curve")
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

    @cached_property
    def _steep_ends(self) -> tuple[float, ...]:
        """Ends of the domain at which there is a value, and towards which slopes grow without end."""
        ends = [(part.low, 1) for part in self.domain_parts] + [(part.high, -1) for part in self.domain_parts]
        known = [
            (end, limits_beside(self.calls.values, end, side, self.grain)) for end, side in ends if abs(end) < math.inf
        ]
        return tuple(end for end, limits in known if limits and limits[1][0] == "infinite")

    def special_points(self, low: float = -math.inf, high: float = math.inf) -> Sequence[float]:
        return [x for x in sorted({*self.breaks, *self._steep_ends}) if low <= x <= high]

    def limits_at(self, x: float, side: int) -> Limits | None:
        """By values ever closer to a place, where slopes may grow without end towards it."""
        found = next((one for one in self.found if one.x == x), None)
        if found is None:
            return None
        if not side:
            value = float(self.calls.values(np.array([x]))[0])
            return None if math.isnan(value) else (("finite", value), ("undefined", None))
        if not any(
            part.low < x < part.high or x == (part.low if side > 0 else part.high) for part in self.domain_parts
        ):
            return (("undefined", None),) * 3
        told = limits_beside if found.what in (TANGENT, STEEP, END) else limits_of_fits
        return told(self.calls.values, x, side, self.grain)

    def covers(self, x: np.ndarray) -> np.ndarray:
        return ~np.isnan(self.value(x))

    @property
    def poles_and_jumps(self) -> tuple[float, ...]:
        return tuple(one.x for one in self.found if one.what == JUMP)

    # Values

    def value(self, x: np.ndarray) -> np.ndarray:  # type: ignore[override]
        return self.calls.values(x)

    def derivative(self, x: np.ndarray) -> np.ndarray:  # type: ignore[override]
        if self.calls.has_slopes:
            return self.calls.slopes(x, 1)
        return self.differences(x, 1).rounded.reshape(x.shape)

    def second_derivative(self, x: np.ndarray) -> np.ndarray:  # type: ignore[override]
        if self.calls.has_slopes:
            return self.calls.slopes(x, 2)
        return self.differences(x, 2).rounded.reshape(x.shape)

    def differences(self, x: np.ndarray, order: int) -> Estimate:
        """Finite differences of the values, which step across no break, with their errors."""
        found = self._around(self._sized if order == 1 else self._slopes, order).best(x.ravel())
        return replace(found, derivative=found.derivative * self.size, error=found.error * self.size)

    def _sized(self, x: np.ndarray) -> np.ndarray:
        return self.calls.values(x) / self.size

    def _slopes(self, x: np.ndarray) -> np.ndarray:
        return self._around(self._sized, 1).best(x.ravel()).derivative.reshape(x.shape)

    def _around(self, values: Any, order: int) -> Surroundings:
        breaks = sorted(set(self.breaks))
        return Surroundings(values, self.domain, breaks, _ORDER, self.grain, _LOST ** (order - 1))

    @cached_property
    def size(self) -> float:
        """That of its values near 0, as a power of 2: what is a small error of a slope depends on it."""
        sizes = np.abs(self.calls.values(np.linspace(-5, 5, 41)))
        sizes = sizes[np.isfinite(sizes) & (sizes > 0)]
        return float(2.0 ** np.round(np.log2(np.median(sizes)))) if sizes.size else 1.0

    @cached_property
    def grain(self) -> float:  # type: ignore[override]
        with np.errstate(all="ignore"):
            return grain_of(self.calls.values)

    def resolution(self, x: float) -> float:
        return resolution_of(self.calls.values, x)


class Unloaded(Supplied):
    """One of which the name alone is known: that stands in an image, whose text is no reason to run code."""

    loaded = False
    found = ()
    domain_parts = (Interval(),)
    domain = (-math.inf, math.inf)
    breaks = ()

    def __init__(self, place: Place):
        self._hold(place, {}, Calls(_Nothing(_Refusing()), place.source, str(place)))
        vars(self).update(digests={}, declared=())


@dataclass(frozen=True)
class _Nothing(callables.Called):
    kind = "a function that was not loaded"

    def values(self, x: np.ndarray) -> np.ndarray:
        return self.call(x)


class _Refusing:
    def __call__(self, x: np.ndarray) -> np.ndarray:
        raise callables.Refused(NOT_LOADED)


@dataclass(frozen=True)
class Taken:
    """What stands at a place and takes settings, as what reads them wants to know it."""

    place: Place
    declared: tuple[Parameter, ...]

    @property
    def name(self) -> str:
        return self.place.spot

    @property
    def accepted(self) -> tuple[Parameter, ...]:
        return self.declared

    def values(self, given: Mapping[str, Any], variable: str | None) -> dict[str, Any]:
        """Those behind the name, and those beside it."""
        spec, words = str(self.place), self.place.settings
        if words and not self.declared:
            raise BadSpec(
                f"{self.name} has no parameters, which are arguments with numbers as defaults, got {quoted(spec)}"
            )
        return joined(self, assigned(self, words, spec), given, variable, spec)


def _attribute(name: str) -> str:
    """That holds a setting, which may be called like a method."""
    return f"setting_{name}"


def _parameter(name: str, default: float) -> Parameter:
    return Parameter(name, _attribute(name), default, _MEANING)


def _called(found: Any, settings: dict[str, float], place: Place) -> callables.Called:
    try:
        return adapted(objects.callable_of(found, settings, place.spot))
    except callables.Unfit as error:
        raise unfit(str(place), objects.callable_of(found, settings, place.spot), error) from None
