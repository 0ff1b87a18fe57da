"""Draws a Jacobian as a heat map: the vector above its columns, the output beside its rows."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import matplotlib as mpl
import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from ..calculus.vectors.jacobians import JacobianAt, subscripted
from ..calculus.written_names import mathematical
from ..numbers import readable
from .alternative.alternatives import MOST_TOLD, in_words
from .colours import contrasting, diverging, paper, plain
from .decimals import cell_texts, notation_of
from .look import Look, house_style
from .page.layout import add_head, head_height, with_words_in
from .page.legend import text_widths
from .page.page import FITTING, POINTS_PER_INCH, Box, Margins, Page, Size, no_room, room_of, ruled_page, scale_of
from .page.sheets import Sheets
from .stated import Stated

# In inches.
EDGE = 0.3
MARGINS = Margins(EDGE, EDGE, EDGE - 0.1)
CELL, LEAST_CELL = (0.8, 0.5), (0.62, 0.36)  # of a matrix with numbers; the least before letters shrink
WHOLE = 5.6  # side of a matrix without numbers
LARGEST_BLANK = 0.3
GAP, WIDE_GAP, NAME, BAR, TICKS = 0.16, 0.26, 0.36, 0.16, 0.82
FOOT = 0.3  # of the words below
NOTE, LETTERS = 0.86, 0.95  # sizes of words and of names, relative to the usual letters
NEARLY = 0.8  # of the usual letters, to which all shrink with the longest number
ROOM = 0.9  # part of a cell that a number may take
LEAST = 4.2  # width, so that the heading fits
MOST_NUMBERS = 12  # rows and columns with numbers in the cells
MOST_NAMES = 32  # rows or columns of which every one is named
STEPS = 129  # of the colour bar, an odd number so that 0 is one of them
FEW = 8.0  # times the middle number that the largest must have for colours to follow roots
TALL = 1.2  # bar that has room for five numbers
SUM = 0.66  # width of the sums of rows
GUTTER = 0.02
LOWEST, CLOSE = 0.22, 0.06  # at a place with a least size of letters: height of a cell with a number; between names
LEAST_SIDE = 0.02  # of a cell without a number


@dataclass(frozen=True)
class JacobianFigure:
    """A Jacobian and how it is to look."""

    jacobian: JacobianAt
    look: Look

    def described(self) -> str:
        """What the figure shows, in plain words."""
        return in_words(self.look, self.look.caption, *self._numbers())

    def _numbers(self) -> list[str]:
        """The vectors, and the rows or where the largest and the smallest derivative stand."""
        at = self.jacobian
        vectors = [
            f"{name} = ({', '.join(readable(value, 3) for value in row[:MOST_TOLD])}{', …' * (len(row) > MOST_TOLD)})"
            for name, row in ((at.letters.input, at.input.tolist()), (at.letters.output, at.output.tolist()))
        ]
        if max(at.slopes.shape) <= MOST_NUMBERS:
            rows = [", ".join(readable(slope, 3) for slope in row) for row in at.slopes.tolist()]
            return ["; ".join(vectors), f"the rows are {'; '.join(rows)}"]
        low, high = (readable(float(end(at.slopes)), 3) for end in (np.nanmin, np.nanmax))
        rows, columns = at.slopes.shape
        return ["; ".join(vectors), f"{rows} rows and {columns} columns of numbers from {low} to {high}"]

    def stated(self) -> Stated:
        """What the figure says."""
        return Stated(self.look.title, lines=tuple(self._lines()))

    def _lines(self) -> list[str]:
        """In text with as many digits as platforms agree on."""
        at = self.jacobian
        head = [f"{name} = {number:.9g}" for name, number in zip(at.inputs, at.input.tolist(), strict=True)]
        scale = float(np.max(np.abs(at.slopes), initial=0.0, where=np.isfinite(at.slopes))) or 1.0
        rows = zip(at.outputs, at.output.tolist(), at.slopes.tolist(), strict=True)
        return [
            f"Jacobian of {at.function}",
            *head,
            *(f"{name} = {value:.9g}; {' '.join(_stated(slope, scale) for slope in row)}" for name, value, row in rows),
        ]

    def draw(self, sheets: Sheets | None = None) -> Figure:
        """The figure itself; pages are not used again, as each has a size of its own."""
        bare = _planned(self.jacobian, replace(self.look, title=None, caption=""))[0]
        width = self.look.size[0] / self.look.letters if self.look.purpose and self.look.size else bare.size[0]
        look = with_words_in(self.look, width - 2 * EDGE)
        plan, scale = _planned(self.jacobian, look)
        with house_style(look, 1, scale):
            size = plan.size
            if look.purpose and look.size:
                size = look.size[0] / scale, size[1] if look.free else look.size[1] / scale
                look = replace(look, size=(look.size[0], scale * size[1]))
            page = ruled_page(look, size, scale, MARGINS)
            _draw(page, plan, look)
            return page.figure


def _stated(slope: float, scale: float) -> str:
    """A number without what is noise beside the largest."""
    return f"{round(slope / scale, 12) * scale:.9g}" if np.isfinite(slope) else str(slope)


def _planned(jacobian: JacobianAt, look: Look) -> "tuple[_Plan, float]":
    """Where everything stands, and how large letters are: the cells take the room of a larger page."""
    head, longest = head_height(MARGINS, look), max(jacobian.slopes.shape)
    side = min(LARGEST_BLANK, WHOLE / longest)
    usual, tight = (CELL, LEAST_CELL) if longest <= MOST_NUMBERS else ((side, side), (side, side))
    if look.purpose and look.size:
        return _planned_at_place(jacobian, look, head), look.letters
    if not look.size:
        return _Plan(jacobian, head, usual), 1.0
    least = _Plan(jacobian, head, tight)
    scale = scale_of(look, least.size)
    return _Plan(jacobian, head, least.cell_in(room_of(look, least.size, scale))), scale


def _planned_at_place(jacobian: JacobianAt, look: Look, head: float) -> "_Plan":
    """A plan whose letters can be read: with numbers and what has room beside them, or with colours alone."""
    room = room_of(look, (0.0, 0.0), look.letters)
    with house_style(look, 1):
        cell = _cell_of_numbers(jacobian, look), LOWEST
    few = max(jacobian.slopes.shape) <= MOST_NUMBERS
    plans = [_Plan(jacobian, head, cell, parts) for parts in (ALL, NO_BAR, NUMBERS)] if few else []
    plans.append(_Plan(jacobian, head, (LEAST_SIDE, LEAST_SIDE), COLOURS))
    fits = (plan for plan in plans if plan.least <= room[0] and (look.free or plan.size[1] <= room[1]))
    plan = next(fits, None)
    if plan is None:
        raise no_room(look, "matrix")
    wide = room[0], max(room[1], plan.size[1] + plan.rows * (CELL[1] - LOWEST)) if look.free else room[1]
    larger = plan.cell_in(wide)
    return plan.with_cell((larger[0], min(larger[1], CELL[1])) if look.free and plan.numbers else larger)


def _cell_of_numbers(jacobian: JacobianAt, look: Look) -> float:
    """The width of cells in which the longest number has the smallest letters."""
    texts = [*cell_texts(jacobian.slopes), *cell_texts(jacobian.input), *cell_texts(jacobian.column_sums)]
    longest = max(text_widths([f"{text}*" for text in texts], look.least / look.letters))
    return longest / (ROOM * FITTING)


@dataclass(frozen=True)
class _Parts:
    """What a plan has: numbers in the cells, their sums, and the scale of colours."""

    numbers: bool = True
    sums: bool = True
    bar: bool = True


ALL, NO_BAR, NUMBERS, COLOURS = _Parts(), _Parts(bar=False), _Parts(sums=False, bar=False), _Parts(numbers=False)


class _Plan:
    """Where everything stands, in inches from the upper left corner."""

    def __init__(self, jacobian: JacobianAt, head: float, cell: Size, parts: _Parts = ALL):
        self.jacobian, self.head, self.cell, self.parts, self.barred = jacobian, head, cell, parts, parts.bar
        self.rows, self.columns = jacobian.slopes.shape
        self.numbers = parts.numbers and max(self.rows, self.columns) <= MOST_NUMBERS
        beside = CELL if parts.bar else (cell[0], CELL[1])
        self.strip = beside if self.numbers else (max(cell[0], 0.14), max(cell[1], 0.14))  # of the vectors' cells
        self.gap = GAP if self.numbers else WIDE_GAP  # between the vectors and the matrix
        self.left = EDGE + NAME + self.strip[0] + self.gap
        self.top = head + NAME + self.strip[1] + self.gap
        self.width, self.height = self.columns * cell[0], self.rows * cell[1]
        self.summed = self.numbers and parts.sums and jacobian.sums_tell
        self.bar_height = max(self.height, 0.56)
        narrow = self.columns == 1 and not jacobian.letters.single  # where the words at the foot would meet the bar
        self.foot = (self.bar_height if narrow else self.height) + (FOOT if self.summed else 0)

    def with_cell(self, cell: Size) -> "_Plan":
        return _Plan(self.jacobian, self.head, cell, self.parts)

    @property
    def least(self) -> float:
        """The width of all that stands beside each other."""
        return self.bar + (BAR + TICKS if self.barred else -2 * GAP) + EDGE

    @property
    def size(self) -> Size:
        return max(self.least, LEAST), self.top + max(self.bar_height + EDGE, self.foot + FOOT + EDGE - 0.1)

    def cell_in(self, room: Size) -> Size:
        """The largest cell for a room; without numbers a square one, and the vectors' cells grow with it."""
        across = room[0] - self.least
        down = room[1] - (self.top + self.foot + FOOT + EDGE - 0.1)
        if self.numbers:
            wider = self.columns + (not self.parts.bar)  # without a bar the outputs have cells as wide
            more = across / wider, down / self.rows
        else:
            more = (min(across / (self.columns + 1), down / (self.rows + 1)),) * 2
        return self.cell[0] + max(more[0], 0.0), self.cell[1] + max(more[1], 0.0)

    @property
    def bar(self) -> float:
        """The left edge of the colour bar."""
        return self.left + self.width + (SUM if self.summed else 0) + 2 * GAP


@dataclass(frozen=True)
class _Scale:
    """How colours follow numbers: evenly, or by their roots where few are large, so that the small ones are seen."""

    largest: float
    by_roots: bool

    @classmethod
    def of(cls, slopes: np.ndarray) -> "_Scale":
        sizes = np.abs(slopes[np.isfinite(slopes) & (slopes != 0)])
        largest = float(sizes.max(initial=0.0)) or 1.0
        return cls(largest, bool(sizes.size and np.median(sizes) < largest / FEW))

    def shares(self, slopes: np.ndarray) -> np.ndarray:
        """From −1 to 1."""
        shares = np.nan_to_num(slopes / self.largest, nan=0.0, posinf=1.0, neginf=-1.0)
        return np.sign(shares) * np.sqrt(np.abs(shares)) if self.by_roots else shares

    def value(self, share: float) -> float:
        """The number that has a colour."""
        return self.largest * share * (abs(share) if self.by_roots else 1.0)


def _draw(page: Page, plan: _Plan, look: Look) -> None:
    jacobian = plan.jacobian
    scale = _Scale.of(jacobian.slopes)
    shades = diverging(paper(), scale.shares(jacobian.slopes))
    _headings(page, plan, look)
    boxes = [
        (plan.left + j * plan.cell[0], plan.top + i * plan.cell[1], *plan.cell)
        for i in range(plan.rows)
        for j in range(plan.columns)
    ]
    page.boxes(boxes, shades.reshape(-1, 3), GUTTER if plan.numbers else 0.0)
    if plan.numbers:
        _numbers(page, plan, boxes, shades.reshape(-1, 3))
    _vectors(page, plan)
    if plan.barred:
        _bar(page, plan, scale)


def _headings(page: Page, plan: _Plan, look: Look) -> None:
    add_head(page, look)
    factor = notation_of(plan.jacobian.slopes).factor if plan.numbers else ""
    said = [f"numbers {factor}" if factor else "", "" if look.caption else meaning_of(plan.jacobian)]
    ways = ["; ".join(filter(None, said)), *filter(None, said)]  # all, or what a narrow page has room for
    lengths = text_widths(ways, NOTE * mpl.rcParams["font.size"] / page.scale)
    words, length = min(zip(ways, lengths, strict=True), key=lambda way: way[1] > page.size[0] - 2 * EDGE)
    left = max(EDGE, min(plan.left, page.size[0] - EDGE - length))
    page.words(left, plan.top + plan.foot + 0.1, words, NOTE)
    if plan.summed:
        _sums(page, plan)


def meaning_of(jacobian: JacobianAt) -> str:
    """Which derivative stands where."""
    letters = jacobian.letters
    output, moving = (mathematical(letter) for letter in (letters.output, letters.input))
    rows = "" if letters.single else f"a row for each output {output}, "
    return f"∂{output}/∂{moving}: {rows}a column for each input {moving}"


def _sums(page: Page, plan: _Plan) -> None:
    """The sums of rows at their right, and of columns below them, in the notation of the cells."""
    notation = notation_of(plan.jacobian.slopes)
    right, below = plan.left + plan.width + 0.5 * SUM + 0.04, plan.top + plan.height + 0.5 * FOOT
    for row, total in enumerate(plan.jacobian.row_sums.tolist()):
        y = plan.top + (row + 0.5) * plan.cell[1]
        page.words(right, y, notation.text(total), LETTERS, ha="center", va="center")
    for column, total in enumerate(plan.jacobian.column_sums.tolist()):
        x = plan.left + (column + 0.5) * plan.cell[0]
        page.words(x, below, notation.text(total), LETTERS, ha="center", va="center", width=ROOM * plan.cell[0])
    page.words(right, plan.top - 0.06, "sum", NOTE, ha="center", va="bottom")
    page.words(plan.left - GAP, below, "sum", NOTE, ha="right", va="center")


def _numbers(page: Page, plan: _Plan, boxes: list, shades: np.ndarray) -> None:
    texts = cell_texts(plan.jacobian.slopes)
    for at in plan.jacobian.conventions:
        texts[at * (plan.columns + 1)] += "*"
    # In cells that are narrower than usual most numbers are too long: then all have the letters of the longest.
    fitting, usual = page.fitting(texts, mpl.rcParams["font.size"], ROOM * plan.cell[0]), mpl.rcParams["font.size"]
    size = fitting if plan.cell[0] < CELL[0] or fitting > NEARLY * usual else None
    for box, text, shade in zip(boxes, texts, shades, strict=True):
        _number(page, box, text, shade, size)


def _number(page: Page, box: Box, text: str, shade: np.ndarray, size: float | None = None) -> None:
    """A number in the middle of its box, of the usual size in points or of another."""
    x, y, width, height = box
    middle = {"ha": "center", "va": "center", "color": contrasting(shade)}
    room = None if size else ROOM * width
    page.write(x + width / 2, y + height / 2, text, size or mpl.rcParams["font.size"], width=room, **middle)


def _vectors(page: Page, plan: _Plan) -> None:
    """The vector above the columns and the output beside the rows, with their names."""
    jacobian, (wide, high) = plan.jacobian, plan.strip
    above, beside = plan.top - plan.gap - high, plan.left - plan.gap - wide
    across = [(plan.left + j * plan.cell[0], above, plan.cell[0], high) for j in range(plan.columns)]
    down = [(beside, plan.top + i * plan.cell[1], wide, plan.cell[1]) for i in range(plan.rows)]
    for boxes, values in ((across, jacobian.input), (down, jacobian.output)):
        _vector(page, plan, boxes, values)
    letters = jacobian.letters
    page.words(
        plan.left - GAP,
        above + high / 2,
        _titled("input", letters.input, plan.numbers, jacobian.input),
        NOTE,
        ha="right",
        va="center",
    )
    page.words(
        beside + wide,
        plan.top - 0.06,
        _titled("output", letters.output, plan.numbers, jacobian.output),
        NOTE,
        ha="right",
        va="bottom",
    )
    size = LETTERS * mpl.rcParams["font.size"] / page.scale
    names = [mathematical(subscripted(name)) for name in (jacobian.inputs[-1], jacobian.outputs[-1])]
    for at, (x, y, width, _) in _named(across, text_widths(names[:1], size)[0]):
        page.words(
            x + width / 2, y - 0.05, mathematical(subscripted(jacobian.inputs[at])), LETTERS, ha="center", va="bottom"
        )
    for at, (x, y, _, height) in _named(down, size / POINTS_PER_INCH):
        page.words(
            x - 0.08, y + height / 2, mathematical(subscripted(jacobian.outputs[at])), LETTERS, ha="right", va="center"
        )


def _titled(name: str, letter: str, numbers: bool, values: np.ndarray) -> str:
    """What a vector is, with what its numbers leave out."""
    return f"{name} {mathematical(letter)} {notation_of(values).factor if numbers else ''}".rstrip()


def _vector(page: Page, plan: _Plan, boxes: list, values: np.ndarray) -> None:
    if plan.numbers:
        zero = plain(paper())
        page.boxes(boxes, np.tile(zero, (len(boxes), 1)), GUTTER)
        for box, text in zip(boxes, cell_texts(values), strict=True):
            _number(page, box, text, zero)
        return
    page.boxes(
        _as_bars(boxes, values), np.tile(np.array(to_rgb(mpl.rcParams["axes.labelcolor"])), (len(boxes), 1)), 0.0
    )


def _as_bars(boxes: list[Box], values: np.ndarray) -> list[Box]:
    """Bars of numbers from their zero, in the boxes of a row or of a column."""
    values = np.nan_to_num(values)
    low, high = min(0.0, float(values.min())), max(0.0, float(values.max()))
    shares = np.stack([np.minimum(values, 0.0) - low, np.maximum(values, 0.0) - low]) / ((high - low) or 1.0)
    in_a_row = len(boxes) < 2 or boxes[0][1] == boxes[1][1]
    bars = []
    for (x, y, width, height), start, end in zip(boxes, *shares, strict=True):
        if in_a_row:
            bars.append((x, y + (1 - end) * height, width, (end - start) * height))
        else:
            bars.append((x + start * width, y, (end - start) * width, height))
    return bars


def _named(boxes: list, name: float) -> Iterator[tuple[int, tuple]]:
    """Every box, or every few of very many, or of those that are smaller than a name."""
    step = 1 if len(boxes) <= MOST_NUMBERS else 2 if len(boxes) <= MOST_NAMES else 8
    if len(boxes) > 1:
        apart = max(abs(boxes[1][0] - boxes[0][0]), abs(boxes[1][1] - boxes[0][1]))
        step = max(step, math.ceil((name + CLOSE) / apart))
    yield from ((at, boxes[at]) for at in range(0, len(boxes), step))


def _bar(page: Page, plan: _Plan, scale: _Scale) -> None:
    """The scale of colours; each colour reaches down to the end, so that no seam is seen."""
    step = plan.bar_height / STEPS
    boxes = [(plan.bar, plan.top + i * step, BAR, plan.bar_height - i * step) for i in range(STEPS)]
    page.stack(boxes, diverging(paper(), np.linspace(1, -1, STEPS)))
    shares = (1.0, 0.5, 0.0, -0.5, -1.0) if scale.by_roots and plan.bar_height > TALL else (1.0, 0.0, -1.0)
    values = np.array([scale.value(share) for share in shares])
    for share, text in zip(shares, cell_texts(values), strict=True):
        y = plan.top + (1 - share) / 2 * plan.bar_height
        align = {1.0: "top", -1.0: "bottom"}.get(share, "center")
        page.words(plan.bar + BAR + 0.08, y, text, LETTERS, va=align)
    said = [notation_of(values).factor, "colours by √" if scale.by_roots else ""]
    page.words(plan.bar, plan.top - 0.06, "\n".join(filter(None, said)), NOTE, va="bottom")
