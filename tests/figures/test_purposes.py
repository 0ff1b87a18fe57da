"""A picture for a slide, a paper or a page has the size, the letters and the lines that the place wants."""

import io

import numpy as np
import pytest
from boxes import assert_apart
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from PIL import Image

import actplot
from actplot.figures.derivations.columned import LETTERS
from actplot.requests.command_line import line_of
from actplot.requests.reading import parse, parse_picture

LEAST = {
    "--for slide": 18.0,
    "--for paper": 8.0,
    "--paper icml": 8.0,
    "--paper neurips": 8.0,
    "--paper ieee --columns 2": 8.0,
}
MANY = "relu elu gelu silu mish softplus tanh sigmoid"
TWENTY = f"{MANY} selu celu hard_tanh softsign leaky_relu hard_sigmoid soft_shrink hard_shrink elu:0.5 gcu snake exp"
CURVES = (
    *(f"compare {MANY}", f"compare {MANY} selu celu hard_tanh softsign --order 2", f"compare {TWENTY}"),
    *("compare relu elu gelu", "compare relu --only value", "compare sigmoid tanh --order 2", "plot gelu"),
    *("plot sigmoid --mark extrema,kinks", "compare relu gelu --axes origin", "plot 'x^2'"),
)

OTHERS = (
    *("surface mse --data line --descend --steps 5", "surface mse --data line:n=5", "surface zero_one --data blobs"),
    *("plot softmax --vary 0 --at 2,1,0", "diff gelu gelu_tanh", "diff sigmoid hard_sigmoid", "plot charbonnier"),
    *(
        "compare gelu silu --zoom -1 1",
        "compare binary_cross_entropy brier nll",
        "plot gcu --range -30 30 --mark extrema",
    ),
    *(
        f"compare {MANY} selu celu hard_tanh softsign --overlay",
        "compare relu gelu --formula",
        "plot binary_cross_entropy",
    ),
    *("compare sigmoid --range 10000000 10000010", "plot x^3 --range -1e6 1e6"),
    *("jacobian softmax --at 2,1,0", "jacobian relu --at -1,0,1,2", "jacobian softmax --at 1,2,3,4,5,6,7,8,9,10,11,12"),
    *(
        "plot dropout --at 1,2,3,4,5",
        "plot dropout --at 1,2,3,4,5,6,7,8,9,10,11,12,13,1234.5",
        "jacobian softmax --at 99,1",
    ),
    *("plot gumbel_softmax --at 1,2,3,4", "jacobian softmax --at 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20"),
)


def letters(figure):
    figure.draw_without_rendering()
    return [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]


@pytest.mark.exhaustive(keep=0.008, thorough=0.3)
@pytest.mark.parametrize("line", [*CURVES, *OTHERS])
@pytest.mark.parametrize("place", LEAST)
def test_letters_can_be_read_and_stay_on_the_page(line, place):
    figure = parse_picture(f"{line} {place}").draw()
    assert_apart(figure)
    found = letters(figure)
    assert min(text.get_fontsize() for text in found) >= LEAST[place] - 1e-9
    for text in found:
        box = text.get_window_extent()
        assert figure.bbox.x0 - 2 <= box.x0 <= box.x1 <= figure.bbox.x1 + 2, text
        assert figure.bbox.y0 - 2 <= box.y0 <= box.y1 <= figure.bbox.y1 + 2, text
    if line in CURVES:
        assert all(min(axes.get_position().size * figure.get_size_inches()) > 0.5 for axes in figure.axes)


@pytest.mark.parametrize(
    ("options", "size"),
    [
        ("--for slide", (13.333, 7.5)),
        ("--paper neurips", (5.5, 2.42)),
        ("--paper icml", (3.25, 4.39)),
        ("--paper icml --columns 2", (6.75, 2.97)),
        ("--paper ieee --columns 2", (7.16, 3.15)),
        ("--paper acm", (3.33, 4.5)),
        ("--paper icml --size 3.25in 8cm", (3.25, 8 / 2.54)),
    ],
)
def test_size_is_that_of_the_place_unless_another_is_asked_for(options, size):
    assert parse(f"compare relu elu {options}").draw().get_size_inches().tolist() == pytest.approx(size)


def test_a_paper_has_a_legend_a_face_with_serifs_and_no_words_above():
    figure = parse("compare relu elu --paper icml").draw()
    assert len(figure.legends) == 1
    assert {text.get_fontfamily()[0] for text in letters(figure)} == {"STIXGeneral"}
    assert not figure.texts
    assert [text.get_text() for text in parse("compare relu elu --paper icml --title Own").draw().texts] == ["Own"]
    widths = {line.get_linewidth() for line in figure.axes[0].lines if line.get_linewidth() > 1}
    assert max(widths) < 2 < max(line.get_linewidth() for line in parse("compare relu elu").draw().axes[0].lines)


@pytest.mark.parametrize(
    ("size", "pixels"),
    [("3.25in 8cm", (325, 314)), ("800px 333px", (800, 333)), ("100mm 288pt", (393, 400)), ("801px 4", (801, 400))],
)
def test_a_size_takes_units(size, pixels):
    request = parse(f"compare relu --size {size} --dpi 100")
    assert Image.open(io.BytesIO(request.image("png"))).size == pixels
    assert parse(line_of(request)) == request


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("--size 3ft 4", "--size takes finite numbers, got '3ft'"),
        ("--size 50px 4", "--size: each of the two numbers must be from 1 to 100"),
        ("--columns 2", "--columns has no meaning without --paper"),
        ("--paper neurips --columns 2", "--columns has no meaning in neurips, whose pages have one column"),
        ("--paper icml --for slide", "--paper is for papers, and --for asks for a slide"),
        ("--for slide --size 4 3", "a picture for a slide is at least 8 by 4.5 inches"),
        ("--paper nature", "--paper: unknown 'nature'"),
    ],
)
def test_what_makes_no_sense_is_refused(options, message):
    with pytest.raises(actplot.BadOption) as error:
        parse(f"compare relu {options}")
    assert message in str(error.value)


def test_more_functions_than_a_slide_has_room_for_are_refused_and_a_page_becomes_higher():
    with pytest.raises(actplot.BadOption, match="no room for the 20 functions on a slide with letters"):
        parse(f"compare {TWENTY} --for slide --size 8 4.5").draw()
    few, many = (parse(f"compare {names} --paper icml").draw() for names in (MANY, TWENTY))
    assert few.get_figwidth() == many.get_figwidth() == 3.25
    assert many.get_figheight() > 2 * few.get_figheight()


@pytest.mark.parametrize("place", ["--paper icml", "--for slide"])
def test_formulas_stand_below_the_legend_and_the_panels(place):
    figure = parse(f"compare relu gelu --formula {place}").draw()
    FigureCanvasAgg(figure).draw()
    formulas = [artist.get_window_extent().y1 for artist in figure.artists + figure.patches if artist.get_zorder() < 9]
    others = [legend.get_window_extent().y0 for legend in figure.legends]
    others += [axes.get_tightbbox().y0 for axes in figure.axes]
    assert max(formulas) <= min(others) + 1


@pytest.mark.exhaustive(keep=0.0393, thorough=0.12)
@pytest.mark.parametrize("name", ["sigmoid", "mish", "softmax_cross_entropy_with_logits", "gelu --order 2"])
@pytest.mark.parametrize("place", ["--paper icml", "--for paper", "--paper ieee --columns 2", "--for web"])
def test_a_derivation_is_as_wide_as_its_place_and_as_high_as_its_lines(name, place):
    request = parse_picture(f"derive {name} {place}")
    figure = request.draw()
    assert figure.get_figwidth() == request.size_there[0]
    pixels = np.asarray(Image.open(io.BytesIO(request.image("png"))).convert("L"))
    edges = (pixels[:2], pixels[-2:], pixels[:, :2], pixels[:, -2:])
    assert all((edge == 255).all() for edge in edges)
    assert min(size for one in LETTERS[request.place] for size in (one.note, one.size)) >= 8.0


@pytest.mark.parametrize(
    "line",
    [
        "jacobian crelu --at 2,-1,0.5 --for slide",  # a matrix without a scale of colours
        "diff lisht relu --size 400px 300px",  # a note beside a heading, and one beside a label
        "diff zero_one exponential_loss --size 400px 300px",
    ],
)
def test_cells_and_notes_have_room_on_a_small_page(line, drawn_texts):
    drawn_texts.check(parse(line).draw())


@pytest.mark.exhaustive(keep=0.25)
@pytest.mark.parametrize(
    "line", ["derive focal_with_logits --order 2 --for slide", "derive mish --paper icml --size 3.25 1.6"]
)
def test_a_derivation_that_has_no_room_is_refused(line):
    with pytest.raises(
        actplot.BadOption,
        match=r"no room for the derivation on a .* some of its lines, as --steps 1-8, or --format beamer",
    ):
        parse_picture(line).draw()
