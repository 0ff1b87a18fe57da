"""Blocks of a derivation's page: rows in columns, words below each other, and a page with all that is placed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.transforms import Affine2D

from ...frozen import record
from ..look import Look
from ..page.ink import Ink
from ..page.outlines import add_outline
from ..page.page import POINTS_PER_INCH, Page, page_of, scale_of
from .outlined import Letters, Row, paragraph

COLUMN_GAP, SIGN_GAP, PADDING = 34.0, 7.0, 7.0
WHY_GAP = 7.0  # above a sentence on a line
LEADER, LEADER_GAP = 36.0, 9.0  # the shortest gap that is dotted, and what stays free at its ends


@dataclass
class Block:
    """Placed outlines, from the upper left corner down; each with the name of its colour."""

    width: float = 0.0
    height: float = 0.0
    placed: list[tuple[Ink, float, float, str]] = field(default_factory=list)
    frames: list[tuple[float, float, float, float]] = field(default_factory=list)  # left, bottom, right, top
    leaders: list[tuple[float, float, float]] = field(default_factory=list)  # from, to, height

    def put(self, ink: Ink, x: float, y: float, colour: str) -> None:
        self.placed.append((ink, x, y, colour))
        self.width = max(self.width, x + ink.width)

    def add(self, other: "Block", x: float, y: float) -> None:
        """Another block, its upper left corner at a place."""
        self.placed += [(ink, x + left, y + base, colour) for ink, left, base, colour in other.placed]
        self.frames += [(x + left, y + low, x + right, y + high) for left, low, right, high in other.frames]
        self.leaders += [(x + start, x + end, y + height) for start, end, height in other.leaders]
        self.width, self.height = max(self.width, x + other.width), max(self.height, other.height - y)

    def on_page(self, look: Look, colours: Mapping[str, str]) -> Page:
        """The block on a page of its own size, or in the middle of one that is asked for."""
        size = (self.width / POINTS_PER_INCH, self.height / POINTS_PER_INCH)
        page = page_of(look, size, scale_of(look, size))
        inches = Affine2D().scale(page.scale / POINTS_PER_INCH).translate(*page.corner)
        place = inches + page.figure.dpi_scale_trans
        for left, low, right, high in self.frames:
            edge = {"edgecolor": colours["fresh"], "linewidth": 1.2 * page.scale}
            page.figure.add_artist(
                Rectangle((left, low), right - left, high - low, transform=place, fill=False, **edge)
            )
        for start, end, height in self.leaders:
            dots = {"color": colours["rule"], "linewidth": 1.1 * page.scale, "linestyle": (0, (1, 3.2))}
            page.figure.add_artist(Line2D((start, end), (height, height), transform=place, **dots))
        for ink, x, y, colour in self.placed:
            add_outline(page.figure, ink, Affine2D().translate(x, y) + inches, colours[colour], colours["fresh"])
        return page


@record
class Columns:
    """Where left sides end, and signs, expressions and rules begin."""

    left: float
    sign: float
    right: float
    note: float

    @classmethod
    def of(cls, rows: Sequence[Row]) -> "Columns":
        lefts = max(row.left.width for row in rows)
        sign = lefts + SIGN_GAP
        right = sign + max(row.sign.width for row in rows) + SIGN_GAP
        return cls(lefts, sign, right, right + max(row.right.width for row in rows) + COLUMN_GAP)


def table(rows: Sequence[Row], letters: Letters, shown: int | None = None) -> Block:
    """Rows in columns; of lines from a number on the room alone."""
    columns = Columns.of(rows)
    noted = max(row.note.width for row in rows)  # as wide as all rows are, shown or not
    block = Block(columns.note + noted if noted else columns.note - COLUMN_GAP)
    y, framed = 0.0, dict[int, _Frame]()
    for index, row in enumerate(rows):
        y -= (letters.gaps * row.gap if index else 0.0) + row.ascent
        visible = shown is None or row.line < shown
        if visible:
            _place(block, row, columns, y)
        if visible and row.result:
            framed.setdefault(row.line, _Frame()).hold(row, columns, y)
        y -= row.descent
        if row.why:
            room = letters.widest if letters.under else max(block.width - columns.right, 30 * letters.note)
            why = paragraph(row.why, letters.note, room)
            y -= WHY_GAP + why.ascent + (PADDING if row.result else 0)
            block.width = max(block.width, columns.right + why.width)
            if visible:
                block.put(why, columns.right, y, "muted")
            y -= why.descent
    block.height = -y
    block.frames += [frame.drawn() for frame in framed.values()]
    return block


def _place(block: Block, row: Row, columns: Columns, y: float) -> None:
    block.put(row.left, columns.left - row.left.width, y, "text")
    block.put(row.sign, columns.sign, y, "text")
    block.put(row.right, columns.right, y, "text")
    block.put(row.note, columns.note, y, "muted")
    start, end = columns.right + row.right.width + LEADER_GAP, columns.note - LEADER_GAP
    start += PADDING if row.result else 0
    if row.note.width and end - start > LEADER:
        block.leaders.append((start, end, y + 0.12 * row.note.ascent))


@dataclass
class _Frame:
    """What the rows of a result reach over."""

    corners: list[tuple[float, float]] = field(default_factory=list)

    def hold(self, row: Row, columns: Columns, y: float) -> None:
        left = columns.left - row.left.width if row.left.width else columns.sign
        inks = (row.left, row.sign, row.right)
        self.corners += [(left, y - max(ink.descent for ink in inks))]
        self.corners += [(columns.right + row.right.width, y + max(ink.ascent for ink in inks))]

    def drawn(self) -> tuple[float, float, float, float]:
        across, up = zip(*self.corners, strict=True)
        return min(across) - PADDING, min(up) - PADDING, max(across) + PADDING, max(up) + PADDING
