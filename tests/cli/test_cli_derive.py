"""`actplot derive` as a user runs it, and what it says to hostile formulas."""

import itertools
import re
import subprocess
import sys
import time
from xml.etree import ElementTree

import click
import pytest
from click.testing import CliRunner

import actplot
from actplot.calculus.derivations.deriving import route_names
from actplot.catalogue.registry import elementwise_names
from actplot.cli import main
from actplot.cli.derivations.derive import SUFFIXES, TEXTS, command
from actplot.requests.destinations import IMAGES

ROUTES = [(name, route) for name in elementwise_names() for route in route_names(actplot.get(name))]
HOSTILE = {
    "x.__class__": "unexpected '.__class__'",
    "x.__class__()": "'__class__' of torch is not known here",
    "os.system('x')": "unknown library 'os'",
    "np.__builtins__(x)": "'__builtins__' of numpy is not known here",
    "__import__('os')": "unknown name '__import__'",
    "().__class__": "expected a number",
    '"x"': "expected a number",
    "x;x": "unexpected 'x'",
    "x\\n": "unexpected character '\\\\'",
    "lambda x: __import__(x)": "unknown name '__import__'",
    "[x for x in y]": "unexpected character '['",
    "f'{x}'": "unexpected character",
    "import os": "unknown name 'import'",
    "1e9999999": "exponent must be between",
    "10**10**10": None,
    "(" * 10_000 + "x" + ")" * 10_000: "at most 5000 characters",
    "-" * 10_000 + "x": "at most 5000 characters",
    "(" * 200 + "x" + ")" * 200: "nested more than 60",
    "x+" * 3000 + "x": "at most 5000 characters",
    "(x": "expected ')'",
    "x)": "unexpected ')'",
    "max(0,x": "expected ')'",
    "tanh x": "tanh needs an argument",
    "foo(x)": "unknown name 'foo'",
    "xy": "a product is written x*y",
    "elu(x, beta=1)": "elu has no parameter 'beta'",
    "": "the formula is empty",
    "   ": "the formula is empty",
    "x😀": "unexpected character '😀'",
    "\u202ex+1": "unexpected character '\\u202e'",
    "מ+1": "unexpected character",
    "x\0": "unexpected character '\\x00'",
    "0/0": "defined nowhere",
    "1/0": "defined nowhere",
    "log(-1-x^2)": "defined nowhere",
}
LEGITIMATE = ("sqrt(x)", "sin(x)/x", "10**10**10*x", "x^x", "tan(x)", "tanh(log(1+exp(tanh(log(1+exp(sin(cos(x))))))))")


def run(*arguments):
    return CliRunner().invoke(main, ["derive", *arguments], prog_name="actplot")


@pytest.mark.exhaustive(keep=0.026)
@pytest.mark.parametrize(("name", "route"), ROUTES)
def test_every_route_in_every_width(name, route):
    for layout, width in itertools.product(("boxes", "lines"), (40, 80)):
        result = run(name, "--route", route, "--layout", layout, "--width", str(width))
        assert result.exit_code == 0, result.output
        assert re.search(r"checked to 40 digits at \d+ points", " ".join(result.output.split()))
        assert max(map(len, result.output.splitlines())) <= width


@pytest.mark.exhaustive(keep=0.01, thorough=0.2)
@pytest.mark.parametrize("name", elementwise_names())
def test_every_format(name):
    texts = {form: run(name, "--format", form, "--explain").output for form in ("latex", "markdown")}
    assert texts["latex"].count(r"\begin{align*}") == texts["latex"].count(r"\end{align*}") == 1
    assert texts["latex"].isascii()
    assert texts["markdown"].startswith("$$\n\\begin{aligned}")
    assert ElementTree.fromstring(run(name, "--format", "mathml").output).get("display") == "block"
    plain = run(name, "--ascii", "--layout", "boxes").output
    assert plain.isascii()
    assert "checked to 40 digits" in " ".join(plain.split())


def test_the_textbook_on_a_page():
    assert run("sigmoid").output.splitlines()[2:] == [
        "  f′(x) = (1/(1 + e⁻ˣ))′                                            [definition]",
        "        = −(1 + e⁻ˣ)′/(1 + e⁻ˣ)²                                 [quotient rule]",
        "        = e⁻ˣ/(1 + e⁻ˣ)²                                            [chain rule]",
        "        = (1 + e⁻ˣ − 1)/(1 + e⁻ˣ)²                          [add and subtract 1]",
        "        = (1/(1 + e⁻ˣ))·(1 − 1/(1 + e⁻ˣ))                   [split the fraction]",
        "        = f(x)·(1 − f(x))                                          [recognise f]",
        "",
        "checked to 40 digits at 5 points",
    ]


def test_options():
    assert run("sigmoid", "--routes").output.split()[:2] == ["quotient", "chain"]
    assert "40 digits at 5 points]" in run("sigmoid", "--check").output
    assert run("sigmoid", "--steps", "1").output.count("=") == 1
    assert "f″(x)" in run("tanh", "--order", "2").output
    assert "treated as constants: a, b" in run("a*x^2 + b").output
    assert "note: 1/2x is read as (1/2)*x" in run("1/2x").stderr
    assert "2·z" in run("z^2").output


@pytest.mark.exhaustive(keep=0.2, thorough=1)
@pytest.mark.parametrize("suffix", ["txt", "tex", "md", "mml", "png", "svg", "pdf"])
def test_files(suffix, tmp_path):
    path = tmp_path / f"x.{suffix}"
    assert run("sigmoid", "-o", str(path)).output == f"wrote {path}\n"
    first = path.read_bytes()
    run("sigmoid", "-o", str(path))
    assert path.read_bytes() == first


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["sigmoid", "--route", "chian"], "sigmoid has no route 'chian'. Did you mean 'chain'?"),
        (["sigmoid", "--steps", "0"], "--steps: lines are counted from 1 to 200, got 0"),
        (["sigmoid", "--order", "3"], "--order: unknown '3'"),
        (["sigmoid", "--width", "10"], "10 is not in the range"),
        (["sigmoid", "tanh"], "derive takes one function, and these are 2: sigmoid, tanh"),
        ([], "name at least one function"),
        (["sigmod"], "Did you mean 'sigmoid'"),
        (["sigmoid", "-o", "x.doc"], "its suffix names no format"),
        (["sigmoid", "-o", "x.tex", "--format", "png"], "contradict each other"),
        (["sigmoid", "-o", "nowhere/x.tex"], "there is no folder 'nowhere'"),
        (["relu", "--param", "a=1"], "no formula has this symbol"),
        (["a*x", "--param", "a"], "--param takes NAME=VALUE"),
        (["gelu", "--route", "tanh", "--order", "2"], "is an approximation"),
    ],
)
def test_wrong_usage(arguments, said):
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""


@pytest.mark.exhaustive(keep=0.28, thorough=0.3)
@pytest.mark.parametrize(("text", "said"), HOSTILE.items(), ids=[repr(text[:20]) for text in HOSTILE])
@pytest.mark.parametrize("command", ["derive", "compare", "eval", "check", "show"])
def test_hostile_formulas(command, text, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    start = time.perf_counter()
    rest = ["--at", "1"] if command == "eval" else []
    result = CliRunner().invoke(main, [command, *rest, "--", text], prog_name="actplot")
    assert time.perf_counter() - start < 10  # generous: an attack that works takes for ever
    assert result.exception is None or isinstance(result.exception, SystemExit)
    if said is not None:
        assert result.exit_code == 2, result.output
        assert said in result.stderr
        assert "^" in result.stderr
        assert not list(tmp_path.iterdir())


@pytest.mark.exhaustive(keep=0.3, thorough=0.5)
@pytest.mark.parametrize("text", LEGITIMATE)
def test_legitimate_formulas(text, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run(text).exit_code == 0
    assert CliRunner().invoke(main, ["compare", text, "-o", "x.png"], prog_name="actplot").exit_code == 0


def test_text_loads_neither_matplotlib_nor_scipy():
    code = (
        "import sys\nfrom actplot.cli import main\n"
        "try: main(['derive', 'sigmoid'], prog_name='actplot')\n"
        "except SystemExit: print(*sys.modules, file=sys.stderr)"
    )
    seen = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stderr.split()
    assert not {"matplotlib", "scipy", "scipy.special", "sympy"} & set(seen)


# Each with a value that is not its default.
ASKED = (
    *("--route chain", "--order 2", "--model linear", "--explain", "--steps 2", "--size 5 4", "--dpi 90", "--title T"),
    *("--theme dark", "--style ggplot", "--routes", "--check", "--layout boxes", "--ascii", "--width 40"),
    *("--param a=1", "--var z", "--data line", "--x a", "--y b", "--for slide", "--frame 2", "--frames new/"),
    *("--paper icml", "--columns 2", "--background none"),
    *("--alt", "--alt-text T", "--caption T", "--text real"),
    *("--blank 2", "--key key.tex", "--lines-per-slide 2", "--overlays", "--standalone"),
)

MANNERS = {"--json", "--open", "--no-clobber", "-q"}  # which commands share


def test_every_option_is_asked():
    flags = {option.opts[0] for option in command.params if isinstance(option, click.Option)}
    assert {words.split()[0] for words in ASKED} == flags - {*MANNERS, "--format", "-o", "--traceback", "--functions"}


def test_help_names_every_suffix():
    assert set(re.findall(r"\.\w+", run("--help").stdout.partition("A file (")[2].partition(")")[0])) == {
        f".{suffix}" for suffix in (*SUFFIXES, *IMAGES)
    }


@pytest.mark.exhaustive(keep=0.3)
@pytest.mark.parametrize("form", TEXTS)
@pytest.mark.parametrize("words", ASKED)
def test_an_option_changes_the_text_or_is_refused(words, form):
    result = run("sigmoid", "--format", form, *words.split())
    assert result.exit_code == 2 or result.stdout != run("sigmoid", "--format", form).stdout


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("sigmoid --theme dark", "derive: --theme has no meaning for text. Leave it out."),
        ("sigmoid --format latex --width 50", "derive: --width has no meaning for latex. Leave it out."),
        ("sigmoid -o x.png --ascii", "derive: --ascii has no meaning for pictures. Leave it out."),
        ("sigmoid --routes --order 2", "derive: --order has no meaning beside --routes. Leave it out."),
    ],
)
def test_an_option_that_says_nothing_is_refused(line, said):
    result = run(*line.split())
    assert (result.exit_code, said in result.stderr) == (2, True)
