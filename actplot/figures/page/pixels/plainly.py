"""Draws lines, texts and axes onto our canvas: as matplotlib does, without what only other figures need.

An artist that is not plain, as a style sheet may have it, draws itself.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import numpy as np
from matplotlib import image
from matplotlib.artist import Artist
from matplotlib.axis import Axis, Tick, XAxis, YAxis
from matplotlib.colors import to_rgba
from matplotlib.lines import Line2D
from matplotlib.path import Path
from matplotlib.text import Annotation, Text
from matplotlib.transforms import Bbox

from .glyphs import GLYPHS, Renderer

LONGEST = 1000  # points of a line, above which matplotlib leaves out those that are not in view
INVISIBLE = ("None", None, " ", "")  # markers, and dashes of lines
# Names of matplotlib's: what draws a sorted list of artists, where a text's lines stand, and what an axis places.
LIST, LAYOUT, CHECK = "_draw_list_compositing_images", "_get_layout", "_check_xy"
PLACING = ("_update_ticks", "_get_ticklabel_bboxes", "_update_label_position", "_update_offset_text_position")


def draw(artist: Artist, renderer: Renderer) -> None:
    """Draw an artist as it draws itself."""
    how = _PLAINLY.get(type(artist))
    if how is None or not _is_plain(artist):
        artist.draw(renderer)
    elif artist.get_visible():
        how(artist, renderer)


@contextmanager
def drawn_plainly() -> Iterator[None]:
    """Have the artists of figures and panels drawn so while the context lasts, if on our canvas."""
    whole = getattr(image, LIST, None)
    if whole is None:
        yield
        return

    def draw_list(renderer: Any, parent: Any, artists: Sequence[Artist], *more: Any) -> None:
        if type(renderer) is not Renderer or any(isinstance(one, image._ImageBase) for one in artists):
            whole(renderer, parent, artists, *more)
            return
        for artist in artists:
            draw(artist, renderer)

    setattr(image, LIST, draw_list)
    try:
        yield
    finally:
        setattr(image, LIST, whole)


def _is_plain(artist: Artist) -> bool:
    special = artist.get_path_effects() or artist.get_sketch_params() or artist.get_agg_filter()
    return not (special or artist.get_rasterized())


def _draw_line(line: Line2D, renderer: Renderer) -> None:
    marked, ruled = _is_marked(line), line.get_linestyle() not in INVISIBLE
    if not (marked or ruled):
        return
    vertices = None if marked or line.get_gapcolor() or line.get_linewidth() <= 0 else _vertices(line)
    if vertices is None:
        line.draw(renderer)
        return
    transform, gc, dashed = line.get_transform(), renderer.new_gc(), line.is_dashed()
    path = transform.transform_path_non_affine(Path(vertices))
    _clip(line, gc)
    gc.set_antialiased(line.get_antialiased())
    gc.set_linewidth(line.get_linewidth())
    gc.set_joinstyle(line.get_dash_joinstyle() if dashed else line.get_solid_joinstyle())
    gc.set_capstyle(line.get_dash_capstyle() if dashed else line.get_solid_capstyle())
    gc.set_snap(line.get_snap())
    gc.set_foreground(to_rgba(line.get_color(), line.get_alpha()), isRGBA=True)
    gc.set_dashes(*line._dash_pattern)
    renderer.draw_path(gc, path, transform.get_affine())


def _is_marked(line: Line2D) -> bool:
    marker = line.get_marker()  # maybe vertices
    return not (isinstance(marker, str | type(None)) and marker in INVISIBLE) and line.get_markersize() > 0


def _vertices(line: Line2D) -> np.ndarray | None:
    """The points of a line; None where they are not simply those that it was given."""
    x, y = line.get_xdata(orig=True), line.get_ydata(orig=True)
    count = max(len(x), len(y))
    if not (count and type(x) in _GIVEN and type(y) in _GIVEN) or line.get_drawstyle() != "default":
        return None
    if count > LONGEST and not (line.axes and _is_within(x, line.axes.get_xbound())):
        return None
    vertices = np.empty((count, 2))
    vertices[:, 0], vertices[:, 1] = x, y
    return vertices


def _is_within(x: Sequence[float], ends: tuple[float, float]) -> bool:
    """Whether nothing of a line is left out, if it runs from left to right."""
    return ends[0] <= x[0] and x[-1] <= ends[1]


_GIVEN = (np.ndarray, list, tuple)


def _draw_text(text: Text, renderer: Renderer) -> None:
    if not text.get_text():
        return
    placed = _layout(text, renderer)
    if placed is None:
        text.draw(renderer)
        return
    (x, y), bottom = text.get_transform().transform(text.get_position()), renderer.height
    if not (np.isfinite(x) and np.isfinite(y)):
        return
    gc = renderer.new_gc()
    gc.set_foreground(to_rgba(text.get_color()), isRGBA=True)
    gc.set_alpha(text.get_alpha())
    _clip(text, gc)
    face = renderer.face(text.get_fontproperties())
    for line, dx, dy in placed.lines:
        renderer.draw_upright(gc, (dx + x, bottom - (dy + y)), face.line(line))


def boxes_of(ticks: Sequence[Tick], renderer: Renderer) -> tuple[list[Bbox], list[Bbox]]:
    """Around the numbers that ticks have on either side of a panel, as an axis finds them."""
    sides = ([tick.label1 for tick in ticks], [tick.label2 for tick in ticks])
    first, second = (
        [_box(text, renderer) for text in side if text.get_visible() and text.get_in_layout()] for side in sides
    )
    return first, second


def _box(text: Text, renderer: Renderer) -> Bbox:
    placed = _layout(text, renderer) if text.get_text() and type(text) in _PLAINLY and _is_plain(text) else None
    if placed is None:
        return text.get_window_extent(renderer)
    return placed.box.translated(*text.get_transform().transform(text.get_position()))


class _Layout(NamedTuple):
    """The box around a text, and its lines, each with its place, all of them from where the text stands."""

    box: Bbox
    lines: list[tuple[str, float, float]]

    @classmethod
    def of(cls, text: Text, renderer: Renderer) -> "_Layout":
        box, lines, _ = getattr(text, LAYOUT)(renderer)
        return cls(box, [(line, *place) for line, _, place in lines if line])


def _layout(text: Text, renderer: Renderer) -> _Layout | None:
    """From memory; None for a text that draws itself."""
    words, face = text.get_text(), renderer.face(text.get_fontproperties())
    if not _is_upright(text) or not face.letters.issuperset(words.replace("\n", "")):
        return None
    aligned = (words, text.get_ha(), text.get_va(), text._get_multialignment(), text._linespacing)
    return face.layout(aligned, _Layout.of, text, renderer)


def _is_upright(text: Text) -> bool:
    """Whether a text consists of nothing but its letters, beside each other."""
    special = text.get_rotation() or text.get_usetex() or text.get_wrap() or text.get_bbox_patch()
    asked = text.get_fontfeatures() or text.get_language() or text.get_rotation_mode() == "anchor"
    return not (special or asked or "$" in text.get_text()) and bool(text.get_antialiased())


def _draw_annotation(text: Annotation, renderer: Renderer) -> None:
    if text.arrow_patch is not None:
        text.draw(renderer)
    elif getattr(text, CHECK)(renderer):
        text.update_positions(renderer)
        _draw_text(text, renderer)


def _draw_axis(axis: Axis, renderer: Renderer) -> None:
    update, boxes, place_label, place_offset = (getattr(axis, name) for name in PLACING)
    ticks = update()
    found = boxes(ticks, renderer)
    for tick in ticks:
        if tick.get_visible():
            for part in (tick.gridline, tick.tick1line, tick.tick2line, tick.label1, tick.label2):
                draw(part, renderer)
    place_label(renderer)
    draw(axis.label, renderer)
    place_offset(*found)
    axis.offsetText.set_text(axis.get_major_formatter().get_offset())
    draw(axis.offsetText, renderer)


def _clip(artist: Artist, gc: Any) -> None:
    if artist.get_clip_on():
        gc.set_clip_rectangle(artist.get_clip_box())
        gc.set_clip_path(artist._clippath)


_PLAINLY: dict[type, Callable[[Any, Renderer], None]] = {}
if hasattr(Line2D, "get_gapcolor"):
    _PLAINLY[Line2D] = _draw_line
if GLYPHS and hasattr(Text, LAYOUT):
    _PLAINLY[Text] = _draw_text
if GLYPHS and hasattr(Text, LAYOUT) and hasattr(Annotation, CHECK):
    _PLAINLY[Annotation] = _draw_annotation
if all(hasattr(XAxis, name) and hasattr(YAxis, name) for name in PLACING):
    _PLAINLY |= {XAxis: _draw_axis, YAxis: _draw_axis}
