"""What of a picture can be read: the ink of every text that is drawn, what is below and above it, its contrast."""

import itertools
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.collections import PathCollection
from matplotlib.colors import to_rgba
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from actplot.figures.colours import contrast

SMALL, LARGE, GRAPHICS = 4.5, 3.0, 3.0  # least contrast of letters and of curves, WCAG 2.2, 1.4.3 and 1.4.11
LARGE_FROM, LARGE_BOLD_FROM = 18.0, 14.0  # points
# A page that a picture does not draw is the reader's: white and the palest greys of pages, or black and dark greys.
GROUNDS = {"light": ("#ffffff", "#f6f8fa"), "dark": ("#000000", "#0d1117", "#1e1e1e")}
SLACK = 1.0  # pixels by which letters may touch the page's edge
NEAR = 0.03  # of the range of a channel, within which two colours are one
FEW = 4  # pixels of a text that edges of what stands beside it may tint
PAD = 3  # pixels around a text in which its ink is looked for


@dataclass
class Ink:
    """One text as it is drawn; rows and columns of pixels are counted from the upper left corner."""

    text: str
    colour: tuple
    points: float
    bold: bool
    box: Bbox  # with room for every letter of its font
    bands: list  # left, top, right, bottom of the ink of each line
    ground: tuple  # the colour around its letters
    below: np.ndarray  # the pixels on which it is drawn
    window: tuple  # the rows and columns of these
    mask: np.ndarray  # where its letters are
    after: np.ndarray
    others: tuple = ()  # colours of parts of it

    @property
    def least(self):
        return LARGE if self.points >= (LARGE_BOLD_FROM if self.bold else LARGE_FROM) else SMALL


@dataclass
class Sheet:
    """A picture with the ink of its texts."""

    figure: object
    inks: list
    pixels: np.ndarray

    def check_texts(self):
        """No text leaves the page, lies over another one or is covered."""
        width, height = self.figure.bbox.size
        for ink in self.inks:
            left, bottom, right, top = ink.box.extents
            inside = min(left, bottom) >= -SLACK and right <= width + SLACK and top <= height + SLACK
            assert inside, f"{ink.text!r} leaves the page"
        for one, other in itertools.combinations(self.inks, 2):
            if one.box.overlaps(other.box):
                over = any(_meet(first, second) for first in one.bands for second in other.bands)
                assert not over, f"{one.text!r} lies over {other.text!r}"
        for ink in self.inks:
            assert ink.bands, f"{ink.text!r} cannot be seen"
            covered = _apart(self.pixels[ink.window], ink.after) & ink.mask
            assert covered.sum() <= max(FEW, 0.02 * ink.mask.sum()), f"{ink.text!r} is covered"

    def check_contrast(self, theme, curves=()):
        """Every text and every curve stands out of what is around it; names in a curve's colour do so as curves do."""
        coloured = [to_rgba(colour)[:3] for colour in curves]
        for ink in self.inks:
            for colour in (ink.colour, *ink.others):
                own = any(np.allclose(colour[:3], curve, atol=NEAR) for curve in coloured)
                least = GRAPHICS if own else ink.least
                found = min(contrast(_on(colour, ground), ground) for ground in _grounds(ink.ground, theme))
                assert found >= least - 0.005, f"{ink.text!r} has a contrast of {found:.2f}"
        for axes in self.figure.axes if coloured else ():
            for ground in _grounds(_panel(axes), theme):
                for colour in coloured:
                    found = contrast(colour, ground)
                    assert found >= GRAPHICS - 0.005, f"a curve {colour} has a contrast of {found:.2f}"

    def check_clear(self, curves):
        """No text lies on a curve."""
        for ink in self.inks:
            for colour in curves:
                hit = ~_apart(ink.below, np.array(to_rgba(colour)))
                assert not (hit & _filled(ink)).any(), f"{ink.text!r} lies on a curve"


def sheet_of(figure):
    """The picture, drawn."""
    inks = []
    canvas = FigureCanvasAgg(figure)
    canvas.get_renderer().clear()
    with _noted(inks):
        canvas.draw()
    inks += [ink for artist in figure.get_children() for ink in _outlines(artist, canvas)]
    return Sheet(figure, inks, _pixels(canvas.get_renderer()))


@contextmanager
def _noted(inks):
    draw = Text.draw

    def noted(text, renderer, *arguments, **options):
        words = text.get_text().strip()
        if not words or not text.get_visible() or not isinstance(renderer, RendererAgg):
            return draw(text, renderer, *arguments, **options)
        box = Text.get_window_extent(text, renderer)
        window = _window(box, renderer)
        before = _pixels(renderer)[window].copy()
        draw(text, renderer, *arguments, **options)
        after = _pixels(renderer)[window].copy()
        inks.append(_ink(text, words, box, window, before, after))
        return None

    Text.draw = noted
    try:
        yield
    finally:
        Text.draw = draw


def _pixels(renderer):
    return np.asarray(renderer.buffer_rgba())


def _window(box, renderer):
    height, width = int(renderer.height), int(renderer.width)
    rows = slice(max(0, int(height - box.y1) - PAD), max(0, int(height - box.y0) + PAD + 1))
    return rows, slice(max(0, int(box.x0) - PAD), max(0, min(width, int(box.x1) + PAD + 1)))


def _ink(text, words, box, window, before, after):
    colour = to_rgba(text.get_color(), text.get_alpha())
    mask = _letters(before, after, colour)
    bold = str(text.get_fontweight()) in ("bold", "700")
    return Ink(
        words, colour, text.get_fontsize(), bold, box, _bands(mask, window), _around(after, mask), before, window, mask,
        after,
    )  # fmt: skip


def _letters(before, after, colour):
    """Pixels that became more like the text's colour, and not like the halo's."""
    far, near = (np.abs(one / 255 - np.array(colour)).sum(axis=2) for one in (before, after))
    return (before != after).any(axis=2) & (near < far - 0.15)


def _bands(mask, window):
    """Left, top, right and bottom of each line."""
    rows = np.flatnonzero(mask.any(axis=1))
    found = []
    for some in np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1) if rows.size else ():
        columns = np.flatnonzero(mask[some].any(axis=0)) + window[1].start
        top = window[0].start
        found.append((columns[0], top + some[0], columns[-1] + 1, top + some[-1] + 1))
    return found


def _around(after, mask):
    """The most frequent colour where no letter is."""
    free = after[~mask]
    if not len(free):
        return (0.0, 0.0, 0.0, 0.0)
    ((colour, _),) = Counter(map(bytes, np.ascontiguousarray(free))).most_common(1)
    return tuple(part / 255 for part in colour)


def _filled(ink):
    """The lines of a text as boxes."""
    filled = np.zeros(ink.mask.shape, bool)
    for left, top, right, bottom in ink.bands:
        filled[top - ink.window[0].start : bottom - ink.window[0].start,
               left - ink.window[1].start : right - ink.window[1].start] = True  # fmt: skip
    return filled


def _apart(pixels, colours):
    scale = 255 if colours.dtype.kind == "u" else 1
    return (np.abs(pixels / 255 - colours / scale) > NEAR).any(axis=2)


def _meet(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _on(colour, ground):
    alpha = colour[3] if len(colour) > 3 else 1.0
    return tuple(alpha * own + (1 - alpha) * below for own, below in zip(colour[:3], ground[:3], strict=True))


def _grounds(ground, theme):
    """The colours that a ground may have, where it lets the reader's page through."""
    if ground[3] >= 1:
        return [ground[:3]]
    return [_on(ground, to_rgba(page)) for page in GROUNDS[theme]]


def _panel(axes):
    own, page = to_rgba(axes.get_facecolor()), to_rgba(axes.figure.get_facecolor())
    return (*_on(own, page), own[3] + (1 - own[3]) * page[3])


def _outlines(artist, canvas):
    """Letters that are drawn as outlines on the page itself."""
    if type(artist) is not PathPatch and not isinstance(artist, PathCollection):
        return
    paths = artist.get_paths() if isinstance(artist, PathCollection) else [artist.get_path()]
    places = [path.vertices[path.codes != Path.CLOSEPOLY] for path in paths if len(path.vertices)]
    if not places:
        return
    places = artist.get_transform().transform(np.concatenate(places))
    box, renderer = Bbox([places.min(axis=0), places.max(axis=0)]), canvas.get_renderer()
    window = _window(box, renderer)
    pixels = _pixels(renderer)[window].copy()
    faces = artist.get_facecolor()
    first, *others = map(tuple, faces if isinstance(artist, PathCollection) else [faces])
    page = np.broadcast_to(255 * np.array(to_rgba(artist.figure.get_facecolor())), pixels.shape)
    mask = _letters(page, pixels, first)
    for face in others:
        mask |= _letters(page, pixels, face)
    band = (box.x0, renderer.height - box.y1, box.x1, renderer.height - box.y0)
    nothing = np.zeros(mask.shape, bool)
    yield Ink("an outline", first, 12.0, False, box, [band], _around(pixels, mask), pixels, window, nothing, pixels,
              tuple(others))  # fmt: skip
