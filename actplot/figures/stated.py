"""What a figure says, apart from its looks, as a record that a gallery keeps and compares."""

from typing import TYPE_CHECKING, Protocol

from ..frozen import record
from .look import Look

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from .curves.records import Trace
    from .page.sheets import Sheets


@record
class StatedPanel:
    """A pair of axes with the curves in it, as they are labelled and limited."""

    title: str
    x_label: str
    y_label: str | None
    x_limits: tuple[float, float]
    y_limits: tuple[float, float]
    note: str
    traces: "tuple[Trace, ...]"
    scales: tuple[str, str] = ("linear", "linear")  # of both axes


@record
class Stated:
    """The title, whether there is a legend, and what panels, lines of text and formulas say."""

    title: str | None
    legend: bool = True
    panels: tuple[StatedPanel, ...] = ()
    lines: tuple[str, ...] = ()
    formulas: tuple[str, ...] = ()


class Content(Protocol):
    """What a figure shows: a record that draws itself and states what it says."""

    look: Look

    def draw(self, sheets: "Sheets | None" = None) -> "Figure":
        """The figure itself; with `sheets` it may be one that was drawn on before."""

    def stated(self) -> Stated:
        """What the figure says."""

    def described(self) -> str:
        """What the figure shows, in plain words for those who cannot see it."""
