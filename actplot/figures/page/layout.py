"""Where panels, title and legend stand, from fixed margins, so that a figure needs no layout pass."""

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import replace

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from ...frozen import record
from ..look import Look, house_style, settings_of
from .legend import HINTED, Key, arrange, arrange_beside, text_widths
from .numbering import centred
from .page import (
    CAPTION,
    CAPTION_SIZE,
    HEADING,
    LEFT,
    LETTERS,
    POINTS_PER_INCH,
    RIGHT,
    TITLE,
    TITLE_LINE,
    TITLE_SIZE,
    TOP,
    Margins,
    Page,
    Size,
    no_room,
    room_of,
    scale_of,
)
from .ticks import Window, letters_of, pad_of
from .uneven.decades import left_of, right_of

# In inches, for letters of the usual size.
PANEL = {1: (6.0, 3.6), 2: (4.6, 3.1), 3: (4.3, 3.1)}  # size of a panel by their number
LEAST = (2.3, 1.6)  # size of a panel below which letters shrink
CRAMPED = (1.1, 1.1)  # of one that names or a legend leave, below which they shrink further
SHRUNK = (1.0, 0.87, 0.76, 0.66, 0.57, 0.5, 0.43, 0.37)
TIGHT = 0.12  # by which a caption is nearer to its title than a panel
BELOW_WORDS = 0.12  # between a caption and what is below it
HEADING_LETTERS = 13.0  # points of the letters of headings
BETWEEN, BOTTOM = 0.68, 0.58
ASIDE = 0.3  # between the last panel and a legend beside it
FREE = 0.08  # beside and below what stands at axes
LOWEST, FLATTEST = 1.0, 0.4  # panels at a place: below which a page that may grow does, and another has no room
LINE = 1.25  # height of a line of text, in letters
MOST_ROWS = 4  # of a legend below the panels; a longer one stands at the right
BROADEST = 0.3  # share of a figure's width that a legend beside the panels takes


@record
class Layout:
    """The size of a figure in inches, and places in it as fractions of that size."""

    size: Size
    panels: tuple[tuple[float, float, float, float], ...]
    title: Size
    key: Key
    legend: Size  # upper left corner

    def panel_sizes(self) -> list[Size]:
        """Of each, in inches."""
        return [(width * self.size[0], height * self.size[1]) for _, _, width, height in self.panels]


def scale_of_panels(look: Look, count: int) -> float:
    """Size of letters and lines relative to the usual one: below 1 in a figure too small for its panels."""
    if look.purpose:
        return look.letters  # whatever the room: letters that can be read come first
    return scale_of(look, (_width(count, LEAST[0]), BOTTOM + LEAST[1] + HEADING + TOP + title_height(look)))


def fitting(look: Look, panels: Callable[[Look], Sequence[Size]]) -> Look:
    """The look with letters so small that a page of some size has room for its panels beside all that is written.

    Its panels have sizes, in inches before a small figure is scaled down, which depend on the letters. At a place
    that asks for letters of some size they stay as they are.
    """
    if not look.size or look.purpose:
        return look
    tried = (replace(look, shrunk=shrunk) for shrunk in SHRUNK[:-1])
    roomy = (one for one in tried if all(map(_is_roomy, panels(one))))
    return next(roomy, replace(look, shrunk=SHRUNK[-1]))


def _is_roomy(panel: Size) -> bool:
    return panel[0] >= CRAMPED[0] and panel[1] >= CRAMPED[1]


def width_of(look: Look, count: int) -> float:
    """Width in inches that a number of panels have together, before a small figure is scaled down."""
    return room_of(look, (_width(count, PANEL[count][0]), 0.0), scale_of_panels(look, count))[0] - LEFT - RIGHT


def _width(count: int, panel: float) -> float:
    """Of a figure with panels of some width."""
    return LEFT + count * panel + (count - 1) * BETWEEN + RIGHT


def lay_out(
    look: Look,
    asides: Sequence[float],
    entries: Sequence[tuple[Artist, str]],
    strip: float = 0.0,
    heading: float = HEADING,
    windows: Sequence[Window] = (),
) -> Layout:
    """A layout for panels with names of some widths beside each, a legend of entries, handle and label, and a strip.

    Margins have room for the numbers at the axes of what the panels show.

    A small figure is laid out as a larger one with the usual margins, and drawn scaled down.
    """
    count = len(asides)
    scale = scale_of_panels(look, count)
    if count == 1 and not entries and not any(asides) and centred() and not strip:
        return _as_matplotlib(look)
    width, height = room_of(look, (_width(count, PANEL[count][0]), 0.0), scale)  # 0 for as high as its parts
    below, heading = strip + bottom_of(scale), max(heading, heading_of(scale)) if heading >= HEADING else heading
    frame = below + heading + TOP + title_height(look)
    room = height - frame if height else PANEL[count][1]
    key, beside = _key_for(look, entries, (width, room), scale)
    width += key.width + ASIDE if beside and not look.size else 0.0
    lowest = 0 if beside else key.height
    grown = grows(look, room - lowest, "names of curves")
    room, height = (LOWEST + lowest, 0.0) if grown else (room, height)
    height = height or room + frame + lowest * (not look.size)
    panel = max(room - lowest, 0.3 * LEAST[1]) if look.size else room
    taken = key.width + ASIDE if beside else 0.0
    sides = sides_of(look, asides, windows, (_panel_width(width - taken, asides), panel), scale)
    layout = _placed((width, height), scale, sides, key, (panel, beside, below + lowest))
    return (
        replace(layout, size=look.size) if look.size and not grown else layout
    )  # not scaled and back, which may lose a pixel


def grows(look: Look, panel: float, what: str) -> bool:
    """Whether a page becomes higher than its size says, as its panels are too low and it may; `BadOption` if not."""
    if not look.purpose or panel >= (LOWEST if look.free else FLATTEST):
        return False
    if look.free:
        return True
    raise no_room(look, what)


def _key_for(look: Look, entries: Sequence[tuple[Artist, str]], room: Size, scale: float) -> tuple[Key, bool]:
    """The legend, and whether it stands beside the panels: if it is asked for or long, and leaves them their room."""
    width, height = room
    below, beside = arrange(entries, width - LEFT - RIGHT, scale), arrange_beside(entries, height, scale)
    narrow = bool(look.size) and beside.width + ASIDE > BROADEST * width
    return (beside, True) if (look.keyed or below.rows > MOST_ROWS) and not narrow else (below, False)


def with_fitting_title(look: Look, count: int) -> Look:
    """The look with its title and caption broken into lines that fit over a number of panels."""
    return with_broken_title(look, width_of(look, count), scale_of_panels(look, count))


def with_broken_title(look: Look, width: float, scale: float) -> Look:
    """The look with its title and caption in lines that fit into a width in inches, before a figure is scaled down."""
    width /= HINTED if scale < 1 else 1.0
    title = TITLE_SIZE * mpl.rcParams["axes.titlesize"] / scale
    caption = CAPTION_SIZE * mpl.rcParams["font.size"] / scale
    return replace(
        look,
        title=look.title and _filled(look.title, title, "bold", width),
        caption=_filled(look.caption, caption, "normal", width),
    )


def _filled(text: str, size: float, weight: str, width: float) -> str:
    """The text in lines of some width at most."""
    if not text:
        return text
    (length,) = text_widths([text], size, weight)
    return text if length <= width else textwrap.fill(text, max(int(0.95 * len(text) * width / max(length, 0.1)), 1))


def add_words(figure: Figure, look: Look, place: Size) -> None:
    """Write the title and the caption below it, from an upper left corner in fractions of the figure."""
    x, y = place
    if look.title is not None:
        size = TITLE_SIZE * mpl.rcParams["axes.titlesize"]
        figure.text(x, y, look.title, fontsize=size, ha="left", va="top", weight="bold")
        words = _words_of(look)
        down = words.larger * (TITLE - TIGHT + TITLE_LINE * look.title.count("\n"))
        y -= down * mpl.rcParams["font.size"] / words.letters / figure.get_figheight()
    if look.caption:
        muted = {"color": mpl.rcParams["axes.labelcolor"], "fontsize": CAPTION_SIZE * mpl.rcParams["font.size"]}
        figure.text(x, y, look.caption, ha="left", va="top", linespacing=1.3, **muted)


def with_words_in(look: Look, width: float) -> Look:
    """The look with its title and caption in lines that fit into a width in inches, for letters of the usual size."""
    with house_style(look, 1):
        return with_broken_title(look, width, 1.0)


def head_height(margins: Margins, look: Look) -> float:
    """How far down on a page the title and the caption reach, in inches."""
    words = title_height(look)
    return margins.top + words + (BELOW_WORDS if words else 0.0)


def add_head(page: Page, look: Look) -> None:
    """Write the title and the caption at the top of a page."""
    (left, top), (width, height) = page.corner, page.figure.get_size_inches()
    x, y = left + page.scale * page.margins.left, top - page.scale * page.margins.top
    add_words(page.figure, look, (x / width, y / height))


def title_height(look: Look) -> float:
    """Of the title and the caption, in inches."""
    words = _words_of(look) if look.title is not None or look.caption else _Words()
    title = 0.0 if look.title is None else words.larger * (TITLE + TITLE_LINE * look.title.count("\n"))
    if not look.caption:
        return title
    return title - (words.larger * TIGHT if title else 0.0) + words.caption * (1 + look.caption.count("\n"))


@record
class _Words:
    """How large words are in a style, before a small figure is scaled down."""

    letters: float = LETTERS  # usual ones, in points
    larger: float = 1.0  # titles, relative to the usual ones
    caption: float = CAPTION  # height of a line, in inches


def _words_of(look: Look) -> _Words:
    if not look.style:
        return _Words()
    settings = settings_of(Look(theme=look.theme, style=look.style))
    letters, title = float(settings["font.size"]), float(settings["axes.titlesize"])
    return _Words(letters, max(1.0, title / HEADING_LETTERS), CAPTION * max(1.0, letters / LETTERS))


def _as_matplotlib(look: Look) -> Layout:
    """A lone panel without a legend, in a style that centres titles: where matplotlib's own margins put it."""
    left, right, bottom, top = (mpl.rcParams[f"figure.subplot.{side}"] for side in ("left", "right", "bottom", "top"))
    size = look.size or tuple(mpl.rcParams["figure.figsize"])
    return Layout(size, ((left, bottom, right - left, top - bottom),), (left, 1.0), arrange((), 0, 1.0), (0, 0))


@record
class Sides:
    """What stands at the left and at the right of each panel, in inches."""

    lefts: tuple[float, ...]
    rights: tuple[float, ...]

    @property
    def total(self) -> float:
        return sum(self.lefts) + sum(self.rights)


def _panel_width(width: float, asides: Sequence[float]) -> float:
    """Of panels with names beside them and short numbers."""
    count = len(asides)
    return max((width - LEFT - RIGHT - (count - 1) * BETWEEN - sum(asides)) / count, 0.3 * LEAST[0])


def sides_of(look: Look, asides: Sequence[float], windows: Sequence[Window], panel: Size, scale: float) -> Sides:
    """The usual ones, and more where numbers or labels take it."""
    count = len(asides)
    lefts, rights = [LEFT] + [BETWEEN] * (count - 1), [*asides[:-1], asides[-1] + RIGHT]
    usual = sum(lefts) + sum(rights)
    for _ in range(2):  # narrower panels may have other numbers
        width = max(panel[0] - (sum(lefts) + sum(rights) - usual) / count, 0.3 * LEAST[0])
        for i, window in enumerate(windows):
            label = (look.y_label, look.slope_label)[i > 0] if count > 1 else look.y_label or look.slope_label
            numbers = left_of(window, panel[1], scale) + (label_height("y", scale) if label else 0.0)
            lefts[i] = max(lefts[i], FREE + numbers)
            rights[i] = max(rights[i], right_of(window, width, scale) + (FREE if i == count - 1 else 0.0))
    return Sides(tuple(lefts), tuple(rights))


def label_height(axis: str, scale: float) -> float:
    """What the text at an axis takes beside its numbers, in inches before a figure is scaled down."""
    return (mpl.rcParams["axes.labelpad"] / scale + LINE * mpl.rcParams["axes.labelsize"] / scale) / POINTS_PER_INCH


def bottom_of(scale: float) -> float:
    """What numbers and a label take below panels, in inches before a figure is scaled down."""
    numbers = (pad_of("x") / scale + LINE * letters_of("x") / scale) / POINTS_PER_INCH
    return max(BOTTOM, numbers + label_height("x", scale) + FREE)


def heading_of(scale: float) -> float:
    """What a heading takes above a panel, in inches before a figure is scaled down."""
    return (mpl.rcParams["axes.titlepad"] / scale + LINE * mpl.rcParams["axes.titlesize"] / scale) / POINTS_PER_INCH


def _placed(size: Size, scale: float, sides: Sides, key: Key, panels: tuple[float, bool, float]) -> Layout:
    """The layout in fractions, from a panel's height, whether the legend stands beside it, and what is below it."""
    (width, height), (panel_height, beside, bottom) = size, panels
    count = len(sides.lefts)
    taken = sides.total + (key.width + ASIDE if beside else 0)
    panel_width = max((width - taken) / count, 0.3 * LEAST[0])
    lefts = [sum(sides.lefts[: i + 1]) + sum(sides.rights[:i]) + i * panel_width for i in range(count)]
    right = lefts[-1] + panel_width + sides.rights[-1] - RIGHT
    top = bottom + panel_height
    corner = (right + ASIDE, top) if beside else (LEFT, bottom - bottom_of(scale))
    return Layout(
        size=(width * scale, height * scale),
        panels=tuple((left / width, bottom / height, panel_width / width, panel_height / height) for left in lefts),
        title=(LEFT / width, 1 - TOP / height),
        key=key,
        legend=(corner[0] / width, corner[1] / height),
    )
