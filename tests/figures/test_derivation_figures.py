"""Pictures of derivations: nothing clipped, no rows on each other, the same bytes; and formulas under panels."""

import itertools

import numpy as np
import pytest
from click.testing import CliRunner
from matplotlib.collections import PathCollection
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.transforms import Bbox

import actplot
from actplot.algebra.reading.authored import parse_line
from actplot.algebra.term import walk
from actplot.algebra.writing.line import to_line
from actplot.algebra.writing.news import fresh_parts
from actplot.calculus.derivations.deriving import route_names
from actplot.catalogue.registry import elementwise_names
from actplot.cli import main
from actplot.errors import ActplotError, BadOption
from actplot.figures.page.ink import glyphs
from actplot.figures.page.setting import term_ink
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
    outlines = [artist for artist in figure.get_children() if isinstance(artist, PathPatch | PathCollection)]
    return [Bbox.union([_box(one, path) for path in _paths(one)]) for one in outlines]


def _paths(outline):
    paths = outline.get_paths() if isinstance(outline, PathCollection) else [outline.get_path()]
    return [path for path in paths if len(path.vertices)]


def _box(outline, path):
    return outline.get_transform().transform_path(path).get_extents()


@pytest.mark.exhaustive(keep=0.009, thorough=0.12)
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
    for frame in (artist.get_window_extent() for artist in figure.get_children() if type(artist) is Rectangle):
        if frame.width < width:  # the page itself is one
            assert not any(crosses(frame, box) for box in found)


def crosses(frame, box):
    """Whether a box lies on the edge of a frame."""
    apart = box.x1 < frame.x0 or box.x0 > frame.x1 or box.y1 < frame.y0 or box.y0 > frame.y1
    inside = frame.x0 < box.x0 and box.x1 < frame.x1 and frame.y0 < box.y0 and box.y1 < frame.y1
    return not (apart or inside)


def coloured(figure):
    """How many outlines hold a part in the colour of what is new."""
    return sum(isinstance(artist, PathCollection) for artist in figure.get_children())


def test_what_is_new_in_a_line_has_a_colour():
    assert coloured(DeriveRequest(("sigmoid",)).draw()) == 5
    assert coloured(DeriveRequest(("sigmoid",), steps=1).draw()) == 0


@pytest.mark.parametrize(
    ("before", "after", "fresh"),
    [
        ("x*y", "x*z", ["z"]),
        ("exp(-x)/2", "(1 + exp(-x) - 1)/2", ["1", "−1"]),
        ("sin(x) + x", "x + cos(x)", ["cos(x)"]),
        ("x + 1", "x + 1", []),
        ("x/2", "x*y", ["x·y"]),
        ("x*y + z", "z + x*x*y", ["x"]),
    ],
)
def test_what_is_new_in_a_line(before, after, fresh):
    term, marked = fresh_parts(parse_line(before, symbols=("x", "y", "z")), parse_line(after, symbols=("x", "y", "z")))
    assert [to_line(node) for node in walk(term) if id(node) in marked] == fresh


@pytest.mark.exhaustive(keep=0.4, thorough=1)
@pytest.mark.parametrize("function", ["sigmoid", "softmax", "1*x^2"])
def test_the_result_is_set_off(function):
    def frames(**values):
        figure = DeriveRequest((function,), **values).draw()
        return [one for one in figure.get_children() if type(one) is Rectangle and one is not figure.patch]

    assert len(frames()) == 1
    assert not frames(steps=1)


@pytest.mark.exhaustive(keep=0.04, thorough=0.12)
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
    lefts = sorted(round(box.x0) for box in page)
    assert max(lefts) - lefts[-6] < 4


@pytest.mark.exhaustive(keep=0.658, thorough=1)
@pytest.mark.parametrize("form", ["png", "svg", "pdf"])
def test_the_same_bytes(form):
    request = DeriveRequest(("elu",), explain=True)
    once, again = (encode(request.draw(), form, line_of(request), request.resolution) for _ in range(2))
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


@pytest.mark.exhaustive(keep=0.4, thorough=1)
@pytest.mark.parametrize("functions", [("tanh",), ("sigmoid", "gelu", "elu"), ("mish", "quick = x*sigmoid(1.702*x)")])
def test_formulas_stand_below_the_panels(functions):
    plain, written = (CompareRequest(functions, formula=formula).draw() for formula in (False, True))
    assert written.get_size_inches()[1] > plain.get_size_inches()[1]
    lowest = min(axes.get_tightbbox().y0 for axes in written.axes)
    outlines = boxes(written)[-len(functions) :]
    assert all(box.y0 >= 0 and box.y1 <= lowest for box in outlines if box.width)
    assert all(box.x1 <= written.bbox.x1 for box in outlines)
    # lanes keep their distance in points, whatever the page: the last digit of a place may differ
    first, second = (figure.axes[0].lines[0].get_xdata() for figure in (plain, written))
    np.testing.assert_allclose(first, second, rtol=1e-14, atol=1e-14)


SLIDES = [*BEST, *((name, None) for name in ("softmax", "cross_entropy", "softmax_cross_entropy_with_logits"))]


@pytest.mark.exhaustive(keep=0.02, thorough=0.15)
@pytest.mark.parametrize(("name", "route"), SLIDES)
def test_a_slide_holds_everything_with_letters_to_be_read(name, route):
    figure = DeriveRequest((name,), route=route, purpose="slide").draw()
    width, height = figure.get_size_inches() * figure.dpi
    assert width / height == pytest.approx(16 / 9, rel=1e-3)
    found = [box for box in boxes(figure) if box.width]
    assert all(box.x0 >= 0 and box.y0 >= 0 and box.x1 <= width and box.y1 <= height for box in found)
    for one, other in itertools.combinations(found, 2):
        across, up = (np.minimum(one.p1, other.p1) - np.maximum(one.p0, other.p0)).tolist()
        assert across <= 1 or up <= 1


def test_a_slide_has_two_columns():
    right = [box.x0 for box in boxes(DeriveRequest(("softmax_cross_entropy_with_logits",), purpose="slide").draw())]
    stacked = [box.x0 for box in boxes(DeriveRequest(("softmax_cross_entropy_with_logits",)).draw())]
    assert max(right) > 2 * max(stacked)


def test_a_wide_page_has_two_columns_where_the_letters_are_larger_so():
    def largest(size):
        return max(box.height for box in boxes(DeriveRequest(("softmax_cross_entropy_with_logits",), size=size).draw()))

    assert largest((13.33, 7.5)) > 1.2 * largest((7.0, 7.5))


@pytest.mark.exhaustive(keep=0.5, thorough=1)
@pytest.mark.parametrize("values", [{}, {"purpose": "slide"}], ids=str)
def test_frames_show_one_line_more_at_the_same_places(values):
    request = DeriveRequest(("softplus",), order=2, **values)
    frames = [frame.draw() for frame in request.frames]
    assert len({tuple(frame.get_size_inches()) for frame in frames}) == 1
    shown = [{tuple(np.round(box.bounds, 3)) for box in boxes(frame)} for frame in frames]
    assert all(fewer < more for fewer, more in itertools.pairwise(shown))
    whole = {tuple(np.round(box.bounds, 3)) for box in boxes(request.draw())}
    assert shown[-1] == whole
    assert parse(line_of(request.frames[1])) == request.frames[1]


def frames(*arguments):
    return CliRunner().invoke(main, ["derive", "sigmoid", *arguments], prog_name="actplot")


def test_frames_are_files_in_a_folder(tmp_path):
    done = frames("--frames", f"{tmp_path}/new/", "--format", "svg")
    assert done.exit_code == 0
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == [f"{n:02}.svg" for n in range(1, 7)]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--frames", "FILE"), "is no folder"),
        (("--frames", "new/", "-o", "x.png"), "Leave -o out"),
        (("--frames", "new/", "--format", "latex"), "latex is no picture"),
        (("--frames", "new/", "--frame", "2"), "Give one of both"),
        (("--frame", "9", "-o", "x.png"), "there are 6 lines"),
        (("--frames", "new/", "--width", "70"), "--width"),
    ],
)
def test_frames_that_cannot_be(arguments, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "FILE").write_text("", encoding="utf-8")
    failed = frames(*arguments)
    assert failed.exit_code == 2
    assert said in failed.output
    assert [path.name for path in tmp_path.iterdir()] == ["FILE"]


def test_a_check_that_is_asked_for_stands_on_the_page():
    plain, checked = (facts_of(DeriveRequest(("sigmoid",), details=details)) for details in (False, True))
    assert checked["lines"][-1] == f"{plain['lines'][-1][:-1]}; 40 digits at 5 points]"
    assert len(boxes(DeriveRequest(("sigmoid",), details=True).draw())) >= len(
        boxes(DeriveRequest(("sigmoid",)).draw())
    )


def test_titles_are_names_as_people_write_them():
    assert DeriveRequest(("silu",)).heading == "Derivative of SiLU"
    assert DeriveRequest(("mse",), model="linear").heading == "Gradient of MSE of a linear model"


@pytest.mark.parametrize(
    ("formula", "written"),
    [("2*x", True), ("2*(x + 1)", True), ("1.5*sin(x)", True), ("2*3", False), ("x*y", False), ("2*(x/3)", False)],
)
def test_between_a_number_and_a_letter_stands_no_dot(formula, written):
    term = parse_line(formula, symbols=("x", "y"))
    dot = glyphs(r"\cdot", 20.0).path
    assert (len(dot.codes) and holds(term_ink(term, 20.0).path, dot)) is not written


def holds(path, part):
    """Whether outlines hold others somewhere."""
    size = len(part.codes)
    shapes = [np.diff(path.vertices[at : at + size], axis=0) for at in range(len(path.vertices) - size + 1)]
    return any(np.allclose(shape, np.diff(part.vertices, axis=0)) for shape in shapes)


def test_a_slide_keeps_remarks_that_have_room_beside_lines_that_are_left_out():
    figure = parse("derive tukey_biweight --for slide").draw()
    said = [
        outline for outline in boxes(figure) if outline.x1 < 0.4 * figure.bbox.x1 and outline.y1 < 0.8 * figure.bbox.y1
    ]
    assert len(said) >= 4


@pytest.mark.exhaustive(keep=0.15, thorough=0.2)
@pytest.mark.parametrize(
    "line",
    ["mse --model linear", "mish", "barron", "softmax_cross_entropy_with_logits", "dice", "tukey_biweight"],
)
def test_letters_of_a_slide_are_never_smaller_than_can_be_read(line):
    figure = parse(f"derive {line} --for slide").draw()
    scales = [
        outline.get_transform().get_matrix()[1, 1] * 72 / figure.dpi
        for outline in figure.artists
        if isinstance(outline, PathPatch)
    ]
    assert min(scales) > 0.999
    assert max(box.y1 for box in boxes(figure)) <= figure.bbox.y1
    assert min(box.y0 for box in boxes(figure)) >= 0
