"""Draws a loss over two weights from above: filled contours, the lowest place, and paths of gradient descent."""

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.markers import MarkerStyle
from matplotlib.path import Path as MarkerPath
from matplotlib.transforms import Affine2D

from ...calculus.models.descent import Path
from ...calculus.models.surfaces import Surface
from ..colours import page_colour
from ..lettering import Halo
from ..page.numbering import set_limits
from .plan import STARTS, path_colour, unit

WIDTH = 2.0  # of a path
HALO = 1.6  # beside it, in the colour of the page
MOST_DOTS = 150  # on one path
HEADS = (0.12, 0.45, 0.8)  # where along a path its arrowheads are
HEAD = MarkerPath([(0, 0), (-1, -0.3), (-0.8, 0), (-1, 0.3), (0, 0)], closed=True)  # its tip at the place
HEAD_LENGTH = 24.0  # of both sides of the tip, in points
SHORTEST = 0.12  # of a path with arrowheads, relative to the panel


def draw_contours(axes: Axes, surface: Surface, paths: tuple[Path, ...], colours: list[str], kind: str) -> None:
    """Fill the bands between levels, and draw the paths above them."""
    x, y, value = as_cells(surface) if surface.stairs else (surface.x, surface.y, surface.value)
    axes.contourf(x, y, value, levels=surface.levels, colors=colours, zorder=1)
    if len(surface.levels) > 2 and not surface.stairs:
        pen = {"linewidths": 0.7, "linestyles": "solid", "alpha": 0.55}  # solid below 0 too
        axes.contour(x, y, value, levels=surface.levels[1:-1], colors=page_colour(), zorder=2, **pen)
    set_limits(axes, (surface.x[0], surface.x[-1]), (surface.y[0], surface.y[-1]))
    axes.grid(visible=False)
    if surface.valley is not None:
        width = 1.6 * unit()
        axes.plot(*surface.valley, color=page_colour(), lw=2.2 * width, zorder=3)
        axes.plot(*surface.valley, color=_ink(), ls=(0, (4, 2)), lw=width, zorder=3.1)
    for index, path in enumerate(paths):
        _draw_path(axes, path, index, path_colour(kind, index))
    if surface.lowest is not None:
        _draw_lowest(axes, surface)


def as_cells(surface: Surface, every: int = 1) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The surface as cells of one loss each, round the places where it is known: upright steps between them."""
    return cells_of(surface.x[::every], surface.y[::every], surface.value[::every, ::every])


def cells_of(x: np.ndarray, y: np.ndarray, value: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The same for values at some places."""
    return _edges(x), _edges(y), np.repeat(np.repeat(value, 2, axis=0), 2, axis=1)


def _edges(places: np.ndarray) -> np.ndarray:
    """Both ends of the cell of each place."""
    between = (places[:-1] + places[1:]) / 2
    return np.concatenate([places[:1], np.repeat(between, 2), places[-1:]])


def _ink() -> str:
    return mpl.rcParams["text.color"]


def _halo(width: float = WIDTH) -> list[Halo]:
    return [Halo((width + 2 * HALO) * unit(), page_colour())]


def _draw_path(axes: Axes, path: Path, index: int, colour: str) -> None:
    scale, (x, y) = unit(), path.places.T
    layer = 4 + index / 100
    axes.plot(x, y, color=colour, lw=WIDTH * scale, path_effects=_halo(), zorder=layer, solid_joinstyle="round")
    if len(x) <= MOST_DOTS:
        steps = slice(1, len(x) - 1 if path.leaves else None)
        axes.plot(x[steps], y[steps], "o", color=colour, markersize=3.2 * scale, zorder=layer + 0.002)
    edge = {"markeredgecolor": page_colour(), "markeredgewidth": 1.2 * scale}
    for place, angle in _heads(axes, path):
        head = MarkerStyle(HEAD, transform=Affine2D().rotate(angle))
        pen = {"color": colour, "markersize": HEAD_LENGTH * scale, "zorder": layer + 0.003, "clip_on": False}
        axes.plot(*place, marker=head, **pen, **{**edge, "markeredgewidth": 0.7 * scale})
    if _within(axes, path.places[0]):
        start = {"color": colour, "markersize": 9 * scale, "zorder": layer + 0.004, "clip_on": False}
        axes.plot(x[0], y[0], STARTS[index], **start, **edge)


def _within(axes: Axes, place: np.ndarray) -> bool:
    (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    return bool(left <= place[0] <= right and bottom <= place[1] <= top)


def _heads(axes: Axes, path: Path) -> list[tuple[np.ndarray, float]]:
    """Places of the tips of arrowheads, and the direction of each; none outside the panel."""
    inches = axes.get_position().size * axes.figure.get_size_inches()
    spans = np.array([np.ptp(axes.get_xlim()), np.ptp(axes.get_ylim())])
    steps = np.diff(path.places, axis=0) / spans * inches
    lengths = np.hypot(*steps.T)
    along = np.concatenate([[0.0], np.cumsum(lengths)])
    if not lengths.size or along[-1] < SHORTEST * inches.min():
        return []
    shares = (*HEADS[:2], 1.0) if path.leaves else HEADS
    heads = []
    for share in shares:
        step = min(int(np.searchsorted(along, share * along[-1], side="left")), len(along) - 1) - 1
        step = max(step, 0)
        part = 1.0 if share == 1 else 0.5
        place = path.places[step] + part * (path.places[step + 1] - path.places[step])
        if _within(axes, place):
            heads.append((place, float(np.arctan2(steps[step, 1], steps[step, 0]))))
    return heads


def _draw_lowest(axes: Axes, surface: Surface) -> None:
    x, y = surface.lowest.place
    if not (surface.x[0] <= x <= surface.x[-1] and surface.y[0] <= y <= surface.y[-1]):
        return
    star = {"markeredgecolor": page_colour(), "markeredgewidth": 1.0, "color": _ink()}
    axes.plot(x, y, "*", markersize=15 * unit(), **star, zorder=6)
