"""What people were told falsely of formulas that they typed, with values worked out by hand or by mpmath."""

import numpy as np
import pytest
from mpmath import mp, mpf

from actplot import get

X_EXP = (lambda x: x * mp.exp(x), 0.0)

# Pieces that break at one point and together do not: the formula, the same without pieces, the point.
SMOOTH = {
    "relu(x)-relu(-x)": (lambda x: x, 0.0),
    "2*x+relu(x)-relu(-x)": (lambda x: 3 * x, 0.0),
    "max(x-1,0)-max(1-x,0)": (lambda x: x - 1, 1.0),
    "leaky_relu(x)-leaky_relu(-x)": (lambda x: x * mpf("1.01"), 0.0),
    "exp(x)*(relu(x)-relu(-x))": X_EXP,
    "relu(x)*exp(x)-relu(-x)*exp(x)": X_EXP,
    "softplus(relu(x)-relu(-x))": (lambda x: mp.log1p(mp.exp(x)), 0.0),
    "where(x==1, 1, x^2)": (lambda x: x * x, 1.0),
    "|x|*sign(x)": (lambda x: x, 0.0),
}


@pytest.mark.parametrize("text", SMOOTH)
def test_pieces_that_join_to_one_have_its_slope(text):
    formula, (meant, at) = get(text), SMOOTH[text]
    points = np.array([at, at - 0.75, at + 1.5])
    assert formula.breaks == ()
    for order, method in enumerate((formula.value, formula.derivative, formula.second_derivative)):
        with mp.workdps(30):
            truth = [float(mp.diff(meant, mpf(x), order)) for x in points.tolist()]
        assert method(points).tolist() == pytest.approx(truth, rel=1e-12, abs=1e-20)


@pytest.mark.parametrize("text", ["where(x==0, 5, x)", "where(x<0, x, where(x>0, x, 5))"])
def test_a_point_apart_keeps_its_own_slope(text):
    assert get(text).derivative(np.array([0.0, 1.0])).tolist() == [0.0, 1.0]


@pytest.mark.parametrize("text", ["a*relu(x)-a*relu(-x)"])
def test_symbols_do_not_hide_what_joins(text):
    assert get(text, {"a": 2.0}).derivative(np.array([0.0, 1.0])).tolist() == [2.0, 2.0]
