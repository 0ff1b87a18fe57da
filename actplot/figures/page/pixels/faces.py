"""Fonts at a size from memory: how their letters follow each other, and the pixels of each."""

import itertools
import re
import threading
from collections.abc import Callable, Hashable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.font_manager import FontProperties, fontManager, get_font

from ...fonts import letters_of

with suppress(ImportError):  # matplotlib 3.10 sets a text as one bitmap
    from matplotlib.backends.backend_agg import RenderMode, get_hinting_flag

MOST = 4096  # of one kind, which are small
SUBPIXELS = 0x40
UPRIGHT = np.array([[0x10000, 0], [0, 0x10000]])
BEFORE = "a "  # what a word is laid out behind: it makes signs Latin, and kerning with a space is seen
Line = list[tuple["Glyph", float, float]]  # with the place of each, to the right and upwards
_WORDS = re.compile("[^ ]+ *|^ +")
_LATIN = re.compile("[A-Za-z]")
_LEFT_TO_RIGHT = re.compile("[ -~·×\u2010-\u2015\u2030-\u203a\u2070-\u208e\u2190-\u22ff\U0001d400-\U0001d7ff]*")
_SETTINGS = (  # of matplotlib's that fonts and their glyphs depend on
    *("font.family", "font.style", "font.variant", "font.weight", "font.stretch", "font.size", "font.serif"),
    *("font.sans-serif", "font.cursive", "font.fantasy", "font.monospace", "font.enable_last_resort"),
    *("text.hinting", "text.hinting_factor", "text.kerning_factor"),
)
_numbers = itertools.count(1)
_OFFERED = (  # tables of a font with its heights, the best first
    ("OS/2", "sTypoLineGap", "sTypoAscender", "sTypoDescender"),
    ("hhea", "lineGap", "ascent", "descent"),
)


@dataclass(frozen=True)
class Memory:
    """Answers by what they depend on; the oldest are forgotten."""

    answers: dict[Hashable, Any] = field(default_factory=dict)

    def get(self, key: Hashable, find: Callable[..., Any], *given: Any) -> Any:
        """The answer that was found before, or is found now from what is given."""
        known = self.answers.get(key)
        if known is None:
            known = self.answers[key] = find(*given)
            if len(self.answers) > MOST:
                del self.answers[next(iter(self.answers))]
        return known


_states, _faces, _bitmaps = Memory(), Memory(), Memory()


def state() -> int:
    """A number for the settings and the fonts in force, and for the thread, as no two share an open font."""
    settings = tuple(str(dict.get(mpl.rcParams, name)) for name in _SETTINGS)
    return _states.get((settings, len(fontManager.ttflist), threading.get_ident()), next, _numbers)


def face_of(state: int, prop: FontProperties, dpi: float) -> "Face":
    """The face of a text under the settings of some state."""
    described = (prop.get_style(), prop.get_variant(), prop.get_weight(), prop.get_stretch())
    key = (state, dpi, *prop.get_family(), *described, prop.get_size_in_points(), prop.get_file())
    return _faces.get(key, Face, prop, dpi)


class Glyph:
    """A letter of a font at a size, upright; what it measures is found when it is asked for."""

    __slots__ = ("box", "font", "index", "number", "size")

    def __init__(self, font: Any, size: float, index: int):
        self.font, self.size, self.index = font, size, index
        self.number = next(_numbers) * SUBPIXELS**2  # of its first bitmap: there is one for each part of a pixel
        self.box: tuple[float, float, float] | None = None

    def measured(self, dpi: float) -> tuple[float, float, float]:
        """How far the next glyph is from it, and its lowest and highest point, in pixels."""
        if self.box is None:
            self.font.set_size(self.size, dpi)
            self.font._set_transform(UPRIGHT, [0, 0])
            glyph = self.font.load_glyph(self.index, flags=get_hinting_flag())
            self.box = glyph.horiAdvance / SUBPIXELS, glyph.bbox[1] / SUBPIXELS, glyph.bbox[3] / SUBPIXELS
        return self.box

    def bitmap(self, dpi: float, turn: tuple[float, float], part: int) -> tuple[np.ndarray, int, int]:
        """Its pixels, turned and moved by a part of a pixel, and how far from its origin these begin and end."""
        cos, sin = turn
        self.font.set_size(self.size, dpi)
        turned = (0x10000 * np.array([[cos, -sin], [sin, cos]])).round().astype(int)
        self.font._set_transform(turned, list(divmod(part, SUBPIXELS)))
        bitmap = self.font._render_glyph(self.index, get_hinting_flag(), RenderMode.NORMAL)
        pixels = np.array(bitmap.buffer)
        return pixels, bitmap.left, pixels.shape[0] - bitmap.top

    def drawn(self, dpi: float, part: int) -> tuple[np.ndarray, int, int]:
        """The same upright, from memory."""
        return _bitmaps.get(self.number + part, self.bitmap, dpi, (1.0, 0.0), part)

    def drawn_at(self, dpi: float, angle: float, turn: tuple[float, float], part: int) -> tuple[np.ndarray, int, int]:
        """The same at an angle in degrees, of which the cosine and the sine are given."""
        return _bitmaps.get((self.number + part, angle), self.bitmap, dpi, turn, part)


class Face:
    """A font at a size, with those behind it that have the letters which it lacks."""

    def __init__(self, prop: FontProperties, dpi: float):
        self._prop, self.dpi = prop.copy(), dpi
        paths = [str(path) for path in fontManager._find_fonts_by_props(prop)]
        self.letters = frozenset().union(*map(letters_of, paths))
        self._even = all(map(_comes_with_matplotlib, paths))
        self._lines, self._sizes, self._words, self._layouts = Memory(), Memory(), Memory(), Memory()
        self._glyphs: dict[tuple[Any, int], Glyph] = {}
        self._pairs = _Pairs()
        self._heights: tuple[float | None, ...] | None = None

    def heights(self) -> tuple[float | None, ...]:
        """Ascent, descent and gap between lines as matplotlib reads them; None where the font does not say them."""
        if self._heights is None:
            self._heights = _heights_of(self._prop, self.dpi)
        return self._heights

    def size(self, text: str, measure: Callable[..., Any], *given: Any) -> tuple[float, float, float]:
        """Width, height and descent of a text, which are measured otherwise where it has no glyphs."""
        return self._sizes.get(text, measure, *given)

    def measured(self, text: str) -> tuple[float, float, float]:
        """Width, height and descent of a text, as matplotlib measures it."""
        line = self.line(text)
        boxes = [glyph.measured(self.dpi) for glyph, _, _ in line]
        low = min((place[2] + box[1] for place, box in zip(line, boxes, strict=True)), default=0.0)
        high = max((place[2] + box[2] for place, box in zip(line, boxes, strict=True)), default=0.0)
        return self._end(line), high - low, -low

    def layout(self, aligned: Hashable, find: Callable[..., Any], *given: Any) -> Any:
        """Where the lines of a text stand, by the text and how it is aligned."""
        return self._layouts.get(aligned, find, *given)

    def line(self, text: str, features: Any = None, language: Any = None) -> Line:
        """The glyphs of a text with their places."""
        if features or language:
            return self._lines.get((text, str(features), str(language)), self.whole, text, features, language)
        return self._lines.get(text, self._joined, text)

    def whole(self, text: str, features: Any = None, language: Any = None) -> Line:
        """As matplotlib lays it out."""
        font, size = get_font(fontManager._find_fonts_by_props(self._prop)), self._prop.get_size_in_points()
        font.clear()
        font.set_size(size, self.dpi)
        items = font._layout(text, flags=get_hinting_flag(), features=features, language=language)
        line = [(self._glyph(item.ft_object, size, item.glyph_index), item.x, item.y) for item in items]
        if self._even and not (features or language) and _LEFT_TO_RIGHT.fullmatch(text):
            self._pairs.learn([item.char for item in items], line)
        return line

    def _glyph(self, font: Any, size: float, index: int) -> Glyph:
        known = self._glyphs.get((font, index))
        if known is None:
            known = self._glyphs[font, index] = Glyph(font, size, index)
        return known

    def _joined(self, text: str) -> Line:
        """What is laid out as a whole, put together of pairs of letters, or of words, that other texts have as well."""
        if not _LEFT_TO_RIGHT.fullmatch(text):
            return self.whole(text)
        line = self._pairs.line(text, self.dpi)
        if line is not None:
            return line
        return self._of_words(text) if " " in text and _LATIN.search(text) else self.whole(text)

    def _of_words(self, text: str) -> Line:
        line: Line = []
        x = 0.0
        for number, word in enumerate(_WORDS.findall(text)):
            before, glyphs, width = self._words.get(word, self._word, word)
            x += before if number else 0.0
            line += [(glyph, x + dx, dy) for glyph, dx, dy in glyphs]
            x += width
        return line

    def _word(self, word: str) -> tuple[float, Line, float]:
        """How far a word with the spaces behind it stands from one before it, its glyphs, and its width."""
        first = self._words.get(None, self.whole, BEFORE)
        both = self.whole(BEFORE + word)
        start = both[len(first)][1]
        line = [(glyph, x - start, y) for glyph, x, y in both[len(first) :]]
        return start - self._end(first), line, self._end(line)

    def _end(self, line: Line) -> float:
        return line[-1][1] + line[-1][0].measured(self.dpi)[0] if line else 0.0


class _Pairs:
    """How far letters stand from those before them, in a font whose rules are all of a letter and the next one.

    Those that come with matplotlib are such, for Latin letters and signs alike, and put digits where their widths do.
    Others may have letters that depend on more of their neighbours.
    """

    def __init__(self) -> None:
        self._glyphs: dict[str, Glyph] = {}
        self._steps: dict[str, float] = {}

    def learn(self, letters: Sequence[str], line: Line) -> None:
        """Note what one text shows, if each of its letters is one glyph on the line."""
        if any(len(letter) != 1 for letter in letters) or any(y for _, _, y in line):
            return
        self._glyphs.update(zip(letters, (glyph for glyph, _, _ in line), strict=True))
        for (one, (_, x, _)), (other, (_, next_x, _)) in itertools.pairwise(zip(letters, line, strict=True)):
            self._steps[one + other] = next_x - x

    def line(self, text: str, dpi: float) -> Line | None:
        """A text, if all pairs in it are known."""
        known = self._steps
        try:
            glyphs = [self._glyphs[letter] for letter in text]
            pairs = [text[at : at + 2] for at in range(len(text) - 1)]
            steps = [known[pair] if pair in known else self._of_digits(pair, dpi) for pair in pairs]
        except KeyError:
            return None
        return list(zip(glyphs, itertools.accumulate(steps, initial=0.0), itertools.repeat(0.0)))

    def _of_digits(self, pair: str, dpi: float) -> float:
        """How far a digit stands from another one; `KeyError` for other letters."""
        if not (pair.isascii() and pair.isdigit()):
            raise KeyError(pair)
        return self._steps.setdefault(pair, self._glyphs[pair[0]].measured(dpi)[0])


def _comes_with_matplotlib(path: str) -> bool:
    return Path(mpl.get_data_path()) in Path(path).parents


def _heights_of(prop: FontProperties, dpi: float) -> tuple[float | None, ...]:
    font, size = get_font(fontManager._find_fonts_by_props(prop)), prop.get_size_in_points()
    for table_name, gap, ascent, descent in _OFFERED:
        table = font.get_sfnt_table(table_name)
        if table is not None:
            scale = 1 / font.get_sfnt_table("head")["unitsPerEm"] * size * dpi / 72
            return table[ascent] * scale, -table[descent] * scale, table[gap] * scale
    return None, None, None
