"""Draws what stands beside a descent: the loss over the steps, and the fit on the data."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FixedFormatter, FixedLocator, NullLocator

from ...algebra.writing.notation import raised
from ...calculus.models.descent import Path
from ...calculus.models.fits import Fit, Stage
from ...numbers import number_text, readable
from ..colours import page_colour
from ..look import DASHES
from ..page.legend import text_widths
from ..page.numbering import set_limits
from ..page.page import POINTS_PER_INCH, in_letters
from .plan import path_colour, unit

LOSS, FIT = "loss", "fit"
LARGE = 50.0  # times that losses differ, from which on their axis is logarithmic
DIVERGED = 100.0  # times the largest loss at a start, above which a loss that diverges is not followed
MOST_DOTS = 1500  # examples that are drawn
ROOM = 0.06  # of a range, beyond the data
MOST_POWERS = 6  # numbers at a logarithmic axis
STATED = (0, 1, 2, 5, 10, 20, 50, 100, 1000, 10_000)  # steps whose losses are stated
NAME = 9.0  # points of names in a panel
MIDDLE = 0.5  # of a panel: names of lines that end further to the right stand at the left of their end
NAME_LINE = 1.25  # from one of them to the next, in their heights


@dataclass(frozen=True)
class Beside:
    """Which panels stand there, the paths of each learning rate, and the fit."""

    shown: tuple[str, ...]
    paths: tuple[tuple[Path, ...], ...]
    fit: Fit | None = None

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple({LOSS: "loss by step", FIT: self._of_fit}[one] for one in self.shown)

    @property
    def _of_fit(self) -> str:
        name = "boundary" if self.fit and self.fit.classes is not None else "fit"
        count = len(self.fit.data.y) if self.fit else 0
        return f"{name} on the data" + (f", {MOST_DOTS} of {count} examples" if count > MOST_DOTS else "")

    def lines(self) -> Iterator[str]:
        """What is stated of both."""
        for path in self._all() if LOSS in self.shown else ():
            steps = [step for step in STATED if step < len(path.course) - 1] + [len(path.course) - 1]
            told = "; ".join(f"{step}: {path.course[step]:.5g}" for step in steps)
            yield f"loss by step, learning rate {number_text(path.rate)} from {_place(path)}: {told}"
        for stages in self.fit.paths if self.fit else ():
            for stage in stages:
                weights = " ".join(f"{one:.5g}" for one in (*stage.weights, stage.bias))
                yield f"fit after {stage.step} steps: {weights}"

    def told(self) -> str:
        """What a reader who sees nothing should know."""
        said = []
        if LOSS in self.shown:
            said.append(f"beside them the loss over the steps{' on a logarithmic axis' if self.logarithmic else ''}")
        if self.fit:
            what = "boundary between the classes" if self.fit.classes is not None else "fitted line"
            steps = ", ".join(str(stage.step) for stage in self.fit.paths[0])
            said.append(f"the {what} on the data after {steps} steps")
        return "; ".join(said)

    def _all(self) -> Iterator[Path]:
        yield from (path for paths in self.paths for path in paths)

    @property
    def logarithmic(self) -> bool:
        """Whether losses span sizes, and all have a logarithm."""
        losses = np.concatenate([path.course for path in self._all()])
        return bool(losses.min() > 0 and losses.max() > LARGE * losses.min())

    def limits(self) -> tuple[float, float]:
        """Of the axis of losses: one that diverges is followed for a while."""
        top = DIVERGED * max(float(path.course[0]) for path in self._all())
        losses = np.concatenate([path.course for path in self._all()])
        low, high = float(losses.min()), min(float(losses.max()), top)
        if self.logarithmic:
            room = ROOM * math.log10(high / low)
            return low * 10**-room, high * 10**room
        return low - ROOM * ((high - low) or 1.0), high + ROOM * ((high - low) or 1.0)


def draw_losses(axes: Axes, beside: Beside, kind: str) -> None:
    """A line for each path, in the colour of its start and with a dash for its rate."""
    low, high = beside.limits()
    last = max(len(path.course) for path in beside._all()) - 1
    set_limits(axes, (0.0, float(max(last, 1))), (0.0, 1.0) if beside.logarithmic else (low, high))
    if beside.logarithmic:
        _make_logarithmic(axes, low, high)
    names = []
    for dash, paths in zip(DASHES, beside.paths, strict=False):
        for index, path in enumerate(paths):
            pen = {"color": path_colour(kind, index), "lw": 2.0 * unit(), "ls": dash}
            axes.plot(np.arange(len(path.course)), path.course, **pen, zorder=3 + index / 10)
            if name := _name(path, index, several=len(beside.paths) > 1):
                names.append((path, name, pen["color"]))
    axes.set_xlabel("step")
    _name_ends(axes, names)


def _name(path: Path, index: int, *, several: bool) -> str:
    """What is told of a line at its end: its rate, where there are several, and that it diverges."""
    rate = f"rate {number_text(path.rate)}" if several and index == 0 else ""
    return ", ".join(filter(None, [rate, "diverges" if path.diverges else ""]))


def _name_ends(axes: Axes, names: Sequence[tuple[Path, str, str]]) -> None:
    """Names at the last places that are seen, towards the left, apart from each other."""
    if not names:
        return
    low, high = axes.get_ylim()
    scale = axes.transAxes.inverted()
    size = in_letters(NAME)
    height = NAME_LINE * size / (POINTS_PER_INCH * axes.get_position().height * axes.figure.get_figheight())
    wanted = []
    for path, name, colour in names:
        seen = np.flatnonzero((path.course >= low) & (path.course <= high))
        at = int(seen[-1]) if seen.size else 0
        (x, _) = scale.transform(axes.transData.transform((at, low)))
        (width,) = text_widths([name], size)
        width /= axes.get_position().width * axes.figure.get_figwidth()
        steps = np.arange(len(path.course))
        places = np.column_stack([steps, np.clip(path.course, low, high)])
        across, up = scale.transform(axes.transData.transform(places)).T
        beside = (across >= x - width) if x > MIDDLE else (across <= x + width)
        wanted.append((float(up[beside].max()) + height, float(x), name, colour))
    top = 1.0 + height
    for y, x, name, colour in sorted(wanted, reverse=True):
        place = min(y, top - height)
        top = place
        side = {"ha": "right", "x": min(x, 0.99)} if x > MIDDLE else {"ha": "left", "x": max(x, 0.02)}
        axes.text(
            side["x"], place, name, ha=side["ha"], va="top", color=colour, fontsize=size, transform=axes.transAxes
        )


def _make_logarithmic(axes: Axes, low: float, high: float) -> None:
    """Powers of ten at the axis, or round numbers where there are few of those."""
    axes.set_yscale("log")
    axes.set_ylim(low, high)
    first, last = math.ceil(math.log10(low)), math.floor(math.log10(high))
    step = max(1, -(-(last - first + 1) // MOST_POWERS))
    places = [10.0**power for power in range(first, last + 1, step)]
    labels = [_power(power) for power in range(first, last + 1, step)]
    if len(places) < 2:
        places = [
            factor * 10.0**power
            for power in range(first - 1, last + 1)
            for factor in (1.0, 2.0, 5.0)
            if low <= factor * 10.0**power <= high
        ]
        labels = [readable(place) for place in places]
    axes.yaxis.set_major_locator(FixedLocator(places))
    axes.yaxis.set_major_formatter(FixedFormatter(labels))
    axes.yaxis.set_minor_locator(NullLocator())


def _power(exponent: int) -> str:
    if -2 <= exponent <= 3:
        return readable(10.0**exponent)
    return f"10{raised(str(exponent).replace('-', '−'))}"


def draw_fit(axes: Axes, fit: Fit, kind: str) -> None:
    """The examples, and above them the lines of the stages: thin at first, thick at the end."""
    chosen = slice(None, None, max(1, -(-len(fit.data.y) // MOST_DOTS)))
    x, y = fit.data.x[chosen], fit.data.y[chosen]
    flat = fit.data.x.shape[1] == 1
    up = y if flat else x[:, 1]
    ends = np.array([_beyond(x[:, 0]), _beyond(up)])
    set_limits(axes, *map(tuple, ends.tolist()))
    _draw_examples(axes, (x[:, 0], up), None if fit.classes is None else fit.classes[chosen])
    for index, stages in enumerate(fit.paths):
        for share, stage in zip(_shares(len(stages)), stages, strict=True):
            _draw_stage(axes, fit, stage, ends, {"color": path_colour(kind, index), **_pen(share)})
    axes.set_xlabel(fit.data.columns[0])
    axes.set_ylabel(fit.data.target if flat else fit.data.columns[1])
    set_limits(axes, *map(tuple, ends.tolist()))


def _beyond(values: np.ndarray) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    room = ROOM * ((high - low) or 1.0)
    step = 10.0 ** math.floor(math.log10((high - low + 2 * room) / 5))  # so that the ends have short numbers
    first, last = math.floor((low - room) / step), math.ceil((high + room) / step)
    return float(f"{first * step:.12g}"), float(f"{last * step:.12g}")


def _shares(count: int) -> list[float]:
    """How far on the way each stage is."""
    return [1.0] if count == 1 else np.linspace(0, 1, count).tolist()


def _pen(share: float) -> dict:
    """Dotted at the start, dashed between, solid at the end."""
    dash = "-" if share == 1 else (0, (1.1, 1.4)) if share == 0 else (0, (4, 1.8))
    return {"lw": (1.3 + 1.1 * share) * unit(), "ls": dash, "zorder": 4 + share}


def _draw_examples(axes: Axes, places: tuple[np.ndarray, np.ndarray], classes: np.ndarray | None) -> None:
    """Dots; of two classes those of the second are filled."""
    ink, size = mpl.rcParams["axes.labelcolor"], 4.2 * unit()
    edge = {"markeredgecolor": ink, "markeredgewidth": 0.9 * unit(), "ls": "", "zorder": 2}
    if classes is None:
        axes.plot(*places, "o", color=ink, alpha=0.45, markersize=0.8 * size, markeredgewidth=0, zorder=2)
        return
    for chosen, fill, mark in ((~classes, page_colour(), "o"), (classes, ink, "s")):
        axes.plot(places[0][chosen], places[1][chosen], mark, markerfacecolor=fill, markersize=size, **edge)


def _draw_stage(axes: Axes, fit: Fit, stage: Stage, ends: np.ndarray, pen: dict) -> None:
    if fit.classes is None:
        axes.plot(ends[0], np.clip(stage.line(ends[0]), -1e9, 1e9), **pen)
    elif len(stage.weights) == 1:
        if stage.weights[0]:
            axes.axvline(-stage.bias / stage.weights[0], **pen)
    elif (line := stage.boundary(ends)) is not None:
        axes.plot(*line.T, **pen)


def stage_key(fit: Fit) -> list[tuple[dict, str]]:
    """Of the lines of one path: which is which."""
    (stages, *others) = fit.paths
    if others or len(stages) < 2:
        return []
    last = len(stages) - 1
    return [
        (_pen(share), "start" if not stage.step else f"step {stage.step}" + (", end" if at == last else ""))
        for at, (share, stage) in enumerate(zip(_shares(len(stages)), stages, strict=True))
    ]


def _place(path: Path) -> str:
    return f"({', '.join(readable(one, 4) for one in path.start)})"
