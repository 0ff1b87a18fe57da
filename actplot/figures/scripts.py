"""Finds installed fonts for letters that the fonts of a figure lack, or says which to install."""

import re
import unicodedata
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache

import matplotlib as mpl

from ..errors import ActplotWarning
from ..frozen import record
from .fonts import Font, lacking, letters_of, look_for_new_ones, upright_fonts

_USUAL = re.compile(r"[\u0000-\u036f\u2000-\u22ff\U0001d400-\U0001d7ff]+")  # which the fonts of figures have
_MISSING = re.compile(r"Glyph (\d+) ")
_MOST = 12  # letters that a warning names


@record
class _Script:
    """Who writes so: words in the names of its letters, fonts the best first, and what to install."""

    words: str
    fonts: tuple[str, ...]
    debian: str
    macos: str
    windows: str

    def writes(self, letter: str) -> bool:
        return bool(re.match(self.words, unicodedata.name(letter, "")))


_CHINESE = ("Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", "WenQuanYi Zen Hei")
_SCRIPTS = (  # those first whose letters stand beside ideographs
    _Script(
        "HIRAGANA|KATAKANA", ("Noto Sans CJK JP", "Noto Sans JP", "Hiragino Sans", "Yu Gothic", "IPAexGothic"),
        "fonts-noto-cjk", "Hiragino Sans", "Yu Gothic",
    ),
    _Script(
        "HANGUL", ("Noto Sans CJK KR", "Noto Sans KR", "Apple SD Gothic Neo", "Malgun Gothic", "NanumGothic"),
        "fonts-noto-cjk", "Apple SD Gothic Neo", "Malgun Gothic",
    ),
    _Script("CJK|BOPOMOFO|IDEOGRAPHIC|FULLWIDTH|KANGXI", _CHINESE, "fonts-noto-cjk", "PingFang SC", "Microsoft YaHei"),
    _Script("ARABIC", ("Noto Sans Arabic", "Geeza Pro", "Segoe UI"), "fonts-noto-core", "Geeza Pro", "Segoe UI"),
    _Script("HEBREW", ("Noto Sans Hebrew", "Arial Hebrew"), "fonts-noto-core", "Arial Hebrew", "Segoe UI"),
    _Script("THAI", ("Noto Sans Thai", "Thonburi"), "fonts-noto-core", "Thonburi", "Leelawadee UI"),
    _Script(
        "DEVANAGARI|BENGALI|GURMUKHI|GUJARATI|ORIYA|TAMIL|TELUGU|KANNADA|MALAYALAM|SINHALA",
        ("Noto Sans Devanagari", "Kohinoor Devanagari", "Nirmala UI"),
        "fonts-noto-core", "Kohinoor Devanagari", "Nirmala UI",
    ),
    _Script("LATIN|GREEK|CYRILLIC|ARMENIAN|GEORGIAN|ETHIOPIC", (), "fonts-noto-core", "Arial Unicode MS", "Segoe UI"),
)  # fmt: skip
_SIGNS = _Script("", ("Noto Emoji", "Symbola"), "fonts-symbola", "Apple Symbols", "Segoe UI Emoji")
_OTHERS = _Script("", ("Noto Sans",), "fonts-noto-core or fonts-noto-extra", "Arial Unicode MS", "Segoe UI Historic")


def unusual_letters(texts: Iterable[str | None]) -> frozenset[str]:
    """Those of some texts that the fonts of figures may lack."""
    return frozenset(_USUAL.sub("", "".join(text or "" for text in texts)))


def add_fonts_for(letters: frozenset[str]) -> None:
    """Put installed fonts behind those in force that have some letters which they lack."""
    if letters:
        families = tuple(mpl.rcParams["font.family"])
        mpl.rcParams["font.family"] = [*families, *_families_for(letters, families, len(upright_fonts()))]


@lru_cache(maxsize=256)
def _families_for(letters: frozenset[str], families: tuple[str, ...], _: int) -> tuple[str, ...]:
    """The fonts that have most of what is missing, one after the other, until none has any."""
    missing = lacking(frozenset(filter(str.isprintable, letters)), families)
    found, left = _having(missing)
    if left:  # maybe one was installed because of our warning
        look_for_new_ones()
        found, left = _having(missing)
    return tuple(found)


def _having(missing: frozenset[str]) -> tuple[list[str], frozenset[str]]:
    """Families that have some letters, and those that none has."""
    found: list[str] = []
    while missing and (best := _best(missing)):
        found.append(best.family)
        missing -= letters_of(best.path)
    return found, missing


def _best(missing: frozenset[str]) -> Font | None:
    """The font that has most of them: the first of those made for their scripts that has all, before any other."""
    scripts = sorted({_script_of(letter) for letter in missing}, key=(*_SCRIPTS, _SIGNS, _OTHERS).index)
    ranks = {name: rank for rank, name in reversed(list(enumerate(name for one in scripts for name in one.fonts)))}
    ranked = sorted(upright_fonts(), key=lambda font: (ranks.get(font.family, len(ranks)), font))
    whole = next((font for font in ranked if font.family in ranks and missing <= letters_of(font.path)), None)
    best = whole or max(ranked, key=lambda font: len(missing & letters_of(font.path)), default=None)
    return best if best and missing & letters_of(best.path) else None


def _script_of(letter: str) -> _Script:
    found = next((script for script in _SCRIPTS if script.writes(letter)), None)
    return found or (_SIGNS if unicodedata.category(letter).startswith("S") else _OTHERS)


def tell_of_boxes_in(text: str) -> None:
    """Warn as matplotlib does, for a text drawn as outlines, of letters that no font in force has."""
    letters = _USUAL.sub("", text)
    if letters:
        boxes = lacking(frozenset(letters), mpl.rcParams["font.family"])
        for letter in filter(boxes.__contains__, letters):
            warnings.warn(f"Glyph {ord(letter)} missing from fonts in force", UserWarning, stacklevel=2)


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


@contextmanager
def boxes_unsaid() -> Iterator[None]:
    """Pass over letters that no font has, of which a user was told."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=_MISSING.pattern, category=UserWarning)
        yield


def _said(letters: Sequence[str]) -> str:
    scripts = list(dict.fromkeys(map(_script_of, letters)))
    shown = " ".join(letters[:_MOST]) + (" …" if len(letters) > _MOST else "")
    return (
        f"no installed font has {shown}, drawn as boxes. Install {_listed(scripts, _first_font)} "
        f"(Debian and Ubuntu: {_listed(scripts, lambda script: script.debian)}; "
        f"macOS: {_listed(scripts, lambda script: script.macos)}; "
        f"Windows: {_listed(scripts, lambda script: script.windows)})"
    )


def _first_font(script: _Script) -> str:
    return re.sub(r"( CJK) ..$", r"\1", script.fonts[0]) if script.fonts else "Noto Sans"


def _listed(scripts: Sequence[_Script], what: Callable[[_Script], str]) -> str:
    return " and ".join(dict.fromkeys(map(what, scripts)))
