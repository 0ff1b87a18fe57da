"""What a card says at every scale of every parameter, held against definitions by hand at points of another choice."""

import math
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from calculus.facts.by_hand import DEFINITIONS
from mpmath import mp, mpf

import actplot
from actplot.calculus.facts.facts import facts_of
from actplot.calculus.facts.trait_words import telling
from actplot.calculus.facts.traits import traits_of
from actplot.catalogue.registry import elementwise_names, lookup
from actplot.documents.answers.carded import card_json
from actplot.documents.card import card_text
from actplot.errors import ActplotError

SCALES = (*(10.0**power for power in (-9, -6, -5, -3, -1, 1, 3, 5, 6, 9)), 2000.0, 0.37)
DIGITS = 200


def scaled():
    """Every entry with each of its parameters at every scale, of either sign, where that is allowed."""
    for name in elementwise_names():
        cls = lookup(name)
        for parameter in cls.declared:
            for value in (sign * scale for scale in SCALES for sign in (1, -1)):
                try:
                    yield cls(**{parameter.attribute: value})
                except ActplotError:
                    continue


LISTED = ("hinge_embedding:-1,1e6", "hinge_embedding:-1,-1e-9", "hard_tanh:-1e-9,1e-9", "hard_tanh:-1e9,1e9")
CASES = list(dict.fromkeys([*scaled(), *map(actplot.get, LISTED)]))
facts = cache(facts_of)


@cache
def looked(function):
    """Random points of all sizes about 0 and about every number that the parameters hold, and the values there."""
    random = np.random.default_rng(3)
    numbers = [float(number) for number in function.numbers.values()]
    sizes = {1.0, *(abs(n) for n in numbers if n), *(1 / abs(n) for n in numbers if n)}
    near = np.concatenate([size * 10.0 ** random.uniform(-1.5, 1.5, 60) for size in sizes])
    steps = np.concatenate([10.0 ** random.uniform(-40, 40, 120), near])
    about = [n + sign * abs(n) * 10.0 ** random.uniform(-15, 0, 16) for n in {1.0, *numbers} for sign in (1, -1)]
    x = np.concatenate([-steps, steps, np.arange(-10.0, 11.0), *about, numbers])
    low, high = function.domain
    x = np.unique(x[(x > low) & (x < high)]).tolist()
    with mp.workdps(DIGITS):
        return [mpf(at) for at in x], [value(function, at) for at in x]


def value(function, x):
    numbers = [None if number is None else mpf(number) for number in function.parameters.values()]
    return mpf(DEFINITIONS[function.name](mpf(x), *numbers))


def slopes(x, y):
    """The slopes of all chords, each with the size of its rounding."""
    for (a, b), (c, d) in zip(pairwise(y), pairwise(x), strict=True):
        yield (b - a) / (d - c), rounding(a, b) / (d - c)


def rounding(*values):
    return max(map(abs, values)) * mpf(10) ** (10 - DIGITS)


def seen(function):
    """The traits that no point contradicts."""
    x, y = looked(function)
    steep, jumps = [*slopes(x, y)], "continuous" not in facts(function).traits
    mirrored = [value(function, -at) for at in x] if -function.domain[0] == function.domain[1] else []
    found = {
        "odd": bool(mirrored) and all(abs(a + b) <= rounding(a) for a, b in zip(y, mirrored, strict=True)),
        "even": bool(mirrored) and all(abs(a - b) <= rounding(a) for a, b in zip(y, mirrored, strict=True)),
        "increasing": all(b - a >= -rounding(a, b) for a, b in pairwise(y)),
        "decreasing": all(b - a <= rounding(a, b) for a, b in pairwise(y)),
        "convex": not jumps and all(b - a >= -e - f for (a, e), (b, f) in pairwise(steep)),
        "concave": not jumps and all(b - a <= e + f for (a, e), (b, f) in pairwise(steep)),
        "nonnegative": min(y) >= 0,
    }
    return {trait for trait, holds in found.items() if holds}


@pytest.mark.exhaustive(keep=0.001, thorough=0.1)
@pytest.mark.parametrize("function", CASES, ids=str)
def test_traits_at_every_scale(function):
    with mp.workdps(DIGITS):
        said = set(facts(function).traits)
        assert said & {"odd", "even", "increasing", "decreasing", "convex", "concave", "nonnegative"} == seen(function)


ULP = 1e-13


@pytest.mark.exhaustive(keep=0.002, thorough=0.1)
@pytest.mark.parametrize("function", CASES, ids=str)
def test_extremes_and_zeros_at_every_scale(function):
    known = facts(function)
    with mp.workdps(DIGITS):
        x, y = looked(function)
        for extreme, sign, end in ((known.maximum, 1, known.bounds.high), (known.minimum, -1, known.bounds.low)):
            assert max(sign * value for value in y) <= sign * extreme.value + ULP * abs(extreme.value) + 1e-320
            assert extreme.value == pytest.approx(end, rel=ULP, abs=1e-320)
            for place in extreme.places:
                if not place.approach and place.low == place.high:
                    assert float(value(function, place.low)) == pytest.approx(extreme.value, rel=ULP, abs=1e-320)
        steepest = max(abs(slope) - error for slope, error in slopes(x, y))
        assert steepest <= known.lipschitz * (1 + ULP)
        jumps = [point.x for point in known.breaks if point.kind == "jump"]
        for (a, b), (c, d) in zip(pairwise(x), pairwise(y), strict=True):
            found = [root for root in known.zeros if a <= root <= b]
            assert found or c * d >= 0 or any(a <= jump <= b for jump in jumps), f"a zero between {a} and {b}"
        for root in known.zeros:
            near = [value(function, clipped) for clipped in beside(function, root)]
            assert value(function, root) == 0 or min(near) * max(near) <= 0 or touches(near, y)
        told = [-math.inf, *known.zeros, math.inf]
        assert told == sorted(told)


def beside(function, x):
    """The point and its neighbours, as far as they belong to the domain."""
    low, high = function.domain
    return [float(at) for at in (np.nextafter(x, -math.inf), x, np.nextafter(x, math.inf)) if low <= at <= high]


def touches(near, values):
    """Whether values are no more than the rounding of a double zero."""
    return max(map(abs, near)) <= 1e-28 * max(map(abs, values))


@pytest.mark.exhaustive(keep=0.007, thorough=0.1)
@pytest.mark.parametrize("function", CASES, ids=str)
def test_no_fact_contradicts_another(function):
    known = facts(function)
    said, low, high = set(known.traits), known.minimum, known.maximum
    inner = [place for place in low.places if not place.approach and place.low == place.high]
    inner = [place.low for place in inner if function.domain[0] < place.low < function.domain[1]]
    turned = len(inner) == 1 and not known.breaks
    assert not (turned and said & {"increasing", "decreasing"}), f"{function}: monotone, with a minimum inside"
    assert not ("nonnegative" in said and low.value < 0), f"{function}: nonnegative, below 0"
    assert not ("odd" in said and 0 not in known.zeros and function.value(0.0) != 0), f"{function}: odd, not 0 at 0"
    assert not ("convex" in said and len(set(inner)) > 1), f"{function}: convex, with two minima"
    assert ("bounded" in said) == (math.isfinite(low.value) and math.isfinite(high.value)), str(function)
    assert ("lipschitz" in said) == math.isfinite(known.lipschitz), str(function)
    assert not ("saturating" in said and "odd" in said and low.value != -high.value), str(function)


def test_functions_whose_course_is_far_from_1():
    assert traits("msle:2000") == traits("gamma_deviance:1500") == {"nonnegative", "smooth"}
    assert facts(actplot.get("msle:2000")).zeros == (2000,)
    assert traits("poisson_nll_rate:1500") == {"convex", "bounded-below", "smooth"}
    with mp.workdps(40):
        roots = [mp.findroot(lambda p: p - 1500 * mp.log(p), start) for start in (1.0, 14000)]
    assert facts(actplot.get("poisson_nll_rate:1500")).zeros == pytest.approx(
        [float(root) for root in roots], rel=1e-15
    )
    assert traits("cauchy:2000") == {"even", "nonnegative", "lipschitz", "smooth"}
    assert traits("welsch:3000") == {"even", "bounded", "saturating", "nonnegative", "lipschitz", "smooth"}
    assert traits("snake:1e-5") == {"increasing", "lipschitz", "smooth"}
    assert traits("silu:1e9") == traits("silu:1e-9") == {"bounded-below", "lipschitz", "smooth"}
    assert traits("softplus:1e-8") == traits("softplus:1e8")
    (deepest,) = facts(actplot.get("silu:1e9")).minimum.places
    assert deepest.low == pytest.approx(-1.2784645427610738e-9, rel=1e-7)
    steepest = facts(actplot.get("snake:1e-5")).largest_derivative
    assert [place.low * 1e-5 for place in steepest.places][5:8] == pytest.approx(
        [math.pi * k for k in (-0.75, 0.25, 1.25)], rel=1e-7
    )


def traits(spec):
    return set(telling(traits_of(actplot.get(spec))))


SLOW = pytest.param("snake:1e308", marks=pytest.mark.exhaustive(keep=0, thorough=1))
AT_THE_END = ("mape:1e308", "smelu:1e308", SLOW, "wing:1e308", "wing:5e-324", "smoothed_hinge:1e-16")


@pytest.mark.exhaustive(keep=0.25)
@pytest.mark.parametrize("spec", [*AT_THE_END, "relu_general:max_value=5e-324", "hinge_embedding:margin=1e308"])
def test_a_card_at_the_end_of_floats_is_silent(spec):
    known = facts_of(actplot.get(spec))
    assert spec.partition(":")[0] in card_text(known, 80)
    assert card_json(known)
