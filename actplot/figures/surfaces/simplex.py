"""Draws the shares of three classes in a triangle: who has the largest, lines of equal entropy, and a path."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.tri import Triangulation

from ...calculus.vectors.simplices import CORNERS, OnSimplex, entropy, places_of
from ...numbers import readable
from ..alternative.alternatives import in_words
from ..colours import page_colour
from ..lettering import Halo
from ..look import Look, house_style
from ..page.layout import add_head
from ..page.legend import text_widths
from ..page.page import POINTS_PER_INCH, page_of
from ..page.sheets import Sheets
from ..stated import Stated
from .plan import unit
from .tiles import AXIS, BAR, BAR_GAP, BAR_LABELS, MARGINS, Asked, Tiles, tiles_of

CUTS = 96  # of each side of the triangle, between whose places entropy is looked at
LEVELS = tuple(0.2 * step for step in range(1, 6))  # of entropy, in nats; the largest is ln 3 ≈ 1.1
MARKS = (8.0, 4.0, 2.0, 1.0, 1 / 2, 1 / 4, 1 / 8)  # temperatures with a dot, in those of the function
APART = 0.085  # between two dots with a name, in sides of the triangle
AWAY, DOT = 0.03, 0.025  # of a name from its dot; size of that
FRACTIONS = {1 / 2: "½", 1 / 4: "¼", 1 / 8: "⅛"}
LINE_HEIGHT = 1.15  # of a name, in heights of its letters
BELOW_TOP = 0.025  # between a corner and its name
EDGES = ((-0.05, 1.05), (-0.13, 0.97))  # of what is drawn
SHADE = 0.16  # opacity of the regions


@dataclass(frozen=True)
class SimplexFigure:
    """The triangle of one function and the path of some scores, and how it is to look."""

    path: OnSimplex
    look: Look

    def marks(self) -> list[tuple[float, np.ndarray]]:
        """Temperatures with a dot, and the shares there: that of the function, and others as far as they are apart."""
        own = (self.path.own, self.path.at(self.path.own))
        kept = [own]
        for share in MARKS:
            shares = self.path.at(share * self.path.own)
            places = [places_of(known) for _, known in kept]
            if all(np.hypot(*(places_of(shares) - place)) >= APART for place in places):
                kept.append((share * self.path.own, shares))
        return sorted(kept, key=lambda mark: -mark[0])

    def described(self) -> str:
        """What the figure shows, in plain words."""
        told = "; ".join(f"at T = {_number(one)} {_shares(shares)}" for one, shares in self.marks())
        first = "As the temperature falls, the shares of the three classes move"
        ends = f"from {_shares(self.path.shares[0])} to {_shares(self.path.shares[-1])}"
        return in_words(self.look, self.look.caption, f"{first} {ends}", told)

    def unseen(self) -> tuple[str, ...]:
        """Nothing is out of the picture."""
        return ()

    def stated(self) -> Stated:
        """What the figure says."""
        return Stated(self.look.title, lines=tuple(self._lines()))

    def _lines(self) -> Iterator[str]:
        yield f"scores {', '.join(map(readable, self.path.scores))}"
        for one, shares in self.marks():
            yield f"T = {_number(one)}: {' '.join(f'{share:.5f}' for share in shares)}"
        for one, shares in zip(self.path.temperatures[::60], self.path.shares[::60], strict=True):
            yield f"{one:.5g}: {' '.join(f'{share:.4f}' for share in shares)}"

    def draw(self, sheets: Sheets | None = None) -> Figure:
        """The figure itself; sheets are not used again, as each has a size of its own."""
        plan = tiles_of(self.look, Asked(1, each=False, headed=False))
        with house_style(self.look, 1, plan.scale):
            size = (plan.scale * plan.size[0], plan.scale * plan.size[1]) if self.look.free else self.look.size
            page = page_of(replace(plan.look, size=size), plan.size, plan.scale, MARGINS)
            axes = page.axes(_box(plan))
            axes.set(xlim=EDGES[0], ylim=EDGES[1])
            axes.set_axis_off()
            _draw_regions(axes)
            _draw_entropy(axes)
            self._draw_path(axes)
            _name_corners(axes)
            self._name_marks(axes)
            add_head(page, plan.look)
            return page.figure

    def _draw_path(self, axes: Axes) -> None:
        ink, halo = mpl.rcParams["text.color"], page_colour()
        width = 2.2 * unit()
        axes.plot(*places_of(self.path.shares).T, color=ink, lw=width, zorder=4, path_effects=[Halo(2 * width, halo)])
        for one, shares in self.marks():
            place, own = places_of(shares), one == self.path.own
            fill = {"color": ink} if own else {"color": halo, "markeredgecolor": ink}
            dot = {"markersize": (8.5 if own else 6.0) * unit(), "markeredgewidth": 1.4 * unit()}
            axes.plot(*place, "o", zorder=5, **fill, **dot)

    def _name_marks(self, axes: Axes) -> None:
        """Temperatures beside their dots, where they lie on no other word or dot; that of the function first."""
        marks = self.marks()
        taken = [_around(places_of(shares), DOT, DOT) for _, shares in marks] + _corner_boxes(axes)
        halo = [Halo(3.0 * unit(), page_colour())]
        for one, shares in sorted(marks, key=lambda mark: mark[0] != self.path.own):
            text = f"𝑇 = {_number(one)}" if one == self.path.own else _number(one)
            wide, high = _size_of(axes, text, _small())
            boxes = (_around(centre, wide, high) for centre in self._centres(one, shares, wide, high))
            box = next((box for box in boxes if not any(_meet(box, other) for other in taken)), None)
            if box is not None:
                taken.append(box)
                x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
                axes.text(x, y, text, ha="center", va="center", fontsize=_small(), zorder=6, path_effects=halo)

    def _centres(self, temperature: float, shares: np.ndarray, wide: float, high: float) -> Iterator[np.ndarray]:
        """Of names of a size, at both sides of the path and around its dot."""
        ahead = places_of(self.path.at(temperature / 1.05)) - places_of(self.path.at(temperature * 1.05))
        size = float(np.hypot(*ahead))
        normal = np.array([-ahead[1], ahead[0]]) / size if size > 1e-9 else np.array([0.0, 1.0])
        normal = normal if normal[1] >= 0 else -normal
        slanted = [np.array([x, y]) / np.sqrt(2) for x in (-1, 1) for y in (1, -1)]
        for away in (normal, -normal, *slanted):
            yield places_of(shares) + away * (AWAY + np.abs(away) @ np.array([wide, high]) / 2)


Area = tuple[float, float, float, float]  # left, bottom, right and top, in sides of the triangle


def _around(centre: np.ndarray, wide: float, high: float) -> Area:
    x, y = centre.tolist()
    return x - wide / 2, y - high / 2, x + wide / 2, y + high / 2


def _meet(one: Area, other: Area) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _size_of(axes: Axes, text: str, size: float) -> tuple[float, float]:
    """Width and height of a text in points, in sides of the triangle."""
    inches = axes.get_position().width * axes.figure.get_figwidth() / (EDGES[0][1] - EDGES[0][0])
    return text_widths([text], size)[0] / inches, LINE_HEIGHT * size / POINTS_PER_INCH / inches


def _corner_boxes(axes: Axes) -> list[Area]:
    """Where the names of the corners stand."""
    found = []
    for text, (x, y), side, up in _corners():
        wide, high = _size_of(axes, text, mpl.rcParams["font.size"])
        left = {"left": x, "right": x - wide, "center": x - wide / 2}[side]
        low = y if up == "bottom" else y - high
        found.append((left, low, left + wide, low + high))
    return found


def _corners() -> Iterator[tuple[str, tuple[float, float], str, str]]:
    """The name of each class, its place, and how it is aligned there."""
    for one, ((x, y), side) in enumerate(zip(CORNERS.tolist(), ("left", "right", "center"), strict=True)):
        top = one == 2
        yield f"class {one + 1}", (x, y + (BELOW_TOP if top else -BELOW_TOP)), side, "bottom" if top else "top"


def _number(temperature: float) -> str:
    return FRACTIONS.get(temperature) or readable(temperature)


def _shares(shares: np.ndarray) -> str:
    return ", ".join(readable(float(share), 3) for share in shares)


def _small() -> float:
    return 0.9 * mpl.rcParams["font.size"]


def _draw_regions(axes: Axes) -> None:
    """Where each class has the largest share, and the borders between them."""
    centre = CORNERS.mean(axis=0)
    middles = [(CORNERS[one] + CORNERS[(one + 1) % 3]) / 2 for one in range(3)]
    colours = mpl.rcParams["axes.prop_cycle"].by_key()["color"]
    edge = {"color": mpl.rcParams["axes.edgecolor"], "zorder": 3}
    for one in range(3):
        corners = np.array([CORNERS[one], middles[one], centre, middles[one - 1]])
        axes.fill(*corners.T, color=colours[one % len(colours)], alpha=SHADE, lw=0, zorder=1)
        axes.plot(*np.array([centre, middles[one]]).T, lw=1.0 * unit(), ls=(0, (4, 3)), **edge)
    axes.plot(*CORNERS[[0, 1, 2, 0]].T, lw=1.4 * unit(), solid_joinstyle="round", **edge)


def _draw_entropy(axes: Axes) -> None:
    first, second = np.array([(i, j) for i in range(CUTS + 1) for j in range(CUTS + 1 - i)]).T
    shares = np.column_stack([first, second, CUTS - first - second]) / CUTS
    number = {(i, j): at for at, (i, j) in enumerate(zip(first.tolist(), second.tolist(), strict=True))}
    cells = [(number[i, j], number[i + 1, j], number[i, j + 1]) for i, j in number if i + j < CUTS]
    cells += [(number[i + 1, j], number[i + 1, j + 1], number[i, j + 1]) for i, j in number if i + j < CUTS - 1]
    grid = Triangulation(*places_of(shares).T, cells)
    pen = {"colors": mpl.rcParams["axes.labelcolor"], "linewidths": 0.7 * unit(), "alpha": 0.7, "zorder": 2}
    axes.tricontour(grid, entropy(shares), levels=LEVELS, **pen)


def _name_corners(axes: Axes) -> None:
    for text, (x, y), side, up in _corners():
        axes.text(x, y, text, ha=side, va=up, fontsize=mpl.rcParams["font.size"])


def _box(plan: Tiles) -> tuple[float, float, float, float]:
    """The square for the triangle, which also takes the room of a scale and of numbers."""
    left, top, side, _ = plan.box(0)
    width, height = side + BAR_GAP + BAR + BAR_LABELS, side + AXIS
    largest = min(width, height)
    return left + (width - largest) / 2, top, largest, largest
