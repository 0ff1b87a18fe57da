"""PyTorch's names."""

from .spelling import REQUIRED, Spelling, Switch
from .variants import (
    FullPoissonNll,
    PoissonRateWithEpsilon,
    TorchBinaryCrossEntropy,
    TorchGaussianNll,
    TorchSmoothL1,
    TorchSoftplus,
)

TITLE = "PyTorch"
VERSION = "2.13.0"


def _layer(layer: str, function: str, *others: str) -> tuple[str, ...]:
    """A module, the function that it applies, and more paths."""
    return (f"torch.nn.{layer}", f"torch.nn.functional.{function}", *others)


_LIMITS = {"lower": 0.125, "upper": 1 / 3}

SPELLINGS = (
    Spelling(("torch.nn.Identity",), "identity"),
    Spelling(_layer("Sigmoid", "sigmoid", "torch.sigmoid", "torch.special.expit"), "sigmoid"),
    Spelling(_layer("LogSigmoid", "logsigmoid"), "log_sigmoid"),
    Spelling(_layer("Tanh", "tanh", "torch.tanh"), "tanh"),
    Spelling(_layer("ReLU", "relu", "torch.relu", "torch.nn.functional.relu_"), "relu"),
    Spelling(_layer("ReLU6", "relu6"), "relu6"),
    Spelling(
        _layer("LeakyReLU", "leaky_relu", "torch.nn.functional.leaky_relu_"), "leaky_relu", {"negative_slope": 0.01}
    ),
    Spelling(("torch.nn.PReLU",), "prelu", {"init": 0.25}, {"init": "negative_slope"}),
    Spelling(
        ("torch.nn.functional.prelu", "torch.prelu"),
        "prelu",
        {"weight": REQUIRED},
        {"weight": "negative_slope"},
        code={"weight": "weight=x.new_tensor({})"},
    ),
    Spelling(_layer("RReLU", "rrelu", "torch.nn.functional.rrelu_"), "rrelu", _LIMITS, note="In evaluation mode."),
    Spelling(_layer("ELU", "elu", "torch.nn.functional.elu_"), "elu", {"alpha": 1}),
    Spelling(_layer("CELU", "celu", "torch.nn.functional.celu_"), "celu", {"alpha": 1}),
    Spelling(_layer("SELU", "selu", "torch.nn.functional.selu_"), "selu"),
    Spelling(_layer("GELU", "gelu"), "gelu", switch=Switch("approximate", {"none": "gelu", "tanh": "gelu_tanh"})),
    Spelling(_layer("SiLU", "silu"), "silu", fixed={"beta": 1}),
    Spelling(_layer("Mish", "mish"), "mish"),
    Spelling(
        _layer("Softplus", "softplus"),
        TorchSoftplus,
        {"beta": 1, "threshold": 20},
        note="PyTorch returns x itself where βx is above its threshold.",
    ),
    Spelling(_layer("Softsign", "softsign"), "softsign"),
    Spelling(_layer("Hardsigmoid", "hardsigmoid"), "hard_sigmoid", note="Its slope is 1/6 rounded to float32."),
    Spelling(_layer("Hardswish", "hardswish"), "hard_silu"),
    Spelling(
        _layer("Hardtanh", "hardtanh", "torch.nn.functional.hardtanh_"), "hard_tanh", {"min_val": -1, "max_val": 1}
    ),
    Spelling(_layer("Hardshrink", "hardshrink", "torch.hardshrink"), "hard_shrink", {"lambd": 0.5}),
    Spelling(_layer("Softshrink", "softshrink"), "soft_shrink", {"lambd": 0.5}),
    Spelling(_layer("Tanhshrink", "tanhshrink"), "tanh_shrink"),
    Spelling(
        _layer("Threshold", "threshold", "torch.threshold", "torch.nn.functional.threshold_"),
        "threshold",
        {"threshold": REQUIRED, "value": REQUIRED},
    ),
    Spelling(
        ("torch.heaviside",),
        "step",
        {"values": REQUIRED},
        {"values": "at_zero"},
        code={"values": "values=x.new_tensor({})"},
        note="Without a gradient.",
    ),
    Spelling(("torch.sign", "torch.sgn"), "sign"),
    Spelling(("torch.abs", "torch.absolute"), "abs"),
    Spelling(("torch.exp",), "exponential"),
    Spelling(("torch.sin",), "sin"),
    Spelling(("torch.cos",), "cos"),
    Spelling(("torch.erf", "torch.special.erf"), "erf"),
    Spelling(("torch.square",), "square"),
    Spelling(("torch.atan", "torch.arctan"), "arctan"),
    Spelling(("torch.asinh", "torch.arcsinh"), "arcsinh"),
    Spelling(("torch.special.ndtr",), "ndtr"),
    Spelling(("torch.special.log_ndtr",), "log_ndtr"),
    Spelling(_layer("MSELoss", "mse_loss"), "mse"),
    Spelling(_layer("L1Loss", "l1_loss"), "mae"),
    Spelling(_layer("HuberLoss", "huber_loss"), "huber", {"delta": 1}),
    Spelling(_layer("SmoothL1Loss", "smooth_l1_loss"), TorchSmoothL1, {"beta": 1}),
    Spelling(
        _layer("GaussianNLLLoss", "gaussian_nll_loss"),
        TorchGaussianNll,
        {"full": False, "eps": 1e-6},
        note="The gradient for the variance passes through its floor.",
    ),
    Spelling(
        _layer("PoissonNLLLoss", "poisson_nll_loss"),
        FullPoissonNll,
        {"log_input": None, "full": False, "eps": 1e-8},
        switch=Switch("log_input", {"true": FullPoissonNll, "false": PoissonRateWithEpsilon}),
    ),
    Spelling(
        _layer("BCEWithLogitsLoss", "binary_cross_entropy_with_logits"),
        "sigmoid_cross_entropy_with_logits",
        switch=Switch(
            "pos_weight", {"none": "sigmoid_cross_entropy_with_logits"}, "weighted_cross_entropy_with_logits"
        ),
        code={"pos_weight": "pos_weight=torch.tensor({})"},
    ),
    Spelling(
        _layer("BCELoss", "binary_cross_entropy"),
        TorchBinaryCrossEntropy,
        note="PyTorch clamps each logarithm at −100, and divides by at least 1e-12 in the gradient.",
    ),
    Spelling(
        _layer("SoftMarginLoss", "soft_margin_loss"),
        "soft_margin",
        note="Overflows in PyTorch for margins below −709.78 in float64 and −88.72 in float32.",
    ),
    Spelling(_layer("HingeEmbeddingLoss", "hinge_embedding_loss"), "hinge_embedding", {"margin": 1}),
)
