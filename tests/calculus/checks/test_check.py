"""The check passes the whole catalogue, and finds every error that is planted in it."""

import json
import math

import numpy as np
import pytest
from click.testing import CliRunner

from actplot import get
from actplot.calculus.checks.hidden_breaks import find_hidden_breaks
from actplot.calculus.checks.of_functions import ORDERS, variants
from actplot.calculus.checks.points import check_points
from actplot.calculus.checks.quantities import RELATIVE
from actplot.calculus.subjects import subject
from actplot.catalogue.kinds.functions import METHODS
from actplot.catalogue.registry import elementwise_names
from actplot.cli.facts.check import command
from actplot.documents.checks import agreement_json, agreement_text

UNUSUAL = (
    *("leaky_relu:-2", "prelu:1", "elu:100", "elu:1e-10", "celu:0.001", "celu:1e6", "softplus:1e6", "softplus:1e-6"),
    *("softplus:1e100", "silu:1e8", "huber:1e-5", "huber:1e5", "soft_shrink:1000", "threshold:-3,9", "step:0.5"),
    *("hard_tanh:-0.7,1e5", "sigmoid_cross_entropy_with_logits:0", "weighted_cross_entropy_with_logits:0.3,7"),
    *("binary_cross_entropy:0", "binary_cross_entropy:0.3"),
    *("hard_tanh:-1e-6,1e-6", "hard_tanh:3,3.0000001", "hard_shrink:1e-5", "soft_shrink:1e-9"),
    *("hard_shrink:0", "soft_shrink:0", "elu:-2", "celu:-0.5", "celu:-1e-3", "celu:-1e5", "softplus:-1", "silu:-3"),
    *("silu:0", "snake:-0.5", "hard_shrink:-1", "torch:hardtanh:1,1", "Softplus(beta=-1)", "Softplus(threshold=-5)"),
    *("Softplus(beta=0.1)", "Softplus(beta=0.1,threshold=1)", "Softplus(beta=-0.3,threshold=0)"),
    *("keras:relu:max_value=5,threshold=5", "keras:relu:0.1,2,5", "keras:relu:max_value=-1,threshold=-2"),
)
OF_PAIRS = ("loss", "gradient", "reductions", "arrays")
PROMISED = ("float32", "special values", "bounds", "asymptotes")


@pytest.mark.exhaustive(keep=0.016, thorough=0.25)
@pytest.mark.parametrize("spec", [*elementwise_names(), *UNUSUAL])
def test_nothing_is_wrong_with(spec):
    result = subject(get(spec)).agreement()
    assert result.passed, agreement_text([result])
    assert tuple(row.what for row in result.rows)[:3] == ORDERS
    assert result.function == str(get(spec))
    for row in result.rows:
        assert row.disagreed == 0
        assert row.undecided <= 2
        assert row.agreed > 60 or row.what not in ORDERS
        assert row.worst.error <= RELATIVE


@pytest.mark.exhaustive(keep=0.03, thorough=0.25)
@pytest.mark.parametrize("name", elementwise_names())
def test_a_factor_in_the_formula_is_found(name, monkeypatch):
    function = type(get(name)).with_parameters({})
    vars(function)["formula"] = f"1.001*({function.formula})"
    points = check_points(function)[::9]
    monkeypatch.setattr("actplot.calculus.checks.of_functions.check_points", lambda function: points)
    monkeypatch.setattr("actplot.calculus.checks.of_functions.find_hidden_breaks", lambda function: ())
    assert not subject(function).agreement().passed


def planted(spec, **changes):
    """The function with something of its class replaced."""
    original = get(spec)
    cls = type("Planted", (type(original),), changes)
    return cls.with_parameters(original.parameters)


def changed(spec, method, change, where=lambda x: np.full(x.shape, True)):
    """The function with one closed form changed where the condition holds."""
    right = getattr(type(get(spec)), method)

    def wrong(self, x):
        result = right(self, x)
        return np.where(where(x), change(result), result)

    return planted(spec, **{method: wrong})


ERRORS = {
    "sign": (changed("sigmoid", "derivative", np.negative), 1),
    "factor": (changed("tanh", "derivative", lambda y: 1.001 * y), 1),
    "small factor": (changed("silu", "derivative", lambda y: (1 + 1e-9) * y), 1),
    "factor in the right tail": (changed("sigmoid", "derivative", lambda y: 1.001 * y, lambda x: x > 30), 1),
    "factor in the left tail": (changed("gelu", "derivative", lambda y: 1.001 * y, lambda x: x < -30), 1),
    "factor far out": (changed("leaky_relu", "derivative", lambda y: 1.001 * y, lambda x: x < -1e200), 1),
    "factor in a narrow band": (changed("mish", "derivative", lambda y: 1.001 * y, lambda x: abs(x - 2.5) < 0.04), 1),
    "zero in a tail": (changed("log_sigmoid", "derivative", np.zeros_like, lambda x: x > 40), 1),
    "factor at tiny arguments": (changed("tanh", "derivative", lambda y: 1.001 * y, lambda x: abs(x) < 1e-200), 1),
    "nan": (changed("elu", "derivative", lambda y: y * np.nan, lambda x: x > 700), 1),
    "second derivative": (changed("softplus", "second_derivative", lambda y: 2 * y), 2),
    "second derivative's sign": (changed("mse", "second_derivative", np.negative), 2),
    "second derivative far out": (changed("elu", "second_derivative", lambda y: 2 * y, lambda x: x < -600), 2),
    "second derivative in a tail": (changed("tanh", "second_derivative", np.zeros_like, lambda x: x < -30), 2),
    "value": (changed("gelu", "value", lambda y: 1.001 * y), 0),
    "value in a tail": (changed("softplus", "value", np.zeros_like, lambda x: x < -50), 0),
    "formula": (planted("sigmoid", formula="1/(1 + exp(-1.001*x))"), 1),
    "formula of a piece": (planted("elu", formula="where(x > 0, x, alpha*exp(x) - 1.001)"), 0),
    "formula in a tail": (planted("silu", formula="where(x < -100, 0, x/(1 + exp(-beta*x)))"), 0),
    "undeclared kink": (planted("leaky_relu", breaks=()), 1),
    "undeclared jump": (planted("step", breaks=()), 1),
    "one of two breaks undeclared": (planted("hard_tanh:-1/3,1e5", breaks=(-1 / 3,)), 1),
    "convention outside both sides": (changed("relu", "derivative", lambda y: y + 2, lambda x: x == 0), 1),
    "convention at a smooth join": (changed("huber", "derivative", np.zeros_like, lambda x: x == 1), 1),
    "inside the domain": (changed("binary_cross_entropy", "derivative", lambda y: 1.001 * y, lambda x: x < 1e-10), 1),
}


PARAMETERS = {
    "formula of celu": planted("celu", formula="max(0, x) + min(0, alpha*(exp(x*alpha) - 1))"),
    "formula of elu": planted("elu", formula="where(x > 0, x, alpha*exp(x) - 1)"),
    "formula of silu": planted("silu", formula="x/(1 + exp(-x))"),
    "value of leaky_relu": changed("leaky_relu", "value", lambda y: np.where(y < 0, 0.01 * y / abs(y), y)),
    "smaller parameter": planted("mape", formula="100*|x - target|/max(|target|, 2*epsilon)"),
    "target": planted("binary_cross_entropy", formula="-log(x)", formulas_given={}),
}


@pytest.mark.exhaustive(keep=0.2, thorough=0.3)
@pytest.mark.parametrize("error", PARAMETERS)
def test_finds_a_wrong_use_of_a_parameter_that_the_default_hides(error):
    assert not all(result.passed for result in subject(PARAMETERS[error]).agreements())


def test_variants_have_allowed_parameters_that_are_no_defaults():
    """The first one keeps those that would put another formula in place of the entry's own, the others none."""
    for name in elementwise_names():
        function = get(name)
        others = len(function.declared) > len(function.formulas_given)
        for place, variant in enumerate(variants(function)):
            kept = [p for p, value in variant.parameters.items() if value == function.parameters[p]]
            assert kept == (list(function.formulas_given) if others and not place else [])
            assert (variant.formula == function.formula) or not kept


def test_variants_are_shown_only_if_they_fail():
    assert [result.function for result in subject(get("celu")).agreements()] == ["celu"]
    failing = [result.function for result in subject(PARAMETERS["formula of celu"]).agreements()]
    assert failing == ["celu", "celu:1.3", "celu:2.7"]


@pytest.mark.exhaustive(keep=0.12)
@pytest.mark.parametrize("error", ERRORS)
def test_finds_an_error_in(error):
    function, order = ERRORS[error]
    result = subject(function).agreement()
    assert not result.passed
    failed = [row.what for row in result.rows if not row.passed]
    assert ORDERS[order] in failed
    assert all(math.isfinite(row.worst.held.at[0]) for row in result.rows[:3])


def test_the_worst_point_tells_what_is_wrong():
    function, _ = ERRORS["factor in the right tail"]
    worst = subject(function).agreement().rows[1].worst
    assert worst.held.at[0] > 30
    assert worst.held.closed == pytest.approx(1.001 * worst.held.nearest, rel=1e-12)
    assert worst.error == pytest.approx(0.001, rel=1e-6)


def test_hidden_breaks_are_found_to_the_float():
    assert find_hidden_breaks(planted("leaky_relu", breaks=())) == (5e-324,)
    third = 1 / 3
    assert math.nextafter(third, 1) in find_hidden_breaks(planted(f"threshold:{third!r},0", breaks=()))
    assert find_hidden_breaks(get("softplus:1e15")) == ()
    assert find_hidden_breaks(get("leaky_relu")) == ()


def run(*arguments):
    return CliRunner().invoke(command, arguments)


def test_command_passes():
    result = run("relu", "elu:0.5")
    assert result.exit_code == 0
    assert "2 functions checked, all agree" in result.stdout
    assert "elu:0.5" in result.stdout


@pytest.mark.exhaustive(keep=0.35, thorough=1)
@pytest.mark.parametrize("method", METHODS)
def test_command_fails_with_the_worst_point(monkeypatch, method):
    right = getattr(type(get("tanh")), method)
    monkeypatch.setattr(type(get("tanh")), method, lambda self, x: 1.001 * np.asarray(right(self, x)))
    result = run("relu", "tanh")
    assert result.exit_code == 1
    assert "1 of 2 functions failed: tanh" in result.stdout
    assert f"tanh: the {method.replace('_', ' ')} is worst at x = " in result.stdout


def test_command_writes_json():
    result = run("relu", "binary_cross_entropy", "--json")
    assert result.exit_code == 0
    functions = json.loads(result.stdout)["functions"]
    assert [(one["function"], one["what"]) for one in functions] == [
        *(("relu", what) for what in (*ORDERS, *PROMISED, "breaks", "conventions", "card")),
        *(("binary_cross_entropy", what) for what in (*ORDERS, *PROMISED[:3], *OF_PAIRS, "card")),
    ]
    for one in functions:
        assert set(one) == {"function", "what", "against", "agreed", "disagreed", "undecided", "unit", "worst"}
        assert set(one["worst"]) == {"at", "target", "index", "closed", "truth", "finite", "error"}


def test_json_has_words_for_what_it_has_no_numbers_for():
    function, _ = ERRORS["nan"]
    worst = json.loads(agreement_json([subject(function).agreement()]))["functions"][1]["worst"]
    assert worst["closed"] == "nan"
    assert worst["error"] == "inf"


def test_command_without_functions_is_wrong_usage():
    result = run()
    assert result.exit_code == 2
    assert "name at least one function, such as sigmoid, or give --all" in result.stderr


def test_command_with_an_unknown_function():
    result = run("sigmod")
    assert result.exit_code == 2
    assert "Did you mean 'sigmoid'" in result.stderr


def test_all_is_the_whole_catalogue(monkeypatch):
    monkeypatch.setattr("actplot.requests.facts.claiming.registered", lambda: ("relu", "tanh"))
    result = run("--all", "--json")
    assert result.exit_code == 0
    assert {one["function"] for one in json.loads(result.stdout)["functions"]} == {"relu", "tanh"}
