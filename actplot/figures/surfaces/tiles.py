"""Plans square panels in rows, each with a heading, with one scale of colours for all or one beside each."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from matplotlib.artist import Artist

from ..look import Look, house_style
from ..page.layout import SHRUNK, head_height, with_broken_title
from ..page.legend import Key, arrange, arrange_beside
from ..page.page import Box, Margins, Size, no_room, room_of, scale_of

# In inches, for letters of the usual size.
SIDES = {1: 3.9, 2: 3.3, 3: 2.8}  # of a panel, by the columns
SMALL, LEAST, NARROWEST = 2.3, 1.0, 0.6  # of more columns; below which letters shrink; below which there is no room
PLACED = 1.1  # of a panel on a page that may grow, for as many columns as have room
LEFT, EDGE, AXIS, HEADING, FOOT = 0.8, 0.26, 0.54, 0.34, 0.12
BETWEEN, BELOW = 0.4, 0.14  # sideways; between the panels of a column and the next heading
BAR_GAP, BAR, BAR_LABELS = 0.14, 0.16, 0.62
MARGINS = Margins(LEFT, EDGE, EDGE - 0.06)
MOST = 4  # columns
ASIDE = 0.35  # between the panels and a legend beside them
LOWEST = 0.3  # of a panel, however small the page is


@dataclass(frozen=True)
class Tiles:
    """Where everything stands, in inches from the upper left corner, and the look with its words in lines."""

    look: Look
    scale: float
    size: Size
    columns: int
    count: int
    side: float
    each: bool  # whether each panel has a scale of its own
    heading: float  # height of what stands above a panel
    key: Key
    beside: bool = False  # whether the legend stands beside the panels

    @property
    def first(self) -> Size:
        """The upper left corner of the first panel: rows stand in the middle of a page that is broader."""
        inner = _across(self.columns, self.side, self.each) - LEFT - EDGE
        aside = self.key.width + ASIDE if self.beside else 0.0
        left = LEFT + max(0.0, (self.size[0] - LEFT - EDGE - inner - aside) / 2)
        return left, head_height(MARGINS, self.look) + self.heading

    def box(self, index: int) -> Box:
        """Left, top, width and height of a panel."""
        row, column = divmod(index, self.columns)
        left, top = self.first
        step = self.side + BETWEEN + (_bar() if self.each else 0.0)
        return left + column * step, top + row * (self.side + BELOW + self.heading), self.side, self.side

    def bar(self, index: int) -> Box:
        """Of the scale beside a panel."""
        left, top, width, height = self.box(index)
        return left + width + BAR_GAP, top, BAR, height

    def has_below(self, index: int) -> bool:
        """Whether there is a panel below another."""
        return index + self.columns < self.count

    @property
    def rows(self) -> int:
        return -(-self.count // self.columns)

    @property
    def foot(self) -> float:
        """Where what stands below the panels begins."""
        return self.first[1] + self.rows * self.side + (self.rows - 1) * (BELOW + self.heading) + AXIS

    @property
    def corner(self) -> Size:
        """The upper left one of the legend."""
        if not self.beside:
            return LEFT, self.foot
        return self.first[0] + _across(self.columns, self.side, self.each) - LEFT - EDGE + ASIDE, self.first[1]


@dataclass(frozen=True)
class Asked:
    """What is to be arranged: panels, with a scale for each or for all, their headings, and a legend."""

    count: int
    each: bool
    headed: bool = True
    entries: Sequence[tuple[Artist, str]] = ()

    @property
    def heading(self) -> float:
        return HEADING if self.headed else FOOT

    def rows(self, columns: int) -> int:
        return -(-self.count // columns)

    def down(self, columns: int, side: float) -> float:
        """The height of all rows with their headings."""
        rows = self.rows(columns)
        return rows * (side + self.heading) + (rows - 1) * BELOW

    def across(self, columns: int, side: float) -> float:
        return _across(columns, side, self.each)


def tiles_of(look: Look, asked: Asked) -> Tiles:
    """A plan for some panels and a legend; `BadOption` where a place has no room for them."""
    if not look.size:
        columns = _usual_columns(asked.count)
        side = SIDES.get(columns, SMALL)
        return _grown(_plan(look, 1.0, (asked.across(columns, side), 0.0), asked, columns=columns, side=side))
    plans = (_filling(look, scale, asked) for scale in _scales(look, asked))
    *_, plan = _until(plans, lambda plan: plan.side >= LEAST)
    if plan.side < NARROWEST and look.purpose:
        raise no_room(look, f"{asked.count} panels")
    return _grown(plan) if look.free else plan


def _grown(plan: Tiles) -> Tiles:
    """As high as its parts."""
    return replace(plan, size=(plan.size[0], plan.foot + (0.0 if plan.beside else plan.key.height) + FOOT))


def _plan(look: Look, scale: float, size: Size, asked: Asked, *, columns: int, side: float) -> Tiles:
    """With the legend below."""
    with house_style(look, 1, scale):
        look = with_broken_title(look, size[0] - LEFT - EDGE, scale)
        key = arrange(asked.entries, size[0] - LEFT - EDGE, scale)
    return Tiles(look, scale, size, columns, asked.count, side, asked.each, asked.heading, key)


def _filling(look: Look, scale: float, asked: Asked) -> Tiles:
    """A plan for a page of a given size, with letters of some scale; the legend where it leaves larger panels."""
    width, height = room_of(look, (0.0, 0.0), scale)
    below = _plan(look, scale, (width, height), asked, columns=1, side=0.0)
    frame = head_height(MARGINS, below.look) + AXIS + FOOT
    columns, side = _fitted(look, asked, (width, height - frame - below.key.height))
    below = replace(below, columns=columns, side=side)
    if not asked.entries or look.free:
        return below
    with house_style(look, 1, scale):
        key = arrange_beside(asked.entries, height - frame, scale)
    columns, side = _fitted(look, asked, (width - key.width - ASIDE, height - frame))
    beside = replace(below, columns=columns, side=side, key=key, beside=True)
    return max(below, beside, key=lambda plan: plan.side)


def _until(plans: Iterable[Tiles], enough: Callable[[Tiles], bool]) -> Iterator[Tiles]:
    """Plans up to the first that is good enough."""
    for plan in plans:
        yield plan
        if enough(plan):
            return


def _usual_columns(count: int) -> int:
    return count if count < 4 else min(MOST, -(-count // 2))


def _scales(look: Look, asked: Asked) -> Iterator[float]:
    """Of letters, ever smaller ones for a page that has no room; at a place those that can be read there."""
    if look.purpose:
        yield look.letters
        return
    columns = _usual_columns(asked.count)
    down = head_height(MARGINS, look) + AXIS + FOOT + asked.down(columns, LEAST)
    largest = scale_of(look, (asked.across(columns, LEAST), down))
    yield from (shrunk * largest for shrunk in SHRUNK)


def _fitted(look: Look, asked: Asked, room: Size) -> tuple[int, float]:
    """The columns that give the largest panels, and their side; on a page that grows, as many as are large enough."""
    sides = {}
    for columns in range(1, asked.count + 1):
        across = (room[0] - asked.across(columns, 0.0)) / columns
        down = (room[1] - asked.down(columns, 0.0)) / asked.rows(columns)
        sides[columns] = min(across, SIDES[1]) if look.free else min(across, down)
    if look.free:
        columns = max(columns for columns in sides if columns == 1 or sides[columns] >= PLACED)
    else:
        columns = max(sides, key=lambda some: sides[some])
    return columns, sides[columns] if look.purpose else max(sides[columns], LOWEST)


def _across(columns: int, side: float, each: bool) -> float:
    """The width of a row of panels with what stands beside them."""
    bars = columns * _bar() if each else _bar()
    return LEFT + columns * side + (columns - 1) * BETWEEN + bars + EDGE


def _bar() -> float:
    return BAR_GAP + BAR + BAR_LABELS
