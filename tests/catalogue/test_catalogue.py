"""Nothing is missing: every name that the catalogue promises is there, and stands hostile parameters."""

import numpy as np
import pytest
from click.testing import CliRunner

import actplot
from actplot.cli import main

ACTIVATIONS = (
    "identity", "sigmoid", "log_sigmoid", "tanh", "relu", "relu6", "leaky_relu", "prelu", "rrelu", "elu", "celu",
    "selu", "gelu", "gelu_tanh", "silu", "mish", "softplus", "softsign", "hard_sigmoid", "hard_tanh", "hard_silu",
    "hard_shrink", "soft_shrink", "tanh_shrink", "threshold", "step", "sign", "abs", "exponential", "sparse_plus",
    "sparse_sigmoid", "squareplus", "log1mexp", "ndtr", "log_ndtr", "e_swish", "aria2", "d_silu", "serf", "phish",
    "logish", "smish", "tanh_exp", "lisht", "gcu", "snake", "soft_root_sign", "isru", "isrlu", "elish",
    "hard_elish", "hard_mish", "smelu", "soft_clipping", "sqnl", "nlrelu", "penalized_tanh", "rectified_tanh",
    "lecun_tanh", "arctan", "arcsinh", "symmetric_log", "bent_identity", "elliott", "sin", "cos", "sinc",
    "gaussian", "erf", "cloglog", "square", "cube", "relu_squared", "star_relu", "quick_gelu", "pelu", "s_relu",
    "xielu",
)  # fmt: skip
LOSSES = (
    "mse", "half_squared_error", "mae", "huber", "smooth_l1", "log_cosh", "quantile", "expectile",
    "epsilon_insensitive", "squared_epsilon_insensitive", "pseudo_huber", "charbonnier", "cauchy", "geman_mcclure",
    "welsch", "tukey_biweight", "barron", "wing", "gaussian_nll", "mape", "msle", "poisson_nll", "poisson_nll_rate",
    "gamma_deviance", "zero_one", "perceptron", "hinge", "squared_hinge", "smoothed_hinge", "modified_huber",
    "soft_margin", "exponential_loss", "savage", "tangent", "ramp", "hinge_embedding",
    "sigmoid_cross_entropy_with_logits", "weighted_cross_entropy_with_logits", "sigmoid_focal", "sparsemax_loss",
    "binary_cross_entropy", "binary_focal", "nll", "brier",
)  # fmt: skip
OF_VECTORS = {
    "vector function": (
        "softmax", "log_softmax", "softmin", "logsumexp", "logmeanexp", "sparsemax", "entmax15", "glu", "swiglu",
        "geglu", "reglu", "bilinear", "crelu", "maxout", "standardize",
    ),
    "random layer": (
        "dropout", "alpha_dropout", "feature_alpha_dropout", "gaussian_dropout", "gaussian_noise", "gumbel_softmax",
        "random_rrelu",
    ),
    "vector loss": (
        "softmax_cross_entropy_with_logits", "sparse_softmax_cross_entropy_with_logits", "cross_entropy",
        "categorical_cross_entropy", "sparse_categorical_cross_entropy", "log_probability_nll", "kl_divergence",
        "generalized_kl", "jensen_shannon", "hellinger", "total_variation", "multi_margin", "multiclass_hinge",
        "categorical_hinge", "multilabel_margin", "multilabel_soft_margin", "categorical_focal",
        "generalized_cross_entropy", "poly_loss", "multiclass_sparsemax", "cosine_similarity", "cosine_embedding",
        "margin_ranking", "triplet_margin", "contrastive", "dice", "tversky", "jaccard",
    ),
}  # fmt: skip
OTHER_WORDS = {
    "pinball": "quantile", "exponential_margin": "exponential_loss", "swish": "silu", "hard_swish": "hard_silu",
    "linear": "identity", "heaviside": "step", "atan": "arctan", "asinh": "arcsinh", "mean_squared_error": "mse",
    "l1_loss": "mae", "focal_loss": None, "logistic": "sigmoid", "bce": "binary_cross_entropy",
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        *(("activation", n) for n in ACTIVATIONS),
        *(("loss", n) for n in LOSSES),
        *((kind, n) for kind, names in OF_VECTORS.items() for n in names),
    ],
)
def test_the_catalogue_has(kind, name):
    function = actplot.get(name)
    assert str(function) == function.name == name
    assert function.kind == kind
    assert name in actplot.names(kind)


def test_and_says_so_in_its_list():
    text = CliRunner().invoke(main, ["list"], prog_name="actplot").stdout
    assert not [name for name in (*ACTIVATIONS, *LOSSES, *sum(OF_VECTORS.values(), ())) if f"  {name} " not in text]


@pytest.mark.parametrize(("word", "name"), [(word, name) for word, name in OTHER_WORDS.items() if name])
def test_other_words(word, name):
    assert actplot.get(word) == actplot.get(name)


def test_exponential_is_the_activation():
    assert actplot.get("exponential").kind == "activation"
    assert actplot.get("exponential_margin").variable == "margin"


PARAMETERS = {  # as the papers and the frameworks have them
    "leaky_relu": {"negative_slope": 0.01}, "prelu": {"weight": 0.25}, "elu": {"alpha": 1},
    "celu": {"alpha": 1},
    "silu": {"beta": 1}, "softplus": {"beta": 1}, "rrelu": {"lower": 1 / 8, "upper": 1 / 3}, "huber": {"delta": 1},
    "hard_tanh": {"min_val": -1, "max_val": 1}, "hard_shrink": {"lambd": 0.5}, "soft_shrink": {"lambd": 0.5},
    "squareplus": {"b": 4}, "smooth_l1": {"beta": 1}, "sigmoid_focal": {"target": 1, "gamma": 2, "alpha": None},
    "hinge_embedding": {"target": 1, "margin": 1},
    "sigmoid_cross_entropy_with_logits": {"target": 1, "label_smoothing": 0},
}  # fmt: skip


@pytest.mark.parametrize("name", PARAMETERS)
def test_parameters_and_their_defaults(name):
    assert actplot.get(name).parameters == PARAMETERS[name]


# Parameters at the ends of what floats hold

HOSTILE = (
    "barron:1e300", "barron:-1e300", "barron:2.0000000001", "barron:1e-300", "barron:1,1e300", "barron:1,1e-300",
    "snake:1e300", "snake:1e-300", "snake:0", "snake:-1", "squareplus:0", "squareplus:1e300", "squareplus:-1",
    "smelu:1e-300", "smelu:1e300", "smelu:0", "s_relu:0,0,0,0", "s_relu:0,1e300,0,1e300", "s_relu:1,0,-1,0",
    "huber:1e300", "huber:1e-300", "pseudo_huber:1e300", "pseudo_huber:1e-300", "charbonnier:1e300",
    "charbonnier:0", "elu:1e300", "elu:1e-300", "celu:1e300", "celu:1e-300", "pelu:1e300,1e-300",
    "pelu:1e-300,1e300", "gaussian_nll:1e-300", "gaussian_nll:1e300", "gaussian_nll:0", "xielu:1e300,1e300,1e300",
    "xielu:0,0,0", "xielu:1e-300,-1e300", "silu:1e300", "silu:1e-300", "softplus:1e300", "softplus:1e-300",
    "cauchy:1e-300", "cauchy:1e300", "welsch:1e300", "welsch:1e-300", "geman_mcclure:1e300",
    "tukey_biweight:1e-300", "wing:1e300,1e-300", "wing:1e-300,1e300", "log_cosh", "quantile:1", "quantile:2",
    "expectile:0", "epsilon_insensitive:1e300", "isru:1e300", "isrlu:1e300", "isru:1e-300", "soft_clipping:1e300",
    "soft_clipping:1e-300", "soft_root_sign:1e300,1e-300", "soft_root_sign:1e-300,1e300", "aria2:1e300,1e300",
    "aria2:1e-300,1e-300", "e_swish:1e300", "nlrelu:1e300", "star_relu:1e300,-1e300", "penalized_tanh:1e300",
    "relu_general:1e300,1e300,1e300", "relu_general:-1e300,6,-1e300", "mape:1e300", "mape:1e-300", "msle:1e300",
    "poisson_nll:1e300", "poisson_nll_rate:1e300", "gamma_deviance:1e-300", "gamma_deviance:1e300",
    "sigmoid_focal:gamma=1e300", "binary_focal:gamma=1e300", "binary_focal:gamma=1e-300",
    "weighted_cross_entropy_with_logits:pos_weight=1e300", "hinge_embedding:-1,1e300", "smoothed_hinge:1e-300",
    "hard_tanh:-1e300,1e300", "hard_tanh:-1e-300,1e-300", "threshold:1e300,-1e300", "soft_shrink:1e300",
    "step:1e300", "torch:Softplus:beta=1e300", "torch:Softplus:beta=1e-300,threshold=1e300",
    "torch:Softplus:threshold=-1e300", "keras:relu:negative_slope=-1e300,max_value=1e300,threshold=-1e300",
    "torch:GaussianNLLLoss:eps=1e-300", "barron:nan", "barron:inf", "snake:1e999", "huber:0",
)  # fmt: skip
OSCILLATE = ("snake:1e300",)  # whose phase is beyond all floats far out


@pytest.mark.exhaustive(keep=0.0258)
@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("spec", HOSTILE)
@pytest.mark.parametrize("command", ["show", "plot", "eval", "derive"])
def test_an_answer_or_a_clear_error(command, spec, tmp_path):
    words = {
        "show": ["show", spec],
        "plot": ["plot", spec, "-o", str(tmp_path / "x.svg")],
        "eval": ["eval", spec, "--order", "2", "--at", "-1e300,-30,-1,0,5e-324,0.5,1,30,1e300,inf,-inf"],
        "derive": ["derive", spec],
    }[command]
    result = CliRunner().invoke(main, words, prog_name="actplot")
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
    assert "Traceback" not in result.output
    assert "Warning" not in result.output
    refused = refusal(spec)
    assert result.exit_code == (2 if refused or "is not drawn" in result.stderr else 0), result.output
    assert refused in result.stderr


def refusal(spec):
    """The first line of what is said to a spec that is not taken; empty for one that is."""
    try:
        actplot.get(spec)
    except actplot.ActplotError as error:
        return str(error).splitlines()[0]
    return ""


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("spec", HOSTILE)
def test_hostile_parameters_make_no_nan(spec):
    """Inside the domain a value is a number or infinite, and so is the slope."""
    if refusal(spec):
        return
    function = actplot.get(spec)
    low, high = function.domain
    x = np.array([-1e300, -700, -30, -1, -1e-9, 5e-324, 0.25, 0.5, 0.75, 1.0, 30.0, 700.0, 1e300])
    x = x[(x > low) & (x < high) & ((np.abs(x) <= 30) | (spec not in OSCILLATE))]
    assert not np.isnan(function.value(x)).any(), x[np.isnan(function.value(x))]
    assert not np.isnan(function.derivative(x)).any(), x[np.isnan(function.derivative(x))]
    inside = x[np.abs(x) <= 30]
    bounds = function.bounds
    if np.isfinite(bounds.low):
        assert function.value(inside).min() >= bounds.low - 1e-12 * max(1, abs(bounds.low))
    if np.isfinite(bounds.high):
        assert function.value(inside).max() <= bounds.high + 1e-12 * max(1, abs(bounds.high))


def test_every_public_name_is_there():
    for name in actplot.__all__:
        assert getattr(actplot, name).__name__ == name
