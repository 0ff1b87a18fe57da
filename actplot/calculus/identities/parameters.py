"""Finds parameters of entries at which they are a function, by least squares from many starts."""

import itertools
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from ...catalogue.kinds.functions import Function
from ...errors import BadParameter
from .in_floats import candidates, quick
from .matches import PLAIN, Match
from .proving import proven
from .targets import Look, Target

_FOUND = 1e-8  # relative to the function: what is left where numbers are found
_ENOUGH = 1e-14
_TURNS = 14
_STARTS = {1: 16, 2: 24}  # that are tried, by the number of parameters
_TRIED = 3  # of them, from which one goes on
_SHARES = (1.0, 0.3, 0.05)  # of a step
_USUAL = (0.5, 2.0)
_LENGTHS = (1, 2, 3, 4, 5, 6, 7, 9, 12)  # digits of short numbers
_NOTHING = 1e-10
_PLACES = (-3.3, -1.2, -0.23, 0.46, 0.91, 2.6)  # points, beside which no function has a break at its defaults
_DIFFERENCE, _CRUDE = 1e-5, 1e-3  # and what differences over such steps may be off by

Residual = Callable[[Sequence[Sequence[float]]], list[np.ndarray | None]]


def plain_matches(target: Target, order: int) -> Iterator[Match]:
    """Entries, or their derivatives, at their defaults, else at one or two parameters that are fitted."""
    for entry in candidates():
        match = Match(entry, order)
        if found := _usual(target, match):
            yield found
        else:
            yield from itertools.islice(_fitted(target, match), 1)


def usual_slopes(target: Target) -> Iterator[Match]:
    """The derivatives of activations at their defaults alone, which are soon looked through."""
    wanted = target(np.array(_PLACES))
    entries = (entry for entry in candidates() if entry.variable == PLAIN and _has_slopes(entry, wanted))
    return filter(None, (_usual(target, Match(entry, 1)) for entry in entries))


def _has_slopes(entry: Function, wanted: np.ndarray) -> bool:
    """Whether slopes may be these, by differences at a few points: formulas of slopes take long to make."""
    steps = np.array(_PLACES) + _DIFFERENCE * np.array([[-1.0], [1.0]])
    values = quick(entry)(steps.ravel())
    if values is None:
        return True
    below, above = values.reshape(steps.shape)
    slopes = (above - below) / (2 * _DIFFERENCE)
    apart = np.abs(slopes - wanted) > _CRUDE * (1 + np.abs(wanted))
    return not np.any(apart & np.isfinite(slopes))


def _usual(target: Target, match: Match) -> Match | None:
    look = target.look(match.order)
    here = quick(match.entry, match.order)(look.x)
    return settled(target, match, ()) if here is not None and look.like(here) else None


def settled(target: Target, match: Match, free: Sequence[str]) -> Match | None:
    """The match at numbers at which it is the function indeed; None where it is not.

    Parameters
    ----------
    free : names of the numbers that may be changed
    """
    look = target.look(match.order)
    alike = (one for one in _shortened(match, free) if look.like(one(look.x)) and target.agrees(one))
    if (short := next(alike, None)) is None:
        return None
    return short if target.term is None else proven(target, match, short, free)


def _shortened(match: Match, free: Sequence[str]) -> Iterator[Match]:
    """The match with its free numbers as short as is near, then as they are."""
    numbers = {name: number for name, number in match.numbers().items() if name in free}
    for digits in _LENGTHS if free else ():
        short = {name: 0.0 if abs(one) < _NOTHING else float(f"{one:.{digits}g}") for name, one in numbers.items()}
        try:
            yield match.at(**short)
        except BadParameter:
            continue
    yield match


def _fitted(target: Target, match: Match) -> Iterator[Match]:
    """At one parameter, else at two."""
    free = [p.name for p in match.entry.declared if not (p.words or p.one_of or p.whole or p.many)]
    look = target.look(match.order)
    for chosen in (some for count in (1, 2) for some in itertools.combinations(free, count)):
        residual = _residual_of(match, chosen, look)
        for point in _descents(residual, _starts(target, match, chosen), look.size):
            try:
                near = match.at(**dict(zip(chosen, point, strict=True)))
            except BadParameter:  # of numbers that contradict each other
                continue
            if (found := settled(target, near, chosen)) is not None:
                yield found


def _residual_of(match: Match, chosen: tuple[str, ...], look: Look) -> Residual:
    """The differences from the target at several choices of numbers; None where they are not all finite."""
    values, unknown = quick(match.entry, match.order, chosen), np.isnan(look.y)

    def apart(there: np.ndarray) -> np.ndarray | None:
        if not np.array_equal(np.isnan(there), unknown):
            return None
        found = there[look.known] - look.y[look.known]
        return found if np.all(np.abs(found) < _HUGE) else None

    return lambda points: [apart(there) for there in values.rows(look.x, points)]


_HUGE = 1e150  # whose square is no float


def _starts(target: Target, match: Match, chosen: Sequence[str]) -> Iterator[tuple[float, ...]]:
    """The defaults, and numbers with which the function is written or that its course shows."""
    usual = [match.entry.parameters[name] for name in chosen]
    numbers = list(dict.fromkeys([*target.features[:7], *target.written[:7], *_USUAL]))
    each = [list(dict.fromkeys([*([] if default is None else [default]), *numbers])) for default in usual]
    places = sorted(itertools.product(*(range(len(one)) for one in each)), key=sum)
    found = (tuple(one[i] for one, i in zip(each, at, strict=True)) for at in places)
    return itertools.islice(found, _STARTS[len(chosen)])


def _descents(residual: Residual, starts: Iterator[tuple[float, ...]], size: float) -> Iterator[list[float]]:
    """The points at which next to nothing is left, from the best of the starts."""
    tried = list(starts)
    found = [(here, start) for here, start in zip(residual(tried), tried, strict=False) if here is not None]
    reached: list[list[float]] = []
    for here, start in sorted(found, key=lambda one: (_square(one[0]), one[1]))[:_TRIED]:
        point = _descended(residual, np.array(start, float), here, size)
        if point is not None and not any(np.allclose(point, one, 1e-6) for one in reached):
            reached.append(point)
            yield point


def _square(values: np.ndarray) -> float:
    return float(values @ values)


def _descended(residual: Residual, point: np.ndarray, here: np.ndarray, size: float) -> list[float] | None:
    """By Gauss and Newton, with shorter steps where the whole one leads away; None where it leads nowhere."""
    sizes = [float(np.max(np.abs(here), initial=0.0))]
    for turn in range(_TURNS):
        if sizes[-1] <= _ENOUGH * size or (turn >= 2 and sizes[-1] > sizes[-3] / 2):
            break
        found = _step(residual, point, here)
        if found is None:
            break
        point, here = found
        sizes.append(float(np.max(np.abs(here), initial=0.0)))
    return point.tolist() if sizes[-1] <= _FOUND * size else None


def _step(residual: Residual, point: np.ndarray, here: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    """A point where less is left; None where none is found."""
    step = np.diag(np.maximum(np.abs(point), 0.1) * 1e-6)
    columns = [beside for beside in residual(point + step) if beside is not None]
    if len(columns) < len(point):
        return None
    slope = np.array([(beside - here) / one.max() for beside, one in zip(columns, step, strict=True)]).T
    change, *_ = np.linalg.lstsq(slope, -here, rcond=1e-12)
    shares = [point + share * change for share in _SHARES]
    for moved, there in zip(shares, residual(shares), strict=True):
        if there is not None and _square(there) < _square(here):
            return moved, there
    return None
