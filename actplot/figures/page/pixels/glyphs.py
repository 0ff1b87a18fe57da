"""Draws letters from memory: a text is measured, and a glyph rendered, once for all figures of a process."""

import math
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.font_manager import FontProperties

from .faces import SUBPIXELS, Face, Line, face_of, state

GLYPHS = hasattr(RendererAgg, "_draw_text_glyphs_and_boxes")  # later than matplotlib 3.10, which sets one bitmap
WHOLE, PART = SUBPIXELS.bit_length() - 1, SUBPIXELS - 1  # of a number of parts of a pixel: bits that are whole or less


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
        self._state = state()

    def face(self, prop: FontProperties) -> Face:
        return face_of(self._state, prop, self.dpi)

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: bool | str
    ) -> tuple[float, float, float]:
        measure = super().get_text_width_height_descent
        face = self.face(prop)
        if ismath or not face.letters.issuperset(s):  # those that are missing are told each time
            return measure(s, prop, ismath)
        return face.size(s, face.measured, s) if GLYPHS else face.size(s, measure, s, prop, ismath)

    def _get_font_height_metrics(self, prop: FontProperties) -> tuple[float | None, ...]:
        """What a face says, which matplotlib asks for by this name."""
        return self.face(prop).heights()

    if GLYPHS:

        def draw_text(self, gc, x, y, s, prop, angle, ismath=False, mtext=None) -> None:
            face = self.face(prop)
            if ismath or not gc.get_antialiased() or not face.letters.issuperset(s):
                super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)
                return
            line = face.line(s, *((mtext.get_fontfeatures(), mtext.get_language()) if mtext else ()))
            if angle:
                self._draw_turned(gc, (x, y), angle, line)
            else:
                self.draw_upright(gc, (x, y), line)

        def draw_upright(self, gc: Any, place: tuple[float, float], line: Line) -> None:
            """As matplotlib does, but that what is apart by whole pixels is one glyph."""
            x, y, bottom, draw = place[0], self.height - place[1], int(self.height), self._renderer.draw_text_image
            for glyph, dx, dy in line:  # dy is upwards
                right, up = round(SUBPIXELS * (x + dx)), round(SUBPIXELS * (y + dy))
                pixels, left, low = glyph.drawn(self.dpi, (right & PART) << WHOLE | up & PART)
                draw(pixels, (right >> WHOLE) + left, bottom - (up >> WHOLE) + low, 0, gc)

        def _draw_turned(self, gc: Any, place: tuple[float, float], angle: float, line: Line) -> None:
            cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
            x, y, bottom, draw = place[0], self.height - place[1], int(self.height), self._renderer.draw_text_image
            for glyph, dx, dy in line:
                right = round(SUBPIXELS * (x + dx * cos - dy * sin))
                up = round(SUBPIXELS * (y + dx * sin + dy * cos))
                part = (right & PART) << WHOLE | up & PART
                pixels, left, low = glyph.drawn_at(self.dpi, angle, (cos, sin), part)
                draw(pixels, (right >> WHOLE) + left, bottom - (up >> WHOLE) + low, 0, gc)
