"""What Chromium computes of printed formulas is what Python computes."""

import json
from functools import cache

import numpy as np
import pytest
from mpmath import mp

import actplot
from actplot.calculus.curves.breaks import breaks_of
from actplot.catalogue.kinds.functions import METHODS
from actplot.requests.figures.explore import ExploreRequest
from actplot.site.interactive import plot_of
from actplot.site.pages import environment, source
from actplot.site.sliders import varied

pytestmark = pytest.mark.browser

POINTS = 1000
OWN = (
    *("x*sigmoid(b*x):b=1.5", "tan(x)", "1/x", "log(1 + x^2)", "floor(x)", "where(x > a, x, a*x):a=0.5", "erfc(x)"),
    *("x^3 - 2*x", "sqrt(x^2 + c):c=1", "exp(-x^2/2)", "max(0, x)*cos(3*x)", "mod(x, 2)", "|x|^p:p=1.5", "cbrt(x)"),
    *("log(cosh(x))", "atan(x)/(1 + x^2)", "round(x)", "min(1, max(-1, x^3))", "x*Phi(x)", "sinh(x)/x"),
    *("log(x + b)", "sqrt(b*x)", "log(a + 2)*x", "where(x < 0, -1, where(x < k, x, x^2))", "x^1000"),
)
SPOKEN = (
    *("torch:LeakyReLU", "torch:GELU:approximate='tanh'", "keras:relu:max_value=6", "jax:celu", "optax:huber_loss"),
    *(
        "torch:Softplus",
        "torch:BCELoss",
        "keras:BinaryCrossentropy",
        "flax:PReLU",
        "tf:nn.elu",
        "torch:Hardtanh",
        "keras:hard_tanh",
    ),
)
ENTRIES = tuple(name for name in actplot.names() if actplot.get(name).has_curve)


@cache
def plotted(spec):
    return plot_of(ExploreRequest((spec,)))


@pytest.fixture(scope="module")
def page(chromium, tmp_path_factory):
    """A browser with the kernels, and what makes a function of a page."""
    path = tmp_path_factory.mktemp("numbers") / "kernels.html"
    environment()
    path.write_text(f"<meta charset=utf-8><script>{source('kernels.js')}\n{source('functions.js')}</script>", "utf-8")
    chromium.get(path.as_uri())
    return chromium


def asked(page, spec, function, x):
    """Value and derivatives that the page computes at places, and where it has found that the formula changes."""
    plot = plotted(spec)
    (program,), (data,) = plot.programs, plot.data["functions"]
    script = (
        f"const one = new functions.Computed({json.dumps(data)}, {{orders: [{', '.join(program.orders)}], "
        f"places: [{', '.join(program.places)}]}}); Object.assign(one.values, arguments[1]);"
        f"one.look(...{json.dumps(plot.data['interval'])});"
        "const numbers = one.program.orders.map((_, order) => arguments[0].map((x) => String(one.at(order, x))));"
        "return [numbers, one.places.map((place) => [place.x, place.broken])];"
    )
    values = {name: float(function.numbers[name]) for name in program.moving}
    numbers, places = page.execute_script(script, x.tolist(), values)
    return np.array(numbers, float), dict(places)


def assert_near(x, found, right):
    shown = right[np.isfinite(right)]
    height = np.ptp(np.quantile(shown, [0.01, 0.99])) or 1.0
    known = np.isfinite(right)
    found, right = found[known], right[known]
    wrong = ~(np.abs(found - right) <= 1e-9 * np.maximum(np.abs(right), 1e-6 * height))
    assert not list(zip(x[known][wrong], found[wrong], right[wrong], strict=True))[:3]


EXACT = {
    "erf": mp.erf,
    "erfc": mp.erfc,
    "Phi": mp.ncdf,
    "phi": mp.npdf,
    "sigmoid": lambda x: 1 / (1 + mp.exp(-x)),
    "sigmoid_slope": lambda x: mp.exp(-x) / (1 + mp.exp(-x)) ** 2,
    "softplus": lambda x: mp.log1p(mp.exp(x)),
    "sech2": lambda x: mp.sech(x) ** 2,
    "log_cosh": lambda x: mp.log(mp.cosh(x)),
}


@pytest.mark.parametrize("name", EXACT)
def test_kernels_have_the_digits_of_floats(page, name):
    x = [*np.linspace(-26, 26, 417).tolist(), *(10.0**-n for n in range(1, 30, 4)), -300.0, 300.0]
    found = page.execute_script(f"return arguments[0].map((x) => kernels.{name}(x))", x)
    with mp.workdps(120):
        exact = [EXACT[name](mp.mpf(at)) for at in x]
        wrong = [
            (at, is_, be)
            for at, is_, be in zip(x, found, exact, strict=True)
            if abs(is_ - be) > 6e-16 * abs(be) + 1e-300
        ]
    assert not wrong


@pytest.mark.parametrize("spec", [*ENTRIES, *OWN, *SPOKEN])
def test_numbers_are_those_of_python(page, spec):
    plot = plotted(spec)
    (function,), (program,) = plot.request.shown, plot.programs
    assert program is not None
    assert set(program.moving) == set(function.numbers)
    assert len(program.orders) == 3
    low, high = plot.data["interval"]
    for one in (function, *(varied(function) if program.moving else ())):
        places = [] if one.may_round else one.special_points(low, high)  # a formula's may lie between floats
        x = np.array(sorted({*np.linspace(low, high, POINTS), *places}))
        found, _ = asked(page, spec, one, x)
        for order, numbers in enumerate(found):
            assert_near(x, numbers, np.asarray(getattr(one, METHODS[order])(x), float))


@pytest.mark.parametrize("spec", [*ENTRIES, *OWN, *SPOKEN])
def test_places_are_those_of_python(page, spec):
    plot = plotted(spec)
    (function,), (program,) = plot.request.shown, plot.programs
    low, high = plot.data["interval"]
    for one in (function, *(varied(function) if program.moving else ())):
        _, found = asked(page, spec, one, np.array([low]))
        kinds = {at.x: at.kind for at in breaks_of(one, (low, high)) if low < at.x < high and len(at.sides) == 2}
        assert {x for x, kind in kinds.items() if kind in ("jump", "pole")} <= {x for x, n in found.items() if n == 0}
        assert {x for x, kind in kinds.items() if kind in ("kink", "vertical tangent")} == {
            x for x, n in found.items() if n == 1
        }
