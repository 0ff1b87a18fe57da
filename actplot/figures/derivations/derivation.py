"""Draws a derivation as a page, as large as its lines need, or as a slide."""

from dataclasses import replace

import matplotlib as mpl
from matplotlib.figure import Figure

from ...frozen import record
from ..look import house_style
from ..page.page import POINTS_PER_INCH, no_room
from ..page.sheets import Sheets
from ..scripts import told_of_boxes
from .arranging import arranged
from .columned import in_column
from .shown import SOME_LINES, Shown
from .slides import on_slide


@record
class DerivationFigure(Shown):
    """A derivation and how it is to look."""

    def draw(self, sheets: Sheets | None = None) -> Figure:
        """The figure itself; sheets of paper are not used again, as each has a size of its own."""
        with house_style(self.look, 1), told_of_boxes():
            size = self.look.size
            if not (self.look.purpose and size):
                return arranged(self).on_page(self.look, _colours()).figure
            block = on_slide(self, size) if self.slide else in_column(self, size[0])
            high = block.height / POINTS_PER_INCH
            if not self.look.free and high > size[1] + 0.01:
                raise no_room(self.look, "derivation", SOME_LINES)
            look = replace(self.look, size=(size[0], high)) if self.look.free else self.look
            return block.on_page(look, _colours()).figure


def _colours() -> dict[str, str]:
    return {
        "text": mpl.rcParams["text.color"],
        "muted": mpl.rcParams["axes.labelcolor"],
        "rule": mpl.rcParams["axes.edgecolor"],
        "fresh": mpl.rcParams["axes.prop_cycle"].by_key().get("color", ["C0"])[0],
    }
