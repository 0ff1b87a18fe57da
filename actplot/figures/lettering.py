"""Letters with a halo, and letters kept as text in formats that have text, whatever else draws them as outlines."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any

from matplotlib.colors import to_hex, to_rgba
from matplotlib.figure import Figure
from matplotlib.patheffects import Stroke, withStroke
from matplotlib.text import Text

_KEPT: ContextVar[bool] = ContextVar("whether letters are drawn as text", default=False)


def are_kept() -> bool:
    """Whether letters are to be drawn as text at present."""
    return _KEPT.get()


class Halo(withStroke):
    """A line around letters or a curve, in the colour of what they lie on, also where that is not drawn."""

    def __init__(self, width: float, colour: Any):
        stroke = {"linewidth": width, "foreground": to_hex(colour)}
        super().__init__(**stroke)
        self.alone = _Filled(**stroke)


class _Filled(Stroke):
    """A halo that covers what it surrounds."""

    def draw_path(self, renderer, gc, tpath, affine, rgbFace) -> None:
        super().draw_path(renderer, gc, tpath, affine, to_rgba(self._gc["foreground"]))


@contextmanager
def letters_kept(figure: Figure) -> Iterator[None]:
    """Draw letters as text meanwhile, those with a halo too, of which matplotlib draws the outlines."""
    haloed = [text for text in figure.findobj(Text) if any(isinstance(one, Halo) for one in text.get_path_effects())]
    for text in haloed:
        text.draw = partial(_on_halo, text)
    token = _KEPT.set(True)
    try:
        yield
    finally:
        _KEPT.reset(token)
        for text in haloed:
            del text.draw


def _on_halo(text: Text, renderer) -> None:
    effects = text.get_path_effects()
    text.set_path_effects([one.alone for one in effects if isinstance(one, Halo)])
    type(text).draw(text, renderer)
    text.set_path_effects([])
    Text.draw(text, renderer)
    text.set_path_effects(effects)
