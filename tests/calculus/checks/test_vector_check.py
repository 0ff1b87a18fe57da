"""The check passes every entry of vectors, and finds the errors that are planted in them."""

import json
import math
from dataclasses import replace

import numpy as np
import pytest
from click.testing import CliRunner

from actplot import get, names
from actplot.calculus.checks.of_vectors import variants
from actplot.calculus.checks.points import pairs
from actplot.calculus.checks.quantities import SIGMAS
from actplot.calculus.checks.truths import truth_of
from actplot.calculus.subjects import subject
from actplot.catalogue.kinds.formula import Formula
from actplot.cli.facts.check import command
from actplot.documents.checks import agreement_text

NAMES = (*names("vector function"), *names("random layer"), *names("vector loss"))
WHAT = {
    "vector function": ["value", "Jacobian", "arrays"],
    "random layer": ["evaluation", "mean", "variance", "seed", "float32"],
    "vector loss": ["loss", "gradient", "reductions", "arrays"],
}


@pytest.mark.exhaustive(keep=0.008, thorough=0.25)
@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_wrong_with(name):
    entry = get(name)
    (result,) = subject(entry).agreements()
    assert result.passed, agreement_text([result])
    wanted = ["evaluation", "seed", "float32"] if name == "gumbel_softmax" else WHAT[entry.kind]
    assert [row.what for row in result.rows] == wanted
    for row in result.rows:
        assert row.disagreed == 0
        assert row.agreed >= (5 if entry.kind == "random layer" else 10)
        assert row.worst.error < (SIGMAS if row.unit else 1e-12)


def planted(spec, **changes):
    original = get(spec)
    return type("Planted", (type(original),), changes).with_parameters(original.parameters)


def changed(spec, method, change):
    """The entry with one closed form changed."""
    right = getattr(type(get(spec)), method)
    return planted(spec, **{method: lambda self, *given: change(np.asarray(right(self, *given)))})


def flushed(result):
    return np.where(np.abs(result) < 1e-100, 0.0, result)


ERRORS = {
    "factor in a value": (changed("softmax", "value", lambda y: (1 + 1e-10) * y), "value"),
    "value flushed to zero": (changed("softmax", "value", flushed), "value"),
    "value of a gate": (changed("glu", "value", lambda y: y[..., ::-1]), "value"),
    "sign": (changed("softmin", "jacobian", np.negative), "Jacobian"),
    "transposed": (changed("log_softmax", "jacobian", lambda y: np.swapaxes(y, -1, -2)), "Jacobian"),
    "slopes flushed to zero": (changed("softmax", "jacobian", flushed), "Jacobian"),
    "cancelled": (
        planted("softmax", jacobian=lambda self, x: np.eye(x.shape[-1]) * (self(x) * (1 - self(x)))[..., None]),
        "Jacobian",
    ),
    "support that is too small": (changed("sparsemax", "jacobian", lambda y: 1.0001 * y), "Jacobian"),
    "convention outside both sides": (changed("crelu", "jacobian", lambda y: y + (y == 0)), "Jacobian"),
    "mean": (planted("dropout", mean=lambda self, x: 1.05 * x), "mean"),
    "variance": (planted("dropout", variance=lambda self, x: 1.1 * x**2), "variance"),
    "unscaled": (planted("dropout", draw=lambda self, x, random: x * (random.random(x.shape) < 0.5)), "mean"),
    "seed": (
        planted("gaussian_noise", draw=lambda self, x, random: x + np.random.default_rng().normal(size=x.shape)),
        "seed",
    ),
    "loss": (changed("cross_entropy", "loss", lambda y: (1 + 1e-9) * y), "loss"),
    "gradient": (changed("kl_divergence", "slope", lambda y: 1.001 * y), "gradient"),
    "formula": (planted("logsumexp", formula=Formula("f = sum(z_i, i, n)")), "value"),
    "definition": (planted("logsumexp", formula=None, truth=lambda self, x: [sum(x)]), "value"),
    "evaluation": (planted("dropout", settled=lambda self, x: 1.001 * x), "evaluation"),
}


@pytest.mark.exhaustive(keep=0.05, thorough=0.12)
@pytest.mark.parametrize("error", ERRORS)
def test_finds_an_error_in(error):
    entry, what = ERRORS[error]
    result = subject(entry).agreement()
    assert not result.passed
    (row,) = [row for row in result.rows if row.what == what]
    assert not row.passed
    assert row.worst.verdict == "disagreed"
    text = agreement_text([result])
    assert f"the {what} is worst at (" in text
    assert "1 of 1 functions failed" in text


def test_finds_a_wrong_use_of_a_parameter_that_the_default_hides():
    wrong = planted("standardize", value=lambda self, x: get("standardize")(x))
    assert subject(wrong).agreement().passed
    assert not all(result.passed for result in subject(wrong).agreements())


def test_finds_a_wrong_use_of_a_parameter_that_another_one_hides():
    right = get("cosine_embedding").formula
    wrong = planted("cosine_embedding", formula=replace(right, text=right.text.replace("- margin", "- 1.01*margin")))
    assert [one.function for one in subject(wrong).agreements()] == ["cosine_embedding", "cosine_embedding:-1,0.3"]


def test_variants_change_one_parameter_and_then_all_within_what_is_allowed():
    assert [str(variant) for variant in variants(get("maxout"))] == ["maxout:3"]
    assert [str(variant) for variant in variants(get("dropout"))] == [
        "dropout:0.15",
        "dropout:seed=1",
        "dropout:0.15,1",
    ]
    assert [str(variant) for variant in variants(get("softmax"))] == ["softmax:1.3"]
    assert list(variants(get("softmin"))) == []


def truth(text, *x):
    """What a formula that gives one number says of a vector."""
    return truth_of(planted("logsumexp", formula=Formula(text)), np.array(x))


def test_derivatives_of_a_formula_are_exact_from_both_sides():
    smooth = truth("f = z_1*z_2", 3.0, 4.0)
    assert smooth.value.tolist() == [12.0]
    assert smooth.below.tolist() == smooth.above.tolist() == [[4.0, 3.0]]
    kink = truth("f = |z_1|", 0.0)
    assert (kink.below.item(), kink.above.item()) == (-1.0, 1.0)
    flat = truth("f = (z_1 - 1)^2", 1.0)
    assert (flat.below.item(), flat.above.item()) == (0.0, 0.0)


def test_derivatives_at_an_edge_of_the_domain_are_those_from_inside():
    edge = truth("f = sqrt(1 - z_1)^3", 1.0)
    assert edge.below.item() == 0.0
    assert math.isnan(edge.above.item())
    outside = truth("f = log(z_1)", -1.0)
    assert math.isnan(outside.value.item())
    assert math.isnan(outside.below.item())


def test_tiny_derivatives_are_not_taken_for_zero():
    softmax = truth_of(get("softmax"), np.array([0.0, -740.0]))
    assert softmax.below[0, 0] == pytest.approx(math.exp(-740), rel=0.01)
    far = truth_of(get("softmax"), np.array([1e4, -1e4]))
    assert far.value.tolist() == [1.0, 0.0]
    assert np.all(far.below == 0)


@pytest.mark.parametrize("name", names("vector loss"))
def test_losses_are_checked_at_many_pairs_that_they_take(name):
    loss = get(name)
    found = list(pairs(loss))
    assert len(found) >= 8
    assert np.array_equal(found[0][0], loss.example[0])


def run(*arguments):
    return CliRunner().invoke(command, arguments)


def test_command_shows_one_table():
    result = run("relu", "softmax", "dropout:0.3")
    assert result.exit_code == 0
    lines = [line.split() for line in result.stdout.splitlines()]
    assert [line[0] for line in lines if line].count("function") == 1
    assert ["relu", "f′"] in [line[:2] for line in lines]
    assert ["softmax", "Jacobian"] in [line[:2] for line in lines]
    assert ["dropout:0.3", "mean"] in [line[:2] for line in lines]
    assert "3 functions checked, all agree" in result.stdout


@pytest.mark.exhaustive(keep=0)
def test_command_writes_json():
    result = run("sparsemax", "cross_entropy", "--json")
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    rows = [(one["function"], one["what"]) for one in found["functions"]]
    assert rows == [
        *(("sparsemax", what) for what in WHAT["vector function"]),
        *(("cross_entropy", what) for what in WHAT["vector loss"]),
    ]
    assert [one["against"] for one in found["functions"]] == [
        *("formula", "formula", "alone, float64", "formula", "formula", "definition", "alone, float64")
    ]


def test_command_fails_with_the_worst_element(monkeypatch):
    right = type(get("softmin")).jacobian
    monkeypatch.setattr(type(get("softmin")), "jacobian", lambda self, x: 1.001 * right(self, x))
    result = run("softmin", "dropout")
    assert result.exit_code == 1
    assert "1 of 2 functions failed: softmin" in result.stdout
    assert "softmin: the Jacobian is worst at (" in result.stdout
    assert "formula" in result.stdout


@pytest.mark.exhaustive(keep=0)
def test_all_holds_every_kind(monkeypatch):
    some = "relu", "softmax", "dropout", "cross_entropy"
    monkeypatch.setattr("actplot.requests.facts.claiming.registered", lambda: some)
    result = run("--all")
    assert result.exit_code == 0
    assert "4 functions checked, all agree" in result.stdout


@pytest.mark.parametrize(
    ("name", "kind"),
    [("softmax", "vector function"), ("dropout", "random layer"), ("cross_entropy", "vector loss")],
)
def test_accuracy_is_refused_for_what_has_no_single_variable(name, kind):
    result = run("--accuracy", "relu", name)
    assert result.exit_code == 2
    assert f"check --accuracy: {name} is a {kind}, and ULPs are measured of functions of one variable" in result.stderr


def test_accuracy_of_all_is_that_of_the_functions_of_one_variable(monkeypatch):
    monkeypatch.setattr("actplot.requests.facts.claiming.registered", lambda: ("relu", "softmax", "dropout"))
    result = run("--all", "--accuracy")
    assert result.exit_code == 0
    assert "relu" in result.stdout
    assert "softmax" not in result.stdout
    assert "tanh" not in result.stdout  # or the whole catalogue was asked
