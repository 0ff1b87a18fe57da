"""Where the cells of a grid stand on a page, and how many of them one page has room for."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from ..look import Look
from .page import LEFT, RIGHT, TOP, Size, no_room, room_of, scale_of

# In inches, for letters of the usual size.
CELL, LEAST = (2.35, 1.55), (1.3, 0.8)  # of a cell, and below which letters shrink
LOWEST = (1.5, 1.0)  # of a cell of a row with so many that its page becomes broader
GAPS = (0.3, 0.42)  # between cells, sideways and down
BOTTOM, LABEL = 0.3, 0.26  # for the numbers, and for the variable below them
LETTERS = 0.82  # of those of a figure with one or two panels
# Where letters have a least size: of a cell for as many columns as fit, of the least cell, and between cells.
PLACED, NARROWEST, CLOSE, LARGER = (1.3, 0.8), (0.45, 0.3), (0.14, 0.36), 0.92
SHAPE, USUAL = 1.3, 6  # columns for each row, before they are filled up, and up to which cells are of the usual size
MOST = 200  # cells of a page that may grow
SHRUNK = 0.6  # letters of a page of some size, relative to the usual, below which cells go to the next page
FEW = 4  # cells that one page of some size holds in any case
ROW, NUMBERS = 0.2, 0.35  # height of a row of numbers or words below a cell, and width of numbers at its left
WORDS = 0.6  # height of a title and a caption, where it is not known how long they are
HIGHEST = {"paper": 8.5, "web": math.inf}  # of a page that grows, in inches
READABLE = (0.8, 0.45)  # of a cell on a slide, below which it goes to the next page


@dataclass(frozen=True)
class Around:
    """What stands around cells: words above all, a legend below them, and what is beside and below each of them."""

    head: float = WORDS  # in inches, before a small figure is scaled down
    foot: float = LABEL
    left: float = LEFT
    gaps: Size = GAPS  # with room for a heading above each
    below: Size = (0.0, 0.0)  # numbers and a variable below each, of which the last row has the numbers anyway

    @property
    def height(self) -> float:
        """Of all that is above and below the cells."""
        return TOP + self.head + BOTTOM + self.foot - self.below[0]

    @property
    def row(self) -> float:
        """What stands above and below each cell."""
        return self.gaps[1] + sum(self.below)

    def inner(self, width: float) -> float:
        """The width that cells have together with the gaps between them."""
        return width - self.left - RIGHT


@dataclass(frozen=True)
class Plan:
    """Where the cells of a grid stand; in inches, before a small figure is scaled down."""

    columns: int
    size: Size
    scale: float
    cell: Size
    around: Around

    @property
    def left(self) -> float:
        return self.around.left

    @property
    def gaps(self) -> Size:
        return self.around.gaps

    def box(self, index: int) -> tuple[float, float, float, float]:
        """Left, bottom, width and height of a cell as fractions of the figure."""
        row, column = divmod(index, self.columns)
        width, height = self.size
        left = self.left + column * (self.cell[0] + self.gaps[0])
        low = height - TOP - self.around.head - (row + 1) * (self.cell[1] + self.around.row) + sum(self.around.below)
        return left / width, low / height, self.cell[0] / width, self.cell[1] / height


@dataclass(frozen=True)
class Rows:
    """A number of cells in rows, of as many as were asked for, on a page."""

    look: Look
    count: int
    asked: int | None = None
    around: Around = Around()

    @cached_property
    def columns(self) -> int:
        """Before a place chooses others."""
        return max(self._columns(), key=self._fit)

    def _columns(self) -> Iterable[int]:
        """Those that are possible."""
        if self.asked:
            return (self.asked,)
        every = range(1, self.count + 1)
        return every if self.look.size and not self.look.free else (min(every, key=self._unfilled),)

    def _unfilled(self, columns: int) -> float:
        """How badly rows of some length fill a page: by its shape, and by cells that are missing in the last row."""
        missing = self._rows(columns) * columns - self.count
        return missing / self.count + abs(math.log(columns / math.sqrt(SHAPE * self.count)))

    def _fit(self, columns: int) -> tuple[float, float]:
        """How large letters are and how large cells, relative to the usual ones."""
        scale = self._scale_of(columns)
        width, height = self._cell(columns, *room_of(self.look, (1.0, 1.0), scale))
        return scale, min(width / CELL[0], height / CELL[1])

    @property
    def scale(self) -> float:
        """Of letters."""
        return self._scale_of(self.columns)

    def _scale_of(self, columns: int) -> float:
        if self.look.purpose:
            return self.look.letters
        width = self.across(columns, LEAST[0])
        return scale_of(self.look, (width, self.around.height + self._rows(columns) * (LEAST[1] + self.around.row)))

    def _rows(self, columns: int) -> int:
        return -(-self.count // columns)

    def across(self, columns: int, cell: float) -> float:
        """The width of a page with cells of some width."""
        return self.around.left + columns * cell + (columns - 1) * self.around.gaps[0] + RIGHT

    def _cell(self, columns: int, width: float, height: float) -> Size:
        """The size of cells on a page of some size."""
        beside = self.around.gaps[0]
        across = (self.around.inner(width) + beside) / columns - beside
        return across, (height - self.around.height) / self._rows(columns) - self.around.row

    @property
    def width(self) -> float:
        """Of the page, before a small one is scaled down."""
        return room_of(self.look, (self.across(self.columns, self._usual), 0.0), self.scale)[0]

    @property
    def _usual(self) -> float:
        """Width of a cell where nobody gave the page a size."""
        return max(LOWEST[0], min(CELL[0], (USUAL * (CELL[0] + GAPS[0])) / self.columns - GAPS[0]))

    def plan(self) -> Plan:
        """Where all stands; `BadOption` where a place has no room for it with letters that can be read."""
        if self.look.purpose:
            return self._plan_of_place()
        width, height = room_of(self.look, (self.width, 0.0), self.scale)
        across, _ = self._cell(self.columns, width, 0.0)
        down = max(LOWEST[1], CELL[1] * across / CELL[0])
        if height:
            down = max(self._cell(self.columns, width, height)[1], 0.2)
        height = height or self.around.height + self._rows(self.columns) * (down + self.around.row)
        return Plan(self.columns, (width, height), self.scale, (across, down), self.around)

    def _plan_of_place(self) -> Plan:
        """As many columns as give large cells; a page that may be higher has as many rows as it needs."""
        width, height = room_of(self.look, (0.0, 0.0), self.scale)
        columns = self.asked or (self._broad(width) if self.look.free else self.columns)
        across, down = self._cell(columns, width, height)
        if self.look.free:
            down = PLACED[1]
            height = self.around.height + self._rows(columns) * (down + self.around.row)
        if across < NARROWEST[0] or down < NARROWEST[1]:
            raise no_room(self.look, f"{self.count} functions")
        return Plan(columns, (width, height), self.scale, (across, down), self.around)

    def _broad(self, width: float) -> int:
        """As few columns as take as many rows as columns of a usual width do."""
        columns = min(self.count, _fitting(self.around.inner(width), PLACED[0], self.around.gaps[0]))
        return -(-self.count // -(-self.count // columns))


def most_cells(look: Look, asked: int | None, *, apart: bool) -> int:
    """How many cells a page of a look has room for, in rows of as many as were asked for, with axes apart or shared."""
    if not look.size:
        return MOST
    if look.purpose and look.free:
        width, height, cell, gaps = look.size[0], HIGHEST[look.purpose], PLACED, CLOSE
    elif look.purpose:
        (width, height), cell, gaps = look.size, READABLE, CLOSE
    else:
        (width, height), cell, gaps = look.size, LEAST, GAPS
    scale = look.letters if look.purpose else SHRUNK
    columns = asked or _fitting(Around().inner(width / scale), cell[0], gaps[0] + apart * NUMBERS)
    head = WORDS * (look.purpose != "paper")  # which writes its own
    rows = _fitting(min(height / scale - Around(head).height, 1e6), cell[1] + gaps[1] + 2 * apart * ROW, 0.0)
    return min(MOST, columns * rows) if look.purpose else max(FEW, min(MOST, columns * rows))


def _fitting(room: float, cell: float, gap: float) -> int:
    """How many have room beside or below each other; one at least."""
    return max(1, int((room + gap) / (cell + gap) + 1e-9))
