"""Collects what there is to say about a function of vectors, a random layer or a loss of vectors in a record."""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from ...algebra.term import Term
from ...catalogue.kinds.random_layers import RandomLayer
from ...catalogue.kinds.vector_functions import VectorFunction
from ...catalogue.kinds.vector_losses import VectorLoss
from ..tables import Asked, Table, tables_of_layer, tables_of_pairs, tables_of_vectors
from ..vectors.definitions import shown_formulas
from ..vectors.jacobians import letters_of
from .facts import Equation, Facts, declared_facts

TRIED = 4  # random vectors on which a property of a Jacobian must hold
TAKES = {
    "logits": "scores of any size, whose softmax or sigmoid the loss takes itself",
    "probabilities": "probabilities from 0 to 1",
    "log-probabilities": "logarithms of probabilities",
    "scores": "scores of any size",
    "vectors": "vectors of any numbers",
}
LOGARITHMS = ("log-probabilities",)
ANY_SUM = "weights that are not negative, of any sum"
TARGETS = {
    "distribution": "a distribution over the classes, such as 1,0,0",
    "class": "the number of the class, counted from 0",
    "labels": "−1 or 1 for each number",
    "label": "−1 or 1 for the whole vector",
    "multilabel": "0 or 1 for each class",
    "shares": "a number from 0 to 1 for each class",
    "vector": "a vector of the same length",
    "pair": "two vectors of the same length, the first one near and the second one far",
}


def facts_of_function(function: VectorFunction, words: str) -> Facts:
    """Everything known about a function of vectors; the words are those behind its name in an example command."""
    commands = (f"eval {function} {words}", f"jacobian {function} {words}", f"plot {function} --vary 0 {words}")
    return Facts(
        **declared_facts(function),
        **_told(function),
        takes=f"a vector {letters_of(function).input}, {function.in_arrays}",
        gives=_gives(function),
        no_derivative=function.breaks,
        first_derivatives=function.first_derivatives,
        slopes=_properties(function),
        **_shown(commands, lambda: tables_of_vectors(function, Asked([function.example]))),
    )


def facts_of_layer(layer: RandomLayer, words: str) -> Facts:
    """Everything known about a random layer."""
    return Facts(
        **declared_facts(layer),
        **_told(layer),
        takes="an array of any shape",
        gives="an array of the same shape, in training and in evaluation",
        drawn=layer.drawn,
        **_shown(
            (f"eval {layer} {words}", f"plot {layer} {words}"), lambda: tables_of_layer(layer, Asked([layer.example]))
        ),
    )


def facts_of_loss(loss: VectorLoss, words: str) -> Facts:
    """Everything known about a loss of vectors."""
    return Facts(
        **declared_facts(loss),
        **_told(loss),
        **_expected(loss),
        gives="one number for each prediction",
        first_derivatives=loss.first_derivatives,
        slopes=_slopes_of_loss(loss),
        **_shown(
            (f"eval {loss} {words}", f"plot {loss} --vary 0 {words.replace('--prediction', '--at')}"),
            lambda: tables_of_pairs(loss, Asked(pair=loss.example)),
        ),
    )


def _told(entry: VectorFunction | RandomLayer | VectorLoss) -> dict[str, Any]:
    """What the entry computes: formulas, each equation once, what their letters mean, and words where those fail."""
    shown = shown_formulas(entry)
    equations: dict[tuple[Term, Term], Equation] = {}
    for one in shown:
        for place, pair in enumerate(one.equations):
            equations.setdefault(pair, Equation("" if place else one.label, *pair))
    meanings = {name: said for one in shown for name, said in one.meanings.items()}
    return {
        "equations": tuple(equations.values()),
        "meanings": tuple(meanings.items()),
        "in_words": entry.in_words,
        "formulas": {one.label: one.source for one in shown if one.label != "formula"},
    }


def _expected(loss: VectorLoss) -> dict[str, str]:
    """What a prediction and a target are made of."""
    takes, target = TAKES.get(loss.takes, loss.takes), TARGETS.get(loss.target_kind, loss.target_kind)
    if getattr(loss, "any_sum", False):
        takes, target = ("logarithms of " if loss.takes in LOGARITHMS else "") + ANY_SUM, ANY_SUM
    return {"takes": f"a prediction: {takes}", "target": target}


def _gives(function: VectorFunction) -> str:
    """How many numbers come out for how many that go in."""
    if function.gives_number:
        return "one number"
    given, made = len(function.example), _count(function, function.example)
    if made is None:
        return "a vector"
    if made == given:
        return "a vector of the same length"
    share = {0.5: "half as long", 2.0: "twice as long"}.get(made / given)
    return f"a vector that is {share}" if share else f"a vector of {made} numbers, for {given} that are given"


def _count(function: VectorFunction, example: Any) -> int | None:
    try:
        return int(np.size(function.value(example)))
    except ValueError:
        return None


def _shown(commands: tuple[str, ...], evaluate: Callable[[], Iterable[Table]]) -> dict[str, Any]:
    """An example, and the commands that show it; none where the parameters do not suit the usual vector."""
    try:
        return {"example": tuple(evaluate()), "commands": commands}
    except ValueError:
        return {}


def _properties(function: VectorFunction) -> tuple[str, ...]:
    """What holds for the Jacobian at the example and at some random vectors of its length."""
    random = np.random.default_rng(0)
    size = len(function.example)
    try:
        slopes = [np.atleast_2d(function.jacobian(x)) for x in [function.example, *random.normal(size=(TRIED, size))]]
    except ValueError:
        return ()
    tests = {
        "symmetric": lambda j: j.shape[0] == j.shape[1] and np.allclose(j, j.T, atol=1e-12),
        "each row sums to 0: the same number added to every input changes nothing": lambda j: _sums(j, 1, 0.0),
        "each row sums to 1: the same number added to every input is added to the output": lambda j: _sums(j, 1, 1.0),
        "each column sums to 0: the sum of the outputs is always the same": lambda j: _sums(j, 0, 0.0),
    }
    found = tuple(said for said, test in tests.items() if all(map(test, slopes)))
    return (f"{slopes[0].shape[0]} by {size} for {size} numbers", *found)


def _sums(slopes: np.ndarray, axis: int, value: float) -> bool:
    return bool(np.allclose(slopes.sum(axis=axis), value, atol=1e-12))


def _slopes_of_loss(loss: VectorLoss) -> tuple[str, ...]:
    prediction, target = loss.example
    try:
        slope = loss.alone().gradient(prediction, target)
    except ValueError:
        return ()
    return ("sums to 0 at the example",) if abs(float(np.sum(slope))) < 1e-12 and np.any(slope) else ()
