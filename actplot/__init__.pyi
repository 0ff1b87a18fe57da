"""What the package offers, for editors and type checkers: its names are loaded when they are first used."""

from collections.abc import Mapping, Sequence
from os import PathLike
from typing import Any, Literal, TypeVar, overload

from .catalogue.entry import Entry
from .catalogue.kinds.functions import Activation as Activation
from .catalogue.kinds.functions import Asymptote as Asymptote
from .catalogue.kinds.functions import Function as Function
from .catalogue.kinds.functions import Interval as Interval
from .catalogue.kinds.losses import Loss as Loss
from .catalogue.kinds.random_layers import RandomLayer as RandomLayer
from .catalogue.kinds.vector_functions import VectorFunction as VectorFunction
from .catalogue.kinds.vector_losses import VectorLoss as VectorLoss
from .catalogue.parameter import param as param
from .errors import ActplotError as ActplotError
from .errors import ActplotWarning as ActplotWarning
from .errors import BadInput as BadInput
from .errors import BadOption as BadOption
from .errors import BadParameter as BadParameter
from .errors import BadSpec as BadSpec
from .errors import FormulaError as FormulaError
from .errors import OutputError as OutputError
from .errors import SuppliedError as SuppliedError
from .errors import UnknownName as UnknownName

__version__: str

# Written by `pytest tests/test_typing.py --update`.
_Activation = Literal[
    "abs", "arcsinh", "arctan", "aria2", "bent_identity", "celu", "cloglog", "cos", "cube", "d_silu", "e_swish",
    "elish", "elliott", "elu", "erf", "exponential", "gaussian", "gcu", "gelu", "gelu_tanh", "hard_elish",
    "hard_mish", "hard_shrink", "hard_sigmoid", "hard_silu", "hard_tanh", "identity", "isrlu", "isru", "leaky_relu",
    "lecun_tanh", "lisht", "log1mexp", "log_ndtr", "log_sigmoid", "logish", "mish", "ndtr", "nlrelu", "pelu",
    "penalized_tanh", "phish", "prelu", "quick_gelu", "rectified_tanh", "relu", "relu6", "relu_general",
    "relu_squared", "rrelu", "s_relu", "selu", "serf", "sigmoid", "sign", "silu", "sin", "sinc", "smelu", "smish",
    "snake", "soft_clipping", "soft_root_sign", "soft_shrink", "softplus", "softsign", "sparse_plus",
    "sparse_sigmoid", "sqnl", "square", "squareplus", "star_relu", "step", "symmetric_log", "tanh", "tanh_exp",
    "tanh_shrink", "threshold", "xielu",
]  # fmt: skip
_Loss = Literal[
    "barron", "binary_cross_entropy", "binary_focal", "brier", "cauchy", "charbonnier", "epsilon_insensitive",
    "expectile", "exponential_loss", "gamma_deviance", "gaussian_nll", "geman_mcclure", "half_squared_error", "hinge",
    "hinge_embedding", "huber", "log_cosh", "mae", "mape", "modified_huber", "mse", "msle", "nll", "perceptron",
    "poisson_nll", "poisson_nll_rate", "pseudo_huber", "quantile", "ramp", "savage",
    "sigmoid_cross_entropy_with_logits", "sigmoid_focal", "smooth_l1", "smoothed_hinge", "soft_margin",
    "sparsemax_loss", "squared_epsilon_insensitive", "squared_hinge", "tangent", "tukey_biweight",
    "weighted_cross_entropy_with_logits", "welsch", "wing", "zero_one",
]  # fmt: skip
_VectorFunction = Literal[
    "bilinear", "crelu", "entmax15", "geglu", "glu", "log_softmax", "logmeanexp", "logsumexp", "maxout", "reglu",
    "softmax", "softmin", "sparsemax", "standardize", "swiglu",
]  # fmt: skip
_RandomLayer = Literal[
    "alpha_dropout", "channel_dropout", "dropout", "feature_alpha_dropout", "gaussian_dropout", "gaussian_noise",
    "gumbel_softmax", "random_rrelu",
]  # fmt: skip
_VectorLoss = Literal[
    "categorical_cross_entropy", "categorical_focal", "categorical_hinge", "contrastive", "cosine_distance",
    "cosine_embedding", "cosine_similarity", "cross_entropy", "dice", "generalized_cross_entropy", "generalized_kl",
    "hellinger", "jaccard", "jensen_shannon", "kl_divergence", "log_probability_nll", "margin_ranking",
    "mean_pairwise_squared_error", "multi_margin", "multiclass_hinge", "multiclass_perceptron",
    "multiclass_sparsemax", "multilabel_margin", "multilabel_soft_margin", "poly_loss", "ranking_softmax",
    "softmax_cross_entropy_with_logits", "sparse_categorical_cross_entropy",
    "sparse_softmax_cross_entropy_with_logits", "total_variation", "triplet_margin", "tversky",
]  # fmt: skip
_Kind = Literal["activation", "loss", "vector function", "random layer", "vector loss"]
_Value = float | str | bool | Sequence[float] | None
_Values = Mapping[str, _Value] | None
_Functions = str | PathLike[str] | Mapping[str, Any] | None
_Given = TypeVar("_Given", bound=Entry)

@overload
def get(spec: _Activation, values: _Values = None, variable: str | None = None) -> Activation: ...
@overload
def get(spec: _Loss, values: _Values = None, variable: str | None = None) -> Loss: ...
@overload
def get(spec: _VectorFunction, values: _Values = None, variable: str | None = None) -> VectorFunction: ...
@overload
def get(spec: _RandomLayer, values: _Values = None, variable: str | None = None) -> RandomLayer: ...
@overload
def get(spec: _VectorLoss, values: _Values = None, variable: str | None = None) -> VectorLoss: ...
@overload
def get(spec: _Given, values: _Values = None, variable: str | None = None) -> _Given: ...
@overload
def get(spec: str, values: _Values = None, variable: str | None = None, *, functions: _Functions = None) -> Any:
    """The entry that a text names: `NAME`, `NAME:VALUE,...`, `NAME:PARAMETER=VALUE,...`, `FILE.py:NAME` or a formula.

    `values` are those of the parameters by name, such as `{"alpha": 0.5}`, or of the free symbols of a formula;
    `variable` is a formula's variable; `functions` are a TOML file, or a mapping, that names functions. Raises
    `ActplotError`, also for a name that is none of theirs.
    """

def names(kind: _Kind | None = None) -> tuple[str, ...]:
    """Canonical names in alphabetical order, of one kind or of all."""

_Class = TypeVar("_Class", bound=type[Entry])

def register(cls: _Class) -> _Class:
    """Add a class to the catalogue, under its `name` and `aliases`; `ActplotError` where one is taken."""
