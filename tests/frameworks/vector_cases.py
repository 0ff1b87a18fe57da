"""What a framework is asked about functions and losses of vectors: settings and batches of vectors and targets."""

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from frameworks.spoken_cases import DTYPES, EVERY_NAME

from actplot.catalogue.registry import ELEMENTWISE
from actplot.errors import ActplotError
from actplot.spec.dialects.spelling import REQUIRED

VECTOR_NAMES = [one for one in EVERY_NAME if one.canonical.kind not in ELEMENTWISE]
FUNCTIONS = [one for one in VECTOR_NAMES if one.canonical.kind == "vector function"]
LOSSES = [one for one in VECTOR_NAMES if one.canonical.kind == "vector loss"]
LAYERS = [one for one in VECTOR_NAMES if one.canonical.kind == "random layer"]
ROWS, CLASSES = 24, 4
NUMBERS = (0.0, 1e-3, 0.3, 1.7, 3.0)
SMALL = np.array([1.0, 1e-2, 1e-4, 1e-9, 1e-12])  # lengths of short vectors


def settings_of(spoken):
    """The defaults, and combinations of a few other numbers for each setting."""
    own = [parameter for parameter in spoken.declared if parameter.name != "seed" and parameter.attribute != "axis"]
    choices = [_choices(spoken, parameter) for parameter in own]
    joined = [{name: n for part in parts for name, n in part.items()} for parts in itertools.product(*choices)]
    return [given for given in joined if _is_allowed(spoken, given)]


def _choices(spoken, parameter):
    first = {parameter.name: 0.5} if spoken.spelling.settings.get(parameter.name) is REQUIRED else {}
    if parameter.many:
        return [{}, {parameter.name: (0.5, 2.0, 0.0, 1.0)}]
    if parameter.name in ("ignore_index", "ignore_class"):
        return [{}, {parameter.name: 1.0}]
    numbers = parameter.words.values() or parameter.one_of or NUMBERS
    return [first, *({parameter.name: n} for n in numbers if parameter.accepts(n) and n != parameter.default)]


def _is_allowed(spoken, given):
    try:
        spoken.with_parameters(given)
    except ActplotError:
        return False
    return True


def vectors(dtype):
    """Scores: usual ones, large ones, ties, and vectors that are all alike."""
    random = np.random.default_rng(1)
    x = random.normal(size=(ROWS, CLASSES)) * 2
    x[1], x[2], x[3, :2], x[4] = x[1] * 20, 0.0, x[3, 2], np.round(x[4])
    x[5] = [1, 0, 0, 0]
    return x.astype(dtype)


def data_for(loss, dtype):
    """Predictions and targets of every kind that a loss takes."""
    random = np.random.default_rng(2)
    x = vectors(dtype)[:, : loss.length or CLASSES]
    return {"prediction": _prediction(loss, x, random, dtype), "target": _target(loss, x, random, dtype)}


def _distributions(random, dtype):
    p = random.dirichlet(np.ones(CLASSES), ROWS)
    p[0], p[1], p[2] = [1, 0, 0, 0], [0.5, 0, 0.5, 0], [0.25] * CLASSES
    return p.astype(dtype)


def _prediction(loss, x, random, dtype):
    if loss.takes == "probabilities" and loss.target_kind == "shares":
        return np.vstack([_distributions(random, dtype)[:2], random.random((ROWS - 2, CLASSES)).astype(dtype)])
    if loss.takes == "probabilities":
        p = random.dirichlet(np.full(CLASSES, 0.3), ROWS) + 1e-12
        p[0], p[1], p[2], p[3] = [0.5, 0.5, 0.5, 0.5], [1e-9, 0.5, 0.3, 0.2], [0.7, 0.1, 0.1, 0.1], [0.25] * CLASSES
        return p.astype(dtype)
    if loss.takes == "log-probabilities":
        return np.log(random.dirichlet(np.ones(CLASSES), ROWS)).astype(dtype)
    if loss.takes == "vectors":
        x[6 : 6 + len(SMALL)] *= SMALL[:, None].astype(dtype)
    return x


def _target(loss, x, random, dtype):
    made = {
        "class": lambda: random.integers(0, CLASSES, ROWS),
        "label": lambda: random.choice([-1.0, 1.0], ROWS).astype(dtype),
        "multilabel": lambda: random.integers(0, 2, x.shape).astype(dtype),
        "shares": lambda: np.vstack(
            [np.round(random.random((ROWS // 2, CLASSES))), random.random((ROWS // 2, CLASSES))]
        ),
        "pair": lambda: random.normal(size=(ROWS, 2, CLASSES)).astype(dtype),
        "distribution": lambda: _labels(loss, random, dtype),
        "vector": lambda: _other(loss, x, random, dtype),
    }
    target = made[loss.target_kind]()
    return target.astype(dtype) if target.dtype.kind == "f" else target


def _labels(loss, random, dtype):
    labels = _distributions(random, dtype)
    if loss.takes == "logits":
        labels[3] *= 2  # which is no distribution
    if "hinge" in loss.name.lower():
        return np.eye(CLASSES)[random.integers(0, CLASSES, ROWS)].astype(dtype)
    return labels


def _other(loss, x, random, dtype):
    if loss.takes == "log-probabilities":
        return np.log(random.dirichlet(np.ones(CLASSES), ROWS)).astype(dtype)
    if loss.takes == "scores":
        return random.integers(0, 4, x.shape).astype(dtype)
    target = random.normal(size=x.shape).astype(dtype)
    target[0] = x[0]
    return target


def departures_of(spoken, given, dtype, order, x):
    """By how much more than usual a framework is off, and the vectors for which it gives something else."""
    factor, skipped = 1.0, np.zeros(x.shape[:-1], bool)
    for one in DEPARTURES:
        if re.fullmatch(one.names, spoken.path) and order in one.orders and dtype in one.dtypes:
            factor = max(factor, one.factor(given))
            skipped = skipped | one.where(x, given)
    return factor, skipped


@dataclass(frozen=True)
class Departure:
    """Where a framework is farther from the dialect than rounding explains."""

    names: str  # pattern of paths
    why: str
    orders: tuple[int, ...] = (0, 1)
    dtypes: tuple[str, ...] = DTYPES
    factor: Callable = lambda given: 1.0  # of the usual distance
    where: Callable = lambda x, given: np.zeros(x.shape[:-1], bool)  # the vectors that are not compared


def _no_length(x, given):
    return np.all(x == 0, axis=-1) & (max(given.get("eps", 0.0), given.get("epsilon", 0.0)) == 0)


DEPARTURES = (
    Departure(r"optax\.(losses\.)?cosine_\w+", "0/0 where a vector has no length", where=_no_length),
    Departure(r"torch\.(nn\.)?(functional\.)?(cosine_s|CosineS)imilarity", "0/0 without eps", where=_no_length),
    Departure(
        r"keras\.losses\.\w+(GeneralizedCrossEntropy|generalized_cross_entropy)",
        "1 − p^q cancels, and is divided by q",
        (0,),
        factor=lambda given: 1 / given.get("q", 0.5),
    ),
)
