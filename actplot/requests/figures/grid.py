"""A request for many functions, each with its derivative in a cell of its own."""

from collections import Counter
from dataclasses import field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from ...errors import BadOption
from ...frozen import record
from ...images.sizes import check_pixels
from ...numerics.scales import LOG
from ..grammar.kinds import Choice, Number
from ..grammar.options import LAST, PAGE, option
from ..selected import Selected
from .axes.logarithms import usual_above_zero
from .curves import UNMARKED, InWords, usual_interval

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from ...figures.curves.grid import Cell, GridFigure
    from ...figures.curves.records import Panel
    from ...figures.page.sheets import Sheets

SCALES = ("shared", "own")
MOST, MOST_ACROSS, MOST_ON_PAGE = 1000, 20, 200


@record(repr=False)
class GridRequest(Selected, InWords):
    """Small multiples: functions that are named or chosen, in cells with shared axes or their own."""

    command_name = "grid"
    in_pages = True
    # What other figures can be asked for, and cells have no place for.
    legend: bool = field(default=False, init=False, repr=False)
    formula: bool = field(default=False, init=False, repr=False)
    zoom: None = field(default=None, init=False, repr=False)

    scales: str = option(
        "--scales",
        Choice(SCALES),
        "shared",
        "One pair of axes for all cells of a variable, or each its own.",
        place=LAST,
    )
    across: int | None = option(
        "--across",
        Number(1, MOST_ACROSS, whole=True),
        None,
        "Cells in a row. [default: chosen by their number]",
        place=PAGE,
    )
    page: int | None = option(
        "--page", Number(1, MOST, whole=True), None, "Which page alone, of cells that fill several.", place=PAGE
    )

    def validate(self) -> None:
        super().validate()
        if len(self.functions) > MOST:
            raise BadOption(f"grid: {len(self.functions)} functions are too many, allowed are {MOST}. Choose fewer.")
        if self.page is not None and self.page > self.pages:
            there = f"there are {self.pages}" if self.pages > 1 else "all cells have room on one"
            raise BadOption(f"--page {self.page}: {there}. Give a lower number, or leave it out.")

    def check_variables(self) -> None:
        """Cells of different variables share no axes."""

    def unused(self, name: str) -> str:
        if name == "mark" and UNMARKED in self.mark:
            return "in cells, in which nothing is marked unasked. Leave it out."
        return super().unused(name)

    @property
    def slopes_apart(self) -> bool:
        return self.only == "derivative"

    def settle(self) -> None:
        super().settle()
        if self.pages == 1:
            object.__setattr__(self, "page", None)

    @cached_property
    def pages(self) -> int:
        """How many the cells fill."""
        count = len(self.functions)
        if self.size is None and self.place is None and "figure.figsize" not in self._chosen:
            return -(-count // MOST_ON_PAGE)
        from ...figures.page.gridded import most_cells

        variables = {function.variable for function in self.shown}
        apart = self.scales == "own" or len(variables) > 1
        return -(-count // most_cells(self.look, self.across, apart=apart))

    @property
    def _on_page(self) -> int:
        return -(-len(self.functions) // self.pages)

    def split(self) -> tuple["GridRequest", ...]:
        """One request per page."""
        if self.page is not None or self.pages == 1:
            return (self,)
        found = tuple(replace(self, page=page) for page in range(1, self.pages + 1))
        object.__setattr__(found[0], "left_out", self.left_out)  # which is told once
        return found

    def usual_intervals(self) -> set[tuple[float, float]]:
        return set(self._usual)

    @property
    def _usual(self) -> list[tuple[float, float]]:
        """Where each function is drawn if the user does not say: where most of its variable are, if they share it."""
        if self.scales == "own":
            return [usual_interval((function,)) for function in self.shown]
        alike: dict[str, Counter[tuple[float, float]]] = {}
        for function in self.shown:
            alike.setdefault(function.variable, Counter())[usual_interval((function,))] += 1
        common = {
            variable: max(ranges, key=lambda one: (ranges[one], one[1] - one[0])) for variable, ranges in alike.items()
        }
        return [common[function.variable] for function in self.shown]

    def messages(self) -> tuple[str, ...]:
        alone = (f"note: a grid of one function; 'actplot plot {self.functions[0]}' draws it larger",)
        return (*super().messages(), *(alone if len(self.functions) == 1 else ()))

    def panels(self) -> "list[Panel]":
        """Of all pages."""
        from .panels import cells

        usual = [usual_above_zero(ends) for ends in self._usual] if self.x_scale == LOG else self._usual
        return cells(self.curves, [self.x_range] * len(self.functions) if self.x_range else usual)

    @cached_property
    def _cells(self) -> "tuple[Cell, ...]":
        from ...figures.curves.grid import cells_alike, cells_apart

        arranged = cells_alike if self.scales == "shared" else cells_apart
        return arranged(self.panels(), self.look)

    def draw(self, sheets: "Sheets | None" = None) -> "Figure":
        figure = super().draw(sheets)
        check_pixels(tuple(figure.get_size_inches()), self.resolution)  # which depends on the number of cells
        return figure

    def content(self) -> "GridFigure":
        from ...figures.curves.grid import GridFigure
        from .headings import words_of_cells

        if len(self.split()) > 1:
            raise BadOption(f"grid: {len(self.functions)} cells fill {self.pages} pages. Choose one with --page 1.")
        first = (self.page or 1) - 1
        cells = self._cells[first * self._on_page : (first + 1) * self._on_page]
        part = f"{self.page} of {self.pages}" if self.page else ""
        words = words_of_cells(self.shown, cells, self.look, part, form=self._form)
        return GridFigure(cells, self.with_words(self.look, words), self.across, self._on_page)
