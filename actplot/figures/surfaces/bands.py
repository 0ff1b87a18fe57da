"""The colours of the bands between levels, and the scale beside a picture that names them."""

from collections.abc import Sequence

import matplotlib as mpl
import numpy as np
from matplotlib.colors import LinearSegmentedColormap, to_hex

from ...calculus.models.levels import Levels
from ...numbers import readable
from ..page.page import POINTS_PER_INCH, Box, Page
from .plan import short

NOTE = 0.86  # size of notes, relative to the usual letters
LINE_HEIGHT = 1.15  # of a number beside the scale of colours, in letters
TWO_COLUMNS = 9  # bands above which only every second level is named
NEAR = 2e-3  # of levels' size, below which they differ in late digits alone
INSET = 0.06  # above and below the scale, relative to its panel

# From the lowest value to the highest; lightness changes in one direction, so that colour vision does not matter.
COLOURS = {
    "light": ("#0d3b5c", "#1c6a96", "#4f9fc4", "#9bcbe0", "#d3e8f0", "#f2f8fa"),
    "dark": ("#c9f0f7", "#7cc7de", "#4096b8", "#2f7596", "#2b5a75", "#2f4858"),
}


def shades(kind: str, count: int) -> list[str]:
    """The colours of some bands on a light or a dark page."""
    ramp = LinearSegmentedColormap.from_list("bands", COLOURS[kind])
    return [to_hex(ramp(share)) for share in (np.linspace(0, 1, count) if count > 1 else [0.5])]


def shown(levels: Sequence[float], digits: int) -> list[str]:
    """Levels with as many digits as it takes to tell them apart."""
    texts = ([short(level, some) for level in levels] for some in range(digits, 18))
    return next((text for text in texts if len(set(text)) == len(text)), list(map(str, levels)))


def _numbers(scale: Levels, name: str) -> tuple[list[str], str]:
    """Those of levels and what they are of; of levels that are close together how far they are from a round number."""
    low, high = scale.places[0], scale.places[-1]
    texts = shown(scale.places, 3)
    if high - low > NEAR * max(abs(low), abs(high)):
        return texts, name
    base = float(f"{scale.places[len(scale.places) // 2]:.4g}")
    said = f"{name}\n{'+' if base < 0 else '−'} {readable(abs(base))}"
    return shown([place - base for place in scale.places], 2), said


def add_bar(page: Page, box: Box, scale: Levels, colours: list[str], name: str) -> None:
    """The bands as boxes of one height beside a panel, with their levels beside them; the box is as high as that."""
    left, top, width, height = box
    inset = INSET * height
    axes = page.axes((left, top + inset, width, height - 2 * inset))
    axes.barh(np.arange(len(colours)), 1, height=1.0, align="edge", color=colours, linewidth=0.4, edgecolor=colours)
    axes.set(xlim=(0, 1), ylim=(0, len(colours)), xticks=[])
    line = LINE_HEIGHT * mpl.rcParams["ytick.labelsize"] / POINTS_PER_INCH / page.scale
    room = max(1, int((height - 2 * inset) / line))  # for numbers above each other
    every = max(1 if len(colours) <= TWO_COLUMNS else 2, -(-len(colours) // room))
    named = range(1, len(scale.places) - 1, every)
    texts, name = _numbers(scale, name)
    axes.set_yticks(list(named), [texts[i] for i in named])
    axes.yaxis.tick_right()
    axes.grid(visible=False)
    for spine in axes.spines.values():
        spine.set_visible(False)
    page.words(left, top + inset - 0.08, name, NOTE, va="bottom")
    if scale.growth:
        page.words(left, top + height - inset + 0.08, f"levels grow\nwith {scale.growth}", NOTE, linespacing=1.3)
