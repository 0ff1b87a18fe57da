"""What a framework calls a function stands in its dialect, once; an entry adds compositions that have no name there."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import actplot
from actplot.calculus.facts.dialects import codes_of, dialects_of, equivalents
from actplot.calculus.subjects import subject
from actplot.catalogue.registry import names
from actplot.spec.dialects.finding import spellings_of

PACKAGE = Path(actplot.__file__).parent


def named(function) -> dict[str, set[str]]:
    """The codes that frameworks have a name for, by title."""
    own = equivalents(function)
    found: dict[str, set[str]] = {}
    for one in dialects_of(function):
        if one.names and one.code and one.code != own.get(one.title):
            found.setdefault(one.title, set()).add(one.code)
    return found


@pytest.mark.exhaustive(keep=0.165, thorough=0.35)
@pytest.mark.parametrize("name", names())
def test_no_text_says_what_a_dialect_says(name):
    """A composition stands where, at some parameters, the framework has no name for the function."""
    function = actplot.get(name)
    cases = [function, *subject(function).variants()]
    always = set.intersection(*(set(named(case)) for case in cases))
    assert not set(function.equivalents) & always, "its dialect says it: leave it out of the entry"
    assert not set(function.equivalents_of_defaults) & set(named(function)), "its dialect says it: leave it out"
    calls = [rf"{re.escape(one.path)}\([^()]*\)" for one in spellings_of(name)]
    assert not [text for text in equivalents(function).values() if any(re.fullmatch(call, text) for call in calls)]


@pytest.mark.exhaustive(keep=0.0504, thorough=0.1)
@pytest.mark.parametrize("name", names())
def test_cards_and_the_table_of_frameworks_agree(name):
    for function in (actplot.get(name), *subject(actplot.get(name)).variants()):
        told = [(one.title, one.code) for one in dialects_of(function) if one.code]
        assert list(subject(function).facts().equivalents) == list(dict.fromkeys(told)) == list(codes_of(function))


NEW = '''"""The names of a framework that is new."""

from ..spelling import Spelling

TITLE = "Novum"
VERSION = "Novum 1.0"
SPELLINGS = (Spelling(("novum.rampe",), "relu"), Spelling(("novum.weich",), "softmax"))
'''


@pytest.mark.exhaustive(keep=0)
def test_a_framework_is_one_file(tmp_path):
    """Its names are understood and stand on cards and in the table."""
    shutil.copytree(PACKAGE, tmp_path / "actplot", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "actplot" / "spec" / "dialects" / "frameworks" / "novum.py").write_text(NEW, encoding="utf-8")

    def said(line: str) -> str:
        run = [sys.executable, "-m", "actplot", *line.split()]
        return subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, check=True).stdout

    assert re.search(r"^Novum +novum\.rampe\(x\)$", said("show relu"), re.MULTILINE)
    assert re.search(r"^  novum +novum\.rampe\(x\)$", said("show relu --frameworks"), re.MULTILINE)
    assert "\nNovum          novum.weich(x)\n" in said("show softmax")
    assert "rampe" in said("list --framework novum")
    assert said("eval novum:rampe --at 2") == said("eval relu --at 2")


@pytest.mark.parametrize(
    ("spec", "title", "code"),
    [
        ("cosine_similarity", "Keras", "-keras.losses.cosine_similarity(target, prediction)"),
        ("cosine_distance", "TensorFlow", None),  # its own does not divide by the lengths
        ("kl_divergence:true", "Optax", "optax.losses.kl_divergence(prediction, target)"),  # not that of log targets
        ("triplet_margin:eps=1", "Optax", None),  # eps is added elsewhere
        ("triplet_margin:p=1", "Optax", None),
        (
            "generalized_cross_entropy:1",
            "Keras",
            "keras.losses.categorical_generalized_cross_entropy(target, prediction, q=1)",
        ),
        ("mape", "Keras", "keras.losses.MeanAbsolutePercentageError()"),
        ("mape:0.36,0.78", "Keras", "100 * keras.ops.abs(p - target) / keras.ops.maximum(keras.ops.abs(target), 0.78)"),
        ("barron:0", "PyTorch", "torch.log1p((r / 1)**2 / 2)"),
        ("barron:2,3", "JAX", "(r / 3)**2 / 2"),
    ],
)
def test_code_computes_the_entry_at_its_parameters_or_is_not_shown(spec, title, code):
    assert dict(reversed(codes_of(actplot.get(spec)))).get(title) == code


@pytest.mark.parametrize("spec", ["dice", "dice:1", "tversky", "tversky:smooth=1"])
def test_optax_is_given_logits_of_probabilities(spec):
    code = dict(codes_of(actplot.get(spec)))["Optax"]
    assert code.startswith("optax.losses.dice_loss(jax.scipy.special.logit(p)")
