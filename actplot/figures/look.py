"""How a figure looks: the options that are not data, the two themes, and the house style."""

import logging
import re
import threading
import warnings
from collections.abc import Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, lru_cache
from typing import NamedTuple

import matplotlib as mpl
from matplotlib.colors import to_hex
from matplotlib.font_manager import FontProperties, fontManager

from ..errors import BadOption
from ..frozen import record
from .colours import Ramp
from .fonts import installed_ones
from .inks import derive
from .scripts import add_fonts_for, unusual_letters
from .settings import settle, try_out
from .styles import shipped
from .styles.stylesheets import applied, held


@record
class Look:
    """What a user may choose about the look of a figure; None leaves the choice to the figure."""

    size: tuple[float, float] | None = None
    dpi: float = 100.0
    y_range: tuple[float, float] | None = None
    slope_range: tuple[float, float] | None = None  # of panels of derivatives alone
    title: str | None = None
    caption: str = ""  # the line under the title
    told: bool = False  # whether that line says what marks mean
    name: str = ""  # what is drawn, in the words of a generated title, whether that is shown or not
    x_label: str | None = None
    y_label: str | None = None
    slope_label: str | None = None
    axes: str = "box"
    theme: str = "light"
    style: tuple[str, ...] = ()
    background: str | None = None  # "none" draws no page
    legend: bool = True  # whether curves are named
    keyed: bool = False  # in a legend, instead of at their ends
    purpose: str | None = None  # where it is to be shown
    stacked: bool = False  # whether panels stand above each other
    free: bool = False  # whether a figure of many parts may be higher than its size says
    written: str = ""  # all that a user has written, for whose letters fonts are found
    ramp: Ramp | None = None  # of curves that are one function at several values of a parameter
    shrunk: float = 1.0  # letters of a page that has no room for usual ones, relative to those

    @property
    def letters(self) -> float:
        """How large letters are at that place, relative to the usual."""
        return PLACES[self.purpose].letters if self.purpose else 1.0

    @property
    def least(self) -> float:
        """Points of the smallest letters that can be read at that place."""
        return PLACES[self.purpose].least if self.purpose else 0.0

    @property
    def bare(self) -> "Look":
        """The look without its texts and ranges, which each drawing sets anew."""
        words = dict.fromkeys(("title", "x_label", "y_label", "slope_label", "y_range", "slope_range", "ramp"))
        return replace(self, **words, caption="", name="", written="", told=False)


# STIX is the face of mathematics, of text and of formulas; the second one has the few signs that it lacks.
MATHS = ["STIXGeneral", "DejaVu Serif"]
WORDS = ["DejaVu Sans", "STIXGeneral", "DejaVu Serif"]  # and of texts whose letters a style sheet's fonts lack
MATHS_LARGER = 1.2  # its letters are smaller than those of words at one size
_WORD = re.compile(r"[A-Za-z]{2}")


def maths_face() -> list[str]:
    """The face of mathematics, and behind it the fonts in force, for names in letters of other scripts."""
    return list(dict.fromkeys([*MATHS, *mpl.rcParams["font.family"]]))


def is_mathematical(text: str) -> bool:
    """Whether a text holds slanted letters and no word."""
    return _WORD.search(text) is None and any(ord(letter) > 0x1D433 or letter == "ℎ" for letter in text)


@record
class Place:
    """What a place wants of a figure: the size of letters relative to the usual, and settings of matplotlib's."""

    letters: float
    least: float  # points of the smallest letters, whatever a style sheet says
    settings: Mapping[str, object]


NOTES = 0.82  # size of the smallest letters, relative to the usual
SMALLEST = NOTES * 11.0  # points of the smallest letters in a figure of the usual size
PLACES = {  # letters of 18 points at least on a slide, of 8 on paper, and of 16 pixels on a page
    "slide": Place(18.0 / SMALLEST, 18.0, {"lines.linewidth": 2.2}),
    "paper": Place(
        8.0 / SMALLEST,
        8.0,
        {
            "font.family": ["STIXGeneral", "DejaVu Serif"],
            "lines.linewidth": 1.7,
            "axes.linewidth": 0.8,
            "grid.linewidth": 0.6,
        },
    ),
    "web": Place(12.0 / 11.0, 8.0, {}),
}

# Each at least 3 : 1 against its page, apart for the colour-blind, and the first three, solid ones, in grey as well.
_COLOURS = {
    "light": ("#3531cd", "#d9733f", "#08792f", "#ce2d7f", "#9f45d7", "#0193bf", "#7d7a01"),
    "dark": ("#66b0f8", "#c67a20", "#3dee8d", "#ec4c9a", "#a873f7", "#53e6f5", "#e3d43f"),
}
_INK = {
    "light": {"page": "#ffffff", "text": "#1d2125", "muted": "#60666d", "axis": "#a8adb3", "grid": "#e6e8eb"},
    "dark": {"page": "#15191d", "text": "#eceff1", "muted": "#a3abb2", "axis": "#59616a", "grid": "#2a3037"},
}

# Long enough to tell apart in a legend; relative to the line's width.
DASHES = (
    *("-", (0, (5, 1.6)), (0, (6, 1.4, 1.2, 1.4)), (0, (2.6, 1.1))),
    *((0, (1.1, 1.1)), (0, (8, 1.4, 1.2, 1.4, 1.2, 1.4))),
)


def palette(theme: str) -> tuple[Mapping[str, str], tuple[str, ...]]:
    """The inks of a page, by what they are for, and the colours of its curves."""
    return _INK[theme], _COLOURS[theme]


def _rules(theme: str) -> dict[str, object]:
    """The house style, as matplotlib's own parameters, so that a style sheet can override each."""
    ink = _INK[theme]
    return {
        "font.family": WORDS,
        "font.size": 11.0,
        "figure.facecolor": ink["page"],
        "axes.facecolor": ink["page"],
        "savefig.facecolor": "auto",
        "text.color": ink["text"],
        "axes.labelcolor": ink["muted"],
        "axes.titlecolor": ink["text"],
        "axes.titlesize": 13.0,
        "axes.titlelocation": "left",
        "axes.titlepad": 7.0,
        "axes.titley": 1.0,  # not searched for, which would cost a layout pass
        "axes.labelpad": 3.0,
        "xaxis.labellocation": "right",
        "axes.edgecolor": ink["axis"],
        "axes.linewidth": 1.0,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": True,
        "axes.axisbelow": True,
        "axes.xmargin": 0.0,
        "axes.prop_cycle": mpl.cycler(color=_COLOURS[theme]),
        "axes.unicode_minus": True,
        "grid.color": ink["grid"],
        "grid.linewidth": 0.8,
        "xtick.color": ink["axis"],
        "ytick.color": ink["axis"],
        "xtick.labelcolor": ink["muted"],
        "ytick.labelcolor": ink["muted"],
        "xtick.major.size": 0.0,
        "ytick.major.size": 0.0,
        "xtick.minor.visible": False,
        "ytick.minor.visible": False,
        "xtick.labelsize": 10.0,
        "ytick.labelsize": 10.0,
        "legend.frameon": False,
        "lines.linewidth": 2.6,
        "lines.solid_capstyle": "round",
        "lines.dash_capstyle": "butt",
    }


# Whatever a style sheet says: no TeX, names with $ and _ as they are, and images that do not depend on it.
_FIXED = {
    "text.usetex": False,
    "text.parse_math": False,
    "figure.autolayout": False,
    "figure.constrained_layout.use": False,
}


_SIZES = (
    *("font.size", "axes.titlesize", "axes.labelsize", "xtick.labelsize", "ytick.labelsize", "legend.fontsize"),
    *("lines.linewidth", "axes.linewidth", "grid.linewidth"),
    *("axes.titlepad", "axes.labelpad", "xtick.major.pad", "ytick.major.pad", "xtick.major.size", "ytick.major.size"),
)


_PAGES = ("figure.facecolor", "axes.facecolor")  # transparent ones keep the colour that inks are made for


_ALONE = threading.RLock()


@cache
def _defaults() -> dict[str, object]:
    """matplotlib's own settings; they were validated once, so a dict may take them over as they are."""
    return {name: value for name, value in dict.items(mpl.rcParamsDefault) if name != "backend"}


@contextmanager
def matplotlib_defaults(settings: Mapping[str, object]) -> Iterator[None]:
    """matplotlib as it comes, so that no file of the user's has a say, but for some settings; undone on exit.

    One thread after the other: the settings are those of the process.
    """
    with _in_force(_defaults()):  # not `rcdefaults`, which does the same but loads all style sheets first
        mpl.rcParams.update(settings)
        yield


@contextmanager
def _in_force(settings: Mapping[str, object]) -> Iterator[None]:
    """matplotlib with settings that were validated before; undone on exit.

    As `rc_context`, which validates all of them again, several times in each figure.
    """
    with _ALONE, _without_words_on_weights():
        before = dict(dict.items(mpl.rcParams))
        before.pop("backend", None)  # which may be found out meanwhile
        dict.update(mpl.rcParams, settings)
        try:
            yield
        finally:
            dict.update(mpl.rcParams, before)


@contextmanager
def _without_words_on_weights() -> Iterator[None]:
    """matplotlib would log for every title that a font has no bold letters, whose usual ones it takes."""
    logger = logging.getLogger("matplotlib.font_manager")
    before = logger.level
    if before != logging.ERROR:  # else it is so already: to set it clears what all loggers remember
        logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        if before != logging.ERROR:
            logger.setLevel(before)


@contextmanager
def house_style(look: Look, curves: int, scale: float = 1.0) -> Iterator[None]:
    """The house style with the user's style sheets above it, at a scale; matplotlib's settings return on exit."""
    with _in_force(settings_of(look, scale)):
        yield


def settings_of(look: Look, scale: float = 1.0) -> Mapping[str, object]:
    """The settings of matplotlib's that the house style puts in force."""
    with _ALONE:
        letters = unusual_letters((look.title, look.caption, look.written))
        return _settings_of(_Ask.of(look, letters, scale))


class _Ask(NamedTuple):
    """All that the settings of a figure depend on."""

    theme: str
    purpose: str | None
    background: str | None
    style: tuple[str, ...]
    sheets: tuple[Hashable, ...]  # what those style sheets hold now
    letters: frozenset[str]  # beyond the usual ones
    fonts: int  # that are known, among which those for the letters are found
    scale: float
    least: tuple[float, float]

    @classmethod
    def of(cls, look: Look, letters: frozenset[str], scale: float) -> "_Ask":
        sheets, known = tuple(map(held, look.style)), len(fontManager.ttflist)
        least = (look.least, look.letters)
        return cls(look.theme, look.purpose, look.background, look.style, sheets, letters, known, scale, least)


@lru_cache(maxsize=64)
def _settings_of(ask: _Ask) -> Mapping[str, object]:
    """The settings of matplotlib's that draw so: the house style, what a place asks for, and style sheets above it."""
    with matplotlib_defaults(_rules(ask.theme)):
        mpl.rcParams.update(PLACES[ask.purpose].settings if ask.purpose else {})
        chosen = applied(ask.style)
        mpl.rcParams.update(_FIXED)
        if ask.style:
            settle(ask.style, WORDS)
            if not {*ask.style} <= shipped().keys():  # which are known to draw
                try_out(ask.style)
            derive(chosen, _INK[ask.theme]["page"], _COLOURS)
        add_fonts_for(ask.letters)
        if ask.background == "none":
            mpl.rcParams.update(dict.fromkeys(_PAGES, to_hex(mpl.rcParams["figure.facecolor"]) + "00"))
        mpl.rcParams.update({name: ask.scale * max(_points(mpl.rcParams[name]), _least(name, ask)) for name in _SIZES})
        return {name: value for name, value in dict.items(mpl.rcParams) if name != "backend"}


def fonts_of(look: Look) -> dict[str, str]:
    """The fonts that a figure is drawn with and that do not come with matplotlib, with digests of their files."""
    with house_style(look, 1):
        return installed_ones()


@contextmanager
def with_all_glyphs() -> Iterator[None]:
    """Raise `BadOption` for a text that is set or drawn meanwhile with a font that lacks one of its letters."""
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message="Glyph .* missing from", category=UserWarning)
        try:
            yield
        except UserWarning as missing:
            if not str(missing).startswith("Glyph"):  # another one, where a user makes errors of all warnings
                raise
            raise BadOption(
                f"a text of the figure cannot be drawn: {str(missing).rstrip('.')}. Leave it out, or, but for "
                "derivations, name a font that has it in a style sheet (font.family: …) and give that with --style"
            ) from None


def _least(name: str, ask: _Ask) -> float:
    """What letters must be at a place before they are scaled; notes have smaller ones than other texts."""
    if not name.endswith(("font.size", "titlesize", "labelsize", "fontsize")):
        return 0.0
    return ask.least[0] / ask.least[1] / (NOTES if name == "font.size" else 1.0)


def _points(size: float | str) -> float:
    """A size that a style sheet may give as a word, such as "large"."""
    return FontProperties(size=size).get_size_in_points() if isinstance(size, str) else size


def chosen_by(styles: Iterable[str]) -> Mapping[str, object]:
    """What style sheets set, those later above those earlier."""
    names = tuple(styles)
    return _chosen_by(names, tuple(map(held, names)))


@lru_cache(maxsize=64)
def _chosen_by(names: tuple[str, ...], _: tuple[Hashable, ...]) -> Mapping[str, object]:
    with matplotlib_defaults({}):
        return applied(names)
