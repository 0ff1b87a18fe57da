"""Fonts: the installed ones, which letters each has, those that a text needs, and digests of their files."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text
from matplotlib.ticker import FixedFormatter, NullLocator

from ..files import digest_of

WEIGHTS = ("normal", "bold")  # of words, and of titles
_NOT_DRAWN = ("Last Resort", "Noto Color Emoji", "Apple Color Emoji")  # boxes for all letters, and pictures in colour

_SURE = {  # letters that an upright font is known to have; the first one has them in bold too
    "DejaVu Sans": "\n -~\u00a0-\u00ffα-ωΑ-ΡΣ-Ω−′″≤≥≈≠…–—→∞√·⁰⁴-⁹⁻",
    "STIXGeneral": "\n -~\u00a0-\u00ffα-ωΑ-ΡΣ-Ω−′″≤≥≈≠…–—→∞√·\U0001d434-\U0001d454\U0001d456-\U0001d467",
}
NORMAL = ("normal", 400)


@dataclass(frozen=True, order=True)
class Font:
    """A family and the file that has its upright letters of usual weight."""

    family: str
    path: str


def upright_fonts() -> list[Font]:
    """The upright fonts of usual weight by their names."""
    found = {
        Font(one.name, one.fname)
        for one in font_manager.fontManager.ttflist
        if one.style == "normal" and one.weight in (400, "normal") and not one.name.startswith(_NOT_DRAWN)
    }
    return sorted(found)


@cache
def look_for_new_ones() -> None:
    """Add the fonts that were installed after matplotlib made the list that it keeps, once in a process."""
    known = {one.fname for one in font_manager.fontManager.ttflist}
    for path in sorted({*font_manager.findSystemFonts()} - known):
        try:
            font_manager.fontManager.addfont(path)
        except Exception:  # whatever: a file that matplotlib cannot use is as good as none
            continue


@lru_cache(maxsize=1024)
def letters_of(path: str) -> frozenset[str]:
    """What a font has; nothing for one of bitmaps, which cannot be drawn in every size."""
    font = font_manager.get_font(path)
    return frozenset(map(chr, font.get_charmap())) if font.scalable else frozenset()


def lacking(letters: frozenset[str], families: Sequence[str]) -> frozenset[str]:
    """Those that no font of some families has."""
    paths = [font_manager.findfont(FontProperties(family=[family])) for family in families]
    return letters.difference(*map(letters_of, map(str, paths)))


def installed_ones() -> dict[str, str]:
    """Of the fonts in force those that do not come with matplotlib: their names with digests of their files."""
    return {
        name: digest
        for family in mpl.rcParams["font.family"]
        for name, digest in _digests(family, len(font_manager.fontManager.ttflist))
    }


@lru_cache(maxsize=64)
def _digests(family: str, _: int) -> tuple[tuple[str, str], ...]:
    return tuple(dict(_files(family)).items())


def _files(family: str) -> Iterator[tuple[str, str]]:
    """A digest for each file of a family, under its name; that of a bold one says so."""
    bundled, seen = Path(mpl.get_data_path()).resolve(), set()
    for weight in WEIGHTS:
        path = Path(str(font_manager.findfont(FontProperties(family=[family], weight=weight)))).resolve()
        if bundled not in path.parents and path not in seen:
            seen.add(path)
            yield (f"{family} bold" if weight == "bold" else family), digest_of(path) or ""


def needed_fonts(text: str, families: Sequence[str], weight: str | int = "normal") -> Sequence[str]:
    """The first of the families, as many as are known to have all letters of a text: each costs a search."""
    letters = ""
    for count, family in enumerate(families if weight in NORMAL else families[:1], start=1):
        letters += _SURE.get(family, "")
        if letters and _only(letters).fullmatch(text):
            return families[:count]
    return families


@lru_cache
def _only(letters: str) -> re.Pattern[str]:
    return re.compile(f"[{letters}]*")


@contextmanager
def without_spare_fonts(figure: Figure) -> Iterator[None]:
    """Let no text of a figure name fonts that it does not need meanwhile, which changes none of its letters."""
    at_axes = {label: letters for axes in figure.axes for label, letters in _numbers(axes)}
    texts = [(text, at_axes.get(text) or text.get_text(), text.get_fontfamily()) for text in _texts_in(figure)]
    for text, letters, families in texts:
        if letters:
            text.set_fontfamily(needed_fonts(letters, families, text.get_fontweight()))
    try:
        yield
    finally:
        for text, _, families in texts:
            text.set_fontfamily(families)


def _texts_in(artist: Artist) -> Iterator[Text]:
    """All of them, as `findobj` finds them, which asks axes without minor ticks at length for these."""
    if isinstance(artist, Text):
        yield artist
    for child in _parts(artist) if isinstance(artist, Axis) else artist.get_children():
        yield from _texts_in(child)


def _parts(axis: Axis) -> list[Artist]:
    minor = [] if isinstance(axis.get_minor_locator(), NullLocator) else axis.get_minor_ticks()
    return [axis.label, axis.offsetText, *axis.get_major_ticks(), *minor]


def _numbers(axes: Axes) -> Iterator[tuple[Text, str]]:
    """The texts at axes whose numbers are known before they are drawn, each with the letters of all."""
    for axis in (axes.xaxis, axes.yaxis):
        formatter = axis.get_major_formatter()
        if isinstance(formatter, FixedFormatter):
            letters = "".join(formatter.seq)
            yield from ((label, letters) for tick in axis.get_major_ticks() for label in (tick.label1, tick.label2))
