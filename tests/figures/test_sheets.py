"""A figure that was drawn on before gives the same bytes as a new one, in any order."""

import contextlib
import itertools
import shlex
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from options import unusual

from actplot.errors import ActplotError, BadOption
from actplot.figures.look import Look, house_style
from actplot.figures.page.numbering import set_limits
from actplot.figures.page.pixels.painting import Ground, painted
from actplot.figures.page.sheets import MOST, Sheet, Sheets
from actplot.images.encoding import FORMATS, encode
from actplot.requests.command_line import line_of
from actplot.requests.grammar.options import Option, options_of
from actplot.requests.picture import Picture
from actplot.requests.reading import CLASSES, parse
from actplot.requests.request import Request

LINES = (
    "compare sigmoid tanh relu --dpi 60",
    "compare relu elu --dpi 60 --mark kinks,asymptotes,saturation,extrema --ylabel y",
    "compare step sign --range -300 0.001 --title Title --dpi 60",
    "compare mse --dpi 60 --ylim -1e6 1e7 --no-legend",
    "compare rrelu --mark envelope --derivative both --dpi 90",
    "compare tanh relu --axes origin --dpi 60",
    "compare mish --axes origin --dpi 60 --range 2 3",
    "plot gelu --dpi 60",
    "plot hard_silu --dpi 60 --only derivative",
    "compare relu --order 2 --theme dark --dpi 60 --size 9 3",
    "compare gelu --order 2 --theme dark --dpi 60 --size 9 3 --style ggplot",
    "diff gelu gelu_tanh --dpi 60",
    "diff step relu --title Title --dpi 60",
    "propagate sigmoid relu --layers 5 --width 16 --dpi 60",
    *("sweep elu:alpha=0.5,1,2 --dpi 60", "sweep elu:alpha=0..2 --steps 9 --dpi 60"),
)


def drawn(line: str, form: str, sheets: Sheets | None = None) -> bytes:
    request = parse(line)
    return encode(request.draw(sheets), form, line, request.resolution)


@cache
def drawn_alone(line: str, form: str) -> bytes:
    """What a line gives on a new figure, each time."""
    return drawn(line, form)


@pytest.mark.exhaustive(keep=0, thorough=0.2)
@pytest.mark.parametrize("form", FORMATS)
def test_reused_figures_give_the_bytes_of_new_ones(form):
    fresh = {line: drawn(line, form) for line in LINES}
    sheets = Sheets()
    for line in (*LINES, *reversed(LINES), *LINES[::3]):
        assert drawn(line, form, sheets) == fresh[line], line


@pytest.mark.exhaustive(keep=0.08, thorough=0.15)
@pytest.mark.parametrize("pair", list(itertools.permutations(LINES[:6], 2)))
def test_any_figure_after_any_other(pair):
    sheets = Sheets()
    drawn(pair[0], "svg", sheets)
    assert drawn(pair[1], "png", sheets) == drawn(pair[1], "png")


LARGE = "--size 8 4 --dpi 60"  # of a shape, with each kind of thing that is drawn into panels


@pytest.mark.exhaustive(keep=0.065, thorough=0.5)
@pytest.mark.parametrize("form", ["png", "svg"])
def test_whatever_is_drawn_into_a_panel_is_gone_in_the_next_figure(form):
    plain = [f"plot {one} {LARGE}" for one in ("sigmoid", "sigmoid --range -5 5", "tanh --range -5 5")]
    marked = [
        "plot sigmoid --tangent 1,2",
        "plot sigmoid --behind normal",
        "plot rrelu --mark envelope,kinks,saturation",
    ]
    more = ["compare gelu silu --zoom -1 1", "plot 'floor(x)'", "plot 'sin(1/x)'", "compare step rrelu --axes origin"]
    kinds = ["plot softmax --simplex", "plot sigmoid --layout one", "plot dropout --at 1,2", "compare relu"]
    sheets = Sheets()
    for line in (f"{one} {LARGE}" for one in (*marked, *more, *kinds)):
        assert drawn(line, form, sheets) == drawn_alone(line, form), line
        for other in (*plain, plain[-1]):
            assert drawn(other, form, sheets) == drawn_alone(other, form), (line, other)


def test_a_heading_in_words_after_one_in_symbols_has_the_letters_of_words():
    options = "--size 8 4 --dpi 60 --no-legend --no-caption"
    symbols, words = f"compare relu elu {options}", f"plot softmax --vary 0 --at 0,1,2 {options}"
    sheets = Sheets()
    for line in (symbols, words, symbols):
        assert drawn(line, "svg", sheets) == drawn_alone(line, "svg"), line
    assert len(sheets._kept) == 1


SAME = "--only value --range -7 7 --ylim -7 7 --dpi 60 --size 6 4 --no-legend"


@pytest.mark.exhaustive(keep=0.5)
@pytest.mark.parametrize("style", ["", "--style actplot-pytorch", "--axes origin", "--theme dark"])
def test_figures_on_one_background_give_the_bytes_of_new_ones(style):
    named = [f"{function} --title {function}" for function in ("relu", "elu:2", "hard_shrink:3", "gelu")]
    marked = [f"rrelu --mark {mark}" for mark in ("envelope", "asymptotes,kinks", "extrema", "saturation")]
    lines = [f"compare {words} {SAME} {style}" for words in [*named, *marked, *named, *marked[::-1], *named[::-1]]]
    sheets = Sheets()
    for line in lines:
        assert drawn(line, "png", sheets) == drawn_alone(line, "png"), line


HEIGHTS = ("elu:1.1", "elu:1.2", "elu:1.3", "elu:1.6", "elu:1.7", "elu:1.8")  # of one x-range, each as high as it is


@pytest.mark.exhaustive(keep=0.15, thorough=0.2)
@pytest.mark.parametrize(
    "options",
    [
        *("", "--style ggplot", "--style actplot-pytorch --only value", "--theme dark --order 2", "--background none"),
        *("--mark kinks,asymptotes,saturation,extrema", "--range -3 1e-3", "--xlabel Input --ylabel Output"),
        *(
            "--only value --no-caption",
            "--range -1e6 1.0001e6",
            "--paper ieee",
            "--axes origin --range 2 3",
            "--no-legend",
        ),
    ],
)
def test_figures_over_the_same_x_axes_give_the_bytes_of_new_ones(options, monkeypatch):
    completed: list[object] = []
    complete = Ground.completed
    monkeypatch.setattr(Ground, "completed", lambda *given: completed.append(complete(*given)) or completed[-1])
    lines = [f"compare {one} --dpi 50 {options}" for one in HEIGHTS]
    sheets = Sheets()
    for line in (*lines, *lines[::-1]):
        assert drawn(line, "png", sheets) == drawn_alone(line, "png"), line
    crossing = "--axes origin" in options  # the axes cross each other, and are drawn anew
    assert any(completed) != crossing, "no figure was drawn over x-axes that are there"


def test_a_panel_that_lies_upon_what_another_has_drawn_is_not_drawn_below_it():
    with house_style(Look(), 1):
        figure = Sheet(figsize=(3, 2), dpi=50)
        for left in (0.1, 0.5):
            set_limits(figure.add_axes((left, 0.2, 0.4, 0.6)), (0, 1), (0, 1))
        for height in (0.3, 0.5, 0.7):
            (line,) = figure.axes[0].plot([0, 2], [height, 1], clip_on=False, lw=5)  # into the other panel
            wanted = np.array(painted(figure).buffer_rgba())
            assert (np.asarray(figure.painted().buffer_rgba()) == wanted).all()
            line.remove()


def test_a_figure_is_reused_where_its_shape_is_the_same():
    sheets = Sheets()
    first = parse(LINES[0]).draw(sheets)
    assert parse(LINES[2]).draw(sheets) is not first  # its title takes room
    assert parse("compare sigmoid tanh mish --dpi 60").draw(sheets) is first
    assert parse("compare sigmoid tanh mish --dpi 60").draw() is not first


def test_a_style_sheet_that_changes_is_seen(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    sheets, line = Sheets(), "compare relu --dpi 60 --style own.mplstyle"
    for colour in ("ff0000", "00ff00"):
        (tmp_path / "own.mplstyle").write_text(f"grid.color: {colour}\n")
        assert drawn(line, "svg", sheets) == drawn(line, "svg")


def test_only_some_figures_are_kept():
    sheets = Sheets()
    for width in range(4, 4 + 2 * MOST):
        parse(f"compare relu --size {width} 3").draw(sheets)
    assert len(sheets._kept) == MOST


POINTS = shlex.quote(str(Path(__file__).with_name("points.csv")))
BASES = (  # of every command, so that each of its options is taken by one of them
    *("compare step rrelu", "plot step", "plot softmax --vary 0 --at 2,1,0", "plot dropout --at 1,2"),
    "plot categorical_hinge --vary 0 --at 2,1.5,0.1 --target 0,1,0",
    *("grid rrelu mse", "grid rrelu mse --only derivative", "grid rrelu mse tanh relu elu --size 2.6 2 --page 1"),
    *("grid hinge mse --over margin", "diff step sigmoid", "plot step --only derivative"),
    "propagate elu sigmoid --layers 3 --width 8 --seeds 3",
    *("compare hinge mse --over margin", "plot brier --over logit"),
    *("jacobian softmax --at 2,1,0", "surface mse --data moons:n=20 --descend --steps 2"),
    *("derive sigmoid", "derive mse", "derive mse --model linear"),
    *(
        "sweep rrelu:lower=0.1,0.2",
        "sweep barron:alpha=0..2:c=1,2 --steps 9",
        "sweep softmax:temperature=1,2 --at 2,1,0",
    ),
    f"surface mse --data {POINTS}",
    *("landscape relu tanh --layers 3 --width 4", "landscape relu --xor", "plot softmax --simplex"),
    "compare relu elu gelu silu mish tanh sigmoid selu --only value --paper ieee",
)
# of other commands, with what is asked for only beside something else
BESIDE = tuple(f"{line} --paper ieee" for line in BASES[:-1])


def figure_options(kind: type[Request]) -> list[Option]:
    """What a command can be asked for besides the functions and what they are made of."""
    common = {option.name for option in options_of(Request)}
    return [option for option in options_of(kind) if option.name not in common]


def changed_in(base: Picture, option: Option) -> Iterator[Picture]:
    """The picture with other values of one option, as far as it takes them."""
    for words in unusual(option):
        with contextlib.suppress(ActplotError):
            yield replace(base, **{option.name: option.read(words)})


def bytes_of(request: Picture, sheets: Sheets | None = None) -> list[bytes]:
    figure = request.draw(sheets)
    return [encode(figure, form, line_of(request), request.resolution) for form in ("png", "svg")]


OPTIONS = [(line, option.name) for line in BASES for option in figure_options(type(parse(line)))]


@pytest.mark.exhaustive(keep=0.0007, thorough=0.06)
@pytest.mark.parametrize(("line", "name"), OPTIONS)
def test_no_option_leaves_a_trace_in_the_next_figure(line, name):
    base, sheets = replace(parse(line), dpi=50.0), Sheets()
    (option,) = (one for one in figure_options(type(base)) if one.name == name)
    alone = bytes_of(base)
    for request in changed_in(base, option):
        try:
            own = bytes_of(request)
        except BadOption:  # for values or for the size of a figure, which are known once it is drawn
            continue
        assert bytes_of(request, sheets) == own, line_of(request)
        assert bytes_of(base, sheets) == alone, line_of(request)


def test_every_option_is_taken_by_some_base():
    bases = [parse(line) for line in (*BASES, *BESIDE)]
    pictures = [kind for kind in CLASSES.values() if issubclass(kind, Picture)]
    untaken = {
        (kind.command_name, option.name)
        for kind in pictures
        for option in figure_options(kind)
        if not any(any(True for _ in changed_in(base, option)) for base in bases if type(base) is kind)
    }
    assert not untaken, "add a line to BASES that takes them"
