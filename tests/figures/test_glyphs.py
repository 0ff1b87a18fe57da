"""Letters from memory are those that matplotlib draws, pixel for pixel."""

import warnings

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

from actplot.figures.look import MATHS, WORDS, Look, house_style
from actplot.figures.page.pixels.glyphs import GLYPHS, MOST, Canvas, Memory, Renderer

TEXTS = ("sigmoid", "𝑓(𝑥) = 𝑥·σ(𝑥)", "−0.25", "two\nlines  and  spaces", "Ą́ fi ffi AV", "日本")


def figure_of(shift: float, size: float, angle: float, families: list[str]) -> Figure:
    """A page of texts of several places and kinds."""
    figure = Figure(figsize=(5, 3), dpi=83)
    for row, text in enumerate(TEXTS):
        options = {"size": size, "rotation": angle, "family": families, "weight": ("normal", "bold")[row % 2]}
        figure.text(0.1 + shift + row / 7, 0.15 * row + shift / 3, text, ha=("left", "center")[row % 2], **options)
    return figure


def pixels(canvas: FigureCanvasAgg) -> np.ndarray:
    canvas.draw()
    return np.array(canvas.buffer_rgba())


@pytest.mark.exhaustive(keep=0.4, thorough=1)
@pytest.mark.parametrize("families", [WORDS, MATHS, ["sans-serif"]], ids=str)
@pytest.mark.parametrize("angle", [0, 90, 30])
def test_letters_are_the_same(families, angle):
    with house_style(Look(), 1), warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of ideographs, which no font may have
        for shift in (0.0, 0.0031, 0.2, 0.0):
            for size in (7.0, 12.3):
                figure = figure_of(shift, size, angle, families)
                assert (pixels(Canvas(figure)) == pixels(FigureCanvasAgg(figure))).all()


def test_letters_that_are_missing_are_told_each_time():
    with house_style(Look(), 1):
        for _ in range(2):
            figure = Figure(figsize=(1, 1))
            figure.text(0, 0, "\ue123", family=WORDS)
            with pytest.warns(UserWarning, match="Glyph 57635"):
                Canvas(figure).draw()


def test_settings_of_letters_are_heeded():
    figure = figure_of(0.0, 11.0, 0, ["sans-serif"])
    with house_style(Look(), 1), warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        drawn = []
        for name, value in (("font.sans-serif", ["STIXGeneral"]), ("text.hinting", "no_hinting")):
            with mpl.rc_context({name: value}):
                drawn += [pixels(Canvas(figure)), pixels(FigureCanvasAgg(figure))]
    assert (drawn[0] == drawn[1]).all()
    assert (drawn[2] == drawn[3]).all()
    assert (drawn[0] != drawn[2]).any()


def test_memory_forgets():
    memory = Memory()
    for number in range(2 * MOST):
        assert memory.get(number, str, number) == str(number)
    assert len(memory.answers) == MOST


@pytest.mark.exhaustive(keep=0.5, thorough=1)
@pytest.mark.skipif(not GLYPHS, reason="matplotlib sets a text as one bitmap")
@pytest.mark.parametrize("weight", ["normal", "bold"])
@pytest.mark.parametrize("families", [WORDS, MATHS, ["sans-serif"]], ids=str)
def test_words_are_laid_out_as_in_their_text(families, weight):
    letters, random = "aefilrvxyAVWTY019.,;:()=+-−→′𝑥𝛼𝑓·×⁻²₁≤ΑβҐя א", np.random.default_rng(1)
    with house_style(Look(), 1), warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        own, plain = Renderer(1, 1, 97), RendererAgg(1, 1, 97)
        font = FontProperties(family=families, weight=weight, size=9.3)
        for _ in range(60):
            some = letters[: -(7 if random.random() < 0.8 else 1)]
            words = ["".join(random.choice(list(some), random.integers(0, 6))) for _ in range(random.integers(1, 6))]
            text = " ".join(words)
            assert own._line(own._key(font), text, font) == own._whole(text, font), text
            measured = [one.get_text_width_height_descent(text, font, ismath=False) for one in (own, plain)]
            assert measured[0] == measured[1] or not text, text
