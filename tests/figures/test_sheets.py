"""A figure that was drawn on before gives the same bytes as a new one, in any order."""

import itertools

import pytest

from actplot.figures.page.sheets import MOST, Sheets
from actplot.images.encoding import FORMATS, encode
from actplot.requests.command_line import parse

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
)


def drawn(line: str, form: str, sheets: Sheets | None = None) -> bytes:
    request = parse(line)
    return encode(request.draw(sheets), form, line, request.dpi)


@pytest.mark.parametrize("form", FORMATS)
def test_reused_figures_give_the_bytes_of_new_ones(form):
    fresh = {line: drawn(line, form) for line in LINES}
    sheets = Sheets()
    for line in (*LINES, *reversed(LINES), *LINES[::3]):
        assert drawn(line, form, sheets) == fresh[line], line


@pytest.mark.parametrize("pair", list(itertools.permutations(LINES[:6], 2)))
def test_any_figure_after_any_other(pair):
    sheets = Sheets()
    drawn(pair[0], "svg", sheets)
    assert drawn(pair[1], "png", sheets) == drawn(pair[1], "png")


SAME = "--only value --range -7 7 --ylim -7 7 --dpi 60 --size 6 4 --no-legend"


@pytest.mark.parametrize("style", ["", "--style actplot-pytorch", "--axes origin", "--theme dark"])
def test_figures_on_one_background_give_the_bytes_of_new_ones(style):
    named = [f"{function} --title {function}" for function in ("relu", "elu:2", "hard_shrink:3", "gelu")]
    marked = [f"rrelu --mark {mark}" for mark in ("envelope", "asymptotes,kinks", "extrema", "saturation")]
    lines = [f"compare {words} {SAME} {style}" for words in [*named, *marked, *named, *marked[::-1], *named[::-1]]]
    sheets = Sheets()
    for line in lines:
        assert drawn(line, "png", sheets) == drawn(line, "png"), line


def test_a_figure_is_reused_where_its_shape_is_the_same():
    sheets = Sheets()
    first = parse(LINES[0]).draw(sheets)
    assert parse(LINES[2]).draw(sheets) is not first  # its title takes room
    assert parse("compare mish --dpi 60").draw(sheets) is first
    assert parse("compare mish --dpi 60").draw() is not first


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
