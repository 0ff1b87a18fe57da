"""Draws letters from memory: a text is measured, and a glyph rendered, once for all figures of a process."""

import itertools
import math
import threading
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.font_manager import FontProperties, fontManager

from ...fonts import letters_of

try:  # later than matplotlib 3.10, which sets a text as one bitmap
    from matplotlib.backends.backend_agg import RenderMode, get_hinting_flag
    from matplotlib.font_manager import get_font

    GLYPHS = hasattr(RendererAgg, "_draw_text_glyphs_and_boxes")
except ImportError:
    GLYPHS = False

MOST = 4096  # of one kind, which are small
SUBPIXELS = 0x40
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


_states, _fonts, _sizes, _heights, _lines, _glyphs = (Memory() for _ in range(6))


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
        self._state = _state()

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: bool | str
    ) -> tuple[float, float, float]:
        measure = super().get_text_width_height_descent
        key = self._key(prop)
        if ismath or not _has_letters(key, prop, s):  # those that are missing are told each time
            return measure(s, prop, ismath)
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
            found = (key, self.dpi, s, str(features), str(language))
            line = _lines.get(found, self._line, s, prop, features, language)
            self._draw_glyphs(gc, (x, y), angle, line)

        def _line(self, s: str, prop: FontProperties, features: Any, language: Any) -> list[tuple]:
            font = self._prepare_font(prop)
            items = font._layout(s, flags=get_hinting_flag(), features=features, language=language)
            size = prop.get_size_in_points()
            return [(item.ft_object, size, item.glyph_index, item.x, item.y) for item in items]

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
