"""Pictures of derivations: nothing clipped, no rows on each other, the same bytes; and formulas under panels."""

import itertools

import numpy as np
import pytest
from click.testing import CliRunner
from matplotlib.patches import PathPatch

import actplot
from actplot.calculus.derivations.deriving import route_names
from actplot.catalogue.registry import elementwise_names
from actplot.cli import main
from actplot.errors import ActplotError, BadOption
from actplot.gallery.statements.statements import facts_of
from actplot.images.encoding import encode
from actplot.requests.command_line import line_of
from actplot.requests.derivations.derive import DeriveRequest
from actplot.requests.figures.compare import CompareRequest
from actplot.requests.reading import parse

BEST = [(name, route_names(actplot.get(name))[0]) for name in elementwise_names()]
MORE = ("sigmoid", "tanh", "gelu", "huber")
OTHERS = [(name, route) for name in MORE for route in route_names(actplot.get(name))[1:]]
NESTED = "tanh(log(1+exp(tanh(log(1+exp(tanh(log(1+exp(sigmoid(tanh(sin(cos(x)))))))))))))"


def boxes(figure):
    """The bounding box of every outline, in pixels."""
    outlines = [artist for artist in figure.get_children() if isinstance(artist, PathPatch)]
    return [one.get_transform().transform_path(one.get_path()).get_extents() for one in outlines]


@pytest.mark.exhaustive(keep=0.015, thorough=0.4)
@pytest.mark.parametrize(("name", "route"), [*BEST, *OTHERS])
def test_nothing_is_clipped_and_nothing_overlaps(name, route):
    figure = DeriveRequest((name,), route=route, explain=route != "rules").draw()
    width, height = figure.get_size_inches() * figure.dpi
    found = [box for box in boxes(figure) if box.width]
    assert all(box.x0 >= 0 and box.y0 >= 0 and box.x1 <= width and box.y1 <= height for box in found)
    for one, other in itertools.combinations(found, 2):
        overlap_x = min(one.x1, other.x1) - max(one.x0, other.x0)
        overlap_y = min(one.y1, other.y1) - max(one.y0, other.y0)
        assert overlap_x <= 1 or overlap_y <= 1


@pytest.mark.exhaustive(keep=0.2)
@pytest.mark.parametrize(
    "values",
    [{}, {"order": 2}, {"theme": "dark"}, {"size": (4, 3)}, {"steps": 1}, {"title": "σ′"}, {"style": ("ggplot",)}],
    ids=str,
)
@pytest.mark.parametrize("name", ["sigmoid", "huber", "a*x^2 + b"])
def test_every_option_draws(name, values):
    request = DeriveRequest((name,), **values)
    figure = request.draw()
    assert len(boxes(figure)) > 4
    if "size" in values:
        assert tuple(figure.get_size_inches()) == values["size"]


def test_notes_stand_in_one_column():
    page = boxes(DeriveRequest(("sigmoid",)).draw())
    rightmost = sorted(box.x0 for box in page)[-6:]
    assert max(rightmost) - min(rightmost) < 4


@pytest.mark.parametrize("form", ["png", "svg", "pdf"])
def test_the_same_bytes(form):
    request = DeriveRequest(("elu",), explain=True)
    once, again = (encode(request.draw(), form, line_of(request), request.dpi) for _ in range(2))
    assert once == again
    assert parse(line_of(request)) == request


@pytest.mark.exhaustive(keep=0)
def test_a_wide_line_goes_on_in_the_next_row():
    figure = DeriveRequest((NESTED,)).draw()
    assert figure.get_size_inches()[0] < 15
    assert len(boxes(figure)) > 30


def test_facts_of_a_derivation_are_its_lines():
    facts = facts_of(DeriveRequest(("sigmoid",)))
    assert facts["lines"][-1] == "f′(x) = f(x)·(1 − f(x)) [recognise f]"
    assert facts == facts_of(DeriveRequest(("sigmoid",), theme="dark"))
    assert facts != facts_of(DeriveRequest(("sigmoid",), route="chain"))


def test_a_gallery_tells_a_changed_derivation(tmp_path):
    manifest = tmp_path / "gallery.toml"

    def gallery(*arguments, route, formula):
        draws = {"d": f"derive tanh --route {route}", "f": f"compare gelu '{formula}' --formula --only value"}
        figures = (f'[[figure]]\nname = "{name}"\ndraw = "{draw}"\n' for name, draw in draws.items())
        manifest.write_text('[gallery]\noutput = "out"\n' + "".join(figures))
        return CliRunner().invoke(main, ["gallery", *arguments, str(manifest)], prog_name="actplot")

    first = {"route": "quotient", "formula": "quick = x*sigmoid(1.702*x)"}
    assert gallery("build", **first).exit_code == 0
    assert gallery("build", **first).output == "2 up to date\n"
    assert gallery("check", **first).output == "2 images: 2 same\n"
    changed = gallery("check", route="sigmoid", formula="quick = x*sigmoid(1.7*x)")
    assert changed.exit_code == 1
    assert "line 1: 'a = eˣ' has become" in changed.output
    assert "formula 2: 'f(x) = x·σ(1.702·x)' has become 'f(x) = x·σ(1.7·x)'" in changed.output


@pytest.mark.parametrize(
    ("functions", "values"),
    [(("sigmoid", "tanh"), {}), ((), {}), (("sigmoid",), {"route": "no"}), (("sigmoid",), {"size": (1, 1), "dpi": 10})],
)
def test_refused(functions, values):
    with pytest.raises(ActplotError):
        DeriveRequest(functions, **values)


def test_no_approximation_has_a_second_derivative():
    with pytest.raises(BadOption, match="approximation"):
        DeriveRequest(("gelu",), route="tanh", order=2)


@pytest.mark.parametrize("functions", [("tanh",), ("sigmoid", "gelu", "elu"), ("mish", "quick = x*sigmoid(1.702*x)")])
def test_formulas_stand_below_the_panels(functions):
    plain, written = (CompareRequest(functions, formula=formula).draw() for formula in (False, True))
    assert written.get_size_inches()[1] > plain.get_size_inches()[1]
    lowest = min(axes.get_tightbbox().y0 for axes in written.axes)
    outlines = boxes(written)[-len(functions) :]
    assert all(box.y0 >= 0 and box.y1 <= lowest for box in outlines if box.width)
    assert all(box.x1 <= written.bbox.x1 for box in outlines)
    np.testing.assert_array_equal(plain.axes[0].lines[0].get_xdata(), written.axes[0].lines[0].get_xdata())


@pytest.mark.filterwarnings("error")
def test_a_title_in_letters_that_the_font_lacks_is_refused():
    with pytest.raises(BadOption, match=r"cannot be drawn: Glyph 20013"):
        parse("derive sigmoid --title 中文").draw()
