"""The pytest plugin collects the figures of a gallery, and costs nothing in a run that does not ask for it."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from committed import committed, written

# Imported here, since pytester forgets what is first imported in a test, and so would tear matplotlib apart.
from matplotlib import style  # noqa: F401
from matplotlib.backends import backend_svg  # noqa: F401

from actplot.gallery.check import report  # noqa: F401

pytest_plugins = ["pytester"]
PLUGIN = "actplot.gallery.pytest_plugin"


@pytest.fixture
def run(pytester, monkeypatch):
    """Runs pytest with the plugin, as if it were installed by this checkout alone."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    pytester.makeini("[pytest]\nfilterwarnings = error\n")
    return lambda *arguments: pytester.runpytest_inprocess("-p", PLUGIN, *arguments)


def test_each_figure_is_a_test(run, pytester):
    committed(pytester.path, ["svg"], one="plot relu", two="plot gelu", three="plot elu")
    written(pytester.path, ["svg"], one="plot relu", two="plot gelu_tanh", three="plot elu --theme dark")
    result = run("--actplot-gallery", "gallery.toml", "-v")
    result.assert_outcomes(passed=3, failed=1)
    result.stdout.fnmatch_lines(["gallery.toml::one PASSED*", "gallery.toml::two FAILED*"])
    result.stdout.fnmatch_lines(["*two.svg: facts changed", "*curve f(x): y differs by up to 0.000473, at x = *"])
    result.stdout.fnmatch_lines(["*notes on the gallery*", "three.svg: style changed: *not only text*"])
    result.stdout.no_fnmatch_line("*Traceback*")


def test_strict_fails_on_styles(run, pytester):
    committed(pytester.path, ["svg"], one="plot relu")
    written(pytester.path, ["svg"], one="plot relu --theme dark")
    asked = ("--actplot-gallery", "gallery.toml")
    for words in (["--actplot-strict"], ["--actplot-strict", "gallery.toml"], ["--actplot-strict", "auto"]):
        run(*asked, *words).assert_outcomes(failed=1, passed=1)
    record = pytester.path / "images" / "facts.json"
    text = record.read_text(encoding="utf-8").replace('"numpy": "', '"numpy": "0.')
    record.write_text(text, encoding="utf-8")
    run(*asked, "--actplot-strict", "auto").assert_outcomes(passed=2)
    run(*asked, "--actplot-strict=always").assert_outcomes(failed=1, passed=1)
    assert "--actplot-strict is said alone, or with auto or always, got 'sometimes'" in (
        run(*asked, "--actplot-strict=sometimes").stderr.str()
    )
    run("--actplot-gallery", "gallery.toml").assert_outcomes(passed=2)


def test_tolerance(run, pytester):
    committed(pytester.path, ["svg"], one="plot leaky_relu:0.01 --ylim -1 1 --title T --only value --no-legend")
    written(pytester.path, ["svg"], one="plot leaky_relu:0.0101 --ylim -1 1 --title T --only value --no-legend")
    # The panel's heading names the slope, so that the figure fails either way, by the curve or by its heading alone.
    result = run("--actplot-gallery", "gallery.toml", "--actplot-tolerance", "0.01")
    result.stdout.no_fnmatch_line("*y differs*")
    run("--actplot-gallery", "gallery.toml").stdout.fnmatch_lines(["*y differs by up to 0.0005*"])
    result = run("--actplot-gallery", "gallery.toml", "--actplot-tolerance", "-1")
    result.stdout.fnmatch_lines(["the tolerance must be a number from 0, got -1.0"])
    result.stdout.no_fnmatch_line("*Traceback*")


def test_a_configuration_file_has_paths_from_its_folder(run, pytester, monkeypatch):
    committed(pytester.path, ["svg"], one="plot relu")
    pytester.makeini("[pytest]\naddopts = --actplot-gallery gallery.toml\n")
    (pytester.path / "inner").mkdir()
    monkeypatch.chdir(pytester.path / "inner")
    run().assert_outcomes(passed=2)


def test_extra_and_missing_images(run, pytester):
    gallery = committed(pytester.path, ["svg"], one="plot relu", two="plot elu")
    written(pytester.path, ["svg"], one="plot relu")
    result = run("--actplot-gallery", "gallery.toml")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*two.svg: extra", "*drawn by 'plot elu'*"])
    (gallery.output / "one.svg").unlink()
    run("--actplot-gallery", "gallery.toml").stdout.fnmatch_lines(["*one.svg: missing"])


def test_figures_are_chosen_as_tests_are(run, pytester):
    committed(pytester.path, ["svg"], one="plot relu", two="plot elu")
    run("--actplot-gallery", "gallery.toml", "gallery.toml::two").assert_outcomes(passed=1)
    run("--actplot-gallery", "gallery.toml", "-k", "one").assert_outcomes(passed=1, deselected=2)


def test_other_tests_run_too_and_each_figure_once(run, pytester):
    committed(pytester.path, ["svg"], one="plot relu")
    pytester.makepyfile("def test_own():\n    pass\n")
    for place in ("gallery.toml", str(pytester.path)):
        for arguments in ([], ["."], ["test_other_tests_run_too_and_each_figure_once.py"], ["gallery.toml", "."]):
            run("--actplot-gallery", place, *arguments).assert_outcomes(passed=3)


def test_two_galleries(run, pytester):
    for name in ("a", "b"):
        (pytester.path / name).mkdir()
        committed(pytester.path / name, ["svg"], one="plot relu")
    run("--actplot-gallery", "a/gallery.toml", "--actplot-gallery", "b").assert_outcomes(passed=4)


def test_a_folder_with_a_project_table(run, pytester):
    gallery = committed(pytester.path, ["svg"], one="plot relu")
    text = gallery.path.read_text(encoding="utf-8").replace("[gallery]", "[tool.actplot.gallery]")
    gallery.path.unlink()
    assert run("--actplot-gallery", ".").ret == pytest.ExitCode.USAGE_ERROR
    Path("pyproject.toml").write_text(text.replace("[[", "[[tool.actplot.gallery."), encoding="utf-8")
    run("--actplot-gallery", ".").assert_outcomes(passed=2)


def test_faulty_manifests(run, pytester):
    assert run("--actplot-gallery", "missing.toml").ret == pytest.ExitCode.USAGE_ERROR
    Path("gallery.toml").write_text("[[figure]]\nname = 'one'\ndraw = 'plot rleu'\n", encoding="utf-8")
    result = run("--actplot-gallery", "gallery.toml")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*figure 'one'*Did you mean 'relu'*"])
    result.stdout.no_fnmatch_line("*Traceback*")


def test_a_run_that_does_not_ask_loads_nothing_heavy(tmp_path):
    code = (
        "import os, sys\nos.environ['PYTEST_DISABLE_PLUGIN_AUTOLOAD'] = '1'\nimport pytest\n"
        f"code = pytest.main(['-q', '-p', {PLUGIN!r}, '-p', 'no:cacheprovider', 'test_one.py'])\n"
        "print('loaded', *sys.modules)\nsys.exit(code)"
    )
    (tmp_path / "test_one.py").write_text("def test_one():\n    pass\n", encoding="utf-8")
    run = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    modules = set(run.stdout.rpartition("loaded")[2].split())
    assert PLUGIN in modules
    assert not {"numpy", "scipy", "matplotlib", "PIL", "click"} & modules
    assert {name for name in modules if name.startswith("actplot")} == {"actplot", "actplot.gallery", PLUGIN}


def test_the_plugin_is_an_entry_point():
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["entry-points"]["pytest11"] == {"actplot": PLUGIN}
