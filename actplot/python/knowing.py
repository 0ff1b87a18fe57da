"""The commands that answer, as functions: each gives a record."""

import functools
import inspect
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, TypeVar

from ..catalogue.kinds.functions import USERS
from ..catalogue.registry import ELEMENTWISE, KINDS
from ..errors import BadOption
from ..requests.facts.claiming import Words, asked_of, beside_catalogue
from ..requests.facts.eval import EvalRequest
from ..requests.grammar.kinds import Number
from ..requests.request import bind
from ..requests.selected import CHOICES, UNNAMED
from ..spec.formulas.in_force import using
from ..spec.projects.project import functions_given
from .answers import Cards, Check, Identified, Numbers, SideBySide, checked, rows_of
from .asking import requested, unknown_option
from .helping import documented

Told = TypeVar("Told", bound=Callable[..., Any])
MOST_JOBS = 1024
Functions = Any  # a TOML file, or a mapping, of names that may be used


def _with_near_names(ask: Told) -> Told:
    """The same, which tells an option that it does not have from those that it has."""
    known = inspect.getfullargspec(ask).kwonlyargs

    @functools.wraps(ask)
    def told(*names: Any, **options: Any) -> Any:
        for name in options:
            if name not in known:
                raise unknown_option(ask.__name__, name, known)
        return ask(*names, **options)

    return told  # type: ignore[return-value]


@_with_near_names
def check(
    *names: Any,
    derivative: Any = None,
    formula: Any = None,
    dtype: str | Sequence[str] | None = None,
    all: bool = False,
    jobs: int | None = 1,
    param: Mapping[str, float] | None = None,
    var: str | None = None,
    functions: Functions = None,
) -> Check:
    """Hold closed forms, and what you claim, against finite differences and formulas.

    Parameters
    ----------
    names : functions, or one of which something is claimed
    derivative, formula : what is claimed to be its derivative, and what its values should be
    dtype : precisions of claims, float64 or float32
    all : whether every function of the catalogue is checked, which takes a while
    jobs : processes that check; None chooses by the work. A script that asks for more than one does so behind
        `if __name__ == "__main__":`, as always where Python starts processes.
    param, var : values of a formula's free symbols, and its variable
    functions : names that may be used, as `actplot.get` takes them

    Returns
    -------
    Check: `passed`, which is also its truth, `text()`, `to_dict()`; a table in a notebook.
    """
    dtypes = None if dtype is None else _with_commas("--dtype", dtype)
    if all and (derivative, formula, dtype) != (None, None, None):
        raise BadOption("check: derivative, formula and dtype are of one function. Leave all out, or them.")
    with _names_of(functions):
        if not names and not all:
            raise BadOption("check: name at least one function, such as sigmoid, or all=True. See 'actplot list'.")
        asked = asked_of(Words(names, dict(param or {}), var, derivative, formula, dtypes))
        return checked(beside_catalogue(asked) if all else asked, _jobs(jobs))


def _jobs(jobs: Any) -> int | None:
    """How many processes were asked for. Raises `BadOption` for what is no number of them."""
    return None if jobs is None else int(Number(1, MOST_JOBS, whole=True).check("--jobs", jobs))


def _eval(*names: Any, **options: Any) -> Numbers:
    answer = requested(EvalRequest, names, options).answer(_no_standard_input)
    return Numbers(answer.tables, answer.messages)


def _no_standard_input() -> bytes:
    raise BadOption("eval: a hyphen stands for standard input on the command line. Give the numbers themselves.")


eval = documented(_eval, EvalRequest, __name__)


@_with_near_names
def identify(
    *names: Any, param: Mapping[str, float] | None = None, var: str | None = None, functions: Functions = None
) -> Identified:
    """Say which known function this is: at some parameters, up to scale and shift, or as a derivative.

    Returns
    -------
    Identified: `names`, best first, or none where it is new; `text()`, `to_dict()`; a table in a notebook.
    """
    from ..calculus.identities import identifying

    if len(names) != 1:
        raise BadOption(f"identify: name one function, such as 'x*sigmoid(1.702*x)'; got {len(names)}")
    with _names_of(functions):
        (function,) = bind("identify", names, dict(param or {}), var, (*ELEMENTWISE, *USERS))
    return Identified(identifying.identify(function))


@_with_near_names
def show(
    *names: Any, param: Mapping[str, float] | None = None, var: str | None = None, functions: Functions = None
) -> Cards:
    """The fact card of each function.

    Returns
    -------
    Cards: `text()`, `to_dict()`; formulas, small pictures and facts in a notebook.
    """
    if not names:
        raise BadOption("show: name at least one function, such as sigmoid. See 'actplot list'.")
    with _names_of(functions):
        found = bind("show", names, dict(param or {}), var, (*KINDS, *USERS))
    return Cards(found)


@_with_near_names
def table(
    *names: Any,
    columns: str | Sequence[str] | None = None,
    where: str | Sequence[str] | None = None,
    kind: str | None = None,
    family: str | None = None,
    framework: str | None = None,
    param: Mapping[str, float] | None = None,
    var: str | None = None,
    functions: Functions = None,
) -> SideBySide:
    """Facts of several functions side by side: of those that are named, then of those that the catalogue has.

    Parameters
    ----------
    columns : which facts, in this order, such as "formula,range,gain"
    where, kind, family, framework : choose functions of the catalogue; all that is given must be true of them

    Returns
    -------
    SideBySide: `text()`, `latex()`, `markdown()`, `csv()`, `to_dict()`; a table in a notebook.
    """
    from ..calculus.facts.listing import chosen_entries
    from ..documents.comparisons.side_by_side import USUAL, columns_of

    wanted = USUAL if columns is None else columns_of(_with_commas("--columns", columns))
    given = {"where": where, "kind": kind, "family": family, "framework": framework}
    chosen = {one.name: one.check(given[one.name]) for one in CHOICES}
    if not names and not any(chosen.values()):
        raise BadOption(f"table: {UNNAMED}")
    with _names_of(functions):
        named = bind("table", names, dict(param or {}), var, (*KINDS, *USERS)) if names else ()
        others = chosen_entries(**chosen) if any(chosen.values()) else ()
        return SideBySide(wanted, tuple(rows_of(tuple(dict.fromkeys((*named, *others))), wanted)))


def _with_commas(flag: str, names: str | Sequence[str]) -> str:
    """Names as the command line has them. Raises `BadOption` for what are none."""
    given = [names] if isinstance(names, str) else names
    if not isinstance(given, Sequence) or not all(isinstance(name, str) for name in given):
        raise BadOption(f"{flag} takes names with commas between, or a list of them, got {type(names).__name__}")
    return ",".join(given)


def _names_of(functions: Functions) -> AbstractContextManager[None]:
    return nullcontext() if functions is None else using(functions_given(functions))
