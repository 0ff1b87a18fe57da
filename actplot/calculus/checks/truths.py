"""What closed forms of vectors are held against: formulas, their derivatives from both sides and what rounding does."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from mpmath.libmp import fnan

from ...algebra.evaluating.context import mp, mpf
from ...algebra.evaluating.elementary import Raw, Work
from ...algebra.evaluating.precision import Number, Outputs, derivatives_of_all, outputs_of
from ...algebra.evaluating.sized import Choice, Instance, Written, numbered, written_out
from ...catalogue.entry import Entry
from ...catalogue.kinds.formula import Formula
from ...catalogue.kinds.random_layers import RandomLayer
from ...catalogue.kinds.vector_functions import VectorFunction
from ...catalogue.kinds.vector_losses import VectorLoss
from ...frozen import record
from ..vectors.definitions import definition_of, numbers_of


@record
class Truth:
    """m outputs and their derivatives with respect to n inputs, from below and above; nan where there is none."""

    value: np.ndarray  # of shape (m,)
    below: np.ndarray  # of shape (m, n)
    above: np.ndarray

    @property
    def size(self) -> np.ndarray:
        """The larger of the two derivatives without sign, 0 where there is none."""
        return np.nan_to_num(np.fmax(np.abs(self.below), np.abs(self.above)), nan=0.0, posinf=0.0)


def truth_of(function: VectorFunction, x: np.ndarray) -> Truth:
    """What the formula of a function says of a vector, or its definition in mpmath where it has no formula."""
    if function.formula is None:
        return _sides(_defined(function.truth, _letters(x), np.size(function.value(x))), _named(x))
    return _sides_of(Problem(function, function.formula, x))


def truth_of_loss(loss: VectorLoss, prediction: np.ndarray, target: np.ndarray) -> Truth:
    """The same of a loss, and of its gradient with respect to the prediction."""
    if loss.formula is None:
        outputs = _defined(lambda x: [loss.truth(x, _exact(target))], _letters(prediction), 1)
        return _sides(outputs, _named(prediction))
    return _sides_of(Problem(loss, loss.formula, prediction, target))


def truth_of_layer(layer: RandomLayer, what: str, x: np.ndarray) -> np.ndarray:
    """What the formula of a layer's evaluation, mean or variance says of a vector."""
    problem = Problem(layer, layer.formulas[what], x)
    environment = {**problem.inputs, **problem.given}
    return _values(outputs_of(problem.written()), environment, next(iter(problem.inputs)))


class Problem:
    """A formula at one vector: how it is written out, and what all symbols stand for."""

    def __init__(self, entry: Entry, formula: Formula, x: np.ndarray, target: np.ndarray | None = None):
        self.entry, self.formula = entry, formula
        parts = formula.prediction.split(", ")
        rows = int(getattr(entry, formula.parts)) if formula.parts else len(parts)
        self.size = len(x) // rows
        self.counts = {formula.parts: rows} if formula.parts else {}
        self.inputs: dict[str, Number] = dict(zip(self.names(parts, rows), map(float, x), strict=True))
        self.at: Choice = {}
        self.given: dict[str, Number] = numbers_of(entry, self.size)
        if target is not None:
            self.take(target)

    def names(self, parts: Sequence[str], rows: int) -> list[str]:
        places = range(1, self.size + 1)
        if self.formula.parts:
            return [numbered(parts[0], (row, place)) for row in range(1, rows + 1) for place in places]
        return [numbered(part, (place,)) for part in parts for place in places]

    def take(self, target: np.ndarray) -> None:
        """The target's letters: an index for a class, a symbol for a label, else vectors."""
        letters = self.formula.target.split(", ")
        if self.entry.target_kind == "class":
            self.at = {letters[0]: int(target) + 1}
        elif target.ndim == 0:
            self.given[letters[0]] = float(target)
        else:
            for letter, row in zip(letters, np.atleast_2d(target), strict=True):
                self.given |= {numbered(letter, (place,)): float(one) for place, one in enumerate(row, start=1)}

    def written(self) -> Written:
        definition = definition_of(self.entry, self.formula)
        instance = Instance(self.size, {}, self.counts, "".join(self.at), self.formula.silent)
        return written_out(definition.lets, definition.lines, instance, self.at)


def _sides_of(problem: Problem) -> Truth:
    """Values, and derivatives from below and above, input by input; 0 where an input does not occur."""
    written, environment = problem.written(), {**problem.inputs, **problem.given}
    value = _values(outputs_of(written), environment, next(iter(problem.inputs)))
    below, above = np.zeros((2, len(value), len(problem.inputs)))
    for place, name in enumerate(problem.inputs):
        rows = written.depending(name)
        moved = outputs_of(replace(written, outputs=tuple(written.outputs[row] for row in rows)))
        for side, slopes in ((-1, below), (1, above)):
            slopes[rows, place] = _slopes(moved, environment, name, side)
    return Truth(value, below, above)


def _sides(outputs: Outputs, inputs: dict[str, Number]) -> Truth:
    """The same of what is no formula."""
    value = _values(outputs, inputs, next(iter(inputs)))
    below, above = (np.transpose([_slopes(outputs, inputs, name, side) for name in inputs]) for side in (-1, 1))
    return Truth(value, below, above)


def _values(outputs: Outputs, environment: dict[str, Number], name: str) -> np.ndarray:
    return np.array([float(one) for one in derivatives_of_all(outputs, environment, name, (0,))[0]])


def _slopes(outputs: Outputs, environment: dict[str, Number], name: str, side: int) -> np.ndarray:
    return np.array([float(one) for one in derivatives_of_all(outputs, environment, name, (1,), side)[0]])


def _letters(x: np.ndarray) -> list[str]:
    return [numbered("x", (place,)) for place in range(1, len(x) + 1)]


def _named(x: np.ndarray) -> dict[str, Number]:
    return dict(zip(_letters(x), map(float, x), strict=True))


def _defined(definition: Callable[[list[mpf]], Sequence[mpf]], names: Sequence[str], count: int) -> Outputs:
    """What evaluates a definition in mpmath, which does not say what rounding has swallowed."""

    def evaluate(work: Work, environment: dict[str, Raw]) -> list[Raw]:
        work.absorbed = True
        with mp.workprec(work.precision):
            try:
                found = definition([mp.make_mpf(environment[name]) for name in names])
                return [(one if isinstance(one, mpf) else mpf(one))._mpf_ for one in found]
            except (ValueError, ArithmeticError, TypeError):  # outside the domain; complex numbers do not compare
                return [fnan] * count

    return evaluate


def _exact(target: np.ndarray) -> list | mpf:
    """The target in numbers of mpmath: lists of lists as the array is one, or a single number."""
    return [_exact(part) for part in target] if target.ndim else mpf(float(target))
