"""Settings that a framework takes and that have a meaning are taken, with its numbers; what it refuses is refused."""

import numpy as np
import pytest

import actplot
from actplot.spec.dialects.finding import FRAMEWORKS, framework
from actplot.spec.dialects.spelling import REQUIRED

TAKEN = {  # spec → at, value, slope: of PyTorch 2.13 and Keras 3.15, or of mpmath at 40 digits
    "ELU(alpha=-2)": (-2.0, 1.7293294335267746, -0.27067056647322538),
    "CELU(alpha=-0.5)": (-0.49682534, -0.85053863186098199, 2.7010772637219640),
    "jax:elu:alpha=-0.5": (-1.0, 0.31606027941427884, -0.18393972058572117),
    "Hardshrink(lambd=-1)": (0.25, 0.25, 1.0),
    "Hardshrink(lambd=0)": (0.0, 0.0, 1.0),
    "keras:hard_shrink:threshold=-0.5": (-0.25, -0.25, 1.0),
    "Softshrink(lambd=0)": (0.25, 0.25, 1.0),
    "LeakyReLU(negative_slope=2)": (-3.0, -6.0, 2.0),
    "RReLU(lower=0.3, upper=0.3)": (-2.0, -0.6, 0.3),
    "torch:hardtanh:min_val=1,max_val=1": (0.5, 1.0, 0.0),
    "Softplus(beta=-1)": (0.5, -0.47407698418010669, 0.37754066879814543),
    "tf:silu:beta=-2": (1.0, 0.11920292202211756, -0.090784248784895479),
    "tf:silu:beta=0": (3.0, 1.5, 0.5),
    "snake:alpha=-0.5": (1.0, 0.54030230586813972, 0.15852901519210349),
    "keras:relu:max_value=5,threshold=5": (6.0, 5.0, 0.0),
    "keras:relu:max_value=2,threshold=5,negative_slope=0.1": (3.0, -0.2, 0.1),
    "keras:relu:max_value=-2": (3.0, 0.0, 0.0),
}
SWITCHES = {  # the product of beta and x, rounded as floats are, decides on which side of the threshold a point is
    ("torch:Softplus:beta=0.1", 200.0): (200.00000002061153, 0.99999999793884632),
    ("torch:Softplus:beta=0.1", 200.00000000000003): (200.00000000000003, 1.0),
    ("torch:Softplus:beta=0.1,threshold=1", 10.0): (13.132616875182229, 0.73105857863000488),
    ("torch:Softplus:beta=-0.1,threshold=1", -10.0): (-13.132616875182229, 0.73105857863000488),
    ("torch:Softplus:beta=-0.1,threshold=1", -10.1): (-10.1, 1.0),
    ("torch:Softplus:beta=3,threshold=0.9", 0.3): (0.41371795824402927, 0.71094950262500396),
    ("torch:Softplus:beta=0.5,threshold=0", 1e-300): (1e-300, 1.0),
}
REFUSED = {
    "poisson_nll:1e307,true": "full=true needs a target whose log t! is a float, got 1e+307",
    "poisson_nll_rate:1e307,true": "full=true needs a target whose log t! is a float",
    "celu:0": "alpha must be any finite number but 0, got 0",
    "CELU(alpha=0)": "alpha must be any finite number but 0",
    "Softplus(beta=0)": "beta must be any finite number but 0",
    "snake:0": "alpha must be any finite number but 0",
    "Hardtanh(min_val=1, max_val=1)": "min_val must be below max_val, got 1 and 1",
    "torch:hardtanh:min_val=2,max_val=1": "min_val must be at most max_val, got 2 and 1",
    "Softshrink(lambd=-1)": "lambd must be at least 0",
    "RReLU(lower=0.4, upper=0.3)": "lower must be at most upper",
    "keras:layers.ReLU:max_value=-1": "max_value must be",
}


@pytest.mark.parametrize("spec", TAKEN)
def test_a_legal_setting_is_taken(spec):
    function, (at, value, slope) = actplot.get(spec), TAKEN[spec]
    assert function.value(at) == pytest.approx(value, rel=4e-16, abs=0)
    assert function.derivative(at) == pytest.approx(slope, rel=4e-16, abs=0)
    assert actplot.get(str(function)) == function


@pytest.mark.parametrize(("spec", "at"), SWITCHES)
def test_a_switch_decides_as_floats_do(spec, at):
    function = actplot.get(spec)
    assert (function.value(at), function.derivative(at)) == pytest.approx(SWITCHES[spec, at], rel=3e-16, abs=0)


def test_a_switch_decides_in_float32_as_float32_does():
    function = actplot.get("torch:Softplus:beta=0.7,threshold=1")
    middle = np.float32(1) / np.float32(0.7)
    x = np.nextafter(middle, np.array([-np.inf, middle, np.inf], np.float32))
    assert np.array_equal(np.float32(0.7) * x > 1, [False, False, True])
    assert np.array_equal(np.float64(np.float32(0.7)) * np.float64(x) > 1, [False, True, True])
    assert np.array_equal(function.derivative(x) == 1, [False, False, True])


def test_a_variance_may_stand_alone():
    function = actplot.get("jax:standardize:epsilon=0")
    assert function.value([1.0, 2.0, 3.0]) == pytest.approx([-(1.5**0.5), 0, 1.5**0.5], rel=3e-16, abs=0)
    assert np.isnan(function.value([2.0, 2.0])).all()


@pytest.mark.parametrize("spec", REFUSED)
def test_what_has_no_meaning_is_refused(spec):
    with pytest.raises(actplot.BadParameter) as caught:
        actplot.get(spec)
    assert REFUSED[spec] in str(caught.value)


LIKELIHOODS = {  # spec, prediction and target → loss and gradient; log t! only for counts above 1
    ("PoissonNLLLoss(log_input=False, full=True, eps=0.0)", 3.0, 5.0): (2.2777856082516763, -2 / 3),
    ("PoissonNLLLoss(log_input=False, eps=0)", 3.0, 5.0): (-2.4930614433405485, -2 / 3),
    ("poisson_nll:full=true", 1.2, 5.0): (2.0909639743287724, -1.6798830772634527),
    ("poisson_nll:full=true", 1.2, 1.0): (2.1201169227365473, 2.3201169227365473),
    ("poisson_nll:full=true", 1.2, 0.5): (2.7201169227365473, 2.8201169227365473),
    ("tf:log_poisson_loss:compute_full_loss=true", 1.2, 5.0): (2.0909639743287724, -1.6798830772634527),
    ("poisson_nll_rate:full=true", 3.0, 5.0): (2.2777856082516763, -2 / 3),
    ("GaussianNLLLoss(eps=0)", 2.0, 0.5): (1.125, 1.5),
    ("GaussianNLLLoss(eps=-1)", 2.0, 0.5): (1.125, 1.5),
    ("torch:GaussianNLLLoss:eps=0.5,variance=0", 2.0, 0.5): (1.9034264097200273, 3.0),
    ("gaussian_nll:full=true", 2.0, 0.5): (2.0439385332046727, 1.5),
    ("tf:losses.log_loss:epsilon=0", 0.25, 1.0): (1.3862943611198906, -4.0),
    ("BCEWithLogitsLoss(pos_weight=0)", 0.7, 0.0): (1.1031860488854579, 0.66818777216816616),
    ("keras:BinaryFocalCrossentropy:from_logits=true,label_smoothing=0.3", 0.5, 1.0): (
        0.094236242936647929,
        -0.11389110867980383,
    ),
}


@pytest.mark.parametrize(("spec", "prediction", "target"), LIKELIHOODS)
def test_a_legal_setting_of_a_loss_is_taken(spec, prediction, target):
    loss = actplot.get(spec)
    found = loss.evaluate(prediction, target), loss.gradient(prediction, target)
    assert found == pytest.approx(LIKELIHOODS[spec, prediction, target], rel=4e-16, abs=0)


ALL = [one for key in FRAMEWORKS for one in framework(key).names()]
AIMED = [one for one in ALL if {p.name for p in one.declared} > {"target"} and one.canonical.kind == "loss"]


@pytest.mark.parametrize("spoken", {id(one.spelling): one for one in AIMED}.values(), ids=lambda one: one.name)
def test_no_setting_of_a_loss_is_forgotten_with_another_target(spoken):
    """A target that comes with the prediction gives what the same target as a parameter gives."""
    other_target = 0.0 if next(p for p in spoken.declared if p.name == "target").accepts(0) else -1.0
    switch = {} if spoken.spelling.switch is None else {spoken.spelling.switch.name: 1.0}
    for setting in spoken.declared:
        required = {p.name: 0.4 for p in spoken.declared if spoken.spelling.settings.get(p.name) is REQUIRED}
        for given in ({setting.name: setting.unusual(0.7)}, {**switch, setting.name: setting.unusual(0.7)}):
            given = {**required, **given, "target": other_target}
            aimed = spoken.with_parameters({**given, "target": 1.0})
            other = spoken.with_parameters(given)
            assert other.evaluate(0.3, 1.0) == pytest.approx(aimed.value(0.3), rel=1e-15), given
            assert other.gradient(0.3, 1.0) == pytest.approx(aimed.derivative(0.3), rel=1e-15), given
