"""A panel's heading and the note beside it are whole and apart, however long the parameters are."""

import itertools

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from actplot.calculus.written_names import upright
from actplot.requests.reading import parse, parse_picture

LONG = "keras:relu:negative_slope=0.1,max_value=6,threshold=1"
LONGER = "torch:Softplus:beta=1.23456789012,threshold=12.3456789012345"


@pytest.mark.exhaustive(keep=0.16, thorough=0.3)
@pytest.mark.parametrize("options", ["", "--size 4 3", "--size 3 2", "--axes origin", "--style classic", "--dpi 50"])
@pytest.mark.parametrize("spec", ["step", "relu_general:0.1,3,1", LONG, LONGER, "s_relu:1.25,0.125,-1.25,0.225"])
def test_heading_note_and_label_are_in_the_figure_and_apart(spec, options):
    figure = parse(f"plot {spec} {options} --ylim -1 7").draw()
    FigureCanvasAgg(figure).draw()
    (axes,) = figure.axes
    headings = [axes.title, axes._left_title, axes.xaxis.label, *(text for text in axes.texts if "deriv" in str(text))]
    boxes = [text.get_window_extent() for text in headings if text.get_text()]
    assert all(box.x0 >= 0 and box.x1 <= figure.bbox.x1 for box in boxes)
    assert not any(one.overlaps(other) for one, other in itertools.combinations(boxes, 2))


@pytest.mark.parametrize(
    ("line", "title", "caption"),
    [
        ("compare relu", "ReLU and its derivative", "x from −5 to 5; ring: limit not taken; "
         "dot: value by convention; edge tick: limit at infinity"),
        ("compare sigmoid --range 10000000 10000010", "Sigmoid and its derivative", "x from 10000000 to 10000010;"),
        ("plot relu --range -1e12 1e12", "ReLU and its derivative", "x from −10¹² to 10¹²;"),
        ("plot relu --range -2.5e-7 1e-7", "ReLU and its derivative", "x from −2.5·10⁻⁷ to 10⁻⁷;"),
        ("plot x --range 1234567 1234568.5", "x and its derivative", "x from 1234567 to 1234568.5"),
        ("plot nll --mark none", "NLL and its derivative", "p from 0 to 1"),
        ("plot step", "Step and its derivative", "dot: value taken; edge tick"),
        ("plot 1/x", "1/x and its derivative", "dotted: asymptotes"),
        ("plot mape", "MAPE (target = 1) and its derivative", "p from −1 to 3;"),
        ("plot epsilon_insensitive", "ε-insensitive loss and its derivative", "r from −1 to 1;"),
        ("compare leaky_relu:0.2 elu:0.5", "Leaky ReLU (a = 0.2) and ELU (α = 0.5) and their derivatives", "x from"),
        ("compare elu elu:0.5 elu:2", "ELU (α = 1, 0.5 and 2) and its derivative", "x from −5 to 5;"),
        ("compare relu elu selu celu", "Four activations and their derivatives", "x from −5 to 5;"),
        ("compare x^2 x^3 x^4 x^5 --only derivative", "Derivatives of four functions", "x from −5 to 5"),
        ("plot softmax --vary 1 --at 0,1,2", "Softmax and its derivative", "z₁ from −5 to 5"),
        ("plot dropout:0.3 --at 1,2", "Dropout (p = 0.3) in training and in evaluation", "each unit is kept"),
        ("surface huber:0.5 --data line", "Huber loss (δ = 0.5) of a linear model", "mean over 200 examples of line;"),
    ],
)  # fmt: skip
def test_title_and_caption_say_what_is_drawn_and_what_its_marks_mean(line, title, caption):
    look = parse_picture(line).content().look
    assert upright(look.title) == title
    assert caption in upright(look.caption)


@pytest.mark.parametrize(
    "line",
    ["compare sigmoid --ylim 0.2 0.4 --only value", "compare step --ylim 2 3 --only value", "plot x^2", "plot nll"],
)
def test_a_caption_speaks_of_no_mark_that_is_not_there(line):
    assert ";" not in parse_picture(line).content().look.caption


@pytest.mark.parametrize(
    ("label", "heads"),
    [
        ("'pre-activation z'", ["f(z)", "f′(z)"]), ("t", ["f(t)", "f′(t)"]), ("'the input'", ["f(x)", "f′(x)"]),
        ("''", ["f(x)", "f′(x)"]), ("'in 3'", ["f(x)", "f′(x)"]), ("'input z' --formula", ["f(x)", "f′(x)"]),
    ],
)  # fmt: skip
def test_headings_follow_the_letter_of_the_axis(label, heads):
    panels = parse_picture(f"compare relu gelu --xlabel {label}").content().panels
    assert [upright(panel.title) for panel in panels] == heads


def test_losses_over_another_variable_say_so():
    picture = parse("compare hinge binary_cross_entropy mse --over margin")
    assert upright(picture.content().look.caption).startswith("as functions of the margin, p = σ(m), r = m − 1; m from")
    both = parse("plot quantile:0.9 --over margin").content().look
    assert upright(both.title) == "Quantile loss (τ = 0.9, target = 1 and −1) and its derivative"
