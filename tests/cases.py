"""The functions that tests run over: every entry by being registered, its variants, and some that are at an edge."""

import numpy as np

import actplot
from actplot.calculus.checks.of_functions import variants
from actplot.catalogue.kinds.functions import Function
from actplot.catalogue.registry import elementwise_names

UNUSUAL = (
    *("leaky_relu:0.2", "prelu:-0.25", "rrelu:0.1,0.7", "threshold:1,2", "threshold:-3,9", "step:0.5", "step:1"),
    *("elu:0.3", "elu:1000", "elu:0", "celu:0.3", "celu:2.7", "softplus:0.7", "softplus:13", "silu:1.7", "silu:0.3"),
    *("hard_tanh:-2.5,0.3", "hard_shrink:0", "soft_shrink:0.1", "huber:0.1", "huber:30"),
    *("relu_general:0.1,6,1", "relu_general:max_value=6", "relu_general:-0.2,none,-1", "s_relu:0,-1,0,2"),
    *("xielu:2,0.1,3",),
    *("elu:-2", "celu:-0.5", "softplus:-1", "silu:-0.7", "silu:0", "snake:-0.5", "hard_shrink:-1", "hard_tanh:1,1"),
    *("pelu:0.2,7", "isru:9", "isrlu:0.01", "snake:5", "soft_clipping:20", "soft_root_sign:0.3,0.1", "aria2:0.5,7"),
    *("squareplus:0", "smelu:0.01", "star_relu:0.1,2", "penalized_tanh:0", "nlrelu:0.1"),
    *("quantile:0.9", "quantile:0", "expectile:1", "epsilon_insensitive:0", "squared_epsilon_insensitive:3"),
    *("barron:2", "barron:0", "barron:-2", "barron:0.5,3", "wing:3,0.1", "smooth_l1:0.01", "tukey_biweight:0.5"),
    *("gaussian_nll:0.01", "hinge_embedding:-1", "hinge_embedding:-1,3", "smoothed_hinge:0.1"),
    *("mape:-3", "mape:0", "msle:0", "msle:7", "poisson_nll:0", "poisson_nll:3.5", "poisson_nll_rate:0"),
    *("poisson_nll_rate:3.5", "gamma_deviance:0.2", "sparsemax_loss:0"),
    *("sigmoid_cross_entropy_with_logits:0", "sigmoid_cross_entropy_with_logits:0.3"),
    *("sigmoid_cross_entropy_with_logits:1,0.1", "binary_cross_entropy:1,0.1"),
    *("weighted_cross_entropy_with_logits:1,3.7", "weighted_cross_entropy_with_logits:0.3,2.1"),
    *("binary_cross_entropy:0", "binary_cross_entropy:0.3", "brier:0.3"),
    *("sigmoid_focal:alpha=0.25", "sigmoid_focal:0", "sigmoid_focal:0.3,0", "sigmoid_focal:1,0.5,0.9"),
    *("binary_focal:0,2,0.25", "binary_focal:0.3,0", "binary_focal:1,1.5"),
)
ENTRIES = [actplot.get(name) for name in elementwise_names()]
VARIANTS = [variant for entry in ENTRIES for variant in variants(entry)[0 if entry.formulas_given else -1 :]]
CASES = list(dict.fromkeys([*ENTRIES, *VARIANTS, *map(actplot.get, UNUSUAL)]))
TARGETS = (-1.0, 0.0, 0.25, 1.0, 2.5)


def whole_line(function: Function) -> bool:
    """Whether every number belongs to the domain."""
    return bool(np.isinf(function.domain).all())


def within(function: Function, x: np.ndarray, count: int = 4001) -> np.ndarray:
    """The points inside the domain; as many in equal steps where the domain is bounded, its ends left out."""
    low, high = function.domain
    if np.isfinite(high - low):
        return np.linspace(low, high, count)[1:-1]
    return x[(x > low) & (x < high)]
