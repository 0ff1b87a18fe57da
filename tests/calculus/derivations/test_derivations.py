"""Derivations: every line of every route holds to 40 digits, and a corrupted line is found."""

import random
import re
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

import actplot
from actplot.algebra.evaluating.precision import value
from actplot.algebra.reading.parser import parse
from actplot.algebra.rewriting.engine import differentiate
from actplot.algebra.rewriting.neat import size
from actplot.algebra.term import applied, substituted
from actplot.calculus.curves.breaks import breaks_of
from actplot.calculus.derivations.checking import DIGITS, check_derivation, passed
from actplot.calculus.derivations.closed_form import in_closed_form
from actplot.calculus.derivations.deriving import RULES, derive, route_names
from actplot.calculus.letters import reader_letters
from actplot.catalogue.registry import elementwise_names
from actplot.errors import ActplotError, BadOption
from actplot.numbers import readable

FUNCTIONS = [actplot.get(name) for name in elementwise_names()]
ROUTES = [(function, route) for function in FUNCTIONS for route in route_names(function)]
AUTHORED = [(function, route) for function, route in ROUTES if route != RULES]
MUTANTS = 10  # of each route
POINTS = (-4.3217, -1.2345, -0.5432, 0.2718, 0.8181, 1.7321, 5.1234)


def is_approximate(function, route):
    return any(line.bound is not None for line in function.routes.get(route, ()))


def mutants(text):
    """The text doubled, with one number raised by one, one sign turned, or one operator changed."""
    left, equals, right = text.rpartition(" = ")
    yield f"{left}{equals}2*({right})"
    for number in re.finditer(r"(?<![\w.])\d+(?![\w.])", text):
        yield text[: number.start()] + str(int(number[0]) + 1) + text[number.end() :]
    changes = ((r" \+ ", " - "), (r" - ", " + "), (r"\*", " + "), (r"/", "*"), (r"\^", "*"), (r"exp\(", "log("))
    for pattern, new in changes:
        for found in re.finditer(pattern, text):
            yield text[: found.start()] + new + text[found.end() :]


def accepted(function, route):
    try:
        derivation = derive(function, route)
        return passed(derivation, check_derivation(derivation, function))
    except ActplotError:
        return False


@pytest.mark.exhaustive(keep=0.08, thorough=0.15)
@pytest.mark.parametrize(("function", "route"), ROUTES, ids=str)
def test_every_line_holds(function, route):
    derivation = derive(function, route)
    check = check_derivation(derivation, function)
    assert passed(derivation, check)
    assert check.points >= 5
    assert check.digits >= DIGITS


@pytest.mark.exhaustive(keep=0.066, thorough=0.15)
@pytest.mark.parametrize("function", FUNCTIONS, ids=str)
def test_every_line_of_the_second_derivative_holds(function):
    derivation = derive(function, order=2)
    assert passed(derivation, check_derivation(derivation, function))


@pytest.mark.exhaustive(keep=0.087, thorough=0.3)
@pytest.mark.parametrize(("function", "route"), ROUTES, ids=str)
def test_last_line_is_the_derivative_that_the_class_computes(function, route):
    if is_approximate(function, route):
        pytest.skip("an approximation of the derivative")
    derivation = derive(function, route)
    last = derivation.chains[-1].steps[-1].term
    for name, meaning in reversed(derivation.lets):
        last = substituted(last, {name: meaning})
    last = applied(last, "f", derivation.variable, derivation.definition)
    letters = reader_letters(function)
    numbers = {letters[name].name: Fraction(number) for name, number in function.numbers.items()}
    low, high = function.domain
    for point in (at for at in POINTS if low < at < high):
        truth = float(value(last, {**numbers, derivation.variable: Fraction(point)}, DIGITS))
        np.testing.assert_allclose(function.derivative(point), truth, rtol=1e-9, atol=1e-12)


@pytest.mark.exhaustive(keep=0.02)
@pytest.mark.parametrize(("function", "route"), AUTHORED, ids=str)
def test_a_corrupted_line_is_found(function, route, monkeypatch):
    """Some of all corruptions: others for each route, the same ones every time."""
    lines = function.routes[route]
    corrupted = [(index, text) for index, line in enumerate(lines) for text in mutants(line.text)]
    chosen = random.Random(f"{function} {route}").sample(corrupted, min(MUTANTS, len(corrupted)))
    survivors = []
    for index, text in chosen:
        changed = (*lines[:index], replace(lines[index], text=text), *lines[index + 1 :])
        monkeypatch.setattr(type(function), "routes", {route: changed})
        if accepted(function, route):
            survivors.append((lines[index].text, text))
    assert not survivors


@pytest.mark.parametrize(("function", "route"), AUTHORED, ids=str)
def test_authored_lines_are_tidy(function, route):
    for line in function.routes[route]:
        assert not re.search(r"(?<![\w.])1\*|\*1(?![\w.])|\^1(?![\w.])|\*\(-1\)", line.text)


@pytest.mark.exhaustive(keep=0.35, thorough=1)
@pytest.mark.parametrize("function", FUNCTIONS, ids=str)
def test_no_longer_than_the_closed_form(function):
    formula = parse(function.formula, symbols=tuple(p.name for p in function.declared))
    short = in_closed_form(formula, differentiate(formula, "x"), "x")
    if short is not None:
        assert size(derive(function).chains[-1].steps[-1].term) <= size(short)


@pytest.mark.parametrize("function", [f for f in FUNCTIONS if breaks_of(f)], ids=str)
def test_every_join_has_a_remark(function):
    remarks = derive(function).remarks
    places = [place for remark in remarks if " at " in f" {remark.lower()}" for place in remark.split(": ")[-2:]]
    text = " ".join(places)
    assert all(readable(abs(point.x)) in text for point in breaks_of(function))


def test_a_kink_that_depends_on_a_parameter_is_told():
    smooth, kink, _ = derive(actplot.get("elu")).remarks
    assert smooth == "With α = 1: at x = 0 the pieces join smoothly: f′ is 1 from both sides."
    assert kink.startswith("With α = 1.5: at x = 0 there is a kink: f′ is 1.5 from the left and 1 from the right")


def test_an_unknown_route_names_those_there_are():
    with pytest.raises(BadOption, match="quotient, chain, rules"):
        derive(actplot.get("sigmoid"), "by magic")
