"""Installed packages add functions: found only where the catalogue lacks a name, refused where a name is taken."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import actplot
from actplot.requests.origins import command_in

ROOT = Path(actplot.__file__).parents[1]
SWOOSH = '''
import numpy as np
from actplot import Activation, Interval, register, param

@register
class Swoosh(Activation):
    """A gate with a knob."""

    knob: float = param(1.5, "steepness of the gate", above=0)
    name = "swoosh"
    aliases = ("SwooshUnit",)
    formula = "x*sigmoid(knob*x)"
    bounds = Interval(-0.2, ends="()")
    note = "Nobody uses it."

    def value(self, x):
        return x / (1 + np.exp(-self.knob * x))

    def derivative(self, x):
        s = 1 / (1 + np.exp(-self.knob * x))
        return s + self.knob * x * s * (1 - s)

    def second_derivative(self, x):
        s = 1 / (1 + np.exp(-self.knob * x))
        return self.knob * s * (1 - s) * (2 + self.knob * x * (1 - 2 * s))
'''
TAKES = '''
from actplot import Activation, register

@register
class Fine(Activation):
    """Registered before the other is refused."""

    name = "fine"
    formula = "x"

@register
class Other(Activation):
    """Takes a name."""

    name = {name!r}
    aliases = {aliases!r}
    formula = "x"
'''


def install(folder: Path, name: str, code: str, *, metadata: str | None = None) -> None:
    """A distribution as pip leaves one behind: a module, and its records."""
    module = name.replace("-", "_")
    (folder / f"{module}.py").write_text(code, encoding="utf-8")
    records = folder / f"{module}-1.2.dist-info"
    records.mkdir()
    if metadata is None:
        metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.2\n"
    (records / "METADATA").write_text(metadata, encoding="utf-8")
    (records / "entry_points.txt").write_text(f"[actplot.functions]\nany = {module}\n", encoding="utf-8")


def run(folder: Path, *words: str) -> subprocess.CompletedProcess:
    return python(folder, "-m", "actplot", *words)


def python(folder: Path, *words: str) -> subprocess.CompletedProcess:
    path = os.pathsep.join([str(ROOT), str(folder)])
    environment = {**os.environ, "PYTHONPATH": path, "PYTHONSAFEPATH": "1"}
    command = [sys.executable, *words]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8")


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    install(folder, "acme-acts", SWOOSH)
    install(folder, "broken-acts", "import nothing_of_this_name\n")
    install(folder, "greedy-acts", TAKES.format(name="greedy", aliases=("Sw-oosh",)))
    install(folder, "rude-acts", TAKES.format(name="gelu", aliases=()))
    return folder


SWOOSH_AT_1 = "0.8175744761936437"  # of knob = 1.5
IN_FOLDER = "import os; os.chdir({folder!r}); from actplot.cli import main; main({words!r})"
WARNINGS = (
    "warning: the plugin broken-acts 1.2 (broken_acts) cannot be used: ModuleNotFoundError: No module named "
    "'nothing_of_this_name'. Its functions are left out.",
    "warning: the plugin greedy-acts 1.2 (greedy_acts) cannot be used: greedy of greedy-acts 1.2: "
    "the name 'Sw-oosh' belongs to 'swoosh' of acme-acts 1.2. Its functions are left out.",
    "warning: the plugin rude-acts 1.2 (rude_acts) cannot be used: gelu of rude-acts 1.2: "
    "the name 'gelu' belongs to 'gelu' of actplot's own catalogue. Its functions are left out.",
)


@pytest.mark.exhaustive(keep=0.4)
@pytest.mark.parametrize("name", ["swoosh:2", "SwooshUnit:knob=2", "swoosh(x, knob=2)"])
def test_a_plugin_s_function_goes_where_a_name_goes(name, installed):
    done = run(installed, "eval", name, "--at", "1", "--format", "csv")
    value, slope = (float(word) for word in done.stdout.splitlines()[-1].split(",")[-2:])
    assert (done.returncode, [value, slope]) == (0, pytest.approx([0.88079707797788, 1.0907842487848955], rel=1e-12))
    assert tuple(done.stderr.splitlines()) == WARNINGS


def test_the_list_tells_who_added_what(installed):
    done = run(installed, "list", "swoosh", "--json")
    assert json.loads(done.stdout) == [
        {
            "name": "swoosh",
            "kind": "activation",
            "family": "acme_acts",
            "aliases": ["SwooshUnit"],
            "description": "A gate with a knob.",
            "topics": [],
            "origin": "acme-acts 1.2",
        }
    ]
    text = run(installed, "list", "oosh").stdout
    assert text.splitlines()[0] == "activation · acme acts · acme-acts 1.2"


def test_a_name_of_the_catalogue_looks_for_no_plugins(installed):
    """They would warn, and to find them takes time."""
    code = (
        "import sys, actplot\n"
        "for spec in ('gelu', 'torch:GELU', 'LeakyReLU(0.2)', 'x*sigmoid(2*x)', 'x', 'np.tanh(x)'): actplot.get(spec)\n"
        "print('importlib.metadata' in sys.modules)"
    )
    assert python(installed, "-c", code).stdout == "False\n"
    assert run(installed, "show", "gelu").stderr == ""


def test_a_misspelt_name_finds_those_of_plugins(installed):
    done = run(installed, "show", "swosh")
    assert done.returncode == 2
    assert "unknown function 'swosh'. Did you mean 'swoosh' or" in done.stderr
    assert done.stderr.count("warning:") == len(WARNINGS)


@pytest.mark.exhaustive(keep=0)
def test_a_plugin_that_is_refused_adds_nothing(installed):
    assert run(installed, "show", "fine").returncode == 2


def test_a_gallery_draws_them_in_its_workers_and_warns_once(installed, tmp_path):
    figures = "".join(f'[[figure]]\nname = "f{n}"\ndraw = "compare swoosh:{n} named"\n' for n in range(1, 4))
    figures = f'[functions]\nnamed = "swoosh(x)^2"\n{figures}'
    (tmp_path / "gallery.toml").write_text(figures, encoding="utf-8")
    done = run(installed, "gallery", "build", str(tmp_path), "--jobs", "2")
    assert (done.returncode, done.stderr.count("broken-acts 1.2")) == (0, 1), done.stderr
    assert "3 built" in done.stdout
    assert command_in((tmp_path / "images" / "f2.png").read_bytes()) == "compare swoosh:2 'named = swoosh(x)^2'"


NO_ENTRIES = """
from actplot import Activation, register

class Bare(Activation):
    name, aliases, formula = {name}, {aliases}, "x"

register({entry})
"""
NO_NAMES = ("3", "'no name'", "'x'", "'a'*300", "None")
FAULTS = [
    *("raise SystemExit(3)", "x = (", "def f(): return f()\nf()", "1/0"),
    *(NO_ENTRIES.format(name=name, aliases="()", entry="Bare") for name in NO_NAMES),
    NO_ENTRIES.format(name="'fine'", aliases="'Fine'", entry="Bare"),
    *(NO_ENTRIES.format(name="'fine'", aliases="()", entry=entry) for entry in ("int", "Bare()", "Activation")),
]


def test_whatever_a_plugin_does_is_one_warning(tmp_path):
    for number, fault in enumerate(FAULTS):
        install(tmp_path, f"bad{number}-acts", fault)
    done = run(tmp_path, "show", "nosuchname")
    assert done.returncode == 2
    for number in range(len(FAULTS)):
        assert done.stderr.count(f"warning: the plugin bad{number}-acts 1.2 (bad{number}_acts) cannot be used: ") == 1
    assert "Traceback" not in done.stderr


def test_a_class_of_a_program_is_an_entry_of_its_own():
    code = SWOOSH + "\nimport actplot\nprint(actplot.get('swoosh:2').value(1.0), actplot.get('swoosh').origin)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout == "0.8807970779778823 __main__\n"


CONTRIBUTING = ROOT / ".github" / "CONTRIBUTING.md"


@pytest.mark.exhaustive(keep=0)
@pytest.mark.skipif(not CONTRIBUTING.exists(), reason="needs a checkout")
def test_the_example_for_contributors_passes_its_check(tmp_path):
    (code,) = re.findall(r"^```python\n(.*?)^```", CONTRIBUTING.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    install(tmp_path, "acme", code)
    done = run(tmp_path, "check", "AcmeRamp", "acme_ramp:2")
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    card = run(tmp_path, "show", "acme_ramp:2").stdout
    assert "added by       acme 1.2" in card
    assert "slope = 2: slope of the line (above 0, default 1)" in card


def test_what_a_plugin_prints_is_no_answer(tmp_path):
    install(tmp_path, "loud-acts", "print('hello')\n" + SWOOSH)
    done = run(tmp_path, "list", "swoosh", "--json")
    assert json.loads(done.stdout)[0]["name"] == "swoosh"
    assert done.stderr == "hello\n"


def test_words_of_formulas_stay_what_they_are(tmp_path):
    """Whatever an installed package calls its functions."""
    for name in ("sqrt", "pi"):
        code = SWOOSH.replace('"swoosh"', repr(name)).replace('"SwooshUnit",', "")
        install(tmp_path, f"{name}-acts", code)
        around = code.replace("@register", "@registry.register").replace("register, param", "param")
        install(tmp_path, f"sly-{name}-acts", f"from actplot.catalogue import registry\n{around}")
    code = (
        "import actplot\nfrom actplot.catalogue.registry import added_entries\n"
        "print(*(cls.name for cls in added_entries()), actplot.get('pi').value(4.0), actplot.get('sqrt(x)').value(4.0))"
    )
    done = python(tmp_path, "-c", code)
    assert done.stdout == "pi sqrt 3.141592653589793 2.0\n"
    for name, what in (("sqrt", "a word of formulas"), ("pi", "a symbol of formulas")):
        assert f"the plugin {name}-acts 1.2 ({name}_acts) cannot be used: Swoosh: {name!r} is {what}" in done.stderr


def test_a_file_that_is_named_comes_before_packages_and_these_before_a_pyproject(installed, tmp_path):
    named, project = '[functions]\nswoosh = "x + 1"\n', '[tool.actplot.functions]\nswoosh = "x + 2"\nowned = "x + 3"\n'
    for name, text in (("f.toml", named), ("pyproject.toml", project)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    asked = ["eval", "owned", "swoosh", "swoosh(x)", "--at", "1", "--order", "0", "--format", "csv"]
    for extra, value in (["--functions", "f.toml"], "2.0"), ([], SWOOSH_AT_1):
        done = python(installed, "-c", IN_FOLDER.format(folder=str(tmp_path), words=[*asked, *extra]))
        assert [row.rpartition(",")[2] for row in done.stdout.splitlines()] == ["value", "4.0", value, value]
