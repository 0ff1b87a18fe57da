"""Where panels stand that lie above each other and share their horizontal axis."""

from collections.abc import Sequence

from matplotlib.artist import Artist

from ..look import Look
from .axes import BELOW_NUMBERS
from .layout import BOTTOM, LOWEST, Layout, bottom_of, grows, heading_of, sides_of, title_height, with_broken_title
from .legend import arrange
from .page import HEADING, LEFT, RIGHT, TOP, room_of, scale_of
from .ticks import Window

WIDTH, HEIGHT = 6.6, 1.95  # of a panel, in inches
LEAST = (2.3, 0.95)  # size of a panel below which letters shrink
BETWEEN = BELOW_NUMBERS + 0.12  # below each panel but the last


def scale_of_stack(look: Look, count: int) -> float:
    """Size of letters and lines relative to the usual one."""
    if look.purpose:
        return look.letters
    least = count * (HEADING + LEAST[1]) + (count - 1) * BETWEEN + BOTTOM + TOP + title_height(look)
    return scale_of(look, (LEFT + LEAST[0] + RIGHT, least))


def lay_out_stack(
    look: Look,
    heights: Sequence[float],
    entries: Sequence[tuple[Artist, str]],
    windows: Sequence[Window] = (),
    aside: float = 0.0,
    strip: float = 0.0,
) -> Layout:
    """A layout for panels of some heights in inches, or of shares of what a size leaves, a legend, and a strip.

    Beside the panels stay some inches for names, before a small figure is scaled down. Margins have room for
    the numbers at the axes of what the panels show.
    """
    scale = scale_of_stack(look, len(heights))
    width, height = room_of(look, (LEFT + WIDTH + RIGHT, 0.0), scale)
    key = arrange(entries, width - LEFT - RIGHT, scale)
    head = TOP + title_height(look)
    heading, below = max(HEADING, heading_of(scale)), bottom_of(scale)
    between = BETWEEN + below - BOTTOM
    frame = head + len(heights) * heading + (len(heights) - 1) * between + below + key.height + strip
    grown = grows(look, (height - frame) / len(heights), "panels")
    height = frame + LOWEST * len(heights) if grown else height
    room = max(height - frame, 0.3 * len(heights)) if height else sum(heights)
    height = height or frame + room
    talls = [room * share / sum(heights) for share in heights]
    alone = [
        sides_of(look, (aside,), (window,), (width - LEFT - RIGHT - aside, tall), scale)
        for window, tall in zip(windows, talls, strict=False)
    ]
    left = max([LEFT, *(sides.lefts[0] for sides in alone)])
    right = max([RIGHT + aside, *(sides.rights[0] for sides in alone)])
    panels, top = [], height - head
    for tall in talls:
        top -= heading + tall
        panels.append((left / width, top / height, (width - left - right) / width, tall / height))
        top -= between
    corner = LEFT / width, (key.height + strip) / height
    size = None if grown else look.size
    size = size or (width * scale, height * scale)
    return Layout(size, tuple(panels), (LEFT / width, 1 - TOP / height), key, corner)


def with_title_over_stack(look: Look, count: int) -> Look:
    """The look with its title broken into lines that fit."""
    return with_broken_title(look, width_of_stack(look, count), scale_of_stack(look, count))


def width_of_stack(look: Look, count: int) -> float:
    """Width in inches of panels above each other, before a small figure is scaled down."""
    return room_of(look, (LEFT + WIDTH + RIGHT, 0.0), scale_of_stack(look, count))[0] - LEFT - RIGHT
