"""Turns what was found of deep networks into panels, whose heights are powers of ten."""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ...calculus.curves.marks import Region, Segment
from ...calculus.curves.tracing import Curve, Points
from ...calculus.propagation.leaving_floats import came_back
from ...calculus.propagation.networks import SMALLEST, Propagation
from ...calculus.written_names import Label
from ...numbers import readable
from ..curves.records import Panel, Trace

FORWARD, BACKWARD, ALIKE = "Activations (std)", "Gradients (std)", "1 − correlation"
LAYER, BACK = "layer", "layers back"
DOTS = 13  # per curve, of random networks
FLOOR = -16.0  # of 1 − correlation, below which floats tell no correlation from 1
ROUNDING = 1e-17  # of what random networks say of it
TOLD = 4  # decimals of powers of ten of what they do, as sums of products differ a little between processors
LEAST, MARGIN = 1.0, 0.07  # height of a panel, in powers of ten; what is free above and below, of its height


def panels_of(found: Sequence[Propagation], labels: Sequence[Label]) -> list[Panel]:
    """Activations, gradients and the distance of two inputs, layer by layer; gains that differ are told once."""
    gains = [f"g = {readable(one.network.gain, 4)}" for one in found]
    with_gains = [_placed(label, gain) for label, gain in zip(labels, gains, strict=True)]
    without_way_back = [_placed(label, came_back(one)) for label, one in zip(labels, found, strict=True)]
    last = max(1, *(one.field.reached for one in found))
    forward, backward, alike = (
        [_trace(label, *pair, last) for label, pair in zip(named, pairs, strict=True)]
        for named, pairs in (
            (with_gains if len({*gains}) > 1 else labels, [(a.field.deviation, a.simulation.deviation) for a in found]),
            (without_way_back, [(a.gradient, a.simulation.gradient) for a in found]),
            (labels, [(a.field.unlikeness, _certain(a.simulation.unlikeness)) for a in found]),
        )
    )
    backward = [replace(trace, at_best=_at_best(one)) for trace, one in zip(backward, found, strict=True)]
    return [
        _panel(FORWARD, LAYER, last, forward),
        _panel(BACKWARD, BACK, last, backward),
        _panel(ALIKE, LAYER, last, alike, FLOOR),
    ]


def _placed(label: Label, value: str) -> Label:
    """The label with a value, if there is one."""
    return replace(label, values=(*label.values, value)) if value else label


def _certain(unlikeness: np.ndarray) -> np.ndarray:
    """What random networks tell of two inputs, without what is rounding: 0 in place of it."""
    return np.where(unlikeness > ROUNDING, unlikeness, 0.0)


def _panel(title: str, x_label: str, layers: int, traces: Sequence[Trace], floor: float = -math.inf) -> Panel:
    return Panel(
        title, x_label, (0.0, float(layers)), tuple(traces), letter=x_label, limits=_limits(traces, floor), decades=True
    )


def _limits(traces: Sequence[Trace], floor: float) -> tuple[float, float]:
    """Ends of the vertical axis, in powers of ten."""
    heights = [y for trace in traces for _, y in trace.curve.pieces]
    heights += [end for trace in traces for region in trace.envelope for end in (region.low, region.high)]
    every = np.concatenate([np.zeros(1), *heights]) if not heights else np.concatenate(heights)
    low, high = max(float(every.min()), floor), max(float(every.max()), floor + LEAST)
    spare = max(LEAST - (high - low), 0.0) / 2 + MARGIN * (high - low)
    return low - spare, high + spare


def _trace(label: Label, expected: np.ndarray, simulated: np.ndarray, last: int) -> Trace:
    """A line for the mean field, a band over all seeds and dots for the one in the middle, up to some layer."""
    runs = [run for run in _runs(expected) if run[0].size > 1]
    together = _beginning(np.all(simulated[:, : last + 1] > SMALLEST, axis=0))
    x, seen = np.arange(together, dtype=float), np.round(np.log10(simulated[:, :together]), TOLD)
    band = (Region(x, seen.min(axis=0), seen.max(axis=0)),) if together > 1 and seen.shape[0] > 1 else ()
    kept = np.unique(np.linspace(0, together - 1, min(DOTS, together)).round().astype(int)) if together else []
    dots = (x[kept], np.median(seen, axis=0)[kept]) if together else None
    return Trace(_curve(label.text, runs), label, envelope=band, simulated=dots)


def _curve(text: str, runs: Sequence[Points]) -> Curve:
    ends = (-math.inf, math.inf)
    return Curve(text, 0, tuple(runs), (), (), (), (), bounded=True, bounds=ends)


def _runs(values: np.ndarray) -> list[Points]:
    """The beginning of some values, as long as they have logarithms."""
    told = _beginning(values > SMALLEST)
    return [(np.arange(told, dtype=float), np.log10(values[:told]))]


def _beginning(true: np.ndarray) -> int:
    """How many are true before the first that is not."""
    return int(np.argmin(true)) if not np.all(true) else true.size


def _at_best(one: Propagation) -> tuple[Segment, ...]:
    """What gradients cannot be above, where that falls."""
    if not 0 < one.at_best < 1:
        return ()
    back = float(min(one.field.reached, 300 / -math.log10(one.at_best)))
    return (Segment((0.0, back), (0.0, back * math.log10(one.at_best))),)
