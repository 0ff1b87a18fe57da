"""Draws a loss over two weights in three dimensions, above its contours on the floor."""

from collections.abc import Sequence

import matplotlib as mpl
import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator
from mpl_toolkits.mplot3d.axes3d import Axes3D

from ...calculus.models.descent import Path
from ...calculus.models.surfaces import Surface
from ..colours import page_colour
from ..page.page import POINTS_PER_INCH, Page
from .contours import MOST_DOTS, WIDTH, as_cells
from .covering import Sheet
from .plan import STARTS, Plan, heights, lettered, path_colour, short, unit

MESH = 41  # places along each side of the surface
FLOOR = 0.45  # below the lowest loss, relative to the height
ELEVATION, AZIMUTH = 30, -58
SIDE, TALL = 1.15, 0.85  # of the box
FAINT = 0.35  # opacity of what the surface covers
CLEAR = (0.0, 0.0, 0.0, 0.0)
MOST_NUMBERS, APART = 5, 5.0  # at an axis, and the letters of its height that each takes
AT_CORNER = 0.08  # of a side: where two sides meet in front, numbers would lie over each other
WORD_ROOM = 8.0  # points that a word needs beyond a letter, as its side runs aslant
LABEL_ROOM, TICK_ROOM = 21, 8  # points that matplotlib adds to pads in three dimensions, however small letters are


def add_relief(page: Page, plan: Plan, column: int) -> Axes3D:
    """Axes that use the room of a panel and of the labels around it."""
    width, height = page.size
    left, top = plan.left(column) - 0.55, plan.top - 0.1
    box = (left / width, 1 - (top + plan.panel[1] + 0.6) / height)
    size = ((plan.panel[0] + 0.62) / width, (plan.panel[1] + 0.6) / height)
    axes = Axes3D(page.figure, (*box, *size), computed_zorder=False)
    page.figure.add_axes(axes)
    return axes


def draw_relief(axes: Axes3D, surface: Surface, paths: tuple[Path, ...], colours: list[str], kind: str) -> None:
    """The surface with its paths and its lowest place, and its contours below."""
    low, high = heights(surface)
    floor = low - FLOOR * (high - low)
    x, y, z = _mesh(surface)
    shades = _shades(surface, np.minimum(np.nan_to_num(z, nan=high), high), colours)
    below = as_cells(surface) if surface.stairs else (surface.x, surface.y, surface.value)
    axes.contourf(*below, levels=surface.levels, colors=colours, zdir="z", offset=floor, zorder=1)
    mesh = {"linewidth": 0.25, "antialiased": True, "rstride": 1, "cstride": 1, "shade": False}
    cover = axes.plot_surface(*np.meshgrid(x, y), _cut(z, high), facecolors=shades, zorder=3, **mesh)
    cover.set_edgecolor(_mesh_ink(kind))
    box = _box(surface, bool(paths))
    sheet = Sheet(surface, (floor, high), box, (ELEVATION, AZIMUTH))
    for index, path in enumerate(paths):
        _draw_path(axes, path, (index, path_colour(kind, index)), sheet)
    if surface.lowest is not None and sheet.holds(np.array([surface.lowest.place]))[0]:
        _draw_lowest(axes, surface, sheet)
    if surface.valley is not None:
        _draw_valley(axes, surface.valley, floor)
    axes.set(xlim=(surface.x[0], surface.x[-1]), ylim=(surface.y[0], surface.y[-1]), zlim=(floor, high))
    _dress(axes, surface, box, (low, high))


def _mesh(surface: Surface) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Places and losses of a coarser mesh; of a loss of steps, cells with upright walls."""
    if surface.stairs:
        return as_cells(surface, max(1, len(surface.x) // MESH))
    rows, columns = (np.unique(np.linspace(0, size - 1, MESH).round().astype(int)) for size in surface.value.shape)
    return surface.x[columns], surface.y[rows], surface.value[np.ix_(rows, columns)]


def _box(surface: Surface, equal: bool) -> tuple[float, float, float]:
    """Lengths of the sides: with equal units of both weights where that is asked for."""
    spans = np.array([np.ptp(surface.x), np.ptp(surface.y)])
    across, along = SIDE * (spans / spans.max() if equal and spans.min() > spans.max() / 3 else np.ones(2))
    return float(across), float(along), TALL


def _cut(z: np.ndarray, high: float) -> np.ndarray:
    """The heights with what is above the highest cut off level: nan beyond the cells that reach it."""
    below = np.pad(z <= high, 1)
    rows, columns = z.shape
    beside = [below[i : i + rows, j : j + columns] for i in range(3) for j in range(3)]
    return np.where(np.any(beside, axis=0), np.minimum(z, high), np.nan)


def _shades(surface: Surface, z: np.ndarray, colours: list[str]) -> np.ndarray:
    """The colour of each face, between the colours of the bands that its loss lies between."""
    levels = np.array(surface.levels)
    share = np.interp(z, levels, np.linspace(0, len(colours) - 1, len(levels)))
    ramp = np.array([to_rgb(colour) for colour in colours])
    return np.stack([np.interp(share, np.arange(len(colours)), ramp[:, part]) for part in range(3)], axis=-1)


def _mesh_ink(kind: str) -> tuple[float, float, float, float]:
    return (1, 1, 1, 0.45) if kind == "light" else (0.9, 0.95, 1, 0.3)


def _draw_path(axes: Axes3D, path: Path, style: tuple[int, str], sheet: Sheet) -> None:
    """A path on the surface, faint where the surface covers it."""
    scale = unit()
    index, colour = style
    places = _between(path.places)
    z = sheet.heights(places)
    covered = sheet.covers(places, z)
    layer = 5 + index / 10
    axes.plot(*places.T, z, color=colour, lw=WIDTH * scale, alpha=FAINT, zorder=layer)
    seen = np.where(covered, np.nan, z)
    axes.plot(*places.T, seen, color=page_colour(), lw=4.4 * scale, zorder=layer + 0.005)
    axes.plot(*places.T, seen, color=colour, lw=WIDTH * scale, zorder=layer + 0.01)
    dots = path.places[1 : -1 if path.leaves else None]
    if 0 < len(dots) <= MOST_DOTS:
        z = sheet.heights(dots)
        z = np.where(sheet.covers(dots, z), np.nan, z)
        axes.plot(*dots.T, z, "o", color=colour, markersize=3.0 * scale, zorder=layer + 0.02)
    _draw_mark(axes, path.places[:1], (STARTS[index], 9.0, colour), layer + 0.03, sheet)


def _between(places: np.ndarray) -> np.ndarray:
    """The places with so many more on the way between them that lines over them follow the surface."""
    if len(places) < 2 or len(places) > MOST_DOTS:
        return places
    more = 12
    along = np.arange((len(places) - 1) * more + 1) / more
    return np.column_stack([np.interp(along, np.arange(len(places)), part) for part in places.T])


def _draw_valley(axes: Axes3D, valley: tuple[np.ndarray, np.ndarray], floor: float) -> None:
    axes.plot(*valley, floor, color=page_colour(), lw=3.6 * unit(), zorder=2)
    axes.plot(*valley, floor, color=mpl.rcParams["text.color"], ls=(0, (4, 2)), lw=1.6 * unit(), zorder=2.1)


def _draw_lowest(axes: Axes3D, surface: Surface, sheet: Sheet) -> None:
    _draw_mark(axes, np.array([surface.lowest.place]), ("*", 15.0, mpl.rcParams["text.color"]), 7.0, sheet)


def _draw_mark(axes: Axes3D, place: np.ndarray, style: tuple[str, float, str], layer: float, sheet: Sheet) -> None:
    """A marker on the surface, faint where the surface covers it; none beyond the surface."""
    z = sheet.heights(place)
    if not np.isfinite(z[0]):
        return
    marker, size, colour = style
    edge = {"markeredgecolor": page_colour(), "markeredgewidth": 1.2 * unit()}
    opacity = FAINT if sheet.covers(place, z)[0] else 1.0
    axes.plot(*place.T, z, marker, color=colour, markersize=size * unit(), alpha=opacity, zorder=layer, **edge)


def _dress(axes: Axes3D, surface: Surface, box: tuple[float, float, float], ends: tuple[float, float]) -> None:
    """Clear panes, thin rules, few numbers; none of them at heights where only the floor is."""
    axes.set_facecolor("none")
    axes.set_proj_type("ortho")
    axes.view_init(ELEVATION, AZIMUTH)
    axes.set_box_aspect(box, zoom=0.98)
    height = axes.get_position().height * axes.figure.get_figheight() * POINTS_PER_INCH
    most = min(MOST_NUMBERS, max(2, int(height / (APART * float(mpl.rcParams["ytick.labelsize"])))))
    spans = ((surface.x, (0.0, AT_CORNER)), (surface.y, (AT_CORNER, 0.0)), (ends, (-0.02, 0.0)))
    ticks = [_ticks(places, off, most) for places, off in spans]
    for name, label, places in zip("xyz", (*surface.names, "loss"), ticks, strict=True):
        axis = getattr(axes, f"{name}axis")
        axis.set_pane_color(CLEAR)
        axis.line.set_color(mpl.rcParams["axes.edgecolor"])
        axis._axinfo["grid"].update(color=mpl.rcParams["grid.color"], linewidth=mpl.rcParams["grid.linewidth"])
        axis.set_major_locator(FixedLocator(places))
        axis.set_major_formatter(FuncFormatter(lambda value, _: short(value, 4)))
        text, font = lettered(label)
        axis.set_label_text(text, **font)
        axis.set_rotate_label(False)
        further = WORD_ROOM if label in surface.names and len(label) > 2 else 0.0
        axis.labelpad = (LABEL_ROOM + 2.0 + further) * unit() - LABEL_ROOM
        axis.set_tick_params(pad=(TICK_ROOM + 0.5) * unit() - TICK_ROOM)


def _ticks(ends: Sequence[float], off: tuple[float, float], count: int) -> list[float]:
    """Round numbers between the ends, none so near to one that it would meet those of another axis."""
    low, high = float(ends[0]), float(ends[-1])
    least, most = (low + share * (high - low) for share in (off[0], 1 - off[1]))
    ticks = MaxNLocator(nbins=count, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    return [float(tick) for tick in ticks if least <= tick <= most]
