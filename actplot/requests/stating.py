"""What a figure says, apart from its looks: curves, limits, labels and marks, as numbers that platforms agree on."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import lru_cache
from operator import ne
from typing import TYPE_CHECKING, Any

import numpy as np

from ..calculus.written_names import upright

if TYPE_CHECKING:
    from ..calculus.curves.tracing import Curve
    from ..figures.curves.records import Trace
    from ..figures.stated import Content, StatedPanel

DIGITS = 9  # significant digits that facts keep
OWN = ("curve", "label", "verticals")  # of what a trace has, what is told in a way of its own
POINTS = 101  # kept of a curve
FEW = 21  # kept of what only marks a part of a curve
APPROACH = 25  # kept beside them where a curve runs into a pole
PLACES = 1e-6  # of the width: an extremum's place is known to the square root of a float's precision only
EXACT = 22  # powers of ten up to this are floats, so that dividing by one gives the nearest float
_NONE = np.array([], int)
WHOLE = 1e15  # below that, a number without digits behind the point is written without it
LARGEST = 1.7e308  # a float that rounding does not make infinite


def facts_of_content(content: "Content", alt: str) -> dict[str, Any]:
    """The facts of a figure whose content is at hand, and the text that stands for it."""
    stated = content.stated()
    words = {"title": _plainly(stated.title), "caption": _plainly(content.look.caption), "alt": alt}
    facts = {**words, "legend": stated.legend, "panels": [_panel(panel) for panel in stated.panels]}
    more = {"formulas": list(map(_plainly, stated.formulas)), "lines": list(map(_plainly, stated.lines))}
    return {**facts, **{name: texts for name, texts in more.items() if texts}}


def _plainly(text: str | None) -> str | None:
    """A text in the letters that people type: slanted ones are a look, which terminals and searches lack."""
    return text and upright(text)


def _panel(panel: "StatedPanel") -> dict[str, Any]:
    limits = panel.y_limits
    scales = {} if set(panel.scales) == {"linear"} else dict(zip(("x_scale", "y_scale"), panel.scales, strict=True))
    return {
        **scales,
        "title": _plainly(panel.title),
        "x_label": _plainly(panel.x_label),
        "y_label": _plainly(panel.y_label),
        "x_limits": list(_rounded_places(np.array(panel.x_limits, float).tobytes(), _largest(panel.x_limits))),
        "y_limits": _rounded(limits, _largest(limits)),
        "note": _plainly(panel.note),
        "curves": [_curve(trace, panel.x_limits, _largest(limits)) for trace in panel.traces],
    }


def _curve(trace: "Trace", interval: Sequence[float], seen: float) -> dict[str, Any]:
    """A curve and its marks; `seen` is the largest value that the panel shows, beside which smaller ones are noise."""
    curve = trace.curve
    scale = min(seen, _largest(np.concatenate([np.zeros(0), *(y for _, y in curve.pieces)])))  # a panel may be empty
    scales = {"x": _largest(interval), "y": scale}
    marks = {mark.name: getattr(trace, mark.name) for mark in fields(trace) if mark.name not in OWN}
    marks["bands"] = curve.bands
    marks["verticals"] = [Vertical(x) for x in trace.verticals]
    bends = curve.joints  # smooth ones too: no polynomial follows a curvature that jumps
    return {
        "label": _plainly(curve.label),
        "order": curve.order,
        "pieces": [_columns({"x": x, "y": y}, kept, scales) for (x, y), kept in _kept(curve, bends, seen)],
        "bends": _rounded(bends, scales["x"]),
        "dots": [[*_rounded([dot.x], scales["x"]), *_rounded([dot.y], scale), dot.filled] for dot in curve.dots],
        "marks": {name: _plain(mark, scales) for name, mark in marks.items() if mark is not None and len(mark)},
    }


@dataclass(frozen=True)
class Vertical:
    """Where a vertical asymptote is: a place alone, which two of them would be a point."""

    x: float


def _kept(
    curve: "Curve", bends: Sequence[float], seen: float
) -> Iterable[tuple[tuple[np.ndarray, np.ndarray], np.ndarray]]:
    """Each piece, and which of its samples to keep: spread evenly, with both ends and all bends, closer at a pole."""
    total = sum(x.size for x, _ in curve.pieces)
    for x, y in curve.pieces:
        spread = _spread(x.size, max(2, round(POINTS * x.size / total)))
        bent = np.flatnonzero(np.isin(x, bends)) if bends else _NONE
        more = np.concatenate([bent, _approaching(x, y, seen)])
        yield (x, y), np.unique(np.concatenate([spread, more])) if more.size else spread


def _approaching(x: np.ndarray, y: np.ndarray, seen: float) -> np.ndarray:
    """Samples in ever smaller steps towards the ends at which a piece runs out of the panel into a pole."""
    if x.size < FEW:
        return _NONE
    sides = ((x[0], 1, x[1] - x[0], y[:FEW]), (x[-1], -1, x[-1] - x[-2], y[-FEW:]))
    width = x[-1] - x[0]
    poles = [(at, way) for at, way, step, end in sides if step < 1e-6 * width and np.abs(end).max() > seen]
    if not poles:
        return _NONE
    steps = np.geomspace(1e-3, 0.1, APPROACH) * width
    return np.array([np.searchsorted(x, at + way * steps) for at, way in poles], int).reshape(-1)


@lru_cache(maxsize=64)  # most curves have as many samples
def _spread(size: int, count: int) -> np.ndarray:
    """At most `count` of the places in an array, evenly from the first to the last; do not change them."""
    return np.unique(np.linspace(0, size - 1, min(size, count)).round().astype(int))


def _columns(arrays: Mapping[str, np.ndarray], kept: np.ndarray, scales: Mapping[str, float]) -> dict[str, list]:
    columns = {}
    if "x" in arrays:
        columns["x"] = list(_rounded_places(np.asarray(arrays["x"][kept], float).tobytes(), scales["x"]))
        if not all(map(ne, columns["x"], columns["x"][1:])):
            kept = kept[_distinct(columns.pop("x"))]
    return {
        name: columns.get(name) or _rounded(array[kept], scales["x" if name == "x" else "y"])
        for name, array in arrays.items()
    }


@lru_cache(maxsize=32)  # most curves of a figure are sampled at the same
def _rounded_places(places: bytes, scale: float) -> tuple[float | int | str, ...]:
    """Those of floats, byte for byte."""
    return tuple(_rounded(np.frombuffer(places), scale))


def _distinct(x: Sequence[float | str]) -> np.ndarray:
    """Which of some places to keep so that none comes twice: at a pole, samples stand closer than digits tell."""
    kept = [i for i, place in enumerate(x) if i == 0 or place != x[i - 1]]
    if kept and kept[-1] != len(x) - 1:  # the end of a piece is always kept
        kept[-1:] = [len(x) - 1] if len(kept) > 1 else [kept[0]]
    return np.array(kept, int)


def _plain(mark: Any, scales: Mapping[str, float]) -> Any:
    """A mark of any kind for JSON: records as objects, points as columns, places as numbers."""
    if is_dataclass(mark):
        record = {field.name: getattr(mark, field.name) for field in fields(mark)}
        return _table(record, scales) if _is_table(record) else {n: _number(v, n, scales) for n, v in record.items()}
    if isinstance(mark, tuple | list) and len(mark) == 2:
        if all(isinstance(part, np.ndarray) for part in mark):
            return _table({"x": mark[0], "y": mark[1]}, scales)
        if not any(isinstance(part, tuple | list) or is_dataclass(part) for part in mark):
            return {"x": _number(mark[0], "x", scales), "y": _number(mark[1], "y", scales)}
    return [_plain(part, scales) for part in mark]


def _is_table(record: Mapping[str, Any]) -> bool:
    return all(isinstance(column, np.ndarray | tuple | list) for column in record.values())


def _table(record: Mapping[str, Any], scales: Mapping[str, float]) -> dict[str, list]:
    arrays = {name: np.asarray(column, float) for name, column in record.items()}
    return _columns(arrays, _spread(len(next(iter(arrays.values()))), FEW), scales)


def _number(value: Any, name: str, scales: Mapping[str, float]) -> Any:
    if isinstance(value, bool | str):
        return value
    if name == "x":
        return _rounded([value], scales["x"] * PLACES * 10**DIGITS)[0]
    return _rounded([value], scales["y"])[0]


def _largest(values: Iterable[float]) -> float:
    """The largest finite magnitude; 1 where all are 0."""
    array = np.abs(np.asarray(values, float))
    finite = array[np.isfinite(array)]
    return float(finite.max(initial=0.0)) or 1.0


def _rounded(values: Iterable[float], scale: float) -> list[float | int | str]:
    """Numbers without what is noise beside the scale, or beside themselves where they are larger."""
    array = np.asarray(values, float)
    if not array.size:
        return []
    if not np.all(np.abs(array) <= scale):  # else all have the digits of the scale
        scale = np.maximum(np.abs(np.nan_to_num(array, posinf=0, neginf=0)), scale)
    # A hair above, so that a scale of 1 and one of 1 - 1e-16 keep the same digits.
    places = DIGITS - np.floor(np.log10(scale) + 1e-10).astype(int)
    if np.all(np.isfinite(array) & (places >= 0) & (places <= EXACT)):
        tens = 10.0**places
        rounded = np.rint(array * tens) / tens
        found: list[float | int | str] = rounded.tolist()
        for at in np.flatnonzero((rounded == np.rint(rounded)) & (np.abs(rounded) < WHOLE)).tolist():
            found[at] = int(found[at])
        return found
    places = np.broadcast_to(places, array.shape)
    return [_tidy(value, place) for value, place in zip(array.tolist(), places.tolist(), strict=True)]


def _tidy(value: float, places: int) -> float | int | str:
    if not math.isfinite(value):
        return str(value)  # JSON has no word for it
    return _whole(round(min(max(value, -LARGEST), LARGEST), places))


def _whole(value: float) -> float | int:
    """The number, without a decimal point where it needs none."""
    return int(value) if value.is_integer() and abs(value) < WHOLE else value
