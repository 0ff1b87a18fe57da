"""What a figure of matplotlib says, whoever drew it: its lines, labels and limits, as facts of figures have them."""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.collections import Collection, QuadMesh
from matplotlib.image import AxesImage
from matplotlib.patches import Patch
from matplotlib.path import Path
from matplotlib.ticker import FixedLocator

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure
    from matplotlib.legend import Legend
    from matplotlib.lines import Line2D

DIGITS = 9
MOST = 4_000  # numbers of an image or a mesh; of a larger one the means of its rows and columns are told
SPACE = "3d"  # the name of axes with a third direction

Named = Iterator[tuple[str, Any]]


def facts_of_artists(figure: "Figure") -> dict[str, Any]:
    """The facts of a figure, ready for JSON."""
    panels = [axes for axes in figure.axes if axes.get_visible()]
    if any(axes.name == SPACE for axes in panels):
        figure.draw_without_rendering()  # which tells where points in space are seen
    names = [axes.get_title() or str(number) for number, axes in enumerate(panels, start=1)]
    named = [(f"panel {name}" if len(panels) > 1 else "panel", axes) for name, axes in zip(names, panels, strict=True)]
    suptitle = getattr(figure, "_suptitle", None)
    return {
        "title": suptitle.get_text() if suptitle is not None else None,
        "legend": bool(list(_legends(figure, named))),
        "panels": [_panel(axes) for axes in panels],
        "texts": dict(_texts(figure, named)),
        "numbers": {name: _rounded(values) for where, axes in named for name, values in _numbers(where, axes)},
    }


def _legends(figure: "Figure", named: Sequence[tuple[str, "Axes"]]) -> Iterator[tuple[str, "Legend"]]:
    found = [(f"{where}, legend", axes.get_legend()) for where, axes in named]
    found += [("legend of the figure", one) for one in figure.legends]
    yield from ((where, one) for where, one in found if one is not None and one.get_visible())


def _panel(axes: "Axes") -> dict[str, Any]:
    shown = "" if axes.axison else ", without axes"
    return {
        "title": ", ".join(filter(None, (axes.get_title(loc=place) for place in ("left", "center", "right")))),
        "x_label": axes.get_xlabel(),
        "y_label": axes.get_ylabel(),
        "x_limits": _rounded(axes.get_xlim()),
        "y_limits": _rounded(axes.get_ylim()),
        "note": f"{axes.get_xscale()} in x, {axes.get_yscale()} in y{shown}",
        "curves": [_curve(line) for line in axes.lines if line.get_visible() and _is_function(line)],
    }


def _points(line: "Line2D") -> tuple[np.ndarray, np.ndarray]:
    x, y = (np.asarray(one, dtype=float) for one in (line.get_xdata(orig=False), line.get_ydata(orig=False)))
    return x, y


def _is_function(line: "Line2D") -> bool:
    """Whether a line goes from left to right; others are told point by point."""
    return all(np.all(np.diff(piece[0]) > 0) for piece in _pieces(*_points(line)))


def _pieces(x: np.ndarray, y: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """The runs of finite points."""
    known = np.isfinite(x) & np.isfinite(y)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], known, [False]]).astype(int)))
    for start, end in list(pairwise(edges))[::2]:
        yield x[start:end], y[start:end]


def _curve(line: "Line2D") -> dict[str, Any]:
    told = [{"x": _rounded(x), "y": _rounded(y)} for x, y in _pieces(*_points(line))]
    return {"label": _label(line), "order": 0, "pieces": told, "bends": [], "dots": [], "marks": {}}


def _label(artist: "Artist") -> str:
    label = str(artist.get_label())
    return "" if label.startswith("_") else label


def _texts(figure: "Figure", named: Sequence[tuple[str, "Axes"]]) -> Named:
    """What stands elsewhere, by its place, but for numbers at axes that matplotlib has chosen."""
    for where, legend in _legends(figure, named):
        yield f"{where}, title", legend.get_title().get_text()
        yield from ((f"{where}, entry {at}", text.get_text()) for at, text in enumerate(legend.get_texts(), start=1))
    labels = [getattr(figure, name, None) for name in ("_supxlabel", "_supylabel")]
    yield from ((f"label of {x} of the figure", one.get_text()) for x, one in zip("xy", labels, strict=True) if one)
    known = (getattr(figure, "_suptitle", None), *labels)
    others = [text for text in figure.texts if text.get_visible() and text not in known]
    yield from ((f"text {at} of the figure", text.get_text()) for at, text in enumerate(others, start=1))
    for number, part in enumerate(figure.subfigs, start=1):
        title = getattr(part, "_suptitle", None)
        yield f"title of part {number} of the figure", title.get_text() if title is not None else ""
    for where, axes in named:
        if axes.name == SPACE:
            yield f"{where}, label of z", axes.get_zlabel()  # type: ignore[attr-defined]
        shown = [text for text in axes.texts if text.get_visible()]
        yield from ((f"{where}, text {at}", text.get_text()) for at, text in enumerate(shown, start=1))
        for table in axes.tables:
            yield (
                f"{where}, table",
                "; ".join(cell.get_text().get_text() for _, cell in sorted(table.get_celld().items())),
            )
        for axis, letter in ((axes.xaxis, "x"), (axes.yaxis, "y")):
            yield f"{where}, ticks of {letter}", ", ".join(_ticks(axis))


def _ticks(axis: "Axis") -> Iterator[str]:
    """Ticks that were asked for."""
    if isinstance(axis.get_major_locator(), FixedLocator):
        places = axis.get_major_locator()()
        labels = axis.get_major_formatter().format_ticks(places)
        yield from (f"{label} at {place:.7g}" for place, label in zip(places, labels, strict=True))


def _numbers(where: str, axes: "Axes") -> Named:
    """What is drawn and no line over x: the places of all its points, and the values that its colours stand for."""
    if axes.name == SPACE:
        yield f"{where}, range of z", axes.get_zlim()  # type: ignore[attr-defined]
    for line in axes.lines:
        if line.get_visible() and not _is_function(line):
            for letter, values in zip("xy", _points(line), strict=True):
                yield f"{where}, line {_label(line)}".rstrip() + f", {letter}", values
    parts = [one for one in (*axes.patches, *axes.collections, *axes.images) if one.get_visible()]
    kinds = groupby(sorted(parts, key=_kind), key=_kind)
    for kind, group in kinds:
        for letter, values in _joined([dict(_told(one)) for one in group]).items():
            yield f"{where}, {kind}, {letter}", values


def _kind(artist: "Artist") -> str:
    return type(artist).__name__


def _joined(parts: Sequence[dict[str, np.ndarray]]) -> dict[str, np.ndarray]:
    """What is told of several artists of a kind, in their order."""
    names = dict.fromkeys(name for part in parts for name in part)
    return {name: np.concatenate([part[name] for part in parts if name in part]) for name in names}


def _told(artist: "Artist") -> Iterator[tuple[str, np.ndarray]]:
    """What is told of one artist."""
    if isinstance(artist, Patch):
        yield from _places([artist.get_path().transformed(artist.get_patch_transform())])
    elif isinstance(artist, AxesImage):
        yield "extent", np.array(artist.get_extent(), float)
    elif isinstance(artist, QuadMesh):
        corners = np.ma.filled(np.ma.asarray(artist.get_coordinates(), float), np.nan)
        yield from ((letter, _told_values(corners[..., side])) for side, letter in enumerate("xy"))
    elif isinstance(artist, Collection):
        offsets = np.ma.filled(np.ma.asarray(artist.get_offsets(), float), np.nan)
        placed = len(offsets) > 1 or bool(np.any(offsets))
        yield from _places([Path(offsets)] if placed else artist.get_paths())
        for name in ("U", "V"):  # of arrows
            if hasattr(artist, name):
                yield name, np.ma.filled(np.ma.asarray(getattr(artist, name), float), np.nan).ravel()
    values = artist.get_array() if isinstance(artist, AxesImage | Collection) else None
    if values is not None:
        yield "values", _told_values(np.ma.filled(np.ma.asarray(values, float), np.nan))


def _places(paths: Sequence[Path]) -> Iterator[tuple[str, np.ndarray]]:
    points = np.concatenate([np.empty((0, 2)), *(path.vertices for path in paths)])
    yield from (("x", points[:, 0]), ("y", points[:, 1]))


def _told_values(values: np.ndarray) -> np.ndarray:
    """All numbers, or of many the means along each of the first two directions."""
    if values.size <= MOST or values.ndim < 2:
        return values.ravel()
    return np.concatenate([values.mean(axis=1).ravel(), values.mean(axis=0).ravel()])


def _rounded(numbers: Any) -> list[float | None]:
    """Numbers for JSON, which has none that is not finite."""
    return [float(f"{number:.{DIGITS}g}") if np.isfinite(number) else None for number in numbers]
