"""Formulas of vectors are read, shown, honoured by the check, and held against definitions of their own."""

import inspect
from dataclasses import replace

import mpmath
import numpy as np
import pytest
from definitions import definition
from matplotlib.mathtext import MathTextParser
from numpy.testing import assert_allclose

from actplot import get, names
from actplot.algebra.evaluating.evaluator import compiled
from actplot.algebra.evaluating.sized import Instance
from actplot.algebra.reading.authored import parse_equation, parse_line
from actplot.algebra.term import Call, Fold, Num, symbols, walk
from actplot.algebra.writing.boxes import to_box
from actplot.algebra.writing.latex import to_latex, to_mathtext
from actplot.algebra.writing.line import to_line
from actplot.algebra.writing.mathml import to_mathml
from actplot.algebra.writing.source import to_text
from actplot.calculus.checks import of_vectors
from actplot.calculus.checks.of_vectors import variants
from actplot.calculus.checks.points import ordinary, pairs, special
from actplot.calculus.checks.truths import truth_of, truth_of_loss
from actplot.calculus.subjects import subject
from actplot.calculus.vectors.definitions import definition_of, shown_formulas
from actplot.catalogue.kinds.formula import Formula
from actplot.catalogue.kinds.random_layers import RandomLayer
from actplot.catalogue.kinds.vector_functions import VectorFunction
from actplot.catalogue.kinds.vector_losses import VectorLoss
from actplot.spec.dialects.variants import distances, vectors

KINDS = ("vector function", "vector loss", "random layer")
ENTRIES = [get(name) for kind in KINDS for name in names(kind)]
UNUSUAL = [
    *(variant for entry in ENTRIES for variant in variants(entry)),
    get("cross_entropy:weight=0.5:2:1:3,label_smoothing=0.3,ignore_index=1"),
    get("log_probability_nll:weight=0.5:2:1:3,ignore_index=0"),
    get("sparse_softmax_cross_entropy_with_logits:ignore_index=0"),
    get("sparse_categorical_cross_entropy:ignore_index=0"),
    get("multi_margin:p=2,margin=0.3,weight=0.5:2:1:3"),
    get("multilabel_soft_margin:weight=0.5:2:1:3"),
    get("kl_divergence:log_prediction=true"),
    get("generalized_kl:log_prediction=true"),
    get("gumbel_softmax:hard=1"),
    get("triplet_margin:margin=0.2,p=3,eps=0.01"),
]
VARIANTS = [
    cls()
    for module in (vectors, distances)
    for _, cls in inspect.getmembers(module, inspect.isclass)
    if cls.__module__ == module.__name__ and not cls.__name__.startswith("_")
]
NOT_SPOKEN = ("log_prediction", "p")  # parameters of entries that their variants do not take, or whole numbers alone
CHANGED = [
    one
    for entry in VARIANTS
    for one in variants(entry)
    if all(one.parameters.get(name) == entry.parameters.get(name) for name in NOT_SPOKEN)
]
ALL = [*ENTRIES, *UNUSUAL, *VARIANTS, *CHANGED]
OF_VECTORS = [entry for entry in ALL if not isinstance(entry, RandomLayer)]
SAID = {"seed", "hard", "log_prediction"}  # what chooses among formulas, or what is drawn


def spelt(entry):
    return f"{type(entry).__name__} {entry}"


@pytest.mark.exhaustive(keep=0.06, thorough=0.15)
@pytest.mark.parametrize("entry", ALL, ids=spelt)
def test_every_formula_is_read_and_written_in_every_way(entry):
    shown = shown_formulas(entry)
    assert shown or entry.in_words
    for left, right in (pair for one in shown for pair in one.equations):
        assert parse_line(to_text(right), symbols=symbols(right)) == right
        for term in (left, right):
            assert to_line(term)
            assert to_line(term, ascii=True).isascii()
            assert to_box(term).width
            assert to_latex(term).count("{") == to_latex(term).count("}")
            assert to_mathml(term).startswith("<")
            if "where" not in to_text(term):
                MathTextParser("path").parse(f"${to_mathtext(term)}$")


def test_words_stand_in_for_few_formulas():
    told = [entry for entry in ENTRIES if not isinstance(entry, RandomLayer) and entry.formula is None]
    assert len(told) <= 10
    assert all(entry.in_words for entry in told)


@pytest.mark.exhaustive(keep=0.35, thorough=1)
@pytest.mark.parametrize("entry", [*UNUSUAL, *ENTRIES], ids=spelt)
def test_every_parameter_is_in_the_formula(entry):
    formulas = entry.formulas.values() if isinstance(entry, RandomLayer) else [entry.formula]
    found = set()
    for formula in formulas:
        known = definition_of(entry, formula)
        terms = [side for pair in (*known.lines, *known.lets) for side in pair]
        found |= {name for term in terms for name in symbols(term)} | {formula.parts}
        found |= {node.count for term in terms for node in walk(term) if isinstance(node, Fold)}
    asked = {p.name for p in entry.declared if getattr(entry, p.attribute) is not None or not p.optional}
    if entry.name == "gumbel_softmax":  # the temperature does not change which class a hard choice takes
        asked -= {"tau"}
    if getattr(entry, "temperature", None) == 1:  # which nobody writes
        asked -= {"temperature"}
    assert asked - SAID <= {name.partition("_")[0] for name in found} | found


def check_vector(entry):
    return subject(entry).agreement()


def wrong(formula):
    """The formula with a factor of 1.001 in every line."""
    lines = (line.partition(" = ") for line in formula.lines)
    return replace(formula, text="; ".join(f"{left} = 1.001*({right})" for left, _, right in lines))


def planted(entry, **changes):
    return type("Planted", (type(entry),), changes).with_parameters(entry.parameters)


def few(points):
    return lambda entry: list(points(entry))[::3]


@pytest.mark.exhaustive(keep=0.025)
@pytest.mark.parametrize("entry", OF_VECTORS, ids=spelt)
def test_a_factor_in_a_formula_is_found(entry, monkeypatch):
    if entry.formula is None:
        pytest.skip("told in words")
    for name, points in {"ordinary": ordinary, "special": special, "pairs": pairs}.items():
        monkeypatch.setattr(of_vectors, name, few(points))
    right, planted_rows = (check_vector(one).rows for one in (entry, planted(entry, formula=wrong(entry.formula))))
    for row, found in zip(right, planted_rows, strict=True):
        if row.what not in (
            "arrays",
            "reductions",
        ):  # which know no formula, or ask it of few pairs, with a loss of 0 maybe
            assert found.disagreed > 2 * row.disagreed, found.what


@pytest.mark.exhaustive(keep=0.3, thorough=0.5)
@pytest.mark.parametrize("name", names("random layer"))
def test_a_factor_in_a_formula_of_a_layer_is_found(name):
    for entry in (get(name), *variants(get(name)), *([get("gumbel_softmax:hard=1")] if "gumbel" in name else [])):
        for what, formula in entry.formulas.items():
            assert check_vector(entry).passed
            formulas = {**entry.formulas, what: wrong(formula)}
            (row,) = [row for row in check_vector(planted(entry, formulas=formulas)).rows if row.disagreed]
            assert row.what == what


def exactly(values):
    return [exactly(value) for value in values] if np.ndim(values) else mpmath.mpf(float(values))


@pytest.mark.exhaustive(keep=0.04, thorough=0.1)
@pytest.mark.parametrize("entry", OF_VECTORS, ids=spelt)
def test_formulas_are_what_the_definitions_say(entry):
    decided = 0
    given = ([(x,) for x in ordinary(entry)] if isinstance(entry, VectorFunction) else list(pairs(entry)))[::3]
    for at in given:
        truth = truth_of(entry, *at) if isinstance(entry, VectorFunction) else truth_of_loss(entry, *at)
        with mpmath.workdps(60):
            try:
                exact = definition(entry, *map(exactly, at))
            except (ValueError, ZeroDivisionError):
                continue
        assert_allclose(truth.value, np.array([float(x) for x in np.atleast_1d(exact)]), rtol=1e-15, atol=1e-300)
        decided += 1
    assert decided


def written(text, size=3, **at):
    """A line as it is for one size, as text."""
    places = {index: place for index, place in at.items() if len(index) == 1}
    settings = {name: value for name, value in at.items() if name not in places}
    return to_text(Instance(size, {}, **settings).term(parse_line(text), places))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("max(z_i, i, n)", "max(z_1, z_2, z_3)"),
        ("min(z_i, i, n)", "min(z_1, z_2, z_3)"),
        ("max(0, z_i)", "max(0, z_2)"),
        ("sum(z_j, j, n, j != i)", "z_1 + z_3"),
        ("prod(z_j, j, n, j < i)", "z_1"),
        ("sum(z_j, j, n, j < k)", "0"),
        ("sum(z_j, j, n, z_j > 0)", "where(z_1 > 0, z_1, 0) + where(z_2 > 0, z_2, 0) + where(z_3 > 0, z_3, 0)"),
        ("delta_ik*z_k + delta_ii", "0*z_1 + 1"),
        ("where(i == k, 1, z_i)", "z_2"),
        ("where(z_i > 0, 1, where(i == k, 3, 4))", "where(z_2 > 0, 1, 4)"),
    ],
)
def test_lines_are_written_out(text, told):
    assert written(text, i=2, k=1) == told


def test_a_class_is_counted_from_0_and_its_place_from_1():
    assert written("where(k == c, 0, z_k)", k=2, classes="k") == "where(1 == c, 0, z_2)"


def test_0_log_0_is_0_where_the_formula_says_so():
    assert written("y_i*log(p_i)", i=1) == "y_1*log(p_1)"
    assert written("y_i*log(p_i)", i=1, silent=True) == "where(y_1 == 0, 0, y_1*log(p_1))"
    assert np.isfinite(truth_of_loss(get("kl_divergence"), np.array([0.0, 1.0]), np.array([0.0, 1.0])).value)


@pytest.mark.parametrize("text", ["max(x, y, z)", "max(i, n)", "max(2, 3, n)"])
def test_extremes_of_arguments_are_no_folds(text):
    assert isinstance(parse_line(text), Call)


def test_folds_with_a_condition_have_no_value_before_they_are_written_out():
    with pytest.raises(TypeError, match="written out"):
        compiled(parse_line("max(z_i, i, n)"))


def test_both_sides_of_an_equation_are_read():
    left, right = parse_equation("KL = 2")
    assert (left.name, right) == ("KL", Num(2, "2"))


def test_local_names_are_read_where_they_are_met():
    formula = Formula("p_i = exp(z_i)/S + T", let="U = 1; T = U; S = sum(exp(z_k), k, n)")
    assert formula.read_lets == ("S = sum(exp(z_k), k, n)", "T = U", "U = 1")
    assert formula.source == "p_i = exp(z_i)/S + T; S = sum(exp(z_k), k, n); T = U; U = 1"
    assert formula.unless("k == 2").text == "p_i = where(k == 2, 0, exp(z_i)/S + T)"


def test_losses_and_functions_that_have_no_formula_are_held_against_their_definition():
    assert isinstance(VARIANTS[0], VectorFunction | VectorLoss)
    (told,) = [entry for entry in OF_VECTORS if entry.formula is None]
    assert check_vector(told).passed
    definition_is_wrong = planted(told, truth=lambda self, x: [2 * one for one in told.truth(x)])
    assert not check_vector(definition_is_wrong).passed
