"""Imports point one way, from layer to layer and from room to room, and a command loads no more than it needs."""

import ast
import functools
import itertools
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import click
import pytest

import actplot
from actplot.catalogue.kinds.functions import FORMULA
from actplot.catalogue.registry import KINDS
from actplot.cli import main
from actplot.cli.completing.pressing import ALSO, TAKES, FunctionType
from actplot.cli.completing.pressing import FRAMEWORKS as COMPLETED_FRAMEWORKS
from actplot.cli.group import COMMANDS, OF_FUNCTIONS, LazyGroup
from actplot.cli.group import ROOMS as IN_ROOMS
from actplot.requests.reading import CLASSES as REQUESTS
from actplot.spec.dialects.finding import FRAMEWORKS

ROOT = Path(actplot.__file__).parent
CONTRIBUTING = ROOT.parent / ".github" / "CONTRIBUTING.md"
# Ground first. A line holds rooms that do not see each other; a module or a folder belongs to the longest name here
# that it starts with, and sees what stands above it and its own room.
ROOMS = """
errors
alarms files frozen numbers progress shell toml
processes
numerics
catalogue.parameter catalogue.index catalogue.call catalogue.plugins
catalogue.entry
catalogue.kinds
catalogue.registry
catalogue.activations catalogue.losses
algebra.term
algebra.reading
algebra.rewriting algebra.writing
algebra.evaluating
algebra.limits algebra.indexed
spec.dialects.meanings
spec.dialects.spelling spec.dialects.variants
spec.dialects.frameworks
spec.dialects
spec.formulas
spec
calculus.letters calculus.curves
calculus.vectors
calculus.models calculus.derivations
calculus
calculus.checks calculus.identities
calculus.facts
calculus.propagation calculus.subjects
documents figures.settings figures.colours figures.lettering figures.fonts figures.styles
figures.inks figures.scripts
figures.look
figures.page
figures
images
requests.grammar
requests.request
requests
requests.figures requests.facts requests.derivations
requests.reading
requests.origins
gallery.manifest gallery.statements
gallery.drawing
gallery.build
gallery.check
gallery
site embedding
cli.completing
cli python
cli.figures cli.facts cli.derivations cli.sites
cli.gallery
sphinx markdown
__main__
"""
RANKS = {name: rank for rank, line in enumerate(ROOMS.strip().splitlines()) for name in line.split()}
WITH_MPMATH = {"algebra", "spec", "calculus"}
ONLY_IN = {
    "matplotlib": {"figures", "images"},
    "mpmath": WITH_MPMATH,
    "click": {"cli"},
    "PIL": {"images"},
    "jinja2": {"site"},
    "docutils": {"sphinx"},
    "sphinx": {"sphinx"},
    "pymdownx": {"markdown"},
    "markupsafe": {"site"},
    "numpy": {name.partition(".")[0] for name in RANKS} - {"cli"},
    "sympy": set(),
    "actplot": set(),  # imports inside the package are relative
}
BY_NAME = {
    *("", "catalogue.registry", "cli.group", "spec.dialects.finding", "spec.supplied.loading"),
    "figures.importing",  # which puts off some of what matplotlib imports
}
# a subject has one word in every layer
TWICE = {
    "check": {"cli.facts", "cli.gallery"},
    "compare": {"requests.figures", "cli.figures"},
    "claims": {"calculus.checks.claimed", "documents.comparisons"},
    "derivation": {"calculus.derivations", "documents", "figures.derivations"},
    "derive": {"requests.derivations", "cli.derivations"},
    "dialects": {"calculus.facts", "documents"},
    "diff": {"requests.figures", "cli.figures"},
    "differing": {"calculus.curves", "documents.comparisons", "figures"},
    "distances": {"catalogue.losses", "spec.dialects.variants"},
    "eval": {"requests.facts", "cli.facts"},
    "explore": {"requests.figures", "cli.figures"},
    "functions": {"catalogue.kinds", "spec.dialects.variants"},
    "gains": {"calculus.propagation", "requests.grammar"},
    "grid": {"requests.figures", "figures.curves", "cli.figures"},
    "inputs": {"calculus", "requests.figures.added"},
    "jacobian": {"requests.figures", "cli.figures"},
    "landscape": {"requests.figures.networks", "figures.surfaces", "cli.figures"},
    "layers": {"calculus.vectors", "figures"},
    "listing": {"calculus.facts", "documents"},
    "marks": {"calculus.curves", "figures.curves"},
    "of_vectors": {"calculus.facts", "calculus.checks"},
    "options": {"requests.grammar", "cli"},
    "outputs": {"calculus.vectors", "figures.sweeps"},
    "panels": {"requests.figures", "figures.curves"},
    "preload": {"requests.facts", "gallery.drawing", "site"},
    "propagate": {"requests.figures", "cli.figures"},
    "plot": {"requests.figures", "cli.figures"},
    "surface": {"requests.figures", "figures.surfaces", "cli.figures"},
    "sweep": {"requests.figures", "cli.figures"},
    "tables": {"calculus", "documents"},
}
KNOW_KINDS = {"calculus.subjects", "requests.figures.ways"}
# others that still ask for the kind of an entry, and how often at most
ASK_KINDS = {
    "cli.completing.pressing": 2,
    "requests.request": 1,
    "spec.supplied.objects": 2,
    "spec.supplied.callables": 1,
}
MODULES = sorted(ROOT.rglob("*.py"))


def name_of(path: Path) -> str:
    """Such as `calculus.curves.breaks`; a package by its folder."""
    parts = path.relative_to(ROOT).parts
    return ".".join(part.removesuffix(".py") for part in parts if part != "__init__.py")


def room(name: str) -> str:
    """The longest name in the order of rooms that a module belongs to; nothing for the package itself."""
    return max((one for one in RANKS if f"{name}.".startswith(f"{one}.")), key=len, default="")


def imported(tree: ast.AST) -> Iterator[tuple[ast.Import | ast.ImportFrom, bool]]:
    """Every import, and whether it is for type checkers alone."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node, False
        for_types = isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        yield from ((one, for_types or inner) for one, inner in imported(node))


@functools.cache
def imports_of(path: Path) -> tuple[tuple[ast.Import | ast.ImportFrom, bool], ...]:
    return tuple(imported(ast.parse(path.read_text(encoding="utf-8"))))


def own(path: Path) -> set[str]:
    """The modules of actplot that a module imports, also for a type alone."""
    found = set()
    for node, _ in imports_of(path):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = path.parents[node.level - 1].joinpath(*(node.module or "").split("."))
            inner = {base / alias.name for alias in node.names}
            modules = {one for one in inner if one.with_suffix(".py").is_file() or (one / "__init__.py").is_file()}
            found |= {name_of(one) for one in modules} | ({name_of(base)} if inner - modules else set())
    return found - {""}


def foreign(path: Path) -> set[str]:
    """The top names of the other packages that a module imports when it runs."""
    nodes = [node for node, for_types in imports_of(path) if not for_types]
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module for node in nodes if isinstance(node, ast.ImportFrom) and not node.level]
    return {name.partition(".")[0] for name in names}


def test_imports_point_one_way():
    """From room to room, ground first."""
    upwards = {
        f"{name_of(path)} → {other}"
        for path in MODULES
        for other in own(path)
        if room(name_of(path)) != room(other) and RANKS[room(other)] >= RANKS.get(room(name_of(path)), 99)
    }
    assert not upwards


def test_every_module_has_a_room():
    names = [name_of(path) for path in MODULES if path.name != "__init__.py"]
    homeless = [name for name in names if not room(name)]
    assert not homeless, f"{', '.join(homeless)}: add a room to ROOMS, below all that it imports"
    assert not [one for one in RANKS if not any(f"{name}.".startswith(f"{one}.") for name in names)]


@pytest.mark.skipif(not CONTRIBUTING.exists(), reason="needs a checkout")
def test_contributors_are_shown_the_layers_in_this_order():
    blocks = re.findall(r"^```(\w*)\n(.*?)^```", CONTRIBUTING.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    (picture,) = (text for language, text in blocks if not language)
    floors = [re.findall(r"\b(\w+)(?:/|\.py)(?= )", line) for line in picture.splitlines()]
    ranks = [[rank for name, rank in RANKS.items() if name.partition(".")[0] in floor] for floor in floors]
    assert {name for floor in floors for name in floor} == {name.partition(".")[0] for name in RANKS} - {"__main__"}
    assert all(max(above) < min(below) for above, below in itertools.pairwise(ranks))


@pytest.mark.skipif(not (ROOT.parent / ".git").exists(), reason="needs a checkout")
def test_git_ignores_no_file_of_the_package():
    """A wheel leaves out what git ignores."""
    command = ["git", "check-ignore", "--no-index", "--stdin"]
    files = "\n".join(str(path) for path in ROOT.rglob("*") if "__pycache__" not in path.parts)
    assert subprocess.run(command, cwd=ROOT, input=files, capture_output=True, text=True).stdout == ""


def test_no_circle_of_imports():
    """Not even one of late imports, or for a type alone."""
    graph = {name_of(path): own(path) for path in MODULES}
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as circle:
        pytest.fail(" → ".join(circle.args[1]))


def test_folders_stay_small():
    """But for the families of the catalogue."""
    counts = Counter(path.parent for path in MODULES if path.name != "__init__.py")
    families = {ROOT / "catalogue" / "activations", ROOT / "catalogue" / "losses"}
    full = {str(folder): count for folder, count in counts.items() if count > 14 and folder not in families}
    assert not full, "more than 14 modules: make rooms in the folder"


def test_no_module_is_named_like_what_it_defines():
    assert not [name_of(path) for path in MODULES if path.stem in defined(path)]


def defined(path: Path) -> set[str]:
    """The names that a module binds: functions, classes, constants, and what it passes on from another."""
    found = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        match node:
            case ast.FunctionDef() | ast.ClassDef():
                found.add(node.name)
            case ast.Assign() | ast.AnnAssign():
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                found |= {one.id for target in targets for one in ast.walk(target) if isinstance(one, ast.Name)}
            case ast.ImportFrom():
                found |= {one.name for one in node.names if one.asname == one.name}  # said twice, it is passed on
    return found


def test_a_file_name_stands_twice_only_for_one_subject():
    places: dict[str, set[str]] = {}
    for path in MODULES:
        if path.name != "__init__.py":
            places.setdefault(path.stem, set()).add(name_of(path.parent))
    found = {name: folders for name, folders in places.items() if len(folders) > 1}
    other = sorted(name for name in found.keys() | TWICE.keys() if found.get(name) != TWICE.get(name))
    assert not other, "\n".join(
        f"{name}.py stands in {', '.join(sorted(found.get(name, ())))}: "
        "if that is one subject, say so in TWICE, else give it another name"
        for name in other
    )


def test_kinds_of_entries_are_told_apart_in_few_places():
    """Elsewhere an entry is asked for what it can do."""
    counts = {
        name_of(path): sum(map(asks_kind, ast.walk(ast.parse(path.read_text(encoding="utf-8"))))) for path in MODULES
    }
    others = {name: count for name, count in counts.items() if count and name not in KNOW_KINDS}
    assert not {name: count for name, count in others.items() if count > ASK_KINDS.get(name, 0)}
    assert sum(counts.values()) < 30


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("isinstance(entry, VectorLoss | Loss)", True),
        ("isinstance(term, Num)", False),
        ("entry.kind == FORMULA", True),
        ("entry.kind in ('random layer', 'vector loss')", True),
        ("entry.kind not in kinds", True),
        ("point.kind == 'kink'", False),
        ("isinstance(entry, losses.Loss)", True),
        ("isinstance(subject(entry), OfVectors)", True),
        ("type(entry) is Loss", True),
        ("type(text) is str", False),
        ("match entry:\n    case Loss():\n        pass", True),
        ("match entry.kind:\n    case 'vector loss':\n        pass", True),
        ("match token.kind:\n    case 'end':\n        pass", False),
        ("NAMES[entry.kind]", True),
        ("NAMES.get(entry.kind, '')", True),
        ("before.kind != after.kind", False),
    ],
)
def test_asking_for_a_kind_is_seen(text, asks):
    assert any(map(asks_kind, ast.walk(ast.parse(text)))) == asks


def asks_kind(node: ast.AST) -> bool:
    """Whether a node asks for the class of an entry, or compares its `kind` or looks it up."""
    match node:
        case ast.Call(ast.Name("isinstance" | "issubclass"), [_, classes]):
            return names_a_class(classes)
        case ast.Compare(ast.Call(ast.Name("type"), [_]), _, others):
            return any(map(names_a_class, others))
        case ast.MatchClass(cls):
            return names_a_class(cls)
        case ast.Match(asked):
            return is_kind(asked) and bool({word.value for word in ast.walk(node) if is_word(word)} & {*KINDS, FORMULA})
        case ast.Compare(left, _, others):
            return any(map(is_kind, (left, *others))) and not all(map(is_of_another_thing, (left, *others)))
        case ast.Subscript(_, key) | ast.Call(ast.Attribute(_, "get"), [key, *_]):
            return is_kind(key) and ast.unparse(key) != "term.kind"
    return False


def names_a_class(node: ast.AST) -> bool:
    """Whether classes of entries, or of what is asked of them by kind, are among some."""
    names = {one.id if isinstance(one, ast.Name) else getattr(one, "attr", "") for one in ast.walk(node)}
    return bool(names & CLASSES)


def is_word(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def is_kind(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "kind"


def is_of_another_thing(node: ast.AST) -> bool:
    """Some kind, or a word that is none of an entry: such as "jump" of a break, or "end" of a token."""
    word = isinstance(node, ast.Constant) and node.value not in (*KINDS, FORMULA)
    return word or is_kind(node) or (isinstance(node, ast.Name) and node.id in ("FOLDS", "OMITTED"))


def entry_classes() -> set[str]:
    """The classes of the kinds of entries, of formulas, and of the subjects that stand for them."""
    kinds = [path for path in MODULES if f"{name_of(path)}.".startswith(("catalogue.kinds.", "calculus.subjects."))]
    nodes = [
        node
        for path in kinds
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef)
    ]
    return {node.name for node in nodes if node.bases} | {"Expression"}


CLASSES = entry_classes()


def test_heavy_packages_stay_in_their_layers():
    for path in MODULES:
        layer = name_of(path).partition(".")[0]
        assert not [one for one in foreign(path) & set(ONLY_IN) if layer not in ONLY_IN[one]], path


def test_imports_are_import_statements():
    """Hidden behind a string only where something is found by its name."""
    calls = re.compile(r"import_module|__import__|resolve_name|iter_modules|exec_module|\brunpy\b")
    hidden = {name_of(path) for path in MODULES if calls.search(path.read_text(encoding="utf-8"))}
    assert hidden == BY_NAME


def test_modules_open_with_a_sentence_and_stay_short():
    for path in MODULES:
        text = path.read_text(encoding="utf-8")
        assert ast.get_docstring(ast.parse(text)).splitlines()[0].endswith("."), path
        assert len(text.splitlines()) <= 415, path


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
    of_help = {"actplot.cli.helping", "actplot.cli.helping.help_pages"} if arguments != ["--version"] else set()
    assert {name for name in modules if name.startswith("actplot")} == of_help | {
        "actplot",
        "actplot.cli",
        "actplot.cli.garbage",
        "actplot.cli.group",
        "actplot.cli.streams",
        "actplot.errors",
    }


CATALOGUE = {"actplot.catalogue", *(f"actplot.catalogue.{name}" for name in ("call", "entry", "index", "parameter"))}
CATALOGUE |= {f"actplot.catalogue.{name}" for name in ("plugins", "registry")}


@pytest.mark.parametrize("arguments", ["list", "list relu --json", "list --kind loss", "list --help"])
def test_the_list_is_read_from_the_sources(arguments):
    """None of the catalogue is imported, nor what looks into every installed package, where none adds anything."""
    modules = loaded(*arguments.split())
    assert not {"numpy", "scipy", "matplotlib", "mpmath", "importlib.metadata"} & modules
    assert {name for name in modules if name.startswith("actplot.catalogue")} <= CATALOGUE
    assert not {name for name in modules if name.startswith(("actplot.algebra", "actplot.requests", "actplot.figures"))}


def completing(words: str) -> tuple[list[str], set[str]]:
    """What bash completes the last word of a line to, and the modules that are loaded for it."""
    code = (
        "import sys\nfrom actplot.cli import main\n"
        "try: main(prog_name='actplot')\nexcept SystemExit: print(*sys.modules, file=sys.stderr)"
    )
    line = {"_ACTPLOT_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
    run = [sys.executable, "-c", code]
    done = subprocess.run(run, capture_output=True, text=True, check=True, env={**os.environ, **line})
    return [one.partition(",")[2] for one in done.stdout.splitlines()], set(done.stderr.split())


@pytest.mark.parametrize(
    ("words", "first"), [("actplot compare relu gel", "gelu"), ("actplot check mis", "mish"), ("actplot der", "derive")]
)
def test_a_key_that_completes_a_name_imports_no_command(words, first):
    found, modules = completing(words)
    assert found[0] == first
    assert not {"numpy", "pathlib", "dataclasses"} & (modules - loaded_by("import click, click.shell_completion"))
    ours = ("cli", "cli.completing", "cli.completing.shells", "cli.garbage", "cli.group", "cli.streams", "errors")
    of_names = ("catalogue", "catalogue.index", "cli.completing.pressing") if " " in words[8:] else ()
    assert {name for name in modules if name.startswith("actplot")} == {
        "actplot",
        *(f"actplot.{name}" for name in (*ours, *of_names)),
    }


@pytest.mark.parametrize("name", COMMANDS)
def test_commands_complete_as_if_each_were_imported(name):
    """What is known beforehand of the words of a command is what the command says."""
    root = click.Context(main, info_name="actplot", resilient_parsing=True)
    whole = main.get_command(root, name)
    takes = isinstance(whole.params[0].type, FunctionType) if getattr(whole, "params", ()) else False
    assert (name in OF_FUNCTIONS) == takes
    shown = {one.value: one.help for one in main.shell_complete(root, name)}
    assert shown[name] == whole.get_short_help_str()
    if takes:
        _, known, rest = main.resolve_command(root, [name, "relu"])
        argument, same = known.params[0], whole.params[0]
        assert (rest, known.name) == (["relu"], name)
        for what in ("name", "nargs", "required", "metavar"):
            assert getattr(argument, what) == getattr(same, what)
        context = click.Context(known, parent=root, resilient_parsing=True)
        options = [one.value for one in known.shell_complete(context, "--")]
        assert options == [one.value for one in whole.shell_complete(click.Context(whole, parent=root), "--")]
        assert options


def test_completion_knows_what_commands_take():
    """A name that completes is none that the command refuses for its kind."""
    assert COMPLETED_FRAMEWORKS == FRAMEWORKS
    assert OF_FUNCTIONS >= TAKES.keys() >= ALSO.keys()
    for command, cls in REQUESTS.items():
        assert {*TAKES.get(command, KINDS), *ALSO.get(command, ())} <= {*cls.kinds}


TEXTS = (
    *(
        "show sigmoid",
        "list --framework torch",
        "show relu --frameworks",
        "show torch:LeakyReLU",
        "show keras:relu:max_value=6",
    ),
    *("show softmax", "show kl_divergence", "show dropout --json"),
)


@pytest.mark.exhaustive(keep=0.2)
@pytest.mark.parametrize("arguments", [line.split() for line in TEXTS], ids=" ".join)
def test_text_commands_load_numpy_at_most(arguments):
    assert not {"scipy", "matplotlib", "mpmath", "sympy", "PIL"} & loaded(*arguments)


@pytest.mark.exhaustive(keep=0.3, thorough=1)
@pytest.mark.parametrize("arguments", ["show gelu", "derive gelu", "derive gelu --format mathml"])
def test_a_name_of_the_catalogue_loads_nothing_for_other_words(arguments):
    """Neither what reads a user's files and a framework's dialect, nor random numbers, masked arrays and the web."""
    modules = loaded(*arguments.split())
    others = {"numpy.ma", "numpy.random", "urllib.request", "xml.sax", "secrets", "actplot.spec.supplied.supplied"}
    assert not others & modules
    dialects = {name for name in modules if name.startswith("actplot.spec.dialects.frameworks")}
    assert not dialects or arguments.startswith("show")  # a card says what frameworks call it


UNTOLD = {  # which no card in text shows
    *("numpy.polynomial", "json", "csv", "hashlib", "html", "base64", "shutil", "shlex"),
    *(
        "actplot.requests.picture",
        "actplot.documents.tables",
        "actplot.documents.derivation",
        "actplot.calculus.tables",
    ),
    *(f"actplot.catalogue.kinds.{name}" for name in ("losses", "vector_functions", "vector_losses", "random_layers")),
}


UNWRITTEN = {  # by no derivation in text
    *("json", "csv", "hashlib", "html", "base64", "shutil"),
    *("actplot.documents.markup", "actplot.documents.typeset.beamer", "actplot.calculus.models.datasets"),
}


@pytest.mark.parametrize(("arguments", "untold"), [("show gelu", UNTOLD), ("derive sigmoid", UNWRITTEN)])
def test_what_is_not_told_is_not_loaded(arguments, untold):
    assert not untold & loaded(*arguments.split())


MAKING = """
import dataclasses
made, whole = [], dataclasses._process_class
def process(cls, init, repr, eq, *rest, **more):
    made.append(init or eq)
    return whole(cls, init, repr, eq, *rest, **more)
dataclasses._process_class = process
from actplot.cli import main
try: main({!r}.split(), prog_name="actplot")
except SystemExit: print(len(made), sum(made))
"""


@pytest.mark.parametrize("line", ["show gelu", "derive sigmoid"])
def test_records_write_none_of_their_methods_as_they_are_imported(line):
    run = [sys.executable, "-c", MAKING.format(line)]
    printed = subprocess.run(run, capture_output=True, text=True, check=True).stdout
    classes, written = map(int, printed.splitlines()[-1].split())
    assert classes > 60
    assert written < 10  # those that are no records, since they change


@pytest.mark.exhaustive(keep=0.3, thorough=1)
@pytest.mark.parametrize("arguments", [["list", "--where", "odd,bounded"], ["show", "jax:gelu:approximate=False"]])
def test_facts_load_scipy_for_a_normal_distribution_at_most(arguments):
    assert not {"matplotlib", "mpmath", "sympy", "PIL"} & loaded(*arguments)


PACKAGES = {"tensorflow", *FRAMEWORKS}


def test_no_framework_is_imported_for_its_dialect():
    specs = ("torch:gelu", "keras:relu:max_value=6", "tf:nn.elu", "jax:celu", "flax:PReLU", "optax:huber_loss")
    assert not PACKAGES & loaded("compare", *specs[:-1], "-o", os.devnull, "--format", "svg")
    assert not PACKAGES & loaded("eval", *specs, "--at", "0.5")


def test_a_name_of_the_catalogue_loads_no_dialect_for_its_numbers():
    assert not {
        name for name in loaded_by("import actplot; actplot.names()") if name.startswith("actplot.spec.dialects")
    }


NUMBERS = (
    *("eval sigmoid relu --at 0,1 --format csv", "eval softmax --at 2,1,0.1", "eval dropout --at 1,2"),
    *("eval kl_divergence --prediction 0.5,0.5 --target 1,0", "eval triplet_margin --prediction 1,2 --target 1,2;3,4"),
    *("eval mse --data line:n=20,seed=1 --at w=1,b=2",),
)


@pytest.mark.exhaustive(keep=0.24, thorough=0.3)
@pytest.mark.parametrize("arguments", [line.split() for line in NUMBERS], ids=" ".join)
def test_numbers_load_numpy_at_most(arguments):
    assert not {"scipy", "matplotlib", "mpmath"} & loaded(*arguments)


@pytest.mark.exhaustive(keep=0.04, thorough=0.15)
@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
@pytest.mark.parametrize(
    "words", ["compare sigmoid tanh relu", "jacobian softmax --at 2,1,0.1", "plot dropout --at 1,2"]
)
def test_figures_load_what_they_draw_with(words, suffix, tmp_path):
    modules = loaded(*words.split(), "-o", str(tmp_path / f"x.{suffix}"))
    assert (
        not {"matplotlib.pyplot", "matplotlib.style", "scipy.special", "scipy.differentiate", "mpmath", "sympy"}
        & modules
    )
    others = ("derivations", "surfaces", "curves.grid", "curves.insets", "curves.formulas", "differing")
    assert not {f"actplot.figures.{name}" for name in others} & modules
    assert "actplot.documents" not in modules or words.startswith("jacobian")


def test_the_table_of_commands_is_what_the_commands_say():
    group = LazyGroup("actplot")
    for name, text in COMMANDS.items():
        home = f"cli{IN_ROOMS.get(name, '')}.{name}"
        assert home in map(name_of, MODULES), f"no actplot/{home.replace('.', '/')}.py: see ROOMS in cli/group.py"
        command = group.get_command(None, name)
        assert command.name == name
        assert command.get_short_help_str(limit=200) == text


def test_one_bisection():
    """Brackets are halved by `numerics.search` alone; jumps hidden between floats carry their samples along."""
    halving = re.compile(r"low(er)?s? (/ 2 )?\+ high(er)?s?\)? / 2")
    assert {name_of(path) for path in MODULES if halving.search(path.read_text(encoding="utf-8"))} == {
        "numerics.search"
    }
