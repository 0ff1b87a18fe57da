"""Plans pictures of a loss over two weights: their texts, where everything stands, and what both views share."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace

import matplotlib as mpl
import numpy as np

from ...algebra.writing.notation import raised
from ...calculus.models.surfaces import Surface
from ...calculus.written_names import in_letters
from ...numbers import readable
from ..look import MATHS_LARGER, Look, is_mathematical, maths_face
from ..page.layout import head_height
from ..page.page import Margins, Size, no_room, room_of, scale_of

# In inches, for letters of the usual size.
PANEL = {1: (5.2, 4.1), 2: (4.2, 3.5), 3: (3.7, 3.2), 4: (3.3, 2.9)}  # size of a panel by their number
NARROWEST, FLATTEST = 0.9, 0.6  # of panels at a place with others beside them
LEAST_ROOM = 3.0  # width for the words below a panel
EDGE, LEFT, BETWEEN = 0.26, 0.86, 0.78
BAR, BAR_GAP, BAR_LABELS = 0.17, 0.2, 0.78
PANEL_HEADING = 0.34
MARGINS = Margins(LEFT, EDGE, EDGE - 0.06)
AXIS, LINE, GAP = 0.56, 0.225, 0.08
ASIDE = 0.72  # beside the scale of colours, and between the panels there
HANDLE = 0.42
LETTER = 0.079  # mean width of a letter in the notes
LONGEST = 5  # letters of a number that is written out
USUAL_LINE = 2.6  # points, of the house style
TALLEST = 12.0  # of the height that is drawn in three dimensions, relative to the median's

PATHS = {
    "light": ("#f57c00", "#c2185b", "#6a1bb1", "#1d2125", "#8a6d00", "#00695c"),
    "dark": ("#ffb454", "#ff6fa3", "#c39bff", "#ffffff", "#f2e05c", "#7dffb8"),
}
STARTS = ("o", "s", "^", "D", "v", "P")


@dataclass(frozen=True)
class Texts:
    """The words round the panels of a surface."""

    panels: tuple[str, ...] = ()  # headings of panels that have one
    keys: tuple[tuple[str, ...], ...] = ()  # of each panel, a text for each path
    notes: tuple[str, ...] = ()
    valley: str = ""  # what the dashed line is, if there is one
    stages: int = 0  # lines of the key below the last of the panels beside
    beside: tuple[str, ...] = ()  # headings of panels beside those of the surface


class Plan:
    """Where everything stands, in inches from the upper left corner; a figure of a given size is filled.

    With a shape, the height of panels relative to their width, they are as large as fits; without, all of the room.
    """

    def __init__(self, texts: Texts, look: Look, shape: float | None = None):
        self.texts, self.look = texts, look
        self.columns = max(1, len(texts.panels))
        self.all = self.columns + len(texts.beside)
        self.room = self.panel = PANEL[min(self.all, max(PANEL))]
        least = self.size
        self.scale = look.letters if look.purpose else scale_of(look, least)
        if look.size:
            room = room_of(look, least, self.scale)
            self.room = (self.room[0] + (room[0] - least[0]) / self.all, self.room[1] + (room[1] - least[1]))
            self.room = (self.room[0], self.room[1] + room[1] - self.size[1])  # wider lines are fewer
        self.panel = _shaped(self.room, shape) if shape else self.room
        if look.purpose and texts.beside and (self.room[0] < NARROWEST or self.room[1] < FLATTEST):
            raise no_room(look, f"{self.all} panels beside each other")
        if not look.size:
            self.room = (max(self.panel[0], LEAST_ROOM), self.panel[1])

    @property
    def top(self) -> float:
        headed = self.texts.panels or self.texts.beside
        return head_height(MARGINS, self.look) + (PANEL_HEADING if headed else 0)

    @property
    def width(self) -> float:
        return self._planes + len(self.texts.beside) * (self.room[0] + ASIDE)

    @property
    def _planes(self) -> float:
        """The width of the panels of the surface with the scale of colours."""
        return LEFT + self.columns * self.room[0] + (self.columns - 1) * BETWEEN + self._bar

    @property
    def barred(self) -> bool:
        """Whether a scale of colours has room: at a place with large letters, panels beside the surface need it."""
        return not (self.look.purpose and self.texts.beside)

    @property
    def _bar(self) -> float:
        return BAR_GAP + BAR + BAR_LABELS if self.barred else EDGE

    def beside(self, index: int) -> tuple[float, float, float, float]:
        """Left, top, width and height of a panel beside those of the surface."""
        left = self._planes + index * (self.room[0] + ASIDE) + ASIDE - EDGE
        if self.barred:  # the planes may be narrower than their room, and no gap is left beside the scale
            left -= self.room[0] - self.panel[0]
        return left, self.top, self.room[0], self.panel[1]

    @property
    def size(self) -> Size:
        return self.width, self.top + self.room[1] + AXIS + self._lines * LINE + GAP + EDGE

    @property
    def _lines(self) -> int:
        """Of the words below the panels."""
        return max(self.key_lines + self.note_lines, self.texts.stages)

    @property
    def below(self) -> float:
        """Where the words below the panels begin."""
        return self.top + self.panel[1] + AXIS

    def left(self, column: int) -> float:
        return LEFT + column * (self.room[0] + BETWEEN)

    @property
    def key_lines(self) -> int:
        return max((sum(map(len, self.lines(keys))) for keys in self.texts.keys), default=0)

    def lines(self, keys: Sequence[str]) -> list[list[str]]:
        """The lines of text of each path."""
        free = self.all - bool(self.texts.stages) if self.columns == 1 else 1  # panels with no key of their own
        width = free * self.room[0] + (free - 1) * ASIDE
        letters = int((width - HANDLE + (BETWEEN if self.columns == 1 else 0.3)) / LETTER)
        return [textwrap.wrap(text, max(letters, 20)) for text in keys]

    @property
    def notes(self) -> list[str]:
        width = self.width - (self.room[0] + ASIDE if self.texts.stages else 0.0)
        letters = max(30, int((width - LEFT - EDGE) / LETTER))
        return [line for text in self.texts.notes if text for line in textwrap.wrap(text, letters)]

    @property
    def note_lines(self) -> int:
        return len(self.notes) + bool(self.texts.valley)


def width_of(texts: Texts, look: Look) -> float:
    """The width that words above the panels have, before a small figure is scaled down."""
    columns = max(1, len(texts.panels))
    plan = Plan(Texts(("",) * columns, beside=texts.beside), replace(look, title=None, caption=""))
    return plan.width - LEFT - EDGE


def room_shape(texts: Texts, look: Look) -> float:
    """The height of the room for a panel relative to its width."""
    width, height = Plan(texts, look).room
    return height / width


def _shaped(room: Size, shape: float) -> Size:
    """The largest panel of a shape."""
    width, height = room
    return (width, width * shape) if width * shape <= height else (height / shape, height)


def lettered(name: str) -> tuple[str, dict[str, object]]:
    """A name of an axis as mathematics writes it, and the font of its text."""
    text = in_letters(name, [name])
    size = mpl.rcParams["axes.labelsize"]
    return text, {"family": maths_face(), "fontsize": MATHS_LARGER * size} if is_mathematical(text) else {
        "fontsize": size
    }


def short(value: float, digits: int) -> str:
    """A number for an axis: a long one as a power of ten."""
    text = readable(value, digits)
    if len(text.removeprefix("−")) <= max(LONGEST, digits + 2) and "e" not in text:
        return text
    mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
    power = f"10{raised(str(int(exponent)).replace('-', '−'))}"
    factor = readable(float(mantissa), digits)
    return power if factor == "1" else f"−{power}" if factor == "−1" else f"{factor}·{power}"


def unit() -> float:
    """The size of markers and halos relative to the usual one: they grow with the lines."""
    return mpl.rcParams["lines.linewidth"] / USUAL_LINE


def path_colour(kind: str, index: int) -> str:
    """The colour of the path from one of the starts."""
    return PATHS[kind][index % len(STARTS)]


def heights(surface: Surface) -> tuple[float, float]:
    """The lowest and the highest loss drawn in three dimensions: what towers above all would flatten the rest."""
    low, high = surface.levels[0], surface.highest
    middle = float(np.nanmedian(surface.value)) - low
    return (low, min(high, low + TALLEST * middle)) if middle > 0 else (low, high)
