"""PyTorch's names."""

from ....catalogue.call import ELEMENTS
from ....catalogue.kinds.array_axes import LAST_OF_TWO
from ..meanings import Variant
from ..spelling import REQUIRED, Axis, Spelling, Switch

TITLE = "PyTorch"
VERSION = "2.13.0"


def _layer(layer: str, function: str, *others: str) -> tuple[str, ...]:
    """A module, the function that it applies, and more paths."""
    return (f"torch.nn.{layer}", f"torch.nn.functional.{function}", *others)


_LIMITS = {"lower": 0.125, "upper": 1 / 3}
_LAST = ("dim=-1",)
_IMPLICIT = {"dim": Axis(None, LAST_OF_TWO)}
_EACH = ("reduction='none'",)
_PAIR = ("prediction", "target")
_TRIPLET = ("prediction", "target[..., 0, :]", "target[..., 1, :]")
_WEIGHT = {"weight": "weight=prediction.new_tensor({})"}
_NUMBERS = "torch.where(target > 0, torch.arange(1, target.shape[-1] + 1), 0).sort(-1, descending=True).values - 1"
_DROPPED = "With p = 1 everything is dropped. Equal seeds draw other numbers there."
_CHANNELS = "A channel of PyTorch is all that follows its axis; here it is a vector along the last one."

_UNIT = {"temperature": 1}
_VECTORS = (
    Spelling(
        _layer("Softmax", "softmax", "torch.softmax", "torch.special.softmax"),
        "softmax",
        _IMPLICIT,
        fixed=_UNIT,
        data=("x",),
        always=_LAST,
    ),
    Spelling(
        ("torch.nn.Softmax2d",),
        "softmax",
        fixed=_UNIT,
        data=("x[..., None, None]",),
        order="images",
        after="[..., 0, 0]",
        note="Over the channels of images, the third axis from the end.",
    ),
    Spelling(
        _layer("LogSoftmax", "log_softmax", "torch.log_softmax", "torch.special.log_softmax"),
        "log_softmax",
        _IMPLICIT,
        fixed=_UNIT,
        data=("x",),
        always=_LAST,
    ),
    Spelling(_layer("Softmin", "softmin"), "softmin", _IMPLICIT, data=("x",), always=_LAST),
    Spelling(_layer("GLU", "glu"), "glu", {"dim": Axis()}, data=("x",)),
    Spelling(("torch.logsumexp", "torch.special.logsumexp"), "logsumexp", {"dim": Axis()}, data=("x",), always=_LAST),
    Spelling(
        _layer("Dropout", "dropout"),
        "dropout",
        {"p": 0.5},
        {"p": "rate"},
        data=("x",),
        note=_DROPPED,
    ),
    Spelling(
        (
            *(f"torch.nn.Dropout{count}d" for count in (1, 2, 3)),
            *(f"torch.nn.functional.dropout{count}d" for count in (1, 2, 3)),
        ),
        "channel_dropout",
        {"p": 0.5},
        {"p": "rate"},
        data=("x",),
        note=f"{_CHANNELS} {_DROPPED}",
    ),
    Spelling(("torch.nn.AlphaDropout",), "alpha_dropout", {"p": 0.5}, {"p": "rate"}, data=("x",), note=_DROPPED),
    Spelling(
        ("torch.nn.functional.alpha_dropout",),
        "alpha_dropout",
        {"p": 0.5},
        {"p": "rate"},
        data=("x",),
        always=("training=True",),
        note=f"Without training=True it does nothing. {_DROPPED}",
    ),
    Spelling(
        ("torch.nn.FeatureAlphaDropout",),
        "feature_alpha_dropout",
        {"p": 0.5},
        {"p": "rate"},
        data=("x",),
        note=f"{_CHANNELS} {_DROPPED}",
    ),
    Spelling(
        ("torch.nn.functional.feature_alpha_dropout",),
        "feature_alpha_dropout",
        {"p": 0.5},
        {"p": "rate"},
        data=("x",),
        always=("training=True",),
        note=f"Without training=True it does nothing. {_CHANNELS} {_DROPPED}",
    ),
    Spelling(
        ("torch.nn.functional.gumbel_softmax",),
        "gumbel_softmax",
        {"tau": 1, "hard": False, "dim": Axis()},
        data=("x",),
        always=_LAST,
        note="Draws in evaluation too. Equal seeds draw other numbers there.",
    ),
)

_VECTOR_LOSSES = (
    Spelling(
        _layer("CrossEntropyLoss", "cross_entropy"),
        "cross_entropy",
        {"weight": None, "ignore_index": -100, "label_smoothing": 0},
        data=_PAIR,
        always=_EACH,
        code=_WEIGHT,
        note="With distributions as target it is softmax_cross_entropy_with_logits. The mean, its default reduction, "
        "divides by the sum of the weights of the true classes.",
    ),
    Spelling(
        _layer("NLLLoss", "nll_loss", "torch.nn.NLLLoss2d"),
        "log_probability_nll",
        {"weight": None, "ignore_index": -100},
        data=_PAIR,
        order="log p, target",
        always=_EACH,
        code=_WEIGHT,
        note="Takes log-probabilities such as log_softmax gives, not the probability that the entry nll takes.",
    ),
    Spelling(
        _layer("KLDivLoss", "kl_div"),
        "kl_divergence",
        {"log_target": None},
        fixed={"log_prediction": 1},
        switch=Switch("log_target", {"false": "kl_divergence", "true": Variant("KullbackLeiblerOfLogs")}),
        data=_PAIR,
        order="log q, p",
        always=_EACH,
        after=".sum(-1)",
        over=ELEMENTS,
        note="With log_target=True log p in place of p. Its default reduction, the mean, is over every "
        "element; batchmean is the mean over the rows, or over the numbers of a single vector. "
        "nan where log q = −∞ and p = 0.",
    ),
    Spelling(
        _layer("MultiMarginLoss", "multi_margin_loss"),
        "multi_margin",
        {"p": 1, "margin": 1, "weight": None},
        data=_PAIR,
        always=_EACH,
        code=_WEIGHT,
    ),
    Spelling(
        _layer("MultiLabelMarginLoss", "multilabel_margin_loss"),
        "multilabel_margin",
        data=("prediction", _NUMBERS),
        order="prediction, numbers of the classes that apply",
        always=_EACH,
        note="Its target is the numbers of the classes that apply, filled up with −1.",
    ),
    Spelling(
        _layer("MultiLabelSoftMarginLoss", "multilabel_soft_margin_loss"),
        "multilabel_soft_margin",
        {"weight": None},
        data=_PAIR,
        always=_EACH,
        code=_WEIGHT,
    ),
    Spelling(
        _layer("CosineEmbeddingLoss", "cosine_embedding_loss"),
        Variant("TorchCosineEmbedding"),
        {"margin": 0},
        data=(*_PAIR, "prediction.new_full(prediction.shape[:-1], {label})"),
        order="first vectors, second vectors, labels",
        always=_EACH,
        note="Adds 1e-12 to each squared length.",
    ),
    Spelling(
        ("torch.nn.functional.cosine_similarity", "torch.cosine_similarity", "torch.nn.CosineSimilarity"),
        Variant("TorchCosineSimilarity"),
        {"dim": Axis(1), "eps": 1e-8},
        data=_PAIR,
        always=_LAST,
        note="Each length is at least eps.",
    ),
    Spelling(
        _layer("MarginRankingLoss", "margin_ranking_loss"),
        "margin_ranking",
        {"margin": 0},
        data=("prediction[..., 0]", "prediction[..., 1]", "target"),
        order="first scores, second scores, labels",
        always=_EACH,
    ),
    Spelling(
        _layer("TripletMarginLoss", "triplet_margin_loss"),
        "triplet_margin",
        {"margin": 1, "p": 2, "eps": 1e-6, "swap": None},
        above={"margin": 0},
        switch=Switch("swap", {"false": "triplet_margin", "true": Variant("TorchTripletSwap")}),
        data=_TRIPLET,
        order="anchor, positive, negative",
        always=_EACH,
    ),
)

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
        Variant("TorchSoftplus"),
        {"beta": 1, "threshold": 20},
        note="PyTorch returns x itself where βx is above its threshold.",
    ),
    Spelling(_layer("Softsign", "softsign"), "softsign"),
    Spelling(_layer("Hardsigmoid", "hardsigmoid"), "hard_sigmoid", note="Its slope is 1/6 rounded to float32."),
    Spelling(_layer("Hardswish", "hardswish"), "hard_silu"),
    Spelling(
        _layer("Hardtanh", "hardtanh", "torch.nn.functional.hardtanh_"),
        "hard_tanh",
        {"min_val": -1, "max_val": 1},
        apart=("min_val", "max_val"),
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
    Spelling(_layer("SmoothL1Loss", "smooth_l1_loss"), Variant("TorchSmoothL1"), {"beta": 1}),
    Spelling(
        _layer("GaussianNLLLoss", "gaussian_nll_loss"),
        Variant("TorchGaussianNll"),
        {"full": False, "eps": 1e-6},
        data=(*_PAIR, "torch.full_like(target, {variance})"),
        order="prediction, target, variances",
        note="The gradient for the variance passes through its floor.",
    ),
    Spelling(
        _layer("PoissonNLLLoss", "poisson_nll_loss"),
        "poisson_nll",
        {"log_input": None, "full": False, "eps": 1e-8},
        switch=Switch("log_input", {"true": "poisson_nll", "false": Variant("PoissonRateWithEpsilon")}),
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
        Variant("TorchBinaryCrossEntropy"),
        note="PyTorch clamps each logarithm at −100, and divides by at least 1e-12 in the gradient.",
    ),
    Spelling(
        _layer("SoftMarginLoss", "soft_margin_loss"),
        "soft_margin",
        note="Overflows in PyTorch for margins below −709.78 in float64 and −88.72 in float32.",
    ),
    Spelling(_layer("HingeEmbeddingLoss", "hinge_embedding_loss"), "hinge_embedding", {"margin": 1}),
    *_VECTORS,
    *_VECTOR_LOSSES,
)
