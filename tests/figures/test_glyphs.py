"""Letters from memory are those that matplotlib draws, pixel for pixel."""

import warnings
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager

from actplot.figures.fonts import letters_of
from actplot.figures.look import MATHS, WORDS, Look, house_style
from actplot.figures.page.pixels.faces import MOST, Face, Memory
from actplot.figures.page.pixels.glyphs import GLYPHS, Canvas, Renderer

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
            assert own.face(font).line(text) == own.face(font).whole(text), text
            measured = [one.get_text_width_height_descent(text, font, ismath=False) for one in (own, plain)]
            assert measured[0] == measured[1] or not text, text


OF_MATPLOTLIB = sorted(
    one.fname
    for one in fontManager.ttflist
    if Path(mpl.get_data_path()) in Path(one.fname).parents and {*" aA0"} <= letters_of(one.fname)
)


@pytest.mark.skipif(not GLYPHS, reason="matplotlib sets a text as one bitmap")
@pytest.mark.exhaustive(keep=0.4)
@pytest.mark.parametrize("path", OF_MATPLOTLIB, ids=lambda path: Path(path).stem)
def test_letters_follow_each_other_in_pairs_in_all_fonts_of_matplotlib(path):
    random = np.random.default_rng(2)
    letters = [one for one in (*map(chr, range(32, 127)), *"−·×–′→≤⁻²") if one in letters_of(path)]
    digits, signs = [*"0123456789."], [one for one in letters if not one.isalpha()]
    font = FontProperties(fname=path, size=10.7)
    face, other = Renderer(1, 1, 150).face(font), Face(font, 150)
    face.whole("".join(digits))
    for _ in range(4):
        face.whole("".join(random.permutation(letters * 3)))
        face.whole("".join(random.permutation(signs * 3)))
    for some, count in ((digits, 7), (signs, 3), (letters, 3)) * 12:
        text = "".join(random.choice(some, count))
        found = face.line(text)
        assert [(one.index, x, y) for one, x, y in found] == [(one.index, x, y) for one, x, y in other.whole(text)]


@pytest.mark.skipif(not GLYPHS, reason="matplotlib sets a text as one bitmap")
def test_a_text_of_known_pairs_is_not_laid_out_anew(monkeypatch):
    with house_style(Look(), 1):
        face = Renderer(1, 1, 91).face(FontProperties(family=WORDS, size=10))
        face.measured("ELU(alpha=0.12)"), face.measured("0123456789 (9.2)")
        laid_out = []
        monkeypatch.setattr(Face, "whole", lambda face, text, *_: laid_out.append(text))
        for text in ("ELU(alpha=0.1972)", "ELU(alpha=0.1352)", "(alpha=0.12)", "0.1432"):
            face.measured(text)
        assert not laid_out
