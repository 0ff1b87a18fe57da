"""Writes the text that stands for a picture: what is drawn, over which range, and how it runs."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate, combinations

import numpy as np

from ...calculus.curves.tracing import Curve
from ...calculus.written_names import upright
from ...numbers import readable, span_text
from ..curves.lanes import heights, pairs_of
from ..curves.records import Panel, Trace
from ..look import Look
from .courses import course

_WORD = re.compile(r"[a-z]{2,}(?![\w′″(])")
_VALUES = re.compile(r", ([^,=]+ = .*)$")
LONGEST = 1200  # letters of a text: readers hear it from end to end
NAMES = 400  # of these, for what functions of cells are called
SENTENCES = 700  # of these, for how curves run
MOST_TOLD = 12  # numbers of a vector
PLACES = 401  # at which curves are compared, beside their breaks and between those
EQUAL = 1e-12  # of the values
LEAST = 0.05  # of the width, that a stretch takes at least
MOST_EQUAL, MOST_COMPARED = 3, 7  # stretches that are told; curves that are compared


Ends = tuple[float, float]


def in_words(look: Look, *sentences: str) -> str:
    """What is drawn, by the name of the picture, and some sentences about it, in plain letters and not too many."""
    name = look.name or look.title or ""
    text = " ".join(_sentence(part) for part in (name, *sentences) if part)
    plain = upright(" ".join(text.split()))
    return plain if len(plain) <= LONGEST else f"{plain[: LONGEST - 1].rpartition(' ')[0]}…"


def _sentence(text: str) -> str:
    text = text.strip()
    begins = text[0].upper() if _WORD.match(text) else text[0]  # a name of mathematics stays as it is
    return f"{begins}{text[1:]}" + ("" if text[-1] in ".…!?" else ".")


def of_panels(panels: Sequence[Panel], look: Look) -> str:
    """Of curves: the range, then how those of each panel run, in as much detail as there is room for."""
    first = f"{look.name or look.title or 'Curves'}, {_range(panels[0])}"
    ways = ([_courses(panel, short=short) for panel in panels] for short in (False, True))
    told = next((some for some in ways if sum(map(len, some)) <= SENTENCES), [_names(panels)])
    equal = "; ".join(_equal(panels)[:MOST_EQUAL])
    inputs = panels[0].behind.described if panels[0].behind else ""
    return in_words(replace(look, name=first), *told, *map(_touching, panels), equal, inputs)


def of_sweep(panels: Sequence[Panel], look: Look) -> str:
    """Of one function at several values of a parameter: of many the first and the last."""
    count = len(panels[0].traces)
    if count <= MOST_COMPARED:
        return of_panels(panels, look)
    ends = [replace(panel, traces=(panel.traces[0], panel.traces[-1])) for panel in panels]
    name = f"{look.name or look.title or 'Curves'}: {count} curves, of which the first and the last are told"
    return of_panels(ends, replace(look, name=name))


def _range(panel: Panel) -> str:
    across = "" if panel.scales.x.is_linear else " on a logarithmic axis"
    up = "" if panel.scales.y.is_linear else ", values on a logarithmic axis"
    return f"for {panel.letter} from {span_text(*panel.interval)}{across}{up}"


def _courses(panel: Panel, *, short: bool) -> str:
    return "; ".join(f"{_called(panel, trace)} {course(trace.curve, panel, short=short)}" for trace in panel.traces)


def _touching(panel: Panel) -> str:
    """Where tangents touch the curves, with which slopes."""
    return "; ".join(
        f"the tangent of {_called(panel, trace)} at {panel.letter} = {readable(one.x)} touches it at "
        f"{readable(one.y, 4)} with slope {readable(one.slope, 4)}"
        for trace in panel.traces
        for one in trace.tangents
    )


def _called(panel: Panel, trace: Trace) -> str:
    if trace.label.text:
        return trace.label.anywhere
    _, unit, power = panel.title.rpartition("×")
    return f"their difference{', in units of ' * bool(unit)}{power * bool(unit)}{',' * bool(unit)}"


def _names(panels: Sequence[Panel]) -> str:
    """Where there are too many curves for more: which they are."""
    return _counted([_called(panels[0], trace) for trace in panels[0].traces])


def _counted(names: Sequence[str]) -> str:
    return f"{len(names)} curves: {', '.join(names)}"


def _first(names: Sequence[str]) -> str:
    """How many, row by row, as far as it is no tale: who hears a picture asks for what is in it, and goes on."""
    lengths = accumulate(len(name) + 2 for name in names)
    told = sum(length <= NAMES for length in lengths)
    more = f" and {len(names) - told} more" if told < len(names) else ""
    return f"{len(names)} cells, row by row: {', '.join(names[:told])}{more}"


def _equal(panels: Sequence[Panel]) -> list[str]:
    """Which curves of a panel are the same on a stretch."""
    return [told for panel in panels for told in _equal_in(panel)]


def _equal_in(panel: Panel) -> Iterator[str]:
    if not 1 < len(panel.traces) <= MOST_COMPARED:
        return
    x = _compared_at(panel.interval, tuple(_breaks([trace.curve for trace in panel.traces], panel.interval).tolist()))
    same = _same(np.stack([heights(trace.curve, x) for trace in panel.traces]))
    told: list[tuple[Ends, set[int]]] = []
    for one, other in combinations(range(len(same)), 2):
        for start, stop in _runs(same[one, other]):
            group = np.flatnonzero(same[one, :, start:stop].all(axis=-1)).tolist()
            ends = _end(panel, group, float(x[start])), _end(panel, group, float(x[stop - 1]))
            if ends[1] - ends[0] < LEAST * (x[-1] - x[0]) or any(ends == at and {*group} <= of for at, of in told):
                continue
            told.append((ends, {*group}))
            if not math.isnan(sum(ends)):  # elsewhere floats only do not tell them apart
                yield _said(panel, group, ends)


@lru_cache(maxsize=8)  # panels beside each other have the same
def _compared_at(interval: Ends, breaks: tuple[float, ...]) -> np.ndarray:
    """Even steps and breaks, with the middles of the steps on both sides of breaks; do not change them."""
    x = np.union1d(np.linspace(*interval, PLACES), breaks)
    at = np.flatnonzero(np.isin(x[:-1], breaks) | np.isin(x[1:], breaks))
    return np.insert(x, at + 1, (x[at] + x[at + 1]) / 2)


def _same(rows: np.ndarray) -> np.ndarray:
    """For each pair of rows, at each place, whether their numbers are equal."""
    first, second = pairs_of(len(rows))
    same, sizes = np.empty((len(rows), *rows.shape), bool), np.abs(rows)
    with np.errstate(invalid="ignore"):
        apart = np.abs(rows[first] - rows[second])
        equal = np.isfinite(apart) & (apart <= EQUAL * np.maximum(sizes[first], sizes[second]))
    same[first, second] = same[second, first] = equal
    return same


def _breaks(curves: Sequence[Curve], interval: Ends) -> np.ndarray:
    """Where curves may start or stop to be equal, with the ends of what is drawn."""
    places = {place for curve in curves for place in (*curve.joints, *(dot.x for dot in curve.dots))}
    return np.array(sorted({*interval, *(x for x in places if interval[0] < x < interval[1])}))


def _end(panel: Panel, group: Sequence[int], x: float) -> float:
    """Where curves stop being equal: at a break of one of them or at an end of what is drawn, else nan."""
    breaks = _breaks([panel.traces[i].curve for i in group], panel.interval)
    nearest = float(breaks[np.argmin(np.abs(breaks - x))])
    step = (panel.interval[1] - panel.interval[0]) / (PLACES - 1)
    return nearest if abs(nearest - x) <= step else math.nan


def _runs(true: np.ndarray) -> list[tuple[int, int]]:
    if not true.any():
        return []
    steps = np.diff(np.concatenate([[0], true.astype(int), [0]]))
    return list(zip(np.flatnonzero(steps == 1).tolist(), np.flatnonzero(steps == -1).tolist(), strict=True))


def _said(panel: Panel, group: Sequence[int], ends: tuple[float, float]) -> str:
    *others, last = (_called(panel, panel.traces[i]) for i in group)
    names = f"{', '.join(others)} and {last}"
    low, high = panel.interval
    if ends == (low, high):
        return f"{names} are equal over the whole range"
    return f"{names} are equal for {panel.letter} from {readable(ends[0], 4)} to {readable(ends[1], 4)}"


def of_cells(cells: Sequence[Panel], look: Look) -> str:
    """Of small multiples: how the function in each cell runs, or which they are, or the first of them."""
    alike = len({(cell.letter, cell.interval) for cell in cells}) == 1
    range_ = _range(cells[0]) if alike else "over a range of its own"
    first = f"{look.name or look.title or 'Functions'}, each in a cell, {range_}"
    names = [_VALUES.sub(r" (\1)", cell.title) for cell in cells]
    told = [
        "; ".join(
            f"{name} {course(cell.traces[0].curve, cell, short=short)}" for name, cell in zip(names, cells, strict=True)
        )
        for short in (False, True)
    ]
    return in_words(replace(look, name=first), next((text for text in told if len(text) <= SENTENCES), _first(names)))
