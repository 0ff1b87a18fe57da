"""A request for numbers: values and derivatives at points or vectors, of predictions, or of a model on data."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from ...calculus.subjects import subject
from ...catalogue.call import Reduction
from ...catalogue.entry import Entry
from ...catalogue.kinds.functions import USERS
from ...catalogue.kinds.reductions import OF_MODELS, REDUCTIONS
from ...catalogue.kinds.vector_losses import TARGETS
from ...catalogue.registry import KINDS
from ...errors import BadOption, grouped
from ...frozen import record
from ..grammar.column_names import Column, Columns
from ..grammar.given import (
    MOST,
    STANDARD_INPUT,
    StandardInput,
    Vectors,
    column_of,
    read_points,
    read_vectors,
    read_weights,
)
from ..grammar.kinds import Choice, Digit, Given, ListedChoice, Number, Range, Switch, Word
from ..grammar.options import Option, option, options_of
from ..request import Request, not_shown, remarks

if TYPE_CHECKING:
    import numpy as np

    from ...calculus.tables import Asked, Table

Numbers = TypeVar("Numbers")
USUAL_DTYPE = "float64"
USUAL_ORDER = 1
MOST_OF_JACOBIANS = 100_000  # numbers that nobody asked for
POINTS = 11  # of --range where no number is given
FORMULAS = {"param", "var"}  # the names of the options that every way takes


@record
class Answer:
    """The tables of some functions, and what a reader should know of them."""

    tables: "tuple[Table, ...]"
    messages: tuple[str, ...] = ()


@record
class EvalRequest(Request):
    """Values and derivatives of some functions, as numbers."""

    command_name: ClassVar[str] = "eval"
    kinds: ClassVar[tuple[str, ...]] = (*KINDS, *USERS)

    at: str | None = option(
        "--at",
        Given(),
        None,
        "Points, a vector (@FILE.csv has one in each row) or weights w=10,b=2; - reads standard input.",
    )
    ends: tuple[float, float] | None = option("--range", Range(), None, "Ends of evenly spaced points.")
    num: int | None = option(
        "--num",
        Number(1, MOST, whole=True),
        None,
        "How many points --range has. [default: 11]",
        also=("--points",),
    )
    prediction: str | None = option(
        "--prediction", Given(), None, "What a loss is asked about: numbers, @FILE.csv or -."
    )
    target: str | None = option("--target", Given(), None, "What --prediction should be, or the number of its class.")
    data: str | None = option("--data", Word("FILE.csv"), None, "Examples, for the loss of a linear model.")
    x: tuple[str, ...] = option("--x", Columns(), (), "The columns of features in --data. [default: x…]")
    y: str | None = option("--y", Column(), None, "The column of targets in --data. [default: y]")
    reduction: str | None = option(
        "--reduction", Word("NAME"), None, "Of the losses of many examples: none, sum, mean or batchmean."
    )
    dtype: str | None = option(
        "--dtype", ListedChoice(("float32", "float64")), None, "[default: float64, or what a framework's call names]"
    )
    order: int | None = option(
        "--order", Digit((0, 1, 2)), None, "Highest derivative. [default: 1, and 0 for large Jacobians]"
    )
    finite: bool = option("--finite", Switch(), False, "Add finite differences, their error estimates and statuses.")

    def validate(self) -> None:
        for given in options_of(self):
            usual = USUAL_ORDER if given.name == "order" else given.default
            if getattr(self, given.name) not in (given.default, usual) and given.name not in self.way.takes:
                raise BadOption(self.way.refusal(self, given))
        self.way.check(self)

    @property
    def way(self) -> "Way":
        """What the options ask for: a model, a loss, vectors or points."""
        if self.data is not None:
            return OfModel()
        if self.prediction is not None or self.target is not None:
            return OfLoss()
        return OfVectors() if any(_at(function) == "vectors" for function in self.functions) else OfPoints()

    @property
    def reads_standard_input(self) -> bool:
        """Whether a hyphen stands in place of numbers."""
        return STANDARD_INPUT in (self.at, self.prediction, self.target)

    def answer(self, standard_input: StandardInput = bytes) -> Answer:
        """The numbers; `standard_input` gives what a hyphen in place of numbers stands for.

        Raises `BadOption` for words that are no numbers, `BadInput` for numbers that a function does not take.
        """
        return self.way.answer(self, standard_input)


def _at(function: Entry) -> str:
    return subject(function).asked_at


def _tables(request: EvalRequest, at: "np.ndarray", **more: Any) -> "tuple[Table, ...]":
    asked = [(function, _asked(request, function, at=at, **more)) for function in request.functions]
    return tuple(table for function, one in asked for table in subject(function.in_given_floats()).tables(one))


def _asked(request: EvalRequest, function: Entry, **more: Any) -> "Asked":
    from ...calculus.tables import Asked

    dtype = request.dtype or function.call.dtype or USUAL_DTYPE
    order = USUAL_ORDER if request.order is None else request.order
    return Asked(**{"dtype": dtype, "order": order, "finite": request.finite, **more})


def _reduction(request: EvalRequest, loss: Entry) -> Reduction:
    """The one that an option names, or else the loss's call or its framework."""
    return loss.call.reducing(request.reduction or loss.call.reduction or loss.call.usual)


def _read(
    reader: Callable[[str, str, StandardInput], Numbers], request: EvalRequest, name: str, standard_input: StandardInput
) -> Numbers:
    """The numbers that an option holds."""
    return reader(f"--{name}", str(getattr(request, name)), standard_input)


class Way(ABC):
    """One of the things that numbers are asked of."""

    takes: ClassVar[set[str]]  # the names of the options that say something; all others are refused

    @abstractmethod
    def refusal(self, request: EvalRequest, given: Option) -> str:
        """What to say of an option that says nothing."""

    @abstractmethod
    def check(self, request: EvalRequest) -> None:
        """Raise `BadOption` for what is missing, or does not fit the functions."""

    @abstractmethod
    def answer(self, request: EvalRequest, standard_input: StandardInput) -> Answer:
        """The numbers."""


class _Beside(Way):
    """What an option asks for that leaves no meaning to some others."""

    flags: ClassVar[tuple[str, ...]]

    def refusal(self, request: EvalRequest, given: Option) -> str:
        flag = next(one for one in self.flags if getattr(request, one.removeprefix("--")) is not None)
        if given.name == "order":
            return f"--order {request.order} has no meaning beside {flag}, which gives gradients. Leave it out."
        return f"{given.flag} has no meaning beside {flag}. Leave one of them out."


class OfModel(_Beside):
    """The loss of a linear model on data, at some weights."""

    flags = ("--data",)
    takes = FORMULAS | {"data", "x", "y", "at", "reduction"}

    def check(self, request: EvalRequest) -> None:
        if request.at is None:
            raise BadOption("--data needs the weights too, such as --at w=10,b=2")
        if request.reduction not in (None, *OF_MODELS):
            raise BadOption(f"--reduction must be {' or '.join(OF_MODELS)}, got {request.reduction!r}")
        for function in request.functions:
            about = subject(function)
            if function.call.dtype:
                raise BadOption(
                    f"--data: the loss of a model is computed in float64, and {function} is asked for with "
                    f"dtype={function.call.dtype}. Leave it out."
                )
            if not about.is_loss or about.asked_at != "points":
                raise BadOption(
                    f"--data: {function} {'compares whole vectors' if about.is_loss else 'is no loss'}, and the model "
                    "x·w + b predicts one number for each example. Name a loss such as mse."
                )

    def answer(self, request: EvalRequest, standard_input: StandardInput) -> Answer:
        from ...calculus.models.datasets import load
        from ...calculus.models.model import all_weights, linear_model, over_examples
        from ...calculus.models.rows import Chosen
        from ...calculus.tables import table_of_model

        weights = _read(read_weights, request, "at", standard_input)
        losses: Sequence[Any] = request.functions
        data = load(str(request.data), Chosen(request.x, request.y))
        models = [linear_model(loss, data, over_examples(loss, request.reduction)) for loss in losses]
        tables = tuple(table_of_model(model, all_weights(model, weights, "--at")) for model in models)
        return Answer(tables, tuple(f"warning: {warning}" for model in models for warning in model.warnings))


class OfLoss(_Beside):
    """Predictions against their targets."""

    flags = ("--prediction", "--target")
    takes = FORMULAS | {"prediction", "target", "reduction", "dtype"}

    def check(self, request: EvalRequest) -> None:
        pair = (request.prediction, request.target)
        if None in pair:
            missing, given = ("--target", "--prediction") if pair[1] is None else ("--prediction", "--target")
            raise BadOption(f"{given} needs {missing} too, such as --prediction 2,1,0.1 --target 1,0,0")
        Choice(REDUCTIONS).check("--reduction", request.reduction or "none")
        if pair == (STANDARD_INPUT, STANDARD_INPUT):
            raise BadOption("--prediction and --target cannot both be read from standard input. Put one into a file.")
        for function in request.functions:
            if not subject(function).is_loss:
                kind = "function of a file" if function.by_values_alone else function.kind
                kind = "formula" if subject(function).typed else kind
                raise BadOption(
                    f"eval: {function} is no loss but {'an' if kind[0] in 'aeiou' else 'a'} {kind}, which takes --at "
                    "in place of --prediction and --target. See 'actplot list --kind loss'."
                )

    def answer(self, request: EvalRequest, standard_input: StandardInput) -> Answer:
        losses: Sequence[Any] = request.functions
        prediction = _read(read_vectors, request, "prediction", standard_input)
        classes = _classes(losses, prediction)
        target = read_vectors("--target", str(request.target), standard_input, classes)
        tables, doubts = [], []
        for loss in losses:
            pair = _shaped(loss, prediction, target)
            called = _called(loss, prediction)
            asked = _asked(request, loss, pair=pair, reduction=_reduction(request, loss), **called)
            doubts.append(loss.doubt(asked.of(pair[1]), asked.of(pair[0])))
            doubts.append(loss.call.alone if len(prediction.numbers) > 1 else "")
            tables += subject(loss.in_given_floats()).tables(asked)
        notes = [loss.single_note for loss in losses if prediction.single]
        if target.by_class:
            notes.append(f"note: classes are counted as {_counted(classes)}")
        warnings = (f"warning: {doubt}" for doubt in doubts if doubt)
        return Answer(tuple(tables), (*filter(None, notes), *warnings))


def _classes(losses: Sequence[Any], prediction: Vectors) -> dict[str, float] | None:
    """The numbers of classes that are called as the columns of the predictions are; None where no class is wanted."""
    wanted = all(loss.target_kind == "class" for loss in losses)
    return {name: float(place) for place, name in enumerate(prediction.names)} if wanted else None


def _counted(classes: dict[str, float] | None) -> str:
    return ", ".join(f"{name} = {number:g}" for name, number in (classes or {}).items())


def _shaped(loss: Any, prediction: Vectors, target: Vectors) -> "tuple[np.ndarray, np.ndarray]":
    """Predictions and targets in the shapes that belong to what was written: one example, or a row for each.

    Where the loss is taken along another axis, its vectors are laid in rows.
    """
    given, wanted = prediction.numbers[0] if prediction.single else prediction.numbers, target.numbers
    axes = TARGETS[loss.target_kind]
    if axes == 0:
        alone = prediction.single and wanted.size == 1
        return _laid(loss, given, wanted.reshape(()) if alone else wanted.reshape(-1))
    if axes == 2:
        return _laid(loss, given, wanted if prediction.single else _in_pairs(wanted))
    alone = len(wanted) == 1 and (prediction.single or (target.single and _at(loss) == "points"))
    return _laid(loss, given, wanted[0] if alone else wanted)


def _laid(loss: Any, prediction: "np.ndarray", target: "np.ndarray") -> "tuple[np.ndarray, np.ndarray]":
    if prediction.ndim == 1:
        loss.of_single()
        return prediction, target
    return loss.laid(prediction), loss.laid_target(target)


def _in_pairs(target: "np.ndarray") -> "np.ndarray":
    """Rows that follow each other, as the two vectors of a target."""
    return target.reshape(-1, 2, target.shape[1]) if len(target) % 2 == 0 else target


class OfVectors(Way):
    """Functions of vectors and random layers, at vectors."""

    takes = FORMULAS | {"at", "dtype", "order"}

    def refusal(self, request: EvalRequest, given: Option) -> str:
        if given.name in _ELSEWHERE:
            return _ELSEWHERE[given.name]
        return f"{given.flag} belongs to functions of one variable, and {request.functions[0]} takes vectors."

    def check(self, request: EvalRequest) -> None:
        _check_alone(request)
        first = request.functions[0]
        others = [function for function in request.functions if _at(function) != "vectors"]
        if others:
            whole = next(function for function in request.functions if function not in others)
            raise BadOption(
                f"eval: {whole} takes whole vectors, and {others[0]} single numbers. Ask for them one after the other."
            )
        orders = {order for function in request.functions for order in subject(function).orders}
        if request.order == 2 and orders:
            raise BadOption(f"--order 2: {first} has a Jacobian, which is --order 1, and no second derivative here.")
        if request.order not in (None, USUAL_ORDER) and not orders:
            raise BadOption(f"--order {request.order}: {first} has no derivatives. Leave it out.")
        if request.at is None:
            raise BadOption(f"eval: give a vector for {first}, such as --at 2,1,0.1 (@FILE.csv for one in each row)")

    def answer(self, request: EvalRequest, standard_input: StandardInput) -> Answer:
        given = _read(read_vectors, request, "at", standard_input)
        tables: list[Table] = []
        numbers = given.numbers.size * given.numbers.shape[-1]  # of the Jacobians at all vectors together
        left_out = request.order is None and _have_jacobians(request) and numbers > MOST_OF_JACOBIANS
        order = {"order": 0} if left_out else {}
        for function in request.functions:
            at = _rows(function, given)
            tables += subject(function).tables(_asked(request, function, at=at, **_called(function, given), **order))
        notes = [function.single_note for function in request.functions if given.single]
        if left_out:
            notes.append(f"note: Jacobians of {grouped(numbers)} numbers are left out; --order 1 prints them")
        return Answer(tuple(tables), tuple(filter(None, notes)))


def _have_jacobians(request: EvalRequest) -> bool:
    return any(subject(function).orders for function in request.functions)


def _rows(function: Entry, given: Vectors) -> "np.ndarray":
    """The vectors that a function takes from those that are given, or from their columns."""
    import numpy as np

    if given.single:
        function.of_single()
        return given.numbers
    return np.atleast_2d(function.laid(given.numbers))


def _called(function: Entry, given: Vectors) -> dict[str, tuple[str, ...]]:
    """What the numbers of each vector are called, or the vectors themselves where they are columns."""
    if given.single or not function.down_columns:
        return {"names": given.names}
    return {"vectors": given.names or tuple(f"column {place}" for place in range(given.numbers.shape[1]))}


class OfPoints(Way):
    """Functions of one variable, at points."""

    takes = FORMULAS | {"at", "ends", "num", "dtype", "order", "finite"}

    def refusal(self, request: EvalRequest, given: Option) -> str:
        return _ELSEWHERE[given.name]

    def check(self, request: EvalRequest) -> None:
        _check_alone(request)
        if (request.at is None) == (request.ends is None):
            raise BadOption("give the points either with --at A,B,C (--at - for standard input) or with --range LO HI")
        if request.num is not None and request.ends is None:
            raise BadOption("--num belongs to --range: with --at the numbers are given. Leave it out.")

    def answer(self, request: EvalRequest, standard_input: StandardInput) -> Answer:
        import numpy as np

        if request.ends is None:
            points = _read(read_points, request, "at", standard_input)
        else:
            points = np.linspace(*request.ends, POINTS if request.num is None else request.num)
        names = (request.var,) if request.var else column_of(request.at or "")
        rows = [(function, _asked(request, function, at=points, names=names)) for function in request.functions]
        doubts = [line for function, asked in rows for line in subject(function).doubts_of_rows(asked)]
        return Answer(_tables(request, points, names=names), (*remarks(request.functions), *doubts))


_ELSEWHERE = {
    "reduction": "--reduction belongs to --prediction and --target, or to --data. Give these, or leave it out.",
    "x": "--x names columns of --data. Give both, or leave it out; --at @FILE.csv:NAME takes a column of numbers.",
    "y": "--y names a column of --data. Give both, or leave it out.",
}


def _check_alone(request: EvalRequest) -> None:
    """Raise `BadOption` for a function that has numbers of a prediction and a target alone."""
    for function in request.functions:
        if not _at(function):
            raise not_shown("eval", function)
