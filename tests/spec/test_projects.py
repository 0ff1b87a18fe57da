"""A project names its functions once: in a file of functions, or formulas alone in its pyproject.toml."""

import json
import pickle
import shlex
from pathlib import Path

import mpmath
import pytest
from click.testing import CliRunner

import actplot
from actplot.cli import main
from actplot.errors import ActplotError
from actplot.requests.command_line import line_of
from actplot.requests.reading import parse
from actplot.spec.formulas.in_force import using
from actplot.spec.projects.project import functions_given

FUNCTIONS = """
[functions]
tally = "swoosh(2*x, a=3) + b*swoosh(x)"
zed = "z*tanh(z)"
open_one = "x*sigmoid(a*x)"
worked = "user.py:act"
rect = "relu(x)"
leak = {formula = "leaky_relu(x, negative_slope=a)", parameters = {a = 0.3}, note = "Leaks more."}

[functions.swoosh]
formula = "x*sigmoid(a*x)"
parameters = {a = 1}
aliases = ["SwooshUnit"]
note = "Nobody uses it."
source = "A. Author 2026, A swoosh"
"""
CODE = """
import numpy as np
print("loaded")

def act(x, alpha=0.25):
    return np.where(x > 0, x, alpha * x)
"""


@pytest.fixture
def project(tmp_path, monkeypatch) -> Path:
    (tmp_path / "f.toml").write_text(FUNCTIONS, encoding="utf-8")
    (tmp_path / "user.py").write_text(CODE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str, code: int = 0):
    done = CliRunner().invoke(main, [*words])
    assert done.exit_code == code, done.output
    return done


def numbers(*words: str) -> list[list[float]]:
    """The rows that `eval` prints."""
    text = run("eval", *words, "--at", "1", "--format", "csv").stdout
    return [list(map(float, line.split(",")[-2:])) for line in text.splitlines()[1:]]


def swoosh(x, a):
    return x / (1 + mpmath.exp(-a * x))


def true(function, x=1.0) -> list[float]:
    return [float(function(mpmath.mpf(x))), float(mpmath.diff(function, x))]


@pytest.mark.parametrize(
    ("spec", "function"),
    [
        ("swoosh", lambda x: swoosh(x, 1)),
        ("Swoosh-Unit:1.5", lambda x: swoosh(x, 1.5)),
        ("swoosh:a=3/2", lambda x: swoosh(x, 1.5)),
        ("swoosh(3*x, a=2) - 1", lambda x: swoosh(3 * x, 2) - 1),
        ("swoosh(swoosh(x), 2)", lambda x: swoosh(swoosh(x, 1), 2)),
        ("open_one:2", lambda x: swoosh(x, 2)),
        ("tally:b=0.5", lambda x: swoosh(2 * x, 3) + swoosh(x, 1) / 2),
        ("zed", lambda x: x * mpmath.tanh(x)),
        ("-swoosh(x)", lambda x: -swoosh(x, 1)),
    ],
)
def test_a_name_means_its_formula(spec, function, project):
    assert numbers(spec, "--functions", "f.toml") == [pytest.approx(true(function), rel=1e-12)]


def test_symbols_without_a_default_get_values_as_a_formula_s_do(project):
    given = ("--functions", "f.toml", "--param", "a=2")
    assert numbers("open_one", "a*x", *given) == [pytest.approx(true(lambda x: swoosh(x, 2)), rel=1e-12), [2, 2]]
    said = run("compare", "open_one", "--functions", "f.toml", code=2).output
    assert "open_one needs a value for a. Write open_one:a=0.1, or give it a default: parameters = {a = 0.1}." in said
    assert "no formula has this symbol" in run("compare", "swoosh", *given, code=2).output  # which has one


def test_the_card_tells_what_the_project_says(project):
    card = run("show", "SwooshUnit:2", "--functions", "f.toml").output
    for line in (
        "swoosh (a=2) = x*sigmoid(a*x):a=2",
        "parameters     a = 2: a parameter of swoosh (any finite number, default 1)",
        "also called    SwooshUnit",
        "note           Nobody uses it.",
        "sources        A. Author 2026, A swoosh",
        "added by       f.toml",
    ):
        assert line in card.splitlines()
    facts = json.loads(run("show", "swoosh", "--functions", "f.toml", "--json").output)
    assert (facts["aliases"], facts["origin"], facts["parameters"][0]["default"]) == (["SwooshUnit"], "f.toml", 1)
    assert facts["name"] == "swoosh"


LINES = (
    "compare swoosh swoosh:2 gelu",
    "plot swoosh:a=0.5",
    "compare tally --param b=0.5 --formula",
    "derive swoosh",
    "compare 'swoosh(x)^2' zed",
    "compare worked:alpha=0.5",
    "compare rect leak leak:0.5",
)


@pytest.mark.exhaustive(keep=0.4)
@pytest.mark.parametrize("line", LINES)
def test_an_image_carries_a_line_that_works_on_its_own(line, project):
    run(*shlex.split(line), "--functions", "f.toml", "-o", "a.svg")
    with using(functions_given("f.toml")):
        canonical = line_of(parse(line))
    Path("f.toml").unlink()
    run(*shlex.split(canonical), "-o", "b.svg")
    assert (project / "a.svg").read_bytes() == (project / "b.svg").read_bytes()
    assert line_of(parse(canonical)) == canonical


@pytest.mark.parametrize("spec", ["swoosh", "swoosh:2", "tally:b=1", "zed", "open_one", "rect", "leak:0.5"])
def test_named_functions_are_values(spec, project):
    function = actplot.get(spec, functions="f.toml")
    again = pickle.loads(pickle.dumps(function))
    assert (again, again.note, again.label) == (function, function.note, function.label)
    assert actplot.get(str(function)) == function
    assert hash(actplot.get(str(function))) == hash(function)


def test_programs_look_into_no_file_by_themselves(project):
    (project / "pyproject.toml").write_text('[tool.actplot.functions]\nswoosh = "x^2"\n', encoding="utf-8")
    with pytest.raises(ActplotError, match="unknown function 'swoosh'"):
        actplot.get("swoosh")
    assert actplot.get("swoosh", functions="f.toml").parameters == {"a": 1}
    assert actplot.get("bend", {"a": 3}, functions={"bend": "a*|x|"}).value(-1.0) == 3


COMMANDS = (
    "check swoosh", "diff swoosh silu --tolerance 1e-12", "table swoosh gelu", "derive swoosh",
    "show swoosh --format latex", "eval swoosh --at 1", "jacobian softmax --at 1,2 -o j.svg", "list swoosh",
    "sweep swoosh:a=1,2 -o s.svg",
)  # fmt: skip


@pytest.mark.exhaustive(keep=0.3)
@pytest.mark.parametrize("line", COMMANDS)
def test_every_command_takes_them(line, project):
    run(*line.split(), "--functions", "f.toml")


def test_the_list_shows_them_with_their_origin(project):
    (project / "pyproject.toml").write_text(
        '[tool.actplot.functions]\npeak = "exp(-|x|)"\nzed = "x"\ngelu = "x"\nran = "user.py:act"\n', encoding="utf-8"
    )
    rows = json.loads(run("list", "project", "--functions", "f.toml", "--json").stdout)
    named = {row["name"]: (row["kind"], row["origin"]) for row in rows if row["family"] == "project"}
    assert named == {
        **dict.fromkeys(("swoosh", "tally", "zed", "open_one", "rect", "leak"), ("expression", "f.toml")),
        "worked": ("supplied", "f.toml"),
        "peak": ("expression", "pyproject.toml"),
    }


# pyproject.toml


@pytest.mark.parametrize("folder", [".", "inner", "inner/deep"])
def test_formulas_of_the_nearest_pyproject_have_names(folder, project, monkeypatch):
    (project / "pyproject.toml").write_text('[tool.actplot.functions]\npeak = "exp(-|x|)"\n', encoding="utf-8")
    (project / folder).mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(project / folder)
    assert numbers("peak") == [pytest.approx([float(mpmath.exp(-1)), -float(mpmath.exp(-1))], rel=1e-12)]


def test_the_nearest_pyproject_counts_and_a_file_that_was_named_comes_first(project, monkeypatch):
    (project / "pyproject.toml").write_text('[tool.actplot.functions]\npeak = "x"\nzed = "x"\n', encoding="utf-8")
    assert numbers("zed", "--functions", "f.toml") == [pytest.approx(true(lambda x: x * mpmath.tanh(x)), rel=1e-12)]
    inner = project / "inner"
    inner.mkdir()
    (inner / "pyproject.toml").write_text("[tool.other]\n", encoding="utf-8")
    monkeypatch.chdir(inner)
    assert "unknown function 'peak'" in run("show", "peak", code=2).output


def test_a_pyproject_runs_no_code(project):
    (project / "pyproject.toml").write_text(
        '[tool.actplot.functions]\nran = "user.py:act"\nalso = {formula = "user:act"}\n', encoding="utf-8"
    )
    done = run("show", "ran", code=2)
    assert "pyproject.toml may name formulas alone: to be in a folder must run no code" in done.output
    assert "loaded" not in done.output
    assert "formulas alone" in run("list", "--functions", "pyproject.toml", code=2).output


BROKEN = (b"[tool.actplot.functions\n", b"# actplot\n\xff\xfe", b"# actplot\nx = " + b"[" * 5000, b"#actplot" * 600_000)


@pytest.mark.parametrize("data", BROKEN, ids=["toml", "bytes", "deep", "large"])
def test_a_broken_pyproject_is_one_warning_where_a_name_is_lacking(data, project):
    (project / "pyproject.toml").write_bytes(data)
    assert run("eval", "gelu", "x*sigmoid(x)", "--at", "1").stderr == ""
    told = run("eval", "peak", "peak(x)", "--at", "1", code=2).stderr
    assert told.count("warning: ") == 1
    assert "Its functions are left out." in told
    assert numbers("swoosh:2", "--functions", "f.toml") == [pytest.approx(true(lambda x: swoosh(x, 2)), rel=1e-12)]


def test_a_name_of_the_catalogue_is_not_looked_up_there(project):
    (project / "pyproject.toml").write_text('[tool.actplot.functions]\ngelu = "x"\npeak = "x"\n', encoding="utf-8")
    assert numbers("gelu")[0][0] == pytest.approx(0.841344746068543, rel=1e-14)
    assert "'gelu' is a name of the catalogue" in run("list", "peak").stderr


# What is no definition

WRONG = {
    'functions = "x"': "must be a table, got 'x'",
    "[functions]": "there are no functions in [functions]",
    "swoosh = 'x'": "there are no functions in [functions]",
    "[functions]\nswoosh = 3": "swoosh: must be a formula as text or a table, got '3'",
    "[functions]\nswoosh = ''": "swoosh: formula must not be empty",
    "[functions]\nswoosh = {frmula = 'x'}": "swoosh: unknown key 'frmula'. Did you mean 'formula'?",
    "[functions]\nswoosh = {note = 'x'}": "swoosh: the key 'formula' is missing",
    "[functions]\nswoosh = {formula = 'a*x', parameters = ['a']}": "swoosh: parameters must be a table of defaults",
    "[functions]\nswoosh = {formula = 'a*x', parameters = {a = ''}}": "default of a must be a finite number, got ''",
    "[functions]\nswoosh = {formula = 'a*x', parameters = {a = true}}": "must be a finite number, got 'True'",
    "[functions]\nswoosh = {formula = 'a*x', parameters = {a = nan}}": "must be a finite number, got 'nan'",
    "[functions]\nswoosh = {formula = 'a*x', parameters = {b = 1}}": "parameter 'b' does not occur in the formula",
    "[functions]\nswoosh = {formula = 'a*x', parameters = {x = 1}}": "parameters: 'x' is the variable",
    "[functions]\nswoosh = {formula = 'x', aliases = ['tanh']}": "aliases: 'tanh' is a name of the catalogue",
    "[functions]\nswoosh = {formula = 'x', aliases = 'Swoosh'}": "aliases must be a list",
    "[functions]\nswoosh = {formula = 'x', note = 1}": "note must be text, got '1'",
    "[functions]\nswoosh = {formula = 'x', note = \"a\\u001b[31m\"}": "note must be printable",
    "[functions]\nswoosh = 'x +'": "[functions], swoosh: expected a number, a name or '('",
    "[functions]\nswoosh = 'softmax(x)'": "swoosh: softmax is a vector function",
    "[functions]\nswoosh = 'swoosh(x) + 1'": "it refers to itself: swoosh → swoosh",
    "[functions]\nswoosh = 'slide(x)'\nslide = 'swoosh(x)'": "it refers to itself: swoosh → slide → swoosh",
    "[functions]\ngelu = 'x'": "gelu: 'gelu' is a name of the catalogue, and nothing replaces one",
    "[functions]\nSwish = 'x'": "Swish: 'Swish' is a name of the catalogue, of 'silu', and nothing replaces one",
    "[functions]\nmax = 'x'": "max: 'max' is a word of formulas, and nothing replaces one",
    "[functions]\nclamp = 'x'": "clamp: 'clamp' is a word of formulas",
    "[functions]\nx = 'x'": "x: 'x' is the variable. Give it a longer name",
    "[functions]\ntorch = 'x'": "torch: 'torch' is a library",
    "[functions]\nmy-act = 'x'": "my-act: 'my-act' is no name",
    "[functions]\n1act = 'x'": "1act: '1act' is no name",
    "[functions]\nswoosh = 'x'\nSw_oosh = 'x'": "Sw_oosh: the name 'Sw_oosh' belongs to 'swoosh' of the same table",
    "[functions]\nswoosh = 'x'\nslide = {formula='x', aliases=['SWOOSH']}": "the name 'SWOOSH' belongs to 'swoosh'",
    "[functions]\nswoosh = 'nowhere.py:act'": "nowhere.py",
    "[functions]\nswoosh = 'user.py:nothing'": "nothing",
    "[functions": "not TOML",
    "# \xff": "not UTF-8",
}


@pytest.mark.exhaustive(keep=0.4)
@pytest.mark.parametrize("text", WRONG)
def test_what_is_no_definition_is_told_with_its_file_and_key(text, project):
    (project / "g.toml").write_bytes(text.encode("latin-1"))
    done = CliRunner().invoke(main, ["show", "swoosh", "--functions", "g.toml"])
    assert (done.exit_code in (1, 2), done.stdout) == (True, "")
    assert WRONG[text] in done.stderr
    assert "g.toml" in done.stderr or ".py" in text
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("place", ["nowhere.toml", ".", "huge.toml", "/dev/zero"])
def test_what_is_no_file_of_functions_is_told(place, project):
    with (project / "huge.toml").open("wb") as file:
        file.truncate(10_000_001)
    assert Path(place).name in run("list", "--functions", place, code=2).stderr


def test_all_that_is_wrong_is_told_at_once(project):
    (project / "g.toml").write_text("[functions]\n" + "".join(f"g{n:02} = 1\n" for n in range(30)), encoding="utf-8")
    told = run("show", "gelu", "--functions", "g.toml", code=2).stderr
    assert told.count("must be a formula") == 20
    assert "and 10 more" in told


def test_misspelt_names_suggest_those_of_the_project(project):
    for spec in ("swosh", "swosh(x)"):
        assert "Did you mean 'swoosh'" in run("show", spec, "--functions", "f.toml", code=2).stderr
    assert "swoosh has no parameter 'b'" in run("show", "swoosh:b=1", "--functions", "f.toml", code=2).stderr


def test_chains_and_doublings_end(project):
    chain = {f"link{n}": f"link{n + 1}(x) + 1" for n in range(40)} | {"link40": "x"}
    assert actplot.get("link30", functions=chain).value(0.0) == 10
    with pytest.raises(ActplotError, match="refer to each other in a row"):
        actplot.get("link0", functions=chain)
    double = {f"link{n}": f"link{n + 1}(link{n + 1}(x))" for n in range(11)} | {"link11": "x^2 + 1"}
    with pytest.raises(ActplotError):
        actplot.get("link0", functions=double)


def test_a_formula_that_no_image_could_carry_is_refused(project):
    deep = "swoosh(" * 9 + "x" + ")" * 9
    told = run("compare", deep, "--functions", "f.toml", code=2).stderr
    assert "written out, the formula has 6132 characters, allowed are 5000" in told


@pytest.mark.parametrize("spec", ["-swoosh(x)", "-x*swoosh(x)"])
@pytest.mark.parametrize("given", [("--functions", "f.toml"), ("--functions=f.toml",)])
def test_a_formula_may_begin_with_a_minus(spec, given, project):
    run("eval", spec, *given, "--at", "1")


def test_a_file_that_is_not_named_is_told(project):
    assert "--functions: cannot read '.': it is a folder" in run("show", "gelu", "--functions", "", code=2).stderr
