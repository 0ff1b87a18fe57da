"""Draws letters from memory: a text is measured, and a glyph rendered, once for all figures of a process."""

import itertools
import math
import re
import threading
from collections.abc import Callable, Hashable, Iterable
from dataclasses import field
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.font_manager import FontProperties, fontManager

from ....frozen import record
from ...fonts import letters_of

try:  # later than matplotlib 3.10, which sets a text as one bitmap
    from matplotlib.backends.backend_agg import RenderMode, get_hinting_flag
    from matplotlib.font_manager import get_font

    GLYPHS = hasattr(RendererAgg, "_draw_text_glyphs_and_boxes")
except ImportError:
    GLYPHS = False

MOST = 4096  # of one kind, which are small
SUBPIXELS = 0x40
UPRIGHT = np.array([[0x10000, 0], [0, 0x10000]])
WHOLE = "whole"  # a mark of what is not put together
BEFORE = "a "  # what a word is laid out behind: it makes signs Latin, and kerning with a space is seen
Line = list[tuple[Any, float, int, float, float]]  # font, size, index and place of each glyph
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


@record
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


_states, _fonts, _sizes, _heights, _lines, _pieces, _boxes, _glyphs = (Memory() for _ in range(8))


def _state() -> int:
    """A number for the settings and the fonts in force, and for the thread, as no two share an open font."""
    settings = tuple(str(dict.get(mpl.rcParams, name)) for name in _SETTINGS)
    return _states.get((settings, len(fontManager.ttflist), threading.get_ident()), next, _numbers)


class Canvas(FigureCanvasAgg):
    """A canvas with the pixels of matplotlib's own, whose letters come from memory."""

    def get_renderer(self) -> RendererAgg:
        renderer = super().get_renderer()
        if type(renderer) is RendererAgg:
            renderer = self.renderer = Renderer(renderer.width, renderer.height, renderer.dpi)
        return renderer


class Renderer(RendererAgg):
    """Draws under the settings that are in force when it is made."""

    def __init__(self, width: float, height: float, dpi: float):
        super().__init__(width, height, dpi)
        self.heed_settings()

    def heed_settings(self) -> None:
        """Draw and measure under those that are in force from now on."""
        self._state = _state()

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: bool | str
    ) -> tuple[float, float, float]:
        measure = super().get_text_width_height_descent
        key = self._key(prop)
        if ismath or not _has_letters(key, prop, s):  # those that are missing are told each time
            return measure(s, prop, ismath)
        if GLYPHS:
            return _sizes.get((key, self.dpi, s), self._size, key, s, prop)
        return _sizes.get((key, self.dpi, s), measure, s, prop, ismath)

    def _get_font_height_metrics(self, prop: FontProperties) -> tuple[float | None, ...]:
        """Ascent, descent and gap between lines as matplotlib reads them from a font, which asks for them by this name.

        None of each where the font does not say them.
        """
        return _heights.get((self._key(prop), self.dpi), _heights_of, prop, self.dpi)

    def _key(self, prop: FontProperties) -> Hashable:
        """What the font of a text depends on."""
        described = (prop.get_style(), prop.get_variant(), prop.get_weight(), prop.get_stretch())
        return (self._state, *prop.get_family(), *described, prop.get_size_in_points(), prop.get_file())

    if GLYPHS:

        def draw_text(self, gc, x, y, s, prop, angle, ismath=False, mtext=None) -> None:
            key = self._key(prop)
            if ismath or not gc.get_antialiased() or not _has_letters(key, prop, s):
                super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)
                return
            features, language = (mtext.get_fontfeatures(), mtext.get_language()) if mtext else (None, None)
            self._draw_glyphs(gc, (x, y), angle, self._line(key, s, prop, features, language))

        def _line(self, key: Hashable, s: str, prop: FontProperties, *asked: Any) -> Line:
            if any(asked):
                return _lines.get((key, self.dpi, s, *map(str, asked)), self._whole, s, prop, *asked)
            if _can_be_cut(s):
                return _lines.get((key, self.dpi, s), self._joined, key, s, prop)
            return _lines.get((key, self.dpi, s), self._whole, s, prop)

        def _whole(self, s: str, prop: FontProperties, features: Any = None, language: Any = None) -> Line:
            font = self._prepare_font(prop)
            items = font._layout(s, flags=get_hinting_flag(), features=features, language=language)
            size = prop.get_size_in_points()
            return [(item.ft_object, size, item.glyph_index, item.x, item.y) for item in items]

        def _joined(self, key: Hashable, s: str, prop: FontProperties) -> Line:
            """What is laid out as a whole, put together of words, most of which other texts have as well."""
            line: Line = []
            x = 0.0
            for number, word in enumerate(_WORDS.findall(s)):
                before, glyphs, width = _pieces.get((key, self.dpi, word), self._piece, key, word, prop)
                x += before if number else 0.0
                line += [(font, size, index, x + dx, dy) for font, size, index, dx, dy in glyphs]
                x += width
            return line

        def _piece(self, key: Hashable, word: str, prop: FontProperties) -> tuple[float, Line, float]:
            """How far a word with the spaces behind it stands from one before it, its glyphs, and its width."""
            first = _lines.get((key, self.dpi, BEFORE, WHOLE), self._whole, BEFORE, prop)
            both = self._whole(BEFORE + word, prop)
            start = both[len(first)][3]
            glyphs = [(font, size, index, x - start, y) for font, size, index, x, y in both[len(first) :]]
            return start - self._end(first), glyphs, self._end(glyphs)

        def _end(self, line: Line) -> float:
            return line[-1][3] + self._box(line[-1])[0] if line else 0.0

        def _size(self, key: Hashable, s: str, prop: FontProperties) -> tuple[float, float, float]:
            """Width, height and descent of a text, as matplotlib measures it."""
            line = self._line(key, s, prop)
            boxes = [self._box(glyph) for glyph in line]
            low = min((glyph[4] + box[1] for glyph, box in zip(line, boxes, strict=True)), default=0.0)
            high = max((glyph[4] + box[2] for glyph, box in zip(line, boxes, strict=True)), default=0.0)
            return self._end(line), high - low, -low

        def _box(self, glyph: tuple) -> tuple[float, float, float]:
            """How far the next glyph is from one, and its lowest and highest point, in pixels."""
            return _boxes.get((self._state, self.dpi, glyph[:3]), self._measured, *glyph[:3])

        def _measured(self, font: Any, size: float, index: int) -> tuple[float, float, float]:
            font.set_size(size, self.dpi)
            font._set_transform(UPRIGHT, [0, 0])
            glyph = font.load_glyph(index, flags=get_hinting_flag())
            return glyph.horiAdvance / SUBPIXELS, glyph.bbox[1] / SUBPIXELS, glyph.bbox[3] / SUBPIXELS

        def _draw_glyphs(self, gc: Any, place: tuple[float, float], angle: float, line: Iterable[tuple]) -> None:
            """As matplotlib does, but that what is apart by whole pixels is one glyph."""
            cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
            (x, y), height = place, int(self.height)
            for font, size, index, dx, dy in line:  # dy is upwards
                right, part_right = divmod(round(SUBPIXELS * (x + dx * cos - dy * sin)), SUBPIXELS)
                up, part_up = divmod(round(SUBPIXELS * (self.height - y + dx * sin + dy * cos)), SUBPIXELS)
                glyph = (font, size, index)
                key = (self._state, self.dpi, glyph, angle, part_right, part_up)
                pixels, left, top = _glyphs.get(key, self._glyph, glyph, (cos, sin), (part_right, part_up))
                self._renderer.draw_text_image(pixels, right + left, height - up - top + pixels.shape[0], 0, gc)

        def _glyph(self, glyph: tuple, turn: tuple[float, float], part: tuple[int, int]) -> tuple[np.ndarray, int, int]:
            (font, size, index), (cos, sin) = glyph, turn
            font.set_size(size, self.dpi)
            turned = (0x10000 * np.array([[cos, -sin], [sin, cos]])).round().astype(int)
            font._set_transform(turned, list(part))
            bitmap = font._render_glyph(index, get_hinting_flag(), RenderMode.NORMAL)
            return np.array(bitmap.buffer), bitmap.left, bitmap.top


def _can_be_cut(text: str) -> bool:
    """Whether a text is laid out like its words: in Latin letters and signs that belong to no other script."""
    return " " in text and bool(_LATIN.search(text)) and bool(_LEFT_TO_RIGHT.fullmatch(text))


def _has_letters(key: Hashable, prop: FontProperties, text: str) -> bool:
    """Whether the fonts of a text have all that it is made of."""
    letters = _fonts.get(key, _letters, prop)
    return letters.issuperset(text)


def _letters(prop: FontProperties) -> frozenset[str]:
    return frozenset().union(*map(letters_of, map(str, fontManager._find_fonts_by_props(prop))))


def _heights_of(prop: FontProperties, dpi: float) -> tuple[float | None, ...]:
    font, size = get_font(fontManager._find_fonts_by_props(prop)), prop.get_size_in_points()
    for table_name, gap, ascent, descent in _OFFERED:
        table = font.get_sfnt_table(table_name)
        if table is not None:
            scale = 1 / font.get_sfnt_table("head")["unitsPerEm"] * size * dpi / 72
            return table[ascent] * scale, -table[descent] * scale, table[gap] * scale
    return None, None, None
