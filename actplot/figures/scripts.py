"""Finds installed fonts for letters that the fonts of a figure lack."""

import re
import unicodedata
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.font_manager import FontProperties

from ..errors import ActplotWarning

_USUAL = re.compile(r"[\u0000-\u036f\u2000-\u22ff\U0001d400-\U0001d7ff]+")  # which the fonts of figures have
_MISSING = re.compile(r"Glyph (\d+) ")
_LAST = "Last Resort"  # a font of boxes for all letters
_FIRST = ("Noto Sans CJK SC", "Noto Sans CJK JP", "Noto Sans Arabic", "Noto Sans")  # of several that have them
_TO_INSTALL = {
    "CJK": "Noto Sans CJK or WenQuanYi", "HIRAGANA": "Noto Sans CJK or IPA Gothic", "HANGUL": "Noto Sans CJK or Nanum",
    "KATAKANA": "Noto Sans CJK or IPA Gothic", "ARABIC": "Noto Sans Arabic or Amiri",
}  # fmt: skip


def add_fonts_for(texts: Iterable[str | None]) -> None:
    """Put an installed font behind those in force that has the letters of some texts which they lack."""
    letters = frozenset(_USUAL.sub("", "".join(text or "" for text in texts)))
    if letters:
        families = tuple(mpl.rcParams["font.family"])
        mpl.rcParams["font.family"] = [*families, *_families_for(letters, families, len(_fonts()))]


@lru_cache(maxsize=256)
def _families_for(letters: frozenset[str], families: tuple[str, ...], _: int) -> tuple[str, ...]:
    """The fonts that have most of what is missing, one after the other, until none has any."""
    plain = (font_manager.findfont(FontProperties(family=[family])) for family in families)
    missing = {letter for letter in letters if letter.isprintable()}.difference(*map(_letters, plain))
    found = []
    while missing:
        best = min(_fonts(), key=lambda font: (-len(missing & _letters(font[2])), *font))
        had = missing & _letters(best[2])
        if not had:
            break
        missing -= had
        found.append(best[1])
    return tuple(found)


def _fonts() -> list[tuple[int, str, str]]:
    """The upright fonts of usual weight: rank, family and file."""
    fonts = [
        font for font in font_manager.fontManager.ttflist if font.style == "normal" and font.weight in (400, "normal")
    ]
    ranks = {name: rank for rank, name in enumerate(_FIRST)}
    return [(ranks.get(one.name, len(ranks)), one.name, one.fname) for one in fonts if not one.name.startswith(_LAST)]


@lru_cache(maxsize=1024)
def _letters(path: str) -> frozenset[str]:
    return frozenset(map(chr, font_manager.get_font(path).get_charmap()))


@contextmanager
def told_of_boxes() -> Iterator[None]:
    """Tell in one warning of all letters that are drawn as boxes meanwhile, and what to install."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield
    lacking: list[str] = []
    for one in caught:
        found = _MISSING.match(str(one.message))
        if found:
            lacking.append(chr(int(found[1])))
        else:
            warnings.warn_explicit(one.message, one.category, one.filename, one.lineno)
    if lacking:
        warnings.warn(_said(list(dict.fromkeys(lacking))), ActplotWarning, stacklevel=3)


def _said(letters: Sequence[str]) -> str:
    scripts = [unicodedata.name(letter, "").partition(" ")[0] for letter in letters]
    fonts = dict.fromkeys(_TO_INSTALL.get(script, "Noto Sans") for script in scripts)
    return f"no installed font has {' '.join(letters)}, drawn as boxes. Install a font such as {' and '.join(fonts)}"
