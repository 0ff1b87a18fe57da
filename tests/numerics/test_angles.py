"""Sine, cosine and arctangent of double-double numbers, against mpmath."""

import mpmath
import numpy as np
import pytest

from actplot.numerics import angles
from actplot.numerics.wide import Wide

RANDOM = np.random.default_rng(5)
NEAREST_TO_ZEROS = [6381956970095103 * 2.0**797, np.pi / 2, np.pi, 22.0, 710.0, 5.319372648326541416707296656673541e255]
ARGUMENTS = np.concatenate(
    [
        *(RANDOM.uniform(-size, size, 40) for size in (1.0, 10.0, 1e5, 1e8, 1e12)),
        10.0 ** RANDOM.uniform(-300, 308, 100) * RANDOM.choice([-1, 1], 100),
        *([sign * at for at in NEAREST_TO_ZEROS] for sign in (-1, 1)),
        [2.0**20, 2.0**30, 1e308, -1.7976931348623157e308, 5e-324],
    ]
)


def exactly(number: Wide, place: int) -> mpmath.mpf:
    parts = np.broadcast_arrays(number.high, number.low, number.exponent)
    high, low, exponent = (part[place] for part in parts)
    return (mpmath.mpf(float(high)) + mpmath.mpf(float(low))) * mpmath.mpf(2) ** int(exponent)


@pytest.mark.exhaustive(keep=0.3, thorough=1)
@pytest.mark.parametrize("low", [0.0, 1e-17, -7e-18])
@pytest.mark.parametrize(("name", "bits"), [("sin", 100), ("cos", 100), ("atan", 92)])
def test_relative_to_their_own_size(name, bits, low):
    argument = Wide.of(ARGUMENTS, np.where(np.abs(ARGUMENTS) > 1e-280, low * ARGUMENTS, 0.0))
    with np.errstate(all="ignore"):
        sine, cosine = angles.sine_and_cosine(argument)
        found = {"sin": sine, "cos": cosine, "atan": angles.arctangent(argument)}[name]
    with mpmath.workprec(2500):
        for place in range(len(ARGUMENTS)):
            truth = getattr(mpmath, name)(exactly(argument, place))
            assert abs(exactly(found, place) / truth - 1) < 2.0**-bits, ARGUMENTS[place]


def test_one_number_is_as_one_of_many():
    with np.errstate(all="ignore"):
        many = angles.sine_and_cosine(Wide.of(ARGUMENTS))[0].rounded()
        alone = [float(angles.sine_and_cosine(Wide.of(np.float64(at)))[0].rounded()) for at in ARGUMENTS]
    assert many.tolist() == alone


def test_beyond_all_floats_there_is_none():
    with np.errstate(all="ignore"):
        sine, cosine = angles.sine_and_cosine(Wide.at(np.array([np.inf, -np.inf, np.nan])))
    assert np.isnan(sine.rounded()).all()
    assert np.isnan(cosine.rounded()).all()
