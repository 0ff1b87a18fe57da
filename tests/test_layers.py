"""Imports point one way, and a command loads no more than it needs."""

import ast
import functools
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import actplot
from actplot.cli.group import COMMANDS, LazyGroup

ROOT = Path(actplot.__file__).parent
BASE = ("errors", "numerics", "parameter", "entry", "function vectors", "registry")
LAYERS = [
    *BASE,
    "activations losses",
    "dialects",
    "algebra",
    "expressions",
    "spec",
    "calculus",
    "documents figures",
    "requests",
    "gallery",
    "cli",
    "__main__",
]
RANKS = {name: rank for rank, names in enumerate(LAYERS) for name in names.split()}
CATALOGUE = {"activations", "losses"}
CATALOGUE_SEES = {name for names in BASE for name in names.split()}
SEE_CATALOGUE = {"activations", "losses", "dialects"}  # a framework's variant of an entry derives from it
WITH_MPMATH = {"algebra", "expressions", "calculus"}
ONLY_IN = {"matplotlib": {"figures"}, "mpmath": WITH_MPMATH, "click": {"cli"}, "PIL": {"figures"}}
MODULES = sorted(ROOT.rglob("*.py"))


def layer(path: Path) -> str:
    """The folder or the module right under the package."""
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imported(tree: ast.AST) -> Iterator[ast.Import | ast.ImportFrom]:
    """Every import, those for type checkers left out."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        yield from imported(node)


@functools.cache
def imports_of(path: Path) -> tuple[ast.Import | ast.ImportFrom, ...]:
    return tuple(imported(ast.parse(path.read_text())))


def own(path: Path) -> set[str]:
    """The layers of actplot that a module imports."""
    found = set()
    for node in imports_of(path):
        if isinstance(node, ast.ImportFrom) and node.level:
            folder = path.parents[node.level - 1]
            targets = [f"{node.module}.{alias.name}" if node.module else alias.name for alias in node.names]
            found |= {layer(folder / target.replace(".", "/")) for target in targets}
    return found - {layer(path), "__version__"}


def foreign(path: Path) -> set[str]:
    """The top names of the other packages that a module imports."""
    nodes = imports_of(path)
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module for node in nodes if isinstance(node, ast.ImportFrom) and not node.level]
    return {name.partition(".")[0] for name in names}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_one_way(path):
    name = layer(path)
    assert "actplot" not in foreign(path), "imports inside the package are relative"
    if name in CATALOGUE:
        assert own(path) <= CATALOGUE_SEES
    elif name == "numerics":
        assert own(path) <= {"errors"}
    elif name == "parameter":
        assert not own(path)
    elif name != "__init__":
        above = {other for other in own(path) if RANKS[other] >= RANKS[name]}
        assert not above, f"{name} may not import {above}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_entries_are_reached_through_the_registry(path):
    assert layer(path) in SEE_CATALOGUE or not own(path) & CATALOGUE


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_heavy_packages_stay_in_their_layers(path):
    for package, layers in ONLY_IN.items():
        assert package not in foreign(path) or layer(path) in layers
    assert "sympy" not in foreign(path)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_open_with_a_sentence_and_stay_short(path):
    text = path.read_text()
    assert text == "" or ast.get_docstring(ast.parse(text)).splitlines()[0].endswith(".")
    assert len(text.splitlines()) <= 410


def loaded(*arguments: str) -> set[str]:
    """The modules that a command line loads, in a fresh interpreter."""
    code = (
        "import sys\nfrom actplot.cli import main\n"
        f"try: main({list(arguments)!r}, prog_name='actplot')\n"
        "except SystemExit as end: code = end.code\n"
        "print(code, *sys.modules, file=sys.stderr)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    code, *modules = run.stderr.split()
    assert code == "0", run.stderr
    return set(modules)


def test_the_plain_interpreter_loads_nothing_heavy():
    assert not {"numpy", "click"} & loaded_by("import actplot")


def loaded_by(code: str) -> set[str]:
    run = [sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules)"]
    return set(subprocess.run(run, capture_output=True, text=True, check=True).stdout.split())


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["-h"]])
def test_help_loads_click_only(arguments):
    modules = loaded(*arguments)
    assert not {"numpy", "scipy", "matplotlib", "mpmath", "dataclasses", "importlib.metadata"} & modules
    assert {name for name in modules if name.startswith("actplot")} == {
        "actplot",
        "actplot.cli",
        "actplot.cli.group",
        "actplot.errors",
    }


TEXTS = (
    *("list", "list relu --json", "show sigmoid", "list --help"),
    *("list --framework torch", "show relu --frameworks", "show torch:LeakyReLU", "show keras:relu:max_value=6"),
    *("list --kind vector-loss", "show softmax", "show kl_divergence", "show dropout --json"),
)


@pytest.mark.parametrize("arguments", [line.split() for line in TEXTS], ids=" ".join)
def test_text_commands_load_numpy_at_most(arguments):
    assert not {"scipy", "matplotlib", "mpmath", "sympy", "PIL"} & loaded(*arguments)


@pytest.mark.parametrize("arguments", [["list", "--where", "odd,bounded"], ["show", "jax:gelu:approximate=False"]])
def test_facts_load_scipy_for_a_normal_distribution_at_most(arguments):
    assert not {"matplotlib", "mpmath", "sympy", "PIL"} & loaded(*arguments)


FRAMEWORKS = {"torch", "tensorflow", "keras", "jax", "flax", "optax"}


def test_no_framework_is_imported_for_its_dialect():
    specs = ("torch:gelu", "keras:relu:max_value=6", "tf:nn.elu", "jax:celu", "flax:PReLU", "optax:huber_loss")
    assert not FRAMEWORKS & loaded("compare", *specs[:-1], "-o", os.devnull, "--format", "svg")
    assert not FRAMEWORKS & loaded("eval", *specs, "--at", "0.5")


def test_a_name_of_the_catalogue_loads_no_dialect_for_its_numbers():
    assert not {
        name for name in loaded_by("import actplot; actplot.names()") if name.startswith("actplot.spec.specs.dialects")
    }


NUMBERS = (
    *("eval sigmoid relu --at 0,1 --format csv", "eval softmax --at 2,1,0.1", "eval dropout --at 1,2"),
    *("eval kl_divergence --prediction 0.5,0.5 --target 1,0", "eval triplet_margin --prediction 1,2 --target 1,2;3,4"),
    *("eval mse --data line:n=20,seed=1 --at w=1,b=2",),
)


@pytest.mark.parametrize("arguments", [line.split() for line in NUMBERS], ids=" ".join)
def test_numbers_load_numpy_at_most(arguments):
    assert not {"scipy", "matplotlib", "mpmath"} & loaded(*arguments)


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
@pytest.mark.parametrize(
    "words", ["compare sigmoid tanh relu", "jacobian softmax --at 2,1,0.1", "plot dropout --at 1,2"]
)
def test_figures_load_what_they_draw_with(words, suffix, tmp_path):
    modules = loaded(*words.split(), "-o", str(tmp_path / f"x.{suffix}"))
    assert not {"matplotlib.pyplot", "scipy.special", "scipy.differentiate", "mpmath", "sympy"} & modules


def test_the_table_of_commands_is_what_the_commands_say():
    group = LazyGroup("actplot")
    for name, text in COMMANDS.items():
        command = group.get_command(None, name)
        assert command.name == name
        assert command.get_short_help_str(limit=200) == text
