"""Reads what is claimed of functions: a derivative, a formula, and the pairs of a file."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ...calculus.checks.claimed.claims import DTYPES, Claim
from ...calculus.subjects import subject
from ...catalogue.entry import Entry
from ...catalogue.kinds.functions import USERS, Function
from ...catalogue.registry import ELEMENTWISE, KINDS, is_known
from ...catalogue.registry import names as registered
from ...errors import BadOption, BadParameter, BadSpec, SuppliedError, quoted, suggestion
from ...frozen import record
from ...numbers import number_text
from ...spec.specs import check_used, entry_of, get
from ...spec.supplied.addresses import Place, place_of
from ...spec.supplied.loading import callables_of, loaded
from ...spec.supplied.pairing import pairs_of
from ..request import bind, check_kind

_USUAL = ("float64",)


@record
class Words:
    """What stands on the line, as it was written."""

    names: tuple[Any, ...]  # from a program also the functions themselves
    symbols: Mapping[str, float]  # of the formulas
    variable: str | None = None
    derivative: Any = None
    formula: Any = None
    dtypes: str | None = None

    @property
    def claims(self) -> bool:
        return self.derivative is not None or self.formula is not None


@record
class Asked:
    """What is to be checked: claims, each in some precisions, and entries that have their own definition."""

    claims: tuple[Claim, ...]
    entries: tuple[Entry, ...]
    dtypes: tuple[str, ...] = _USUAL
    notes: tuple[str, ...] = ()


def asked_of(words: Words) -> Asked:
    """Raises `BadOption` for options that contradict each other, and whatever naming a function raises."""
    dtypes = _dtypes(words.dtypes)
    if words.claims:
        return Asked((_claim(words),), (), dtypes)
    pairs, notes, others = _pairs(words.names)
    bound = bind("check", others, words.symbols, words.variable, (*KINDS, *USERS)) if others else ()
    alone = tuple(Claim(one) for one in bound if one.by_values_alone)
    entries = tuple(one for one in bound if not one.by_values_alone)
    if words.dtypes is not None and entries:
        raise BadOption(
            f"check: --dtype belongs to what is claimed of a function, and nothing is of {entries[0]}. "
            "Give --derivative or --formula, or leave it out."
        )
    return Asked((*pairs, *alone), entries, dtypes, notes)


def beside_catalogue(asked: Asked) -> Asked:
    """The same, and before it every function of the catalogue."""
    catalogue = tuple(map(get, registered()))
    return replace(asked, entries=(*catalogue, *(one for one in asked.entries if one not in catalogue)))


def _dtypes(text: str | None) -> tuple[str, ...]:
    if text is None:
        return _USUAL
    wanted = tuple(dict.fromkeys(word.strip() for word in text.split(",")))
    for name in wanted:
        if name not in DTYPES:
            raise BadOption(f"--dtype: unknown {quoted(name)}.{suggestion(name, DTYPES)} Allowed: {', '.join(DTYPES)}.")
    return wanted


# A file's pairs


def _pairs(names: Sequence[Any]) -> tuple[tuple[Claim, ...], tuple[str, ...], tuple[Any, ...]]:
    """The claims of files that are named whole, which pairs these are, and the names of all else."""
    claims: list[Claim] = []
    notes: list[str] = []
    whole = {name: place for name in names if (place := _whole_file(name)) is not None}
    for place in whole.values():
        taken, left_out = _of_file(place)
        claims += taken
        paired = ", ".join(f"{_name(one.function)} with {_name(one.derivative)}" for one in taken)
        notes += [f"note: {place.source} pairs {paired}", *left_out]
    return tuple(claims), tuple(notes), tuple(name for name in names if name not in whole)


def _whole_file(name: Any) -> Place | None:
    """The file that a name means whole; none where a program gives the function itself."""
    place = place_of(name) if isinstance(name, str) else None
    return place if place is not None and not place.name else None


def _of_file(place: Place) -> tuple[list[Claim], list[str]]:
    """The pairs that can be called, and why others cannot. Raises `SuppliedError` where none can."""
    taken, problems = [], []
    for one, other in pairs_of(place):
        try:
            taken.append(Claim(_function(one), _function(other)))
        except SuppliedError as error:
            problems.append((f"note: left out: {error}", error))
    if not taken:
        raise problems[0][1]
    return taken, [note for note, _ in problems]


def _function(place: Place) -> Any:
    return entry_of(str(place), {}, None)


def _name(function: Entry | None) -> str:
    return getattr(getattr(function, "place", None), "name", str(function))


# What is claimed of one function


def _claim(words: Words) -> Claim:
    flags = [
        flag for flag, text in (("--derivative", words.derivative), ("--formula", words.formula)) if text is not None
    ]
    if len(words.names) != 1 or _whole_file(words.names[0]) is not None:
        count = "all pairs of a file" if len(words.names) == 1 else str(len(words.names) or "none")
        verb = "is" if len(flags) == 1 else "are"
        raise BadOption(f"check: {' and '.join(flags)} {verb} said of one function, got {count}. Name one.")
    function: Any = entry_of(words.names[0], words.symbols, words.variable)
    _refuse_arrays(function, flags[0])
    formula, told = _beside(words, "--formula", words.formula, function)
    derivative, told_too = _beside(words, "--derivative", words.derivative, function)
    named = [one for one in (function, derivative, formula) if one is not None]
    check_used(words.symbols, named)
    for one in named:
        _refuse_unknown(one, function)
    return Claim(function, derivative, formula, (*told, *told_too))


def _refuse_arrays(function: Entry, flag: str) -> None:
    if not function.has_curve:
        raise BadOption(
            f"check: {flag} is said of a function of one variable, and {function} {subject(function).refusal}"
        )
    check_kind("check", function, (*ELEMENTWISE, *USERS))


def _beside(words: Words, flag: str, text: Any, function: Function) -> tuple[Function | None, tuple[str, ...]]:
    """What an option names, in the variable and with the parameters of the function, and what it took of these."""
    if text is None:
        return None, ()
    if _whole_file(text) is not None:
        raise BadOption(
            f"check: {flag} names one function, such as {text}dact; {quoted(str(text))} names a whole file."
        )
    _refuse_bare(text, function, flag)
    symbols = {**_lent(function, words.symbols), **words.symbols}
    try:
        found: Any = entry_of(text, symbols, function.letter)
    except BadSpec as error:
        raise BadOption(f"check: {flag} is of the variable {function.letter}, as {function} is. {error}") from None
    if not found.has_curve or (subject(found).is_loss and not subject(function).is_loss):
        raise BadOption(f"check: {flag} takes a function of {function.letter}, and {found} is a {found.kind}.")
    if found.letter != function.letter and subject(found).typed:
        one, other = found.letter, function.letter
        raise BadOption(f"check: {flag} {quoted(str(text))} is a formula in {one}, and {function} is one of {other}.")
    return _with_settings(found, function, words.symbols)


def _refuse_bare(text: Any, function: Function, flag: str) -> None:
    """Raise `BadOption` for a name that nothing but the function's own file has."""
    place = getattr(function, "place", None)
    if place is None or not place.is_file or not isinstance(text, str) or is_known(text):
        return
    if text in callables_of(loaded(place).module):
        raise BadOption(f"check: {flag} {quoted(text)} stands in {place.source}. Write '{place.source}:{text}'.")


def _with_settings(
    found: Function, function: Function, symbols: Mapping[str, float]
) -> tuple[Function, tuple[str, ...]]:
    """With the function's parameters of the same names, where none was given for them, and what is told of that."""
    if subject(found).typed:  # it has been read with them
        named = found.numbers.items()
        return found, _told(found, {name: value for name, value in named if name in _lent(function, symbols)}, function)
    own = found.set_parameters
    taken = {
        name: value for name, value in function.set_parameters.items() if name in found.parameters and name not in own
    }
    if not taken:
        return found, ()
    return found.with_parameters({**found.parameters, **taken}), _told(found, taken, function)


def _lent(function: Function, symbols: Mapping[str, float]) -> dict[str, float]:
    """The numbers that symbols of a formula beside a function may stand for."""
    own = function.numbers.items()
    return {
        name: value
        for name, value in own
        if isinstance(value, int | float) and name not in symbols and name != function.letter
    }


def _told(found: Function, taken: Mapping[str, float], function: Function) -> tuple[str, ...]:
    if not taken:
        return ()
    words = ", ".join(f"{name} = {number_text(value)}" for name, value in taken.items())
    return (f"{found} takes {words} from {function}",)


def _refuse_unknown(one: Function, function: Function) -> None:
    """Raise `BadParameter` for a formula with a symbol that has no value."""
    missing = getattr(one, "unknown", ())
    if missing:
        raise BadParameter(
            f"check: {one} has no value for {', '.join(missing)}; its variable is {function.letter}. "
            f"Give --param {missing[0]}=…"
        )
