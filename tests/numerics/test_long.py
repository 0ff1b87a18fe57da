"""Compositions in eighty decimal digits, against mpmath."""

import decimal
from fractions import Fraction

import mpmath
import numpy as np
import pytest

from actplot.numerics import jets, wide
from actplot.numerics.jets import Jet
from actplot.numerics.long import Long, many_digits
from actplot.numerics.wide import Wide

ARGUMENTS = np.array([1e-300, 1e-40, 1e-9, 0.3, 0.9999999, 1.0, 2.5, 7.0, 11.9, 12.1, 30.0, 400.0, 1e8])
BOTH_SIGNS = np.concatenate([-ARGUMENTS, ARGUMENTS])
FUNCTIONS = {
    "exp": (jets.exp, mpmath.exp, BOTH_SIGNS),
    "expm1": (jets.expm1, mpmath.expm1, BOTH_SIGNS),
    "log": (jets.log, mpmath.log, ARGUMENTS),
    "log1p": (jets.log1p, mpmath.log1p, ARGUMENTS),
    "sqrt": (jets.sqrt, mpmath.sqrt, ARGUMENTS),
    "sigmoid": (jets.sigmoid, lambda x: 1 / (1 + mpmath.exp(-x)), BOTH_SIGNS),
    "softplus": (jets.softplus, lambda x: mpmath.log1p(mpmath.exp(x)), BOTH_SIGNS),
    "tanh": (jets.tanh, mpmath.tanh, BOTH_SIGNS),
    "sin": (jets.sin, mpmath.sin, BOTH_SIGNS),
    "cos": (jets.cos, mpmath.cos, BOTH_SIGNS),
    "atan": (jets.atan, mpmath.atan, BOTH_SIGNS),
    "asinh": (jets.asinh, mpmath.asinh, BOTH_SIGNS),
    "erf": (jets.erf, mpmath.erf, BOTH_SIGNS),
    "Phi": (jets.Phi, mpmath.ncdf, np.abs(BOTH_SIGNS) - 60),
    "log_Phi": (jets.log_Phi, lambda x: mpmath.log(mpmath.erfc(-x / mpmath.sqrt(2)) / 2), np.array([-30.0, -3.0, 5.0])),
    "power": (lambda x: jets.power(x, 2.7), lambda x: x ** mpmath.mpf(2.7), ARGUMENTS),
    "constant": (lambda x: x * jets.constant("1/3"), lambda x: x / 3, BOTH_SIGNS),
}


def exactly(number: decimal.Decimal) -> mpmath.mpf:
    fraction = Fraction(number)
    return mpmath.mpf(fraction.numerator) / fraction.denominator


@pytest.mark.exhaustive(keep=0.5)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_fifty_five_digits(name):
    compose, truth, x = FUNCTIONS[name]
    with many_digits():
        numbers = compose(Jet(x, (Long.of(x),))).value.numbers
    with mpmath.workdps(900):
        for place, at in enumerate(map(mpmath.mpf, x)):
            value = truth(at)
            if mpmath.mpf(10) ** -10_000 < abs(value) < mpmath.mpf(10) ** 10_000:
                assert abs(exactly(numbers[place]) / value - 1) < mpmath.mpf(10) ** -55, at


def test_both_words_of_a_double_double_number_are_taken():
    with many_digits():
        number = Long.of(Wide.of(np.array([0.1]), np.array([1e-18])))
    assert abs(Fraction(number.numbers[0]) - Fraction(0.1) - Fraction(1e-18)) < Fraction(1, 10**80)


def test_a_sum_that_cancels_altogether_is_0():
    with many_digits():
        third = Long.of(1.0) / 3.0
        assert (third * 3.0 - 1.0).numbers == 0
        assert (third - 0.333).numbers > 0


def test_the_context_of_a_caller_stays_as_it_was():
    before = decimal.getcontext().prec
    with many_digits():
        assert decimal.getcontext().prec == 80
    assert decimal.getcontext().prec == before
    assert isinstance(wide.widened(1.0), Wide)
