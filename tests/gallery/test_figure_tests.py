"""Figures that a user's tests return are compared by what they say; galleries are accepted and reported by pytest."""

import json

import matplotlib.pyplot  # noqa: F401  # before pytester, which forgets what a test imports first
import pytest
from committed import committed, written

import actplot.gallery.check.accepting
import actplot.gallery.figure_tests  # noqa: F401

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
    assert json.loads((pytester.path / "baseline" / "test_mine-test_powers-2.json").read_text())["panels"]
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
        ({"returned": "None"}, "a test marked actplot_figure returns a figure of matplotlib, not NoneType"),
        ({"options": "tolerence=1"}, "actplot_figure has no option 'tolerence'. Options: tolerance, baseline."),
    ],
)
def test_what_it_says_otherwise_fails(run, changed, said):
    run("--actplot-update").assert_outcomes(passed=2)
    failed = run(**changed)
    failed.assert_outcomes(failed=2)
    failed.stdout.fnmatch_lines([f"*{said.replace('[', '[[]')}*"])


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
