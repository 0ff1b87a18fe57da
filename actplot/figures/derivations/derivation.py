"""Draws a derivation as a page, as large as its lines need, or as a slide."""

from dataclasses import dataclass

import matplotlib as mpl
from matplotlib.figure import Figure

from ..look import house_style
from ..page.sheets import Sheets
from ..scripts import told_of_boxes
from .arranging import arranged
from .shown import Shown
from .slides import on_slide


@dataclass(frozen=True)
class DerivationFigure(Shown):
    """A derivation and how it is to look."""

    def draw(self, sheets: Sheets | None = None) -> Figure:
        """The figure itself; sheets of paper are not used again, as each has a size of its own."""
        with house_style(self.look, 1), told_of_boxes():
            size = self.look.size
            block = on_slide(self, size) if self.slide and size else arranged(self)
            return block.on_page(self.look, _colours()).figure


def _colours() -> dict[str, str]:
    return {
        "text": mpl.rcParams["text.color"],
        "muted": mpl.rcParams["axes.labelcolor"],
        "rule": mpl.rcParams["axes.edgecolor"],
        "fresh": mpl.rcParams["axes.prop_cycle"].by_key().get("color", ["C0"])[0],
    }
