"""A request for functions in one panel and their derivatives in the next."""

from functools import cached_property
from typing import TYPE_CHECKING

from ...frozen import record
from ...numbers import number_text
from ..grammar.kinds import Switch
from ..grammar.options import LAST, option
from ..purposes import STACKED
from .added.inputs import OverInputs
from .axes.layouts import BESIDE, layout_option
from .curves import InWords

if TYPE_CHECKING:
    from ...figures.curves.records import Panel
    from ..picture import Content


MOST = 7  # functions that one panel shows
APART = ("zoom", "axes", "formula", "legend", "behind")  # options that small multiples have no place for


@record(repr=False)
class CompareRequest(InWords, OverInputs):
    """Functions side by side with their derivatives."""

    command_name = "compare"

    overlay: bool = option(
        "--overlay",
        Switch(),
        False,
        f"Draw more than {MOST} functions in one panel, and not in a cell each.",
        place=LAST,
    )

    layout: str | None = layout_option((BESIDE, STACKED))

    def settle(self) -> None:
        super().settle()
        if self.layout == BESIDE and not self.is_narrow:
            object.__setattr__(self, "layout", None)  # the same picture has one canonical line

    def unused(self, name: str) -> str:
        if name in APART and self.small_multiples:
            return f"in small multiples, which more than {MOST} functions are. Add --overlay, or leave it out."
        if name == "overlay" and len(self.functions) <= MOST:
            return f"for {MOST} functions or fewer, which are in one panel. Leave it out."
        if name == "layout" and self.small_multiples:
            return "in small multiples, which have rows and columns. Add --overlay, or leave it out."
        if name == "layout" and self.only:
            return f"beside --only {self.only}, which leaves one panel. Leave one of the two out."
        return super().unused(name)

    @property
    def arranged(self) -> str | None:
        return self.layout

    @property
    def slopes_apart(self) -> bool:
        return self.only == "derivative" if self.small_multiples else super().slopes_apart

    @property
    def small_multiples(self) -> bool:
        """Whether each function has a cell."""
        return len(self.functions) > MOST and not self.overlay

    def messages(self) -> tuple[str, ...]:
        return (*super().messages(), *self._near)

    @property
    def _near(self) -> list[str]:
        """Says which curves are too near to each other to be told apart, and how they can be."""
        if self.zoom or self.small_multiples or len(self.functions) < 2:
            return []
        from ...figures.curves.nearness import near_curves
        from ...figures.curves.panels import limits_of

        found = near_curves([(panel, limits_of(panel, self.look)) for panel in self._panels])
        return [
            f"note: {' and '.join(str(self.functions[index]) for index in one.members)} are nearer to each other than "
            f"can be told apart. Add --zoom LO HI for an inset, such as --zoom {' '.join(map(number_text, one.part))}"
            for one in found
        ]

    @cached_property
    def _panels(self) -> "list[Panel]":
        from .panels import panels_beside

        return panels_beside(self.curves)

    def content(self) -> "Content":
        if not self.small_multiples:
            return super().content()
        from ...figures.curves.grid import GridFigure, among_others, cells_alike
        from .panels import cells

        look = self.figure_of(self.panels()).look
        return GridFigure(
            among_others(cells_alike(cells(self.curves, [self.interval] * len(self.functions)), look)), look
        )

    def panels(self) -> "list[Panel]":
        return self._panels
