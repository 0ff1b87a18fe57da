"""Paints pages, without looking for places of labels that are empty, and over backgrounds that have their x-axes."""

from collections.abc import Hashable, Iterator, Sequence
from contextlib import contextmanager
from operator import attrgetter
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis, Tick
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import FixedFormatter

from ....frozen import record
from ..numbering import scales_of
from .glyphs import Canvas
from .plainly import boxes_of, draw, drawn_plainly

_PLACE, _BOXES = "_update_label_position", "_get_ticklabel_bboxes"  # names of matplotlib's, which ask for them often


def painted(figure: Figure) -> Canvas:
    """A canvas with all of a figure."""
    canvas = figure.canvas if type(figure.canvas) is Canvas else Canvas(figure)  # whose pixels are there for good
    canvas.get_renderer().heed_settings()
    with measured_once(figure), drawn_plainly():
        canvas.draw()
    return canvas


@contextmanager
def measured_once(figure: Figure) -> Iterator[None]:
    """Have each number at axes measured once while the context lasts, and none for a label that is empty."""
    axes = [one for one in figure.axes if one.name == "rectilinear" and one.get_aspect() == "auto"]
    found = [axis for one in axes for axis in (one.xaxis, one.yaxis) if hasattr(axis, _PLACE) and hasattr(axis, _BOXES)]
    for axis in found:
        bare = axis.axis_name == "y" and not axis.get_label_text() and _is_fixed(axis)
        vars(axis)[_BOXES] = _no_boxes if bare else _Once()
        if bare:
            vars(axis)[_PLACE] = _stay
    try:
        yield
    finally:
        for axis in found:
            for name in (_PLACE, _BOXES):
                vars(axis).pop(name, None)


def _is_fixed(axis: Axis) -> bool:
    """Whether nothing stands at the end of an axis, which would be placed beside its numbers."""
    formatter = axis.get_major_formatter()
    return isinstance(formatter, FixedFormatter) and not formatter.get_offset()


def _no_boxes(*_: object) -> tuple[list, list]:
    return [], []


def _stay(*_: object) -> None:
    """Leaves a label where it is."""


class _Once:
    """Finds the boxes around numbers when it is first asked, and remembers them."""

    _found: Any = None

    def __call__(self, *given: Any) -> Any:
        if self._found is None:
            self._found = boxes_of(*given)
        return self._found


def shown_across(axes: Axes) -> Hashable:
    """All that a panel's ground and its x-axis depend on; None where these are not drawn first, or hang on others."""
    axis = axes.xaxis
    others = [artist for artist in axes.get_children() if artist is not axes.patch]
    plain = axes.axison and axes.get_frame_on() and not (axes.child_axes or axes.images) and axes.get_aspect() == "auto"
    below = axis.get_label_position() == "bottom" and axis.get_ticks_position() not in ("top", "unknown")
    if not plain or not below or not _is_fixed(axis) or min(others, key=attrgetter("zorder")) is not axis:
        return None
    if any(spine.get_position() != ("outward", 0.0) for spine in axes.spines.values()):
        return None
    seen = (scales_of(axes).x, axes.get_xlim(), *axes.get_position().bounds, *_words(axis.label))
    return (*seen, tuple(axis.get_major_formatter().seq), tuple(axes.get_xticks()), *map(_seen, axis.get_major_ticks()))


def _words(text: Text) -> Hashable:
    look = (text.get_fontsize(), text.get_weight(), text.get_color(), text.get_rotation(), text.get_ha(), text.get_va())
    return (text.get_text(), text.get_visible(), *text.get_fontfamily(), *look)


def _seen(tick: Tick) -> Hashable:
    words = (text for text in (tick.label1, tick.label2) if text.get_visible())
    return (tick.gridline.get_visible(), *(_words(text)[1:] for text in words))


@record
class Ground:
    """The pixels of a figure's page, panels and x-axes, and which of them each panel but the first has made."""

    canvas: Canvas
    pixels: object
    colours: np.ndarray  # the same as numbers
    made: tuple["_Made", ...]

    @classmethod
    def of(cls, figure: Figure) -> "Ground":
        canvas = Canvas(figure)
        renderer = canvas.get_renderer()
        with measured_once(figure):
            made = [_Made.by(canvas, _parts(axes)) for axes in figure.axes[1:]]
            renderer.clear()
            for part in (figure.patch, *(part for axes in figure.axes for part in _parts(axes))):
                part.draw(renderer)
        return cls(canvas, canvas.copy_from_bbox(figure.bbox), _colours(canvas).copy(), tuple(made))

    def completed(self, figure: Figure) -> Canvas | None:
        """A canvas with all of a figure; None where a panel lies upon what another one has drawn."""
        renderer = self.canvas.get_renderer()
        self.canvas.restore_region(self.pixels)
        parts = [part for axes in figure.axes for part in _parts(axes)]
        with _hidden(parts), measured_once(figure), drawn_plainly():
            for axes, made in zip(figure.axes, (None, *self.made), strict=True):
                if made and not made.is_there(self.colours, _colours(self.canvas)):
                    return None
                axes.draw(renderer)
        for artist in (*figure.texts, *figure.legends):
            draw(artist, renderer)
        return self.canvas


@record
class _Made:
    """The pixels that some parts of a figure draw on, in a box around them."""

    box: tuple[slice, slice]
    mask: np.ndarray

    @classmethod
    def by(cls, canvas: Canvas, parts: Sequence[Artist]) -> "_Made":
        renderer = canvas.get_renderer()
        renderer.clear()
        for part in parts:
            part.draw(renderer)
        mask = np.asarray(canvas.buffer_rgba())[:, :, 3] > 0
        rows, columns = (np.flatnonzero(mask.any(axis=axis)) for axis in (1, 0))
        box = tuple(slice(some[0], some[-1] + 1) if some.size else slice(0) for some in (rows, columns))
        return cls(box, mask[box])

    def is_there(self, before: np.ndarray, now: np.ndarray) -> bool:
        """Whether all of them are as they were."""
        before, now = before[self.box], now[self.box]
        return np.array_equal(before, now) or not ((before != now) & self.mask).any()


def _colours(canvas: Canvas) -> np.ndarray:
    """Of all pixels, one number each."""
    return np.asarray(canvas.buffer_rgba()).view(np.uint32)[:, :, 0]


def _parts(axes: Axes) -> tuple[Artist, Artist]:
    return axes.patch, axes.xaxis


@contextmanager
def _hidden(artists: Sequence[Artist]) -> Iterator[None]:
    artists = [artist for artist in artists if artist.get_visible()]
    for artist in artists:
        artist.set_visible(False)
    try:
        yield
    finally:
        for artist in artists:
            artist.set_visible(True)
