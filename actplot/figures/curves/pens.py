"""The pens of a panel: the colour, the dashes and the width of each function's curves."""

from dataclasses import dataclass

import matplotlib as mpl
from matplotlib.lines import Line2D

from ..look import DASHES

THINNER = 6  # curves from the broadest to the thinnest
SOLID = 3  # curves that colour alone tells apart, in grey as well


@dataclass(frozen=True)
class Pen:
    """How all curves of one function are drawn."""

    colour: str
    dashes: object
    width: float
    rank: int

    def handle(self) -> Line2D:
        """For the legend."""
        return Line2D([], [], color=self.colour, linestyle=self.dashes, linewidth=self.width)


def pens_of(count: int) -> list[Pen]:
    """Different in colour, dash and width, thinner from the first on, so that curves on each other stay visible."""
    colours = mpl.rcParams["axes.prop_cycle"].by_key().get("color", ["black"])
    width = mpl.rcParams["lines.linewidth"]
    thinnest = 0.7 * width  # whatever the number of curves: one that is added changes no other
    return [
        Pen(
            colour=colours[i % len(colours)],
            dashes=DASHES[
                0 if i < SOLID else 1 + (i - SOLID) % (len(DASHES) - 1)
            ],  # no number of colours: no pair twice
            width=max(thinnest, width - (width - thinnest) * i / THINNER),
            rank=i,
        )
        for i in range(count)
    ]
