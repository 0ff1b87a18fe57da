"""`get` with values beside the text: they set parameters or symbols, and nothing that is given is passed over."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

import actplot

SET = [
    ("elu", {"alpha": 0.5}, "elu:0.5"),
    ("elu", {"alpha": np.float32(0.5)}, "elu:0.5"),
    ("elu", {"alpha": np.array(0.5)}, "elu:0.5"),
    ("elu", {"alpha": np.int64(2)}, "elu:2"),
    ("elu", {"alpha": Fraction(1, 2)}, "elu:0.5"),
    ("elu", {"alpha": Decimal("0.5")}, "elu:0.5"),
    ("elu", {}, "elu"),
    ("elu", None, "elu"),
    ("pelu:0.3", {"b": 2}, "pelu:0.3,2"),
    ("pelu", {"alpha": 0.3, "beta": 2}, "pelu:0.3,2"),
    ("torch:ELU", {"alpha": 0.5}, "elu:0.5"),
    ("ELU()", {"alpha": 0.5}, "elu:0.5"),
    ("torch:GELU", {"approximate": "tanh"}, "gelu_tanh"),
    ("keras:gelu", {"approximate": True}, "gelu_tanh"),
    ("relu_general", {"max_value": None}, "relu_general"),
    ("poisson_nll", {"full": True}, "poisson_nll:full=true"),
    ("cross_entropy", {"weight": [0.2, 0.3]}, "cross_entropy:0.2:0.3"),
    ("cross_entropy", {"weight": np.array([0.2, 0.3])}, "cross_entropy:0.2:0.3"),
]
WRONG = [
    ("elu", 0.5, actplot.BadSpec, "by their names"),
    ("elu", [("alpha", 0.5)], actplot.BadSpec, "by their names"),
    ("elu", {3: 0.5}, actplot.BadSpec, "got the name int 3"),
    ("elu", {"nonsense": 3}, actplot.UnknownName, "elu has no parameter 'nonsense'"),
    ("relu", {"alpha": 3}, actplot.BadSpec, "relu takes no parameters"),
    ("torch:ELU", {"nonsense": 3}, actplot.UnknownName, "torch:ELU has no parameter 'nonsense'"),
    ("elu:0.3", {"alpha": 0.5}, actplot.BadSpec, "alpha is given twice, by 'elu:0.3' and the values beside it"),
    ("ELU(alpha=0.3)", {"alpha": 0.5}, actplot.BadSpec, "alpha is given twice"),
    ("pelu", {"a": 1, "alpha": 2}, actplot.BadSpec, "a is given twice"),
    ("elu", {"alpha": None}, actplot.BadParameter, "alpha must be any finite number, got NoneType None"),
    ("elu", {"alpha": "0.5"}, actplot.BadParameter, "alpha must be any finite number, got '0.5'"),
    ("elu", {"alpha": [0.5]}, actplot.BadParameter, "got list [0.5]"),
    ("elu", {"alpha": np.array([0.5])}, actplot.BadParameter, "got ndarray [0.5]"),
    ("elu", {"alpha": True}, actplot.BadParameter, "got bool True"),
    ("elu", {"alpha": np.True_}, actplot.BadParameter, "alpha must be any finite number"),
    ("elu", {"alpha": 1j}, actplot.BadParameter, "got complex 1j"),
    ("elu", {"alpha": float("nan")}, actplot.BadParameter, "got float nan"),
    ("huber", {"delta": 0}, actplot.BadParameter, "delta must be above 0, got int 0"),
    ("torch:GELU", {"approximate": "banana"}, actplot.BadParameter, "approximate must be none or tanh"),
    ("torch:MSELoss", {"reduction": "banana"}, actplot.BadParameter, "reduction must be"),
    ("cross_entropy", {"weight": [0.2, "a"]}, actplot.BadParameter, "got 'a'"),
    ("a*x^2", {"b": 2}, actplot.BadParameter, "Free symbols: a"),
    ("elu(x)", {"alpha": 2}, actplot.BadParameter, "no formula has this symbol"),
    ("a*x^2", {"a": "2"}, actplot.BadParameter, "a must be a number, got '2'"),
    ("a*x^2", {"a": True}, actplot.BadParameter, "a must be a number, got bool True"),
    ("a*x^2", {"a": None}, actplot.BadParameter, "a must be a number"),
]


@pytest.mark.parametrize(("spec", "values", "same"), SET)
def test_values_set_parameters(spec, values, same):
    assert actplot.get(spec, values) == actplot.get(same)


@pytest.mark.parametrize(("spec", "values", "error", "message"), WRONG)
def test_values_that_set_nothing_are_refused(spec, values, error, message):
    with pytest.raises(error) as caught:
        actplot.get(spec, values)
    assert message in str(caught.value)


def test_values_of_symbols_are_numbers_of_any_type():
    assert actplot.get("a*x^2", {"a": np.float32(2)}).value(3.0) == 18
    assert actplot.get("elu(x, alpha=a)", {"a": 2}).value(-1.0) == actplot.get("elu:2").value(-1.0)


def test_what_belongs_to_formulas_alone():
    assert actplot.get("z^2", None, "z").letter == "z"
    with pytest.raises(actplot.BadSpec, match="'elu' is no formula"):
        actplot.get("elu", None, "y")
    elu = actplot.get("elu:0.5")
    assert actplot.get(elu, None) is elu
    assert actplot.get(elu, {}) is elu
    with pytest.raises(actplot.BadSpec, match=r"elu:0\.5 has its parameters already"):
        actplot.get(elu, {"alpha": 1})
