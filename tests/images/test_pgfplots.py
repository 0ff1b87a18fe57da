"""Figures for pgfplots show what the picture shows, and a real LaTeX reads them."""

import re

import numpy as np
import pytest
from click.testing import CliRunner
from latex import complaints, needs, told

import actplot
from actplot.cli import main
from actplot.images.polylines import thinned, within
from actplot.images.typesetting import words_in_latex
from actplot.requests.reading import parse

LINES = (
    "compare gelu step --mark kinks,asymptotes,saturation,extrema",
    "compare exponential cube --range -3 900 --title '100% of A_b & #1 {x} ~^$ é α < > |' --theme dark",
    "compare exponential cube --yscale log --range 0.1 100",
    "compare cube sign --yscale symlog --xscale symlog --range -1000 1000",
    "compare gelu silu --paper icml",
    "compare relu tanh sigmoid elu selu gelu silu mish softplus --order 2",
    "compare gelu --behind normal --for slide",
    "compare gelu --range -1e300 1e300",
    "compare gelu --range 1 1.00000001",
    "plot relu --axes origin --tangent 1 --background none",
    "plot gelu --tangent 0.5,2",
    "grid --family steps --theme dark",
    "diff gelu gelu_tanh",
    "sweep elu:alpha=0.5,1,2",
    "sweep barron:alpha=-2..2 --steps 13",
    "propagate sigmoid relu --layers 8 --width 8",
    "plot softmax --vary 1 --at 2,1,0",
    "jacobian softmax --at 2,1,0",
)
FEW = (LINES[0], LINES[1], LINES[7], LINES[9])
PREAMBLE = (
    "\\documentclass{article}\\usepackage{amsmath, pgfplots}\\pgfplotsset{compat=1.16}\n"
    "\\usepackage[paperwidth=16in, paperheight=14in, margin=5mm]{geometry}\\begin{document}\\noindent\n"
)
NUMBER = r"-?[\d.]+(?:e[+-]?\d+)?"


def drawn(line):
    return parse(line).image("tex").decode()


def plots(text):
    """The look and the points of every plot."""
    found = re.findall(r"\\addplot\[(.*?)\] coordinates \{(.*?)\};", text)
    return [
        (look, [tuple(map(float, re.findall(NUMBER, point))) for point in points.split(" ")]) for look, points in found
    ]


def compiled(lines, folder):
    texts = told([(str(number), f"{drawn(line)}\n\\newpage\\noindent") for number, line in enumerate(lines)])
    return complaints(f"{PREAMBLE}{texts}\n\\end{{document}}\n", folder)


@needs("pgfplots.sty", "amsmath.sty")
def test_latex_reads_figures(tmp_path):
    assert compiled(FEW, tmp_path) == []


@needs("pgfplots.sty", "amsmath.sty")
@pytest.mark.exhaustive(keep=0.0, thorough=1)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_latex_reads_all_kinds_of_figures(theme, tmp_path):
    assert compiled([line if "--theme" in line else f"{line} --theme {theme}" for line in LINES], tmp_path) == []


def test_a_jump_is_a_gap_with_an_open_and_a_closed_mark():
    text = drawn("compare step --only value")
    lines = [points for look, points in plots(text) if "no marks" in look and "dash" not in look]
    assert len(lines) == 2
    assert max(x for x, _ in lines[0]) <= 0 < min(x for x, _ in lines[1])
    marks = {("mark=o" in look, "mark=*" in look): points for look, points in plots(text) if "only marks" in look}
    assert marks[True, False] == [(0, 1)]
    assert marks[False, True] == [(0, 0)]


@pytest.mark.parametrize("name", ["gelu", "mish", "softsign", "hard_silu"])
def test_curves_are_those_of_the_function(name):
    """Points are left out where nobody would see them, and none is moved."""
    (look, points), *_ = [one for one in plots(drawn(f"compare {name} --only value")) if "no marks" in one[0]]
    x, y = np.array(points).T
    inside = (y < y.max()) & (np.abs(x) < x.max())
    assert np.allclose(y[inside], actplot.get(name).value(x[inside]), atol=2e-5)
    along = np.linspace(x[0], x[-1], 500)
    seen = np.interp(along, x, y)
    assert np.abs(seen - actplot.get(name).value(along))[seen < 0.9 * y.max()].max() < 0.01
    assert "line width" in look


def test_colours_and_names_are_those_of_the_picture():
    text = drawn("compare gelu silu --only value")
    colours = dict(re.findall(r"\\definecolor\{(\w+)\}\{HTML\}\{(\w{6})\}", text))
    used = [colours[look.partition(",")[0]] for look, _ in plots(text) if "no marks" in look]
    request = parse("compare gelu silu --only value")
    (axes,) = request.draw().axes
    wanted = [line.get_color()[1:].upper() for line in axes.lines if len(line.get_xdata()) > 100]
    assert set(wanted) <= set(used)
    for name in ("GELU", "SiLU"):
        assert re.search(rf"\\node\[.*\] at \(.*\) \{{{name}\}};", text)
    assert "xticklabels={{$-$5}" in text.replace("{$-$4}", "{$-$5}")


@pytest.mark.exhaustive(keep=0.2, thorough=1)
@pytest.mark.parametrize("line", LINES)
def test_no_number_is_larger_than_tex_can_compute_with(line):
    if line not in FEW and "jacobian" in line:
        pytest.skip("no plots")
    text = drawn(line)
    logarithmic = "mode=log" in text
    for _, points in plots(text):
        assert logarithmic or np.abs(points).max() < 16_000
    lengths = [float(one) for one in re.findall(rf"({NUMBER})bp", text)]
    places = [float(one) for pair in re.findall(rf"[ (]\(?({NUMBER}),({NUMBER})\)", text) for one in pair]
    assert max(map(abs, lengths)) < 16_000
    assert logarithmic or max(map(abs, places), default=0) < 16_000


def test_the_same_line_gives_the_same_bytes_and_stands_in_them():
    line = "compare gelu silu --title 'a % b'"
    assert drawn(line) == drawn(line)
    assert drawn(line).startswith(f"% actplot {line}\n% needs \\usepackage{{amsmath, pgfplots}}")
    text = drawn("compare relu --title 'one 中'")
    assert "LuaLaTeX or XeLaTeX with a font for letters that pdfLaTeX lacks: 中" in text


@pytest.mark.parametrize(
    "line",
    [
        "surface mse --data line",
        "surface mse",
        "landscape tanh",
        "plot softmax --simplex",
        "surface mse --data line --view 3d",
    ],
)
def test_what_is_no_curve_is_refused_with_what_to_do(line, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, [*line.split(), "-o", "x.tex"])
    assert result.exit_code == 2
    assert "Write a PDF, as -o NAME.pdf, and set it with \\includegraphics." in result.output
    assert not list(tmp_path.iterdir())


def test_the_command_writes_it_to_files_folders_and_standard_output(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run = CliRunner().invoke
    assert run(main, ["compare", "relu", "-o", "x.tex"]).output == "wrote x.tex\n"
    assert run(main, ["compare", "relu", "-o", "-", "--format", "tex"]).output == (tmp_path / "x.tex").read_text(
        "utf-8"
    )
    assert run(main, ["plot", "relu", "tanh", "-o", "new/", "--format", "tex"]).exit_code == 0
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["plot-relu.tex", "plot-tanh.tex"]
    assert "contradict" in run(main, ["compare", "relu", "-o", "x.tex", "--format", "svg"]).output


def test_lines_far_away_end_out_of_sight_with_their_slope():
    line = within(np.array([[0.0, 0.0], [0.5, 1e9], [1.0, 0.0]]))
    assert np.abs(line - 0.5).max() <= 1
    assert line[1][0] < 1e-6
    flat = thinned(np.column_stack([np.linspace(0, 1, 100), np.zeros(100)]))
    assert len(flat) == 2


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("𝑓′(𝑥)", "$f '$($x$)"),
        ("⌊x⌋ + ⌈r̄⌉", r"$\lfloor$x$\rfloor$ + $\lceil \bar{r} \rceil$"),
        ("100 % of a_b", r"100 \% of a\_b"),
        (r"$\mathdefault{10^{3}}$", r"$\mathrm{10^{3}}$"),
    ],
)
def test_words_are_latex(text, latex):
    assert words_in_latex(text) == latex
