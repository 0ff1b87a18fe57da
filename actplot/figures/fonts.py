"""The fonts that are installed: which letters each has, those that came since matplotlib looked, and their digests."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.font_manager import FontProperties

from ..files import digest_of

WEIGHTS = ("normal", "bold")  # of words, and of titles
_NOT_DRAWN = ("Last Resort", "Noto Color Emoji", "Apple Color Emoji")  # boxes for all letters, and pictures in colour


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
        for name, digest in _digests(family, len(upright_fonts()))
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
