"""Draws a loss over two weights in three dimensions, above its contours on the floor."""

import matplotlib as mpl
import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.patheffects import withStroke
from matplotlib.ticker import FuncFormatter, MaxNLocator
from mpl_toolkits.mplot3d.axes3d import Axes3D

from ...calculus.models.descent import Path
from ...calculus.models.surfaces import Surface
from ...numbers import readable
from ..page.axes import number
from ..page.page import Page
from .plan import STARTS, Plan, heights, path_colour, unit

MESH = 41  # places along each side of the surface
FLOOR = 0.45  # below the lowest loss, relative to the height
ELEVATION, AZIMUTH = 30, -58
CLEAR = (0.0, 0.0, 0.0, 0.0)


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
    rows, columns = (np.unique(np.linspace(0, size - 1, MESH).round().astype(int)) for size in surface.value.shape)
    x, y = np.meshgrid(surface.x[columns], surface.y[rows])
    z = surface.value[np.ix_(rows, columns)]
    shades = _shades(surface, np.minimum(np.nan_to_num(z, nan=high), high), colours)
    z = _cut(z, high)
    axes.contourf(
        surface.x, surface.y, surface.value, levels=surface.levels, colors=colours, zdir="z", offset=floor, zorder=1
    )
    mesh = {"linewidth": 0.25, "antialiased": True, "rstride": 1, "cstride": 1, "shade": False}
    cover = axes.plot_surface(x, y, z, facecolors=shades, zorder=3, **mesh)
    cover.set_edgecolor(_mesh_ink(kind))
    for index, path in enumerate(paths):
        _draw_path(axes, path, (index, path_colour(kind, index)), surface, high)
    if surface.lowest is not None and _seen(surface):
        _draw_lowest(axes, surface, floor)
    if surface.valley is not None:
        axes.plot(*surface.valley, floor, color=mpl.rcParams["text.color"], ls=(0, (4, 2)), lw=1.6, zorder=2)
    axes.set(xlim=(surface.x[0], surface.x[-1]), ylim=(surface.y[0], surface.y[-1]), zlim=(floor, high))
    _dress(axes, surface, low - 0.02 * (high - low))


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
    return (1, 1, 1, 0.45) if kind == "light" else (0.05, 0.08, 0.1, 0.5)


def _seen(surface: Surface) -> bool:
    x, y = surface.lowest.place
    return surface.x[0] <= x <= surface.x[-1] and surface.y[0] <= y <= surface.y[-1]


def _draw_path(axes: Axes3D, path: Path, style: tuple[int, str], surface: Surface, high: float) -> None:
    scale = unit()
    (index, colour), (x, y) = style, path.places.T
    inside = (x >= surface.x[0]) & (x <= surface.x[-1]) & (y >= surface.y[0]) & (y <= surface.y[-1])
    z = np.where(inside, np.minimum(path.losses, high), np.nan)  # nothing is clipped in three dimensions
    layer = 5 + index / 10
    ground = {"color": mpl.rcParams["figure.facecolor"], "lw": 4.4 * scale, "zorder": layer}
    axes.plot(x, y, z, **ground)
    axes.plot(x, y, z, color=colour, lw=2.0 * scale, zorder=layer + 0.01)
    if len(x) <= 150:
        axes.plot(x[1:], y[1:], z[1:], "o", color=colour, markersize=3.0 * scale, zorder=layer + 0.02)
    edge = {"markeredgecolor": mpl.rcParams["figure.facecolor"], "markeredgewidth": 1.2 * scale}
    axes.plot(x[:1], y[:1], z[:1], STARTS[index], color=colour, markersize=9 * scale, **edge, zorder=layer + 0.03)


def _draw_lowest(axes: Axes3D, surface: Surface, floor: float) -> None:
    x, y = surface.lowest.place
    ink, page = mpl.rcParams["text.color"], mpl.rcParams["figure.facecolor"]
    z = surface.lowest.value
    axes.plot([x, x], [y, y], [floor, z], color=ink, lw=1.0, ls=(0, (2, 2)), zorder=4)
    for height in (floor, z):
        axes.plot(
            [x],
            [y],
            [height],
            "*",
            markersize=14 * unit(),
            color=ink,
            markeredgecolor=page,
            markeredgewidth=1.0,
            zorder=7,
        )
    shown = readable(z if abs(z) > 1e-12 else 0.0, 4)
    halo = [withStroke(linewidth=3.2, foreground=page)]
    axes.text(x, y, floor, f"  {shown}", color=ink, weight="bold", path_effects=halo, va="top", zorder=8)


def _dress(axes: Axes3D, surface: Surface, least: float) -> None:
    """Clear panes, thin rules, few numbers; none of them at the height where only the floor is."""
    axes.view_init(ELEVATION, AZIMUTH)
    axes.set_box_aspect((1.15, 1.15, 0.85), zoom=0.98)
    rules = {"x": surface.names[0], "y": surface.names[1], "z": "loss"}
    for name, label in rules.items():
        axis = getattr(axes, f"{name}axis")
        axis.set_pane_color(CLEAR)
        axis.line.set_color(mpl.rcParams["axes.edgecolor"])
        axis._axinfo["grid"].update(color=mpl.rcParams["grid.color"], linewidth=mpl.rcParams["grid.linewidth"])
        axis.set_major_locator(MaxNLocator(nbins=5 if name != "z" else 6, steps=[1, 2, 2.5, 5, 10]))
        axis.set_major_formatter(FuncFormatter(lambda value, _, z=name == "z": _tick(value, least, z)))
        axis.set_label_text(label)
        axis.labelpad = 2.0
        axis.set_tick_params(pad=0.5)


def _tick(value: float, least: float, height: bool) -> str:
    return "" if height and value < least else number(float(f"{value:.6g}"))
