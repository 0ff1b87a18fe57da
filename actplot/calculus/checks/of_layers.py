"""What is checked of random layers: evaluation, mean and variance, that a seed chooses what is drawn, and float32."""

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from ...catalogue.kinds.random_layers import RandomLayer
from .of_arrays import FLOAT64, Asked, in_float32
from .quantities import SIGMA, Held, Quantity
from .truths import truth_of_layer

SAMPLE = "sample"

_SAMPLED = 1e-10  # what rounding does to a sum over many draws
_DRAWS = 40_000
_LARGE = 1e150  # draws whose squares may exceed every float
_FAR = 2**52  # a seed that may be its own successor
_DRAWN_AT = np.array([1.0, -0.6, 0.0, 2.5, -3.0])


def quantities(layer: RandomLayer) -> Iterator[Quantity]:
    """Mean and variance where they have a closed form, and the numbers of a seed.

    Where numbers drawn exceed every float, their statistics are not known.
    """
    yield Quantity("evaluation", _by_formula(layer, "evaluation", np.asarray(layer.evaluate(_DRAWN_AT))))
    draws = np.asarray(layer.train(np.tile(_DRAWN_AT, (_DRAWS, 1))))
    mean, variance = layer.mean(_DRAWN_AT), layer.variance(_DRAWN_AT)
    with np.errstate(all="ignore"):
        means = () if mean is None else (*_means(draws, mean, variance), *_contradicted(layer, "mean", mean))
        spreads = (
            () if variance is None else (*_variances(draws, variance), *_contradicted(layer, "variance", variance))
        )
    yield Quantity("mean", means, SAMPLE, SIGMA)
    yield Quantity("variance", spreads, SAMPLE, SIGMA)
    yield Quantity("seed", (*_repeated(layer), *_chosen(layer, draws)), SAMPLE, SIGMA)
    arrays = (np.stack([_DRAWN_AT, _DRAWN_AT[::-1]]),)
    narrow = (held for method in (layer.train, layer.evaluate) for held in in_float32(Asked(method, arrays)))
    yield Quantity("float32", tuple(narrow), FLOAT64)


def _by_formula(layer: RandomLayer, what: str, closed: np.ndarray) -> tuple[Held, ...]:
    """What is not drawn, held against its formula if it has one."""
    if what not in layer.formulas:
        return ()
    numbers = zip(closed.tolist(), truth_of_layer(layer, what, _DRAWN_AT).tolist(), strict=True)
    return tuple(Held(tuple(_DRAWN_AT.tolist()), one, (exact,), (place,)) for place, (one, exact) in enumerate(numbers))


def _contradicted(layer: RandomLayer, what: str, closed: np.ndarray) -> tuple[Held, ...]:
    """The numbers that the formula contradicts: there is no chance in them."""
    wrong = (held for held in _by_formula(layer, what, closed) if not held.excess <= 1)
    return tuple(replace(held, fault="the formula disagrees") for held in wrong)


def _means(draws: np.ndarray, mean: np.ndarray, variance: np.ndarray | None) -> tuple[Held, ...]:
    unit = _unit(draws)
    spread = np.std(draws / unit, axis=0) * unit if variance is None or unit > 1 else np.sqrt(variance)
    return _drawn(mean, np.mean(draws / unit, axis=0) * unit, spread / math.sqrt(len(draws)))


def _variances(draws: np.ndarray, variance: np.ndarray) -> tuple[Held, ...]:
    unit = _unit(draws)
    squares = np.square(draws / unit - np.mean(draws / unit, axis=0))
    sampled, deviations = np.mean(squares, axis=0) * unit * unit, np.std(squares, axis=0) * unit * unit
    exceeded = np.isinf(sampled) & np.isinf(variance)
    return _drawn(variance, sampled, np.where(exceeded, 0.0, deviations / math.sqrt(len(draws))))


def _unit(draws: np.ndarray) -> float:
    """In which sums and squares of draws are floats."""
    largest = float(np.max(np.abs(draws)))
    return 2.0 ** (math.frexp(largest)[1] - 1) if math.isfinite(largest) and largest > _LARGE else 1.0


def _drawn(closed: np.ndarray, sampled: np.ndarray, deviations: np.ndarray) -> tuple[Held, ...]:
    """Statistics of a sample, each of which is as good as its standard error."""
    numbers = zip(closed.tolist(), sampled.tolist(), deviations.tolist(), strict=True)
    held = (
        _held(place, one, other, _SAMPLED * max(1.0, abs(one)), deviation)
        for place, (one, other, deviation) in enumerate(numbers)
    )
    return tuple(
        one if np.isfinite(deviation) else replace(one, sides=(), excused=True)
        for one, deviation in zip(held, deviations, strict=True)
    )


def _repeated(layer: RandomLayer) -> tuple[Held, ...]:
    """What two layers of one seed draw, which must be the same."""
    again = type(layer).with_parameters(layer.parameters).along_last()
    x = np.tile(_DRAWN_AT, (3, 1))
    numbers = zip(layer.train(x)[0].tolist(), again.train(x)[0].tolist(), strict=True)
    return tuple(_held(place, one, other, 0.0, 0.0) for place, (one, other) in enumerate(numbers))


def _chosen(layer: RandomLayer, draws: np.ndarray) -> tuple[Held, ...]:
    """Where a seed draws numbers that differ from row to row, another one draws others."""
    drawn = ~np.all((draws == draws[0]) | np.isnan(draws))
    seed = 0 if layer.seed > _FAR else layer.seed + 1
    other = type(layer).with_parameters({**layer.parameters, "seed": seed}).along_last()
    if not drawn or not np.array_equal(other.train(np.tile(_DRAWN_AT, (_DRAWS, 1))), draws, equal_nan=True):
        return ()
    return (Held(tuple(_DRAWN_AT.tolist()), float(draws[0, 0]), (), (0,), fault="another seed draws the same"),)


def _held(place: int, closed: float, other: float, slack: float, deviation: float) -> Held:
    return Held(tuple(_DRAWN_AT.tolist()), closed, (other,), (place,), slack=slack, deviation=deviation)
