"""What a figure of matplotlib says, whoever drew it: its lines, labels and limits, as facts of figures have them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

DIGITS = 9


def facts_of_artists(figure: "Figure") -> dict[str, Any]:
    """The facts of a figure, ready for JSON."""
    suptitle = getattr(figure, "_suptitle", None)
    legends = [one for one in (*figure.legends, *(axes.get_legend() for axes in figure.axes)) if one is not None]
    return {
        "title": suptitle.get_text() if suptitle is not None else None,
        "legend": bool(legends),
        "panels": [_panel(axes) for axes in figure.axes],
        "lines": [*(text.get_text() for one in legends for text in one.get_texts()), *_others(figure)],
    }


def _panel(axes: "Axes") -> dict[str, Any]:
    return {
        "title": axes.get_title(),
        "x_label": axes.get_xlabel(),
        "y_label": axes.get_ylabel(),
        "x_limits": _rounded(axes.get_xlim()),
        "y_limits": _rounded(axes.get_ylim()),
        "note": f"{axes.get_xscale()} in x, {axes.get_yscale()} in y",
        "curves": [curve for line in axes.lines for curve in _curves(line)],
    }


def _curves(line: "Line2D") -> Iterator[dict[str, Any]]:
    """A line over x; one that runs back and forth as its two coordinates, point by point."""
    label = str(line.get_label())
    label = "" if label.startswith("_") else label
    x, y = (np.asarray(one, dtype=float) for one in (line.get_xdata(orig=False), line.get_ydata(orig=False)))
    pieces = list(_pieces(x, y))
    if all(np.all(np.diff(piece[0]) > 0) for piece in pieces):
        yield _curve(label, pieces)
        return
    for name, values in (("x", x), ("y", y)):
        yield _curve(f"{label} ({name}, point by point)".strip(), list(_pieces(np.arange(len(values)) * 1.0, values)))


def _pieces(x: np.ndarray, y: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """The runs of finite points."""
    known = np.isfinite(x) & np.isfinite(y)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], known, [False]]).astype(int)))
    for start, end in list(pairwise(edges))[::2]:
        yield x[start:end], y[start:end]


def _curve(label: str, pieces: Sequence[tuple[np.ndarray, np.ndarray]]) -> dict[str, Any]:
    told = [{"x": _rounded(x), "y": _rounded(y)} for x, y in pieces]
    return {"label": label, "order": 0, "pieces": told, "bends": [], "dots": [], "marks": {}}


def _others(figure: "Figure") -> Iterator[str]:
    """Texts inside the panels, and how many there are of what is no line."""
    for axes in figure.axes:
        yield from (text.get_text() for text in axes.texts)
        kinds = Counter(type(one).__name__ for one in (*axes.patches, *axes.collections, *axes.images))
        yield from (f"{count} {name}" for name, count in sorted(kinds.items()))


def _rounded(numbers: Any) -> list[float]:
    return [float(f"{number:.{DIGITS}g}") for number in numbers]
