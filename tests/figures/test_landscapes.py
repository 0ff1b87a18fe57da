"""Landscapes of small networks: panels, scales and words are what was asked for."""

import pytest
from boxes import assert_apart

from actplot.errors import ActplotError, BadOption
from actplot.requests.command_line import line_of
from actplot.requests.reading import parse

SIZES = ("", "--size 4 3", "--size 14 5", "--for web", "--for slide", "--paper neurips", "--theme dark")


@pytest.mark.exhaustive(keep=0.1, thorough=0.24)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("line", ["landscape relu silu mish", "landscape relu tanh --width 4", "landscape relu --xor"])
def test_words_and_panels_are_apart(line, size):
    assert_apart(parse(f"{line} {size}").draw())


def panels(figure):
    """The axes of landscapes, which have equal sides, without the scales beside them."""
    sizes = [axes.get_position().size * figure.get_size_inches() for axes in figure.axes]
    return [axes for axes, (width, height) in zip(figure.axes, sizes, strict=True) if abs(width - height) < 1e-6]


@pytest.mark.exhaustive(keep=0.2, thorough=1)
@pytest.mark.parametrize("size", ["", "--size 5 9", "--for slide"])
def test_panels_are_square_and_show_the_range(size):
    figure = parse(f"landscape relu tanh mish --layers 2 --range -2 3 {size}").draw()
    assert len(panels(figure)) == 3
    for axes in panels(figure):
        assert (*axes.get_xlim(), *axes.get_ylim()) == (-2.0, 3.0, -2.0, 3.0)


def test_one_scale_for_all_or_one_for_each():
    shared, own = (parse(f"landscape {line}") for line in ("relu mish", "relu tanh"))
    assert len(shared.draw().axes) == 2 + 1
    assert len(own.draw().axes) == 2 + 2
    assert "one scale of colours" in shared.content().look.caption
    assert "a scale of colours for each" in own.content().look.caption


def test_the_boundary_of_exclusive_or_lies_between_the_classes():
    figure = parse("landscape relu --xor").draw()
    solid = [line for line in figure.axes[0].lines if line.get_linestyle() == "-"]
    ends = [line.get_xydata() for line in solid if len(line.get_xdata()) > 1]
    sums = [float(one.sum()) for one, _ in ends]
    assert sums == pytest.approx([0.5, 1.5], abs=1e-12)
    assert [float(one.sum()) for _, one in ends] == pytest.approx(sums)


@pytest.mark.parametrize(
    ("line", "title", "caption"),
    [
        ("landscape relu", "Output of a random network with ReLU", "5 hidden layers of 16 units, weights from N(0, 2/"),
        ("landscape relu mish --seed 4 --layers 1", "with ReLU and Mish", "1 hidden layer of 16 units"),
        ("landscape relu --xor", "XOR by two hidden units with ReLU", "𝑦 = ReLU(𝑥₁ + 𝑥₂) − 2 ReLU(𝑥₁ + 𝑥₂ − 1); 𝑥₁"),
        ("landscape relu tanh --xor", "with ReLU and tanh", "weights worked out for each function"),
    ],
)
def test_a_landscape_says_what_it_shows(line, title, caption):
    look = parse(line).content().look
    assert title in look.title
    assert caption in look.caption


def test_alternative_texts_and_facts_tell_outputs():
    request = parse("landscape relu mish --seed 2")
    landscape = request.content().panels[0].landscape
    assert f"ReLU from {landscape.low:.3g}".replace("-", "−") in request.alt
    assert "seed 2" in request.alt
    other = parse("landscape relu mish --seed 3")
    assert request.content().stated() != other.content().stated()
    assert request.content().stated() == parse("landscape relu mish --seed 2 --theme dark").content().stated()


def test_the_same_line_gives_the_same_bytes():
    first, second = (parse("landscape relu tanh --layers 2").image("svg") for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("landscape mse", "mse is a loss and a function of one variable, its residual"),
        ("landscape softmax", "softmax is a function of a whole vector"),
        ("landscape dropout", "dropout"),
        ("landscape relu --layers 0", "--layers must be a whole number from 1 to 20"),
        ("landscape relu --width 1000", "--width must be a whole number from 1 to 128"),
        ("landscape relu --seed -1", "--seed must be"),
        ("landscape relu --xor --seed 3", "--seed has no meaning beside --xor"),
        ("landscape identity --xor", "do not solve XOR"),
        ("landscape relu --range 3 -3", "LO must be below HI"),
        ("landscape relu --no-legend", "without --xor"),
        ("landscape", "name at least one function"),
    ],
)
def test_what_is_no_landscape_is_refused(line, said):
    with pytest.raises(BadOption, match=said):
        parse(line).draw()


def test_usual_values_leave_the_line():
    assert line_of(parse("landscape relu --range -5 5 --seed 0 --layers 5 --width 16")) == "landscape relu"
    assert line_of(parse("landscape relu --xor --range -0.5 1.5")) == "landscape relu --xor"


@pytest.mark.exhaustive(keep=0.3, thorough=1)
@pytest.mark.parametrize("words", ["cube --layers 8", "exponential", "step", "x^9", "sqrt(x)", "sin --range -30 30"])
def test_wild_functions_are_drawn_as_far_as_they_are_finite_or_refused(words):
    request = parse(f"landscape {words} --dpi 60")
    try:
        figure = request.draw()
    except ActplotError as error:
        assert "no finite output" in str(error)  # noqa: PT017
    else:
        assert figure.axes
        blank = request.content().panels[0].landscape.share_blank
        assert any("blank" in said for said in request.messages()) == bool(blank)


def test_levels_that_are_close_together_say_how_far_they_are_from_a_round_number():
    figure = parse("landscape tanh --range -1e-5 1e-5").draw()
    texts = [label.get_text() for label in figure.axes[-1].get_yticklabels()]
    assert max(map(len, texts)) < 9
    assert "output\n+ 0.2517" in [text.get_text() for text in figure.texts]
    assert_apart(figure)
