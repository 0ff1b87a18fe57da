"""Figures that a user's tests return are compared by what they say; galleries are accepted and reported by pytest."""

import json

import matplotlib.pyplot  # noqa: F401  # before pytester, which forgets what a test imports first
import numpy as np
import pytest
from committed import committed, written
from matplotlib.figure import Figure

import actplot.gallery.check.accepting  # noqa: F401
from actplot.gallery.figure_tests import said_by
from actplot.gallery.statements.differences import differences_of

PLUGIN = "actplot.gallery.pytest_plugin"
pytest_plugins = ["pytester"]
TEST = """
import pytest
from matplotlib.figure import Figure

@pytest.mark.actplot_figure({options})
@pytest.mark.parametrize("power", [2, 3])
def test_powers(power):
    figure = Figure()
    axes = figure.subplots()
    axes.plot([0, 1, 2], [{zero}, 1, 2**power], label="{label}", color="{colour}")
    axes.plot([0, 1, 0, -1, 0], [1, 0, -1, 0, 1])
    axes.set(xlabel="x", title="Powers", xlim=(0, {end}))
    axes.legend()
    return {returned}
"""
USUAL = {"options": "", "zero": "0", "label": "x^n", "colour": "C0", "end": "2", "returned": "figure"}


@pytest.fixture
def run(pytester, monkeypatch):
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    pytester.makeini("[pytest]\nfilterwarnings = error\n")

    def result(*arguments, **changed):
        pytester.makepyfile(test_mine=TEST.format(**{**USUAL, **changed}))
        return pytester.runpytest_inprocess("-p", PLUGIN, *arguments)

    return result


def test_a_figure_is_held_to_its_baseline(run, pytester):
    missing = run()
    missing.assert_outcomes(failed=2)
    missing.stdout.fnmatch_lines(["there is no baseline 'baseline/test_mine-test_powers-2.json'. Make it: pytest *"])
    run("--actplot-update").assert_outcomes(passed=2)
    assert json.loads((pytester.path / "baseline" / "test_mine-test_powers-2.json").read_text(encoding="utf-8"))[
        "panels"
    ]
    run().assert_outcomes(passed=2)
    run(colour="C3").assert_outcomes(passed=2)  # looks are not compared
    run(zero="1e-9").assert_outcomes(passed=2)


@pytest.mark.exhaustive(keep=0.43, thorough=1)
@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"zero": "0.5"}, "panel Powers, curve x^n: y differs by up to 0.5, at x = 0: 0 has become 0.5"),
        ({"label": "power"}, "panel Powers, curve x^n, label: 'x^n' has become 'power'"),
        ({"end": "3"}, "panel Powers, range of x: 0 to 2 has become 0 to 3"),
        (
            {"returned": "None"},
            "a test marked actplot_figure returns a figure of matplotlib, not NoneType. End it with *",
        ),
        ({"options": "tolerance='x'"}, "actplot_figure: tolerance is a number from 0, got 'x'"),
        ({"options": "'kept'"}, "actplot_figure takes its options by name: tolerance=, baseline="),
        ({"options": "tolerence=1"}, "actplot_figure has no option 'tolerence'. Options: tolerance, baseline."),
    ],
)
def test_what_it_says_otherwise_fails(run, changed, said):
    run("--actplot-update").assert_outcomes(passed=2)
    failed = run(**changed)
    failed.assert_outcomes(failed=2)
    failed.stdout.fnmatch_lines([f"*{said.replace('[', '[[]')}*"])


def drawn(change=lambda axes: None):
    """Facts of a figure with all kinds of parts, after a change of its two panels."""
    figure = Figure()
    one, other = figure.subplots(1, 2)
    one.plot([0, 1, 2], [0, 1, 4], label="square")
    one.set(title="T", xlim=(2, 0))
    one.legend(title="curves")
    other.bar([1, 2], [3, 4])
    other.scatter([1, 2], [2, 3])
    other.imshow([[0, 1], [2, 3]], extent=(0, 1, 0, 1), aspect="auto")
    other.fill_between([0, 1], [0, 1], [1, 2])
    other.text(1, 1, "here")
    other.set(xlim=(0, 4), ylim=(6, 0))
    change(figure.axes)
    return json.loads(json.dumps(said_by(figure)))


SUBTLE = {
    "panel T, curve square: y differs by up to 0.001": lambda axes: axes[0].lines[0].set_ydata([0, 1.001, 4]),
    "panel T, curve square is missing": lambda axes: axes[0].lines[0].set_visible(False),
    "panel T, title: 'T' has become 'left, T'": lambda axes: axes[0].set_title("left", loc="left"),
    "panel T, range of x: 2 to 0 has become 2 to 0.01": lambda axes: axes[0].set_xlim(2, 0.01),
    "panel T, note: 'linear in x, linear in y' has": lambda axes: axes[0].set_yscale("symlog"),
    "panel T, legend, title: 'curves' has become none": lambda axes: axes[0].get_legend().set_title(""),
    "the legend is no longer shown": lambda axes: axes[0].get_legend().remove(),
    "panel T, ticks of x: none has become 'a at 0, b at 1'": lambda axes: axes[0].set_xticks([0, 1], ["a", "b"]),
    "panel 2, range of y: 6 to 0 has become 0 to 6": lambda axes: axes[1].set_ylim(0, 6),
    "panel 2, Rectangle, y: number 8 of 10, 4 has become 4.1": lambda axes: axes[1].patches[1].set_height(4.1),
    "panel 2, Rectangle, x: 10 numbers have become 5": lambda axes: axes[1].patches[1].remove(),
    "panel 2, PathCollection, y: number 2 of 2": lambda axes: axes[1].collections[0].set_offsets([[1, 2], [2, 3.1]]),
    "panel 2, AxesImage, values: number 4 of 4": lambda axes: axes[1].images[0].set_data([[0, 1], [2, 4]]),
    "panel 2, FillBetweenPolyCollection, x: no longer there": lambda axes: axes[1].collections[1].remove(),
    "panel 2, text 1: 'here' has become 'there'": lambda axes: axes[1].texts[0].set_text("there"),
    "panels: there were 2 (T, ), there are 3 (T, , )": lambda axes: axes[0].twinx(),
    "title of the figure: none has become 'S'": lambda axes: axes[0].figure.suptitle("S"),
    "text 1 of the figure: none has become 'note'": lambda axes: axes[0].figure.text(0, 0, "note"),
}


@pytest.mark.parametrize("said", SUBTLE)
def test_small_changes_are_told_of_all_that_a_figure_holds(said):
    assert [one for one in differences_of(drawn(), drawn(SUBTLE[said])) if one.startswith(said)]


def test_looks_of_any_part_are_not_told():
    def restyled(axes):
        axes[0].lines[0].set(color="red", linewidth=5, marker="x")
        axes[1].patches[0].set_facecolor("red")
        axes[1].collections[0].set_sizes([100])
        axes[0].grid(True)
        axes[0].figure.set_size_inches(3, 3)

    assert differences_of(drawn(), drawn(restyled)) == []


def test_points_in_space_are_told_where_they_are_seen():
    def surface(height):
        figure = Figure()
        axes = figure.add_subplot(projection="3d")
        axes.plot_surface(*np.meshgrid([0.0, 1, 2], [0.0, 1]), np.full((2, 3), height))
        axes.set_zlim(0, 3)
        return said_by(figure)

    assert differences_of(surface(1.0), surface(1.0)) == []
    assert any("Poly3DCollection" in one for one in differences_of(surface(1.0), surface(1.01)))


def test_tests_of_several_classes_have_baselines_of_their_own(run, pytester):
    run()
    text = (
        (pytester.path / "test_mine.py")
        .read_text(encoding="utf-8")
        .replace("\n    ", "\n        ")
        .replace("\n@", "\n    @")
    )
    body = text.replace("\ndef ", "\n    def ").partition("    @pytest")
    classes = "".join(f"\nclass Test{name}:\n    @pytest{body[2].replace('(power)', '(self, power)')}" for name in "AB")
    (pytester.path / "test_mine.py").write_text(body[0] + classes)
    pytester.runpytest_inprocess("-p", PLUGIN, "--actplot-update").assert_outcomes(passed=4)
    assert len(list((pytester.path / "baseline").iterdir())) == 4


def test_tolerance_and_place_are_said_by_the_mark(run, pytester):
    options = 'tolerance=0.6, baseline="kept"'
    run("--actplot-update", options=options).assert_outcomes(passed=2)
    assert len(list((pytester.path / "kept").iterdir())) == 2
    run(options=options, zero="0.5").assert_outcomes(passed=2)


def test_a_gallery_is_reported_and_accepted(run, pytester):
    committed(pytester.path, ["svg"], one="plot relu", two="plot gelu")
    written(pytester.path, ["svg"], one="plot elu", two="plot gelu")
    arguments = ("--actplot-gallery", "gallery.toml", "gallery.toml")
    failed = run(*arguments, "--actplot-report", "told")
    failed.assert_outcomes(failed=1, passed=2)
    failed.stdout.fnmatch_lines(["wrote told*index.html"])
    assert "one.svg" in (pytester.path / "told" / "index.html").read_text(encoding="utf-8")
    run(*arguments, "--actplot-update").assert_outcomes(passed=3)
    run(*arguments).assert_outcomes(passed=3)
    (pytester.path / "told" / "index.html").write_text("mine")
    refused = run(*arguments, "--actplot-report", "told")
    assert "was not written by actplot. Name another folder." in refused.stderr.str()
