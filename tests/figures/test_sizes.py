"""One rule of `--size` for all figures: letters stay on a larger page, and shrink on one that is too small."""

import pytest
from boxes import assert_apart, texts_of
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.text import Text

from actplot.requests.reading import parse, picture_classes

PICTURES = (
    *("compare sigmoid tanh", "plot step", "plot softmax --vary 0 --at 2,1,0", "plot dropout --at 1,2"),
    *("diff relu gelu", "propagate sigmoid relu --layers 20 --width 16", "landscape relu silu"),
    *("grid relu elu gelu silu", "sweep elu:alpha=0.5,1,2"),
    *("jacobian softmax --at 2,1,0.1", f"jacobian relu --at {','.join(map(str, range(20)))}"),
    *("surface mse --data line", "surface mse --data line --view 3d", "derive sigmoid"),
)


def test_every_command_is_asked():
    assert {line.split()[0] for line in PICTURES} == set(picture_classes()), "add a line to PICTURES"


def letters(line: str) -> set[float]:
    """The sizes of all texts in points; of a derivation, which has none, the heights of its outlines."""
    figure = parse(line).draw()
    heights = [
        outline.get_path().get_extents().height * _scale(figure, outline)
        for outline in figure.artists
        if isinstance(outline, PathPatch)
    ]
    texts = [text for text in figure.findobj(Text) if text.get_text() and text.get_visible()]
    return {round(size, 3) for size in [*heights, *(text.get_fontsize() for text in texts)]}


def _scale(figure: Figure, outline: PathPatch) -> float:
    return outline.get_transform().get_matrix()[1, 1] * 72 / figure.dpi


@pytest.mark.exhaustive(keep=0.2, thorough=0.25)
@pytest.mark.parametrize("line", PICTURES)
def test_letters_keep_their_size_on_a_larger_page(line):
    assert letters(f"{line} --size 20 16") == letters(line)


@pytest.mark.exhaustive(keep=0.1, thorough=0.3)
@pytest.mark.parametrize("line", PICTURES)
def test_letters_shrink_on_a_page_that_is_too_small(line):
    assert max(letters(f"{line} --size 2 2")) < 0.9 * max(letters(line))


@pytest.mark.parametrize("size", [(4, 3), (8, 3), (3, 8), (20, 16)])
@pytest.mark.parametrize("at", ["1", "2,1,0.1", ",".join(map(str, range(20)))])
def test_a_heat_map_stands_in_the_page(at, size):
    (axes,) = parse(f"jacobian softmax --at {at} --size {size[0]} {size[1]}").draw().axes
    place = axes.get_position()
    assert min(place.x0, place.y0, 1 - place.x1, 1 - place.y1) > -1e-9
    if at == "2,1,0.1":  # its cells take the room
        assert max(place.width, place.height) == pytest.approx(1)


def test_numbers_of_a_small_heat_map_have_one_size():
    figure = parse("jacobian softmax --at 2,1,0.1 --size 4 3").draw()
    numbers = ("−0.160", "−0.065", "0.184", "−0.024", "0.089")
    assert len({text.get_fontsize() for text in figure.findobj(Text) if text.get_text() in numbers}) == 1


@pytest.mark.exhaustive(keep=0.15, thorough=1)
@pytest.mark.parametrize("size", [(1, 1), (3, 1)])
@pytest.mark.parametrize("line", [*PICTURES, "compare gelu elu --order 2", "plot step --no-legend --style classic"])
def test_a_page_has_the_size_that_is_asked_for(line, size):
    figure = parse(f"{line} --size {size[0]} {size[1]} --dpi 100").draw()
    assert tuple(figure.get_size_inches()) == size


NAMES = {
    "ReLU": "relu", "ELU": "elu", "GELU": "gelu", "sigmoid": "sigmoid", "tanh": "tanh", "Mish": "mish",
    "SiLU": "silu", "softplus": "softplus", "SELU": "selu", "softsign": "softsign", "hard tanh": "hard_tanh",
    "ReLU6": "relu6", "leaky ReLU": "leaky_relu", "Snake": "snake", "GCU": "gcu", "square": "square", "sin": "sin",
}  # fmt: skip
MARKS = "--mark kinks,asymptotes,saturation,extrema"


@pytest.mark.exhaustive(keep=0.002, thorough=0.15)
@pytest.mark.parametrize("size", [(2.5, 2), (3, 2), (5, 3)])
@pytest.mark.parametrize(
    "options", ["", "--legend", "--order 2", "--formula", MARKS, "--overlay", f"--overlay {MARKS}", "--no-caption"]
)
@pytest.mark.parametrize("count", [1, 3, 5, 7, 12, 17])
def test_a_small_figure_has_panels_and_names_for_all(count, options, size):
    names = list(NAMES)[:count]
    if count > 7 and options in ("--legend", "--formula", "--order 2"):
        options += " --overlay"
    options = options if count > 7 else options.replace("--overlay", "")
    figure = parse(f"compare {' '.join(NAMES[name] for name in names)} {options} --size {size[0]} {size[1]}").draw()
    assert_apart(figure)
    told = " ".join(text for text, _ in texts_of(figure))
    assert not [name for name in names if name not in told], told
    for axes in figure.axes:
        assert min(axes.get_position().size) > (0.1 if count > 7 else 0.15)


def test_no_note_is_too_small_to_be_read():
    for line in ("compare ramp zero_one", "compare 'sin(1e9*x)' --mark extrema", "compare relu elu gelu --order 2"):
        texts = parse(line).draw().findobj(Text)
        assert min(text.get_fontsize() for text in texts if text.get_text()) > 5, line
