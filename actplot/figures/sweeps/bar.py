"""Draws the bar beside panels that tells which colour is which value of a parameter."""

from collections.abc import Sequence

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from ...calculus.written_names import mathematical
from ..colours import Ramp
from ..curves.pens import Pen
from ..look import MATHS_LARGER, Look, is_mathematical, maths_face
from ..page.legend import HINTED, text_widths
from ..page.page import POINTS_PER_INCH, in_letters

# In inches, for letters of the usual size.
GAP, WIDTH, PAD, HEAD = 0.16, 0.17, 0.07, 0.24
APART = 1.35  # heights of letters from one value to the next


def bar_of(look: Look) -> Ramp | None:
    """What a bar is to tell, where there is one."""
    return look.ramp if look.ramp and look.ramp.barred and look.legend and not look.keyed else None


def width_of_bar(ramp: Ramp, scale: float) -> float:
    """What it takes with its values beside panels, before a small figure is scaled down."""
    size = mpl.rcParams["ytick.labelsize"] / scale
    hinted = HINTED if scale < 1 else 1.0
    (name,) = text_widths([ramp.letter], MATHS_LARGER * size)
    texts = hinted * max(text_widths(ramp.values, size))
    return in_letters(GAP) / scale + max(in_letters(WIDTH + PAD) / scale + texts, hinted * name)


def add_bar(figure: Figure, panel: Sequence[float], ramp: Ramp, pens: Sequence[Pen]) -> None:
    """Draw it at the right of a panel, whose left, bottom, width and height are fractions of the figure.

    Each value has a part of the same height, for values need not be evenly spaced.
    """
    across, up = figure.get_size_inches()
    left, low, width, height = panel
    head = in_letters(HEAD) / up
    place = (left + width + in_letters(GAP) / across, low, in_letters(WIDTH) / across, height - head)
    axes = figure.add_axes(place, label="bar")
    count = len(pens)
    axes.set(xlim=(0, 1), ylim=(0, count), xticks=[])
    axes.grid(visible=False)
    for index, pen in enumerate(pens):
        axes.add_patch(Rectangle((0, index), 1, 1, facecolor=pen.colour, edgecolor=pen.colour, linewidth=0.3))
    for spine in axes.spines.values():
        spine.set_visible(False)
    step = _step(count, place[3] * up)
    shown = [*range(0, count, step)]
    if count - 1 - shown[-1] >= step / 2:
        shown.append(count - 1)
    else:
        shown[-1] = count - 1
    axes.yaxis.tick_right()
    axes.set_yticks([index + 0.5 for index in shown], [ramp.values[index] for index in shown])
    axes.tick_params(axis="y", pad=POINTS_PER_INCH * in_letters(PAD), length=0)
    face = {"family": maths_face(), "size": MATHS_LARGER * mpl.rcParams["ytick.labelsize"]}
    axes.annotate(
        mathematical(ramp.letter), (0, 1), (0, 4), xycoords="axes fraction", textcoords="offset points", ha="left",
        va="bottom", color=mpl.rcParams["axes.labelcolor"], annotation_clip=False,
        **(face if is_mathematical(ramp.letter) else {"size": mpl.rcParams["ytick.labelsize"]}),
    )  # fmt: skip


def _step(count: int, height: float) -> int:
    """From one value that is written to the next, so that none touches another in a height in inches."""
    letters = APART * mpl.rcParams["ytick.labelsize"] / POINTS_PER_INCH
    most = max(2, int(height / letters))
    return next(step for step in range(1, count + 1) if -(-count // step) <= most)
