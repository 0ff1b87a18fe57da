"""A request for functions in one panel and their derivatives in the next."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..grammar.kinds import Switch
from ..grammar.options import LAST, option
from .curves import FigureRequest

if TYPE_CHECKING:
    from ...figures.curves.records import Panel
    from ..picture import Content


MOST = 7  # functions that one panel shows


@dataclass(frozen=True)
class CompareRequest(FigureRequest):
    """Functions side by side with their derivatives."""

    command = "compare"

    overlay: bool = option(
        "--overlay",
        Switch(),
        False,
        f"Draw more than {MOST} functions in one panel, and not in a cell each.",
        place=LAST,
    )

    asked: tuple[tuple[str, ...], ...] = field(default=(), init=False, repr=False)  # the words that labels keep

    def settle(self) -> None:
        super().settle()
        object.__setattr__(self, "asked", tuple(function.all_words for function in self.functions))

    def content(self) -> "Content":
        if len(self.functions) <= MOST or self.overlay:
            return super().content()
        from ...figures.curves.grid import GridFigure
        from .panels import cells

        return GridFigure(tuple(cells(self.curves)), self.figure_of(self.panels()).look)

    def panels(self) -> "list[Panel]":
        from .panels import panels_beside

        return panels_beside(self.curves)
