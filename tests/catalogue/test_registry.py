"""Names are found in the sources of the families, and a family is imported when one of its names is asked for."""

import importlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import actplot
from actplot.calculus.facts.listing import topics_of
from actplot.catalogue import registry
from actplot.catalogue.entry import Entry
from actplot.catalogue.index import FAMILIES, KINDS, declared_entries
from actplot.catalogue.registry import names
from actplot.spec.dialects.finding import FRAMEWORKS, framework
from actplot.spec.dialects.meanings import Variant, canonical_class, class_of

PACKAGE = Path(actplot.__file__).parent


def test_the_sources_declare_what_is_registered():
    """Every entry, with all that is said of it, is read from the text as Python reads it."""
    declared = declared_entries()
    modules = {one.module for one in declared.values()}
    files = {f"{folder}.{path.stem}" for folder in FAMILIES for path in (PACKAGE / "catalogue" / folder).glob("*.py")}
    for module in files:
        importlib.import_module(f"actplot.catalogue.{module}")
    own = {name: cls for name, cls in registry._entries.items() if not cls.origin}
    assert modules <= files
    assert set(own) == set(declared) == set(names())
    for name, cls in own.items():
        said = (cls.name, cls.aliases, cls.__name__, cls.__module__, cls.kind, (cls.__doc__ or "").strip(), cls.family)
        one = declared[name]
        module = f"actplot.catalogue.{one.module}"
        assert said == (name, one.aliases, one.cls, module, one.kind, one.description, one.family)
        assert one.topics == topics_of(cls)
    assert {one.kind for one in declared.values()} == set(KINDS)


NEW = '''

@register
class Planted(Tanh):
    """Planted beside the others."""

    name = "planted"
    aliases = ("PlantedUnit",)
'''


def test_an_entry_that_is_written_is_listed_and_completed_at_once(tmp_path):
    """One file is touched for it: nothing was made of the catalogue before that could be stale."""
    shutil.copytree(PACKAGE, tmp_path / "actplot", ignore=shutil.ignore_patterns("__pycache__"))
    family = tmp_path / "actplot" / "catalogue" / "activations" / "sigmoidal.py"
    with family.open("a", encoding="utf-8") as file:
        file.write(NEW)
    listed = subprocess.run([sys.executable, "-m", "actplot", "list", "planted"], cwd=tmp_path, capture_output=True)
    assert listed.stdout.decode() == "activation · sigmoidal\n  planted  Planted beside the others.\n"
    words = {"_ACTPLOT_COMPLETE": "bash_complete", "COMP_WORDS": "actplot show plan", "COMP_CWORD": "2"}
    pressed = [sys.executable, "-m", "actplot"]
    completed = subprocess.run(pressed, cwd=tmp_path, capture_output=True, env={**os.environ, **words})
    assert completed.stdout.decode() == "plain,planted\n"


def test_variants_belong_to_the_entry_that_they_derive_from():
    meanings = {m for key in FRAMEWORKS for one in framework(key).spellings for m in one.meanings}
    variants = [meaning for meaning in meanings if isinstance(meaning, Variant)]
    assert len(variants) > 20
    assert {v.cls: v.of for v in variants} == {v.cls: canonical_class(class_of(v)).name for v in variants}


def families_loaded_by(code: str) -> set[str]:
    prefixes = tuple(f"actplot.catalogue.{folder}." for folder in FAMILIES)
    run = [sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules)"]
    modules = subprocess.run(run, capture_output=True, text=True, check=True).stdout.split()
    return {name.rpartition(".")[2] for name in modules if name.startswith(prefixes)}


@pytest.mark.exhaustive(keep=0.7, thorough=1)
@pytest.mark.parametrize(
    ("code", "families"),
    [
        ("import actplot; actplot.get('LeakyReLU:0.2')", {"rectified"}),
        ("import actplot; actplot.get('mse').value(1)", {"residuals"}),
        ("from actplot.catalogue.registry import is_known; assert is_known('gelu')", set()),
        ("import actplot; actplot.get('x*elliott(x)').value(1)", {"squashing"}),
    ],
)
def test_a_name_costs_the_modules_that_hold_it(code, families):
    loaded = families_loaded_by(code)
    assert families <= loaded
    assert len(loaded) <= len(families) + 1  # a family may derive from one other


@pytest.fixture(scope="module")
def broken(tmp_path_factory):
    """A copy of the package in which two families cannot be imported."""
    folder = tmp_path_factory.mktemp("broken")
    shutil.copytree(PACKAGE, folder / "actplot", ignore=shutil.ignore_patterns("__pycache__"))
    for family, fault in (("losses/overlaps", "\nraise RuntimeError('planted')\n"), ("activations/gated", "\nx = (\n")):
        path = folder / "actplot" / "catalogue" / f"{family}.py"
        path.write_text(path.read_text(encoding="utf-8") + fault, encoding="utf-8")
    return folder


def run_in(folder: Path, line: str) -> tuple[int, str]:
    run = [sys.executable, "-m", "actplot", *line.split()]
    done = subprocess.run(run, cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


WORK = (
    "list",
    "show relu",
    "show relu --frameworks",
    "compare sigmoid tanh -o x.svg",
    "eval torch:Softplus --at 1",
    "derive elu",
)


@pytest.mark.exhaustive(keep=0.4)
@pytest.mark.parametrize("line", WORK)
def test_a_broken_family_leaves_what_does_not_need_it(line, broken):
    assert run_in(broken, line) == (0, "")


@pytest.mark.exhaustive(keep=0.5, thorough=1)
@pytest.mark.parametrize("name", ["relux", "relux(x)"])
def test_a_misspelt_name_is_told_beside_a_broken_family(name, broken):
    code, said = run_in(broken, f"eval {name} --at 1")
    assert code == 2
    assert "Did you mean 'relu'" in said


FAIL = {
    "show dice": "Error: dice cannot be loaded: actplot/catalogue/losses/overlaps.py fails with RuntimeError: planted",
    "compare gelu": "Error: gelu cannot be loaded: actplot/catalogue/activations/gated.py fails with SyntaxError: ",
    "eval keras:Dice --prediction 0.5,0.5 --target 1,0": "Error: KerasDice cannot be loaded: ",
    "list --where odd": "Error: dice cannot be loaded: actplot/catalogue/losses/overlaps.py fails with RuntimeError",
}


@pytest.mark.exhaustive(keep=0.5)
@pytest.mark.parametrize("line", FAIL)
def test_a_broken_family_is_told_once_where_it_is_needed(line, broken):
    code, said = run_in(broken, line)
    assert code == 1
    assert said.startswith(FAIL[line])
    assert said.endswith("Mend that file, or install actplot anew.\n")
    assert said.count("\n") == 1


@pytest.mark.parametrize("name", actplot.names())
def test_no_parameter_hides_what_every_entry_has(name):
    assert not [one.attribute for one in actplot.get(name).declared if hasattr(Entry, one.attribute)]
