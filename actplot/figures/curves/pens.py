"""The pens of a panel: the colour, the dashes and the width of each function's curves."""

from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from ...frozen import record
from ..colours import ramp
from ..look import DASHES, Look

THINNER = 6  # curves from the broadest to the thinnest
NARROWER = 0.8  # curves of one function, of which many are close to each other
SOLID = 3  # curves that colour alone tells apart, in grey as well


@record
class Pen:
    """How all curves of one function are drawn."""

    colour: str
    dashes: object
    width: float
    rank: int

    def handle(self) -> Line2D:
        """For the legend."""
        return Line2D([], [], color=self.colour, linestyle=self.dashes, linewidth=self.width)


def pens_for(look: Look, count: int) -> list[Pen]:
    """Those of as many functions, or of one function at as many values of a parameter."""
    if look.ramp is None:
        return pens_of(count)
    width = NARROWER * mpl.rcParams["lines.linewidth"]
    return [Pen(colour, "-", width, rank) for rank, colour in enumerate(ramp(count))]


def pens_of(count: int) -> list[Pen]:
    """Different in colour, dash and width, thinner from the first on, so that curves on each other stay visible."""
    cycle = mpl.rcParams["axes.prop_cycle"].by_key()
    colours, dashes = cycle.get("color", ["black"]), cycle.get("linestyle")
    width = mpl.rcParams["lines.linewidth"]
    thinnest = 0.7 * width  # whatever the number of curves: one that is added changes no other
    return [
        Pen(
            colour=colours[i % len(colours)],
            dashes=dashes[i % len(dashes)] if dashes else _dashes(i),
            width=max(thinnest, width - (width - thinnest) * i / THINNER),
            rank=i,
        )
        for i in range(count)
    ]


def _dashes(rank: int) -> object:
    """Of a style whose cycle has none; no number of colours, so that no pair comes twice."""
    return DASHES[0 if rank < SOLID else 1 + (rank - SOLID) % (len(DASHES) - 1)]


def add_line(axes: Axes, x: Any, y: Any, **look: Any) -> None:
    """Draw a line, or markers, on axes whose limits are fixed, as `axes.plot` does that looks for limits first."""
    if mpl.rcParams["axes.prop_cycle"].keys <= look.keys():
        axes.add_artist(Line2D(np.atleast_1d(x), np.atleast_1d(y), **look))
    else:  # of a style sheet that gives curves more than colours
        axes.plot(x, y, **look)
