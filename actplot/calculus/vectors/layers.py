"""A random layer at an input: what some seeds draw, its moments and its evaluation."""

import re
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...catalogue.kinds.random_layers import RandomLayer
from ...numbers import readable

TRIED = 16  # seeds
FAR = 25.0  # times the middle number, beyond which one flattens the others


@dataclass(frozen=True)
class Draw:
    """What a random layer makes of a vector in training, with one seed."""

    seed: int
    output: np.ndarray
    dropped: np.ndarray  # which units no longer depend on their input; none of a layer that drops none


@dataclass(frozen=True)
class LayerAt:
    """A random layer at one vector, in training and in evaluation."""

    function: str
    drawn: str  # what is random, in words
    input: np.ndarray
    draws: tuple[Draw, ...]
    evaluation: np.ndarray
    mean: np.ndarray | None
    deviation: np.ndarray | None
    keep: float | None  # the probability of being kept; None of a layer that drops no units
    scale: float | None  # what a kept unit is multiplied by, where it is nothing but multiplied
    together: bool = False  # whether all units are kept or none
    alike: bool = True  # whether outputs are numbers of the same kind as inputs, twice as large where those are

    @property
    def shown(self) -> np.ndarray:
        """All numbers that share an axis."""
        rows = [self.evaluation, *(draw.output for draw in self.draws), *([self.input] if self.alike else [])]
        if self.mean is not None:
            spread = 0.0 if self.deviation is None else self.deviation
            rows += [self.mean - spread, self.mean + spread]
        return np.concatenate(rows)

    @property
    def spans_sizes(self) -> bool:
        """Whether some numbers are so large that most others would be nothing beside them."""
        sizes = np.abs(self.shown)
        sizes = sizes[sizes > 0]
        return bool(sizes.size and sizes.max() > FAR * np.median(sizes))


def layer_at(function: RandomLayer, x: Any, seeds: int = 3) -> LayerAt:
    """A random layer at a vector of shape (n,), with its seed and the ones that follow."""
    x = np.asarray(x, np.float64)
    layers = [reseeded(function, offset) for offset in range(seeds)]
    keep = keep_probability(function)
    draws = tuple(_draw(layer, x, drops=keep is not None) for layer in layers)
    mean, variance = function.mean(x), function.variance(x)
    return LayerAt(
        function=function.label,
        drawn=_with_values(function),
        input=x,
        draws=draws,
        evaluation=np.asarray(function.evaluate(x)),
        mean=None if mean is None else np.broadcast_to(mean, x.shape),
        deviation=None if variance is None else np.sqrt(np.broadcast_to(variance, x.shape)),
        keep=keep,
        scale=_scale(function, keep),
        alike=_keeps_kind(function, x),
        together=keep is not None and keep < 1 and _drops_together(function),
    )


def _with_values(function: RandomLayer) -> str:
    """What is random, with the values of the parameters that it mentions."""
    mentioned = [p for p in function.declared if re.search(rf"\b{p.name}\b", function.drawn)]
    values = [f"{p.name} = {readable(float(function.parameters[p.name]))}" for p in mentioned]
    return "; ".join([function.drawn, *values])


def _keeps_kind(function: RandomLayer, x: np.ndarray) -> bool:
    with np.errstate(over="ignore", invalid="ignore"):
        once, twice = np.asarray(function.evaluate(x)), np.asarray(function.evaluate(2 * x))
    return not np.isfinite(twice).all() or bool(np.allclose(twice, 2 * once))


def reseeded(function: RandomLayer, offset: int) -> RandomLayer:
    """The same layer with one of the seeds that follow its own."""
    return type(function).with_parameters({**function.parameters, "seed": int(function.seed) + offset}).along_last()


def keep_probability(function: RandomLayer) -> float | None:
    """The probability of a unit being kept; None of a layer that drops no units."""
    rate = function.parameters.get("rate")
    if rate is None:
        return None
    drops = any(_dropped(reseeded(function, offset), np.ones(64)).any() for offset in range(TRIED))
    return 1.0 - rate if drops else None


def _draw(layer: RandomLayer, x: np.ndarray, *, drops: bool) -> Draw:
    dropped = _dropped(layer, x) if drops else np.zeros(x.shape, bool)
    return Draw(int(layer.seed), np.asarray(layer.train(x)), dropped)


def _dropped(layer: RandomLayer, x: np.ndarray) -> np.ndarray:
    """Which units do not follow their input, though equal seeds draw equal numbers."""
    ones = np.ones(x.shape)
    return np.asarray(layer.train(ones)) == np.asarray(layer.train(2 * ones))


def _scale(function: RandomLayer, keep: float | None) -> float | None:
    if not keep:
        return None
    ones = np.ones(64)
    for layer in (reseeded(function, offset) for offset in range(TRIED)):
        kept = np.asarray(layer.train(ones))[~_dropped(layer, ones)]
        if kept.size:  # else one that drops all units together has dropped them
            return 1.0 / keep if np.allclose(kept, 1.0 / keep, rtol=1e-12) else None
    return None


def _drops_together(function: RandomLayer) -> bool:
    """Whether a layer drops all units of a vector or none."""
    lost = [_dropped(reseeded(function, offset), np.ones(64)) for offset in range(TRIED)]
    return all(one.all() or not one.any() for one in lost)
