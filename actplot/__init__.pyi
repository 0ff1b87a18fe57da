"""What the package offers, for editors and type checkers: its names are loaded when they are first used."""

from collections.abc import Callable, Mapping, Sequence
from os import PathLike
from typing import Any, Literal, TypeVar, overload

from numpy.typing import NDArray

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
from .python.answers import Cards, Check, Identified, Numbers, SideBySide
from .python.exploring import Page
from .requests.derivations.derive import DeriveRequest
from .requests.figures.compare import CompareRequest
from .requests.figures.diff import DiffRequest
from .requests.figures.grid import GridRequest
from .requests.figures.jacobian import JacobianRequest
from .requests.figures.networks.landscape import LandscapeRequest
from .requests.figures.plot import PlotRequest
from .requests.figures.propagate import PropagateRequest
from .requests.figures.surface import SurfaceRequest
from .requests.figures.sweep import SweepRequest
from .requests.picture import Picture

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
_Named = str | Entry | Callable[..., Any]
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

# The commands that draw, and eval; written by `pytest tests/test_typing.py --update`.
# fmt: off
def compare(
    *names: _Named, param: Mapping[str, float] | str | None = ..., var: str | None = ...,
    range: Sequence[float | str] | NDArray[Any] | str | None = ...,
    ylim: Sequence[float | str] | NDArray[Any] | str | None = ...,
    ylim_derivative: Sequence[float | str] | NDArray[Any] | str | None = ...,
    xscale: Literal["linear", "log", "symlog"] | None = ..., yscale: Literal["linear", "log", "symlog"] | None = ...,
    yscale_derivative: Literal["linear", "log", "symlog"] | None = ..., points: int | None = ...,
    num: int | None = ..., size: Sequence[float | str] | NDArray[Any] | str | None = ...,
    for_: Literal["slide", "paper", "web"] | None = ...,
    paper: Literal["neurips", "icml", "ieee", "acm"] | None = ..., columns: Literal[1, 2] | None = ...,
    dpi: float | None = ..., title: str | None = ..., caption: str | None = ..., alt_text: str | None = ...,
    text: Literal["outlines", "real"] | None = ..., xlabel: str | None = ..., ylabel: str | None = ...,
    ylabel_derivative: str | None = ..., axes: Literal["box", "origin"] | None = ...,
    theme: Literal["light", "dark", "auto"] | None = ..., background: Literal["none"] | None = ...,
    style: Sequence[str] | str | None = ..., no_caption: bool | None = ...,
    derivative: Literal["closed", "finite", "both"] | None = ..., mark: Sequence[str] | str | None = ...,
    legend: bool | None = ..., no_legend: bool | None = ...,
    over: Literal["margin", "logit", "probability", "residual"] | None = ..., order: Literal[1, 2] | None = ...,
    formula: bool | None = ..., zoom: Sequence[float | str] | NDArray[Any] | str | None = ...,
    only: Literal["value", "derivative"] | None = ..., behind: str | None = ..., overlay: bool | None = ...,
    layout: Literal["beside", "stacked"] | None = ..., functions: _Functions = None,
) -> CompareRequest:
    """Functions side by side with their derivatives."""

def plot(
    *names: _Named, param: Mapping[str, float] | str | None = ..., var: str | None = ...,
    range: Sequence[float | str] | NDArray[Any] | str | None = ...,
    ylim: Sequence[float | str] | NDArray[Any] | str | None = ...,
    ylim_derivative: Sequence[float | str] | NDArray[Any] | str | None = ...,
    xscale: Literal["linear", "log", "symlog"] | None = ..., yscale: Literal["linear", "log", "symlog"] | None = ...,
    yscale_derivative: Literal["linear", "log", "symlog"] | None = ..., points: int | None = ...,
    num: int | None = ..., size: Sequence[float | str] | NDArray[Any] | str | None = ...,
    for_: Literal["slide", "paper", "web"] | None = ...,
    paper: Literal["neurips", "icml", "ieee", "acm"] | None = ..., columns: Literal[1, 2] | None = ...,
    dpi: float | None = ..., title: str | None = ..., caption: str | None = ..., alt_text: str | None = ...,
    text: Literal["outlines", "real"] | None = ..., xlabel: str | None = ..., ylabel: str | None = ...,
    ylabel_derivative: str | None = ..., axes: Literal["box", "origin"] | None = ...,
    theme: Literal["light", "dark", "auto"] | None = ..., background: Literal["none"] | None = ...,
    style: Sequence[str] | str | None = ..., no_caption: bool | None = ...,
    derivative: Literal["closed", "finite", "both"] | None = ..., mark: Sequence[str] | str | None = ...,
    legend: bool | None = ..., no_legend: bool | None = ...,
    over: Literal["margin", "logit", "probability", "residual"] | None = ..., order: Literal[1, 2] | None = ...,
    formula: bool | None = ..., zoom: Sequence[float | str] | NDArray[Any] | str | None = ...,
    only: Literal["value", "derivative"] | None = ..., behind: str | None = ..., vary: int | None = ...,
    at: Sequence[float] | NDArray[Any] | float | str | None = ..., target: Any | None = ...,
    layout: Literal["one", "beside", "stacked"] | None = ...,
    tangent: Sequence[float] | NDArray[Any] | float | str | None = ..., simplex: bool | None = ...,
    functions: _Functions = None,
) -> PlotRequest:
    """One figure per function, each in its own way; `split` gives the single ones, which are what can be drawn."""

def sweep(
    *names: _Named, param: Mapping[str, float] | str | None = ..., var: str | None = ...,
    range: Sequence[float | str] | NDArray[Any] | str | None = ...,
    ylim: Sequence[float | str] | NDArray[Any] | str | None = ...,
    ylim_derivative: Sequence[float | str] | NDArray[Any] | str | None = ...,
    xscale: Literal["linear", "log", "symlog"] | None = ..., yscale: Literal["linear", "log", "symlog"] | None = ...,
    yscale_derivative: Literal["linear", "log", "symlog"] | None = ..., points: int | None = ...,
    num: int | None = ..., steps: int | None = ..., size: Sequence[float | str] | NDArray[Any] | str | None = ...,
    for_: Literal["slide", "paper", "web"] | None = ...,
    paper: Literal["neurips", "icml", "ieee", "acm"] | None = ..., columns: Literal[1, 2] | None = ...,
    dpi: float | None = ..., title: str | None = ..., caption: str | None = ..., alt_text: str | None = ...,
    text: Literal["outlines", "real"] | None = ..., xlabel: str | None = ..., ylabel: str | None = ...,
    ylabel_derivative: str | None = ..., axes: Literal["box", "origin"] | None = ...,
    theme: Literal["light", "dark", "auto"] | None = ..., background: Literal["none"] | None = ...,
    style: Sequence[str] | str | None = ..., no_caption: bool | None = ...,
    derivative: Literal["closed", "finite", "both"] | None = ..., mark: Sequence[str] | str | None = ...,
    legend: bool | None = ..., no_legend: bool | None = ...,
    over: Literal["margin", "logit", "probability", "residual"] | None = ..., order: Literal[1, 2] | None = ...,
    formula: bool | None = ..., zoom: Sequence[float | str] | NDArray[Any] | str | None = ...,
    only: Literal["value", "derivative"] | None = ..., at: Sequence[float] | NDArray[Any] | float | str | None = ...,
    functions: _Functions = None,
) -> SweepRequest:
    """One function at several values of one parameter, or of two."""

def grid(
    *names: _Named, param: Mapping[str, float] | str | None = ..., var: str | None = ...,
    range: Sequence[float | str] | NDArray[Any] | str | None = ...,
    ylim: Sequence[float | str] | NDArray[Any] | str | None = ...,
    ylim_derivative: Sequence[float | str] | NDArray[Any] | str | None = ...,
    xscale: Literal["linear", "log", "symlog"] | None = ..., yscale: Literal["linear", "log", "symlog"] | None = ...,
    yscale_derivative: Literal["linear", "log", "symlog"] | None = ..., points: int | None = ...,
    num: int | None = ..., where: Sequence[str] | str | None = ...,
    kind: Literal["activation", "loss", "vector function", "random layer", "vector loss"] | None = ...,
    family: str | PathLike[str] | None = ..., framework: str | PathLike[str] | None = ...,
    size: Sequence[float | str] | NDArray[Any] | str | None = ...,
    for_: Literal["slide", "paper", "web"] | None = ...,
    paper: Literal["neurips", "icml", "ieee", "acm"] | None = ..., columns: Literal[1, 2] | None = ...,
    dpi: float | None = ..., title: str | None = ..., caption: str | None = ..., alt_text: str | None = ...,
    text: Literal["outlines", "real"] | None = ..., across: int | None = ..., page: int | None = ...,
    xlabel: str | None = ..., ylabel: str | None = ..., ylabel_derivative: str | None = ...,
    axes: Literal["box", "origin"] | None = ..., theme: Literal["light", "dark", "auto"] | None = ...,
    background: Literal["none"] | None = ..., style: Sequence[str] | str | None = ..., no_caption: bool | None = ...,
    derivative: Literal["closed", "finite", "both"] | None = ..., mark: Sequence[str] | str | None = ...,
    no_legend: bool | None = ..., over: Literal["margin", "logit", "probability", "residual"] | None = ...,
    order: Literal[1, 2] | None = ..., only: Literal["value", "derivative"] | None = ...,
    scales: Literal["shared", "own"] | None = ..., functions: _Functions = None,
) -> GridRequest:
    """Small multiples: functions that are named or chosen, in cells with shared axes or their own."""

def diff(
    *names: _Named, param: Mapping[str, float] | str | None = ..., var: str | None = ...,
    range: Sequence[float | str] | NDArray[Any] | str | None = ...,
    ylim: Sequence[float | str] | NDArray[Any] | str | None = ...,
    xscale: Literal["linear", "log", "symlog"] | None = ..., yscale: Literal["linear", "log", "symlog"] | None = ...,
    points: int | None = ..., num: int | None = ..., size: Sequence[float | str] | NDArray[Any] | str | None = ...,
    for_: Literal["slide", "paper", "web"] | None = ...,
    paper: Literal["neurips", "icml", "ieee", "acm"] | None = ..., columns: Literal[1, 2] | None = ...,
    dpi: float | None = ..., title: str | None = ..., caption: str | None = ..., alt_text: str | None = ...,
    text: Literal["outlines", "real"] | None = ..., xlabel: str | None = ...,
    axes: Literal["box", "origin"] | None = ..., theme: Literal["light", "dark", "auto"] | None = ...,
    background: Literal["none"] | None = ..., style: Sequence[str] | str | None = ..., no_caption: bool | None = ...,
    legend: bool | None = ..., no_legend: bool | None = ..., layout: Literal["stacked", "beside"] | None = ...,
    functions: _Functions = None,
) -> DiffRequest:
    """Two functions above their difference."""

def propagate(
    *names: _Named, param: Mapping[str, float] | str | None = ..., var: str | None = ..., layers: int | None = ...,
    gain: float | str | None = ..., residual: bool | None = ..., width: int | None = ..., seeds: int | None = ...,
    size: Sequence[float | str] | NDArray[Any] | str | None = ...,
    for_: Literal["slide", "paper", "web"] | None = ...,
    paper: Literal["neurips", "icml", "ieee", "acm"] | None = ..., columns: Literal[1, 2] | None = ...,
    dpi: float | None = ..., title: str | None = ..., caption: str | None = ..., alt_text: str | None = ...,
    text: Literal["outlines", "real"] | None = ..., theme: Literal["light", "dark", "auto"] | None = ...,
    background: Literal["none"] | None = ..., style: Sequence[str] | str | None = ..., no_caption: bool | None = ...,
    legend: bool | None = ..., no_legend: bool | None = ..., functions: _Functions = None,
) -> PropagateRequest:
    """Activations, gradients and the correlation of two inputs, layer by layer."""

def jacobian(
    *names: _Named, param: Mapping[str, float] | str | None = ..., var: str | None = ...,
    at: Sequence[float] | NDArray[Any] | float | str | None = ...,
    size: Sequence[float | str] | NDArray[Any] | str | None = ...,
    for_: Literal["slide", "paper", "web"] | None = ...,
    paper: Literal["neurips", "icml", "ieee", "acm"] | None = ..., columns: Literal[1, 2] | None = ...,
    dpi: float | None = ..., title: str | None = ..., caption: str | None = ..., alt_text: str | None = ...,
    text: Literal["outlines", "real"] | None = ..., theme: Literal["light", "dark", "auto"] | None = ...,
    background: Literal["none"] | None = ..., style: Sequence[str] | str | None = ..., no_caption: bool | None = ...,
    functions: _Functions = None,
) -> JacobianRequest:
    """The Jacobian of a function of vectors, or of one variable applied to each number of a vector."""

def surface(
    *names: _Named, param: Mapping[str, float] | str | None = ..., var: str | None = ..., data: str | None = ...,
    x: Sequence[str] | str | None = ..., y: str | None = ..., weights: Sequence[str] | str | None = ...,
    fix: Mapping[str, float] | str | None = ..., view: Literal["contour", "3d"] | None = ...,
    reduction: Literal["mean", "sum"] | None = ..., range: Sequence[float | str] | NDArray[Any] | str | None = ...,
    ylim: Sequence[float | str] | NDArray[Any] | str | None = ..., descend: bool | None = ...,
    start: Sequence[Sequence[float]] | NDArray[Any] | str | None = ...,
    learning_rate: Sequence[float] | NDArray[Any] | float | str | None = ..., steps: int | None = ...,
    momentum: float | None = ..., beside: Sequence[str] | str | None = ...,
    size: Sequence[float | str] | NDArray[Any] | str | None = ...,
    for_: Literal["slide", "paper", "web"] | None = ...,
    paper: Literal["neurips", "icml", "ieee", "acm"] | None = ..., columns: Literal[1, 2] | None = ...,
    dpi: float | None = ..., title: str | None = ..., caption: str | None = ..., alt_text: str | None = ...,
    text: Literal["outlines", "real"] | None = ..., theme: Literal["light", "dark", "auto"] | None = ...,
    background: Literal["none"] | None = ..., style: Sequence[str] | str | None = ..., no_caption: bool | None = ...,
    functions: _Functions = None,
) -> SurfaceRequest:
    """The loss over two weights as contours or in three dimensions, with the paths of gradient descent."""

def landscape(
    *names: _Named, param: Mapping[str, float] | str | None = ..., var: str | None = ..., layers: int | None = ...,
    width: int | None = ..., seed: int | None = ..., range: Sequence[float | str] | NDArray[Any] | str | None = ...,
    xor: bool | None = ..., size: Sequence[float | str] | NDArray[Any] | str | None = ...,
    for_: Literal["slide", "paper", "web"] | None = ...,
    paper: Literal["neurips", "icml", "ieee", "acm"] | None = ..., columns: Literal[1, 2] | None = ...,
    dpi: float | None = ..., title: str | None = ..., caption: str | None = ..., alt_text: str | None = ...,
    text: Literal["outlines", "real"] | None = ..., theme: Literal["light", "dark", "auto"] | None = ...,
    background: Literal["none"] | None = ..., style: Sequence[str] | str | None = ..., no_caption: bool | None = ...,
    no_legend: bool | None = ..., functions: _Functions = None,
) -> LandscapeRequest:
    """One panel for each function, of networks with the same weights."""

def derive(
    *names: _Named, param: Mapping[str, float] | str | None = ..., var: str | None = ..., route: str | None = ...,
    order: Literal[1, 2] | None = ..., model: Literal["linear"] | None = ..., data: str | None = ...,
    x: Sequence[str] | str | None = ..., y: str | None = ..., explain: bool | None = ..., check: bool | None = ...,
    steps: int | Sequence[int] | str | None = ..., blank: Sequence[int | str] | int | str | None = ...,
    frame: int | None = ..., size: Sequence[float | str] | NDArray[Any] | str | None = ...,
    for_: Literal["slide", "paper", "web"] | None = ...,
    paper: Literal["neurips", "icml", "ieee", "acm"] | None = ..., columns: Literal[1, 2] | None = ...,
    dpi: float | None = ..., title: str | None = ..., caption: str | None = ..., alt_text: str | None = ...,
    text: Literal["outlines", "real"] | None = ..., theme: Literal["light", "dark", "auto"] | None = ...,
    background: Literal["none"] | None = ..., style: Sequence[str] | str | None = ..., functions: _Functions = None,
) -> DeriveRequest:
    """The lines that lead from a function to its derivative, or to the derivatives of a vector's components."""

def eval(
    *names: _Named, param: Mapping[str, float] | str | None = ..., var: str | None = ...,
    at: Sequence[Any] | NDArray[Any] | Mapping[str, float] | float | str | None = ...,
    range: Sequence[float | str] | NDArray[Any] | str | None = ..., num: int | None = ..., points: int | None = ...,
    prediction: Sequence[Any] | NDArray[Any] | Mapping[str, float] | float | str | None = ...,
    target: Sequence[Any] | NDArray[Any] | Mapping[str, float] | float | str | None = ...,
    data: str | PathLike[str] | None = ..., x: Sequence[str] | str | None = ..., y: str | None = ...,
    reduction: str | PathLike[str] | None = ..., dtype: Literal["float32", "float64"] | None = ...,
    order: Literal[0, 1, 2] | None = ..., finite: bool | None = ..., functions: _Functions = None,
) -> Numbers:
    """Values and derivatives of some functions, as numbers."""
# fmt: on

def explore(
    *names: _Named,
    param: Mapping[str, float] | str | None = ...,
    var: str | None = ...,
    range: Sequence[float | str] | NDArray[Any] | str | None = ...,
    at: float | None = ...,
    order: Literal[1, 2] | None = ...,
    title: str | None = ...,
    theme: Literal["auto", "light", "dark"] | None = ...,
    functions: _Functions = None,
) -> Page:
    """Functions of one variable on a page of their own."""

def draw(line: str, *, functions: _Functions = None) -> Picture:
    """The picture that a command line asks for, such as `compare gelu silu --theme dark`."""

def check(
    *names: _Named,
    derivative: _Named | None = None,
    formula: _Named | None = None,
    dtype: str | Sequence[str] | None = None,
    all: bool = False,
    jobs: int | None = 1,
    param: Mapping[str, float] | None = None,
    var: str | None = None,
    functions: _Functions = None,
) -> Check:
    """Hold closed forms, and what you claim, against finite differences and formulas."""

def identify(
    name: _Named, *, param: Mapping[str, float] | None = None, var: str | None = None, functions: _Functions = None
) -> Identified:
    """Say which known function this is: at some parameters, up to scale and shift, or as a derivative."""

def show(
    *names: _Named, param: Mapping[str, float] | None = None, var: str | None = None, functions: _Functions = None
) -> Cards:
    """The fact card of each function."""

def table(
    *names: _Named,
    columns: str | Sequence[str] | None = None,
    where: str | Sequence[str] | None = None,
    kind: str | None = None,
    family: str | None = None,
    framework: str | None = None,
    param: Mapping[str, float] | None = None,
    var: str | None = None,
    functions: _Functions = None,
) -> SideBySide:
    """Facts of several functions side by side: of those that are named, then of those that the catalogue has."""
