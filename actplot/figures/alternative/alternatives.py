"""Writes the text that stands for a picture: what is drawn, over which range, and how it runs."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from ...calculus.written_names import upright
from ...numbers import readable
from ..curves.lanes import heights
from ..curves.records import Panel, Trace
from ..look import Look
from .courses import course

_WORD = re.compile(r"[a-z]{2,}(?![\w′″(])")
LONGEST = 1200  # letters of a text: readers hear it from end to end
SENTENCES = 900  # of these, for how curves run
MOST_TOLD = 12  # numbers of a vector
PLACES = 401  # at which curves are compared
EQUAL = 1e-12  # of the values
LEAST = 20  # places next to each other that make a stretch
MOST_EQUAL, MOST_COMPARED = 3, 7  # stretches that are told; curves that are compared


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
    full, short = ([_courses(panel, short=short) for panel in panels] for short in (False, True))
    told = next((some for some in (full, short) if sum(map(len, some)) <= SENTENCES), [_names(panels)])
    return in_words(replace(look, name=first), *told, "; ".join(_equal(panels)[:MOST_EQUAL]))


def _range(panel: Panel) -> str:
    low, high = panel.interval
    return f"for {panel.letter} from {readable(low)} to {readable(high)}"


def _courses(panel: Panel, *, short: bool) -> str:
    return "; ".join(f"{_called(panel, trace)} {course(trace.curve, short=short)}" for trace in panel.traces)


def _called(panel: Panel, trace: Trace) -> str:
    if trace.label.text:
        return trace.label.text
    _, unit, power = panel.title.rpartition("×")
    return f"their difference{', in units of ' * bool(unit)}{power * bool(unit)}{',' * bool(unit)}"


def _names(panels: Sequence[Panel]) -> str:
    """Where there are too many curves for more: which they are."""
    return _counted([_called(panels[0], trace) for trace in panels[0].traces])


def _counted(names: Sequence[str]) -> str:
    return f"{len(names)} curves: {', '.join(names)}"


def _equal(panels: Sequence[Panel]) -> list[str]:
    """Which curves of a panel are the same on a stretch."""
    return [told for panel in panels for told in _equal_in(panel)]


def _equal_in(panel: Panel) -> Iterator[str]:
    if not 1 < len(panel.traces) <= MOST_COMPARED:
        return
    low, high = panel.interval
    x = np.linspace(low, high, PLACES)
    rows = [heights(trace.curve, x) for trace in panel.traces]
    told: set[tuple[int, int]] = set()
    for one, other in combinations(range(len(rows)), 2):
        for start, stop in _runs(_same(rows[one], rows[other])):
            if (start, stop) in told or stop - start < LEAST:
                continue
            told.add((start, stop))
            group = [i for i, row in enumerate(rows) if _same(rows[one], row)[start:stop].all()]
            ends = [_end(panel, group, float(x[at]), float(x[1] - x[0])) for at in (start, stop - 1)]
            if None not in ends:  # elsewhere floats only do not tell them apart
                yield _said(panel, group, (ends[0], ends[1]))


def _same(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    with np.errstate(invalid="ignore"):
        return np.abs(one - other) <= EQUAL * np.maximum(np.abs(one), np.abs(other))


def _end(panel: Panel, group: Sequence[int], x: float, step: float) -> float | None:
    """Where curves stop being equal: at a break of one of them, or at an end of what is drawn."""
    curves = [panel.traces[i].curve for i in group]
    breaks = {place for curve in curves for place in (*curve.joints, *(dot.x for dot in curve.dots))}
    return next((place for place in sorted({*breaks, *panel.interval}) if abs(place - x) <= 1.5 * step), None)


def _runs(true: np.ndarray) -> list[tuple[int, int]]:
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
    """Of small multiples: how the function in each cell runs, or which they are where there are too many."""
    first = f"{look.name or look.title or 'Functions'}, each in a cell, {_range(cells[0])}"
    told = [
        "; ".join(f"{cell.title} {course(cell.traces[0].curve, short=short)}" for cell in cells)
        for short in (False, True)
    ]
    names = _counted([cell.title for cell in cells])
    return in_words(replace(look, name=first), next((text for text in told if len(text) <= SENTENCES), names))
