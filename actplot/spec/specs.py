"""Reads the text that names a function and its parameters, such as `leaky_relu:0.2`."""

import re
from collections.abc import Callable, Mapping, Sequence
from os import PathLike
from typing import TYPE_CHECKING, Any

from ..algebra.reading.names import CONSTANTS, function_name, is_symbol
from ..catalogue.entry import Entry
from ..catalogue.registry import is_found, is_known, is_own, lookup
from ..errors import BadSpec, FormulaError, quoted
from .assigning import assigned, joined, words_of
from .dialects.literals import split
from .formulas.in_force import names_in_force, using
from .from_python import named_values, number_of
from .supplied.addresses import place_of

if TYPE_CHECKING:
    from .dialects.finding import Spoken
    from .projects.meaning import Meaning

_NAME = re.compile(r"[A-Za-z_][\w-]*", re.ASCII)
SHORTEST = 4  # letters of a misspelt name; fewer may be a product that lacks its sign


def get(
    spec: str | Entry | Callable[..., Any],
    values: Mapping[str, Any] | None = None,
    variable: str | None = None,
    *,
    functions: str | PathLike | Mapping[str, Any] | None = None,
) -> Entry:
    """The entry that a text names: `NAME`, `NAME:VALUE,...`, `NAME:PARAMETER=VALUE,...`, `FILE.py:NAME` or a formula.

    Parameters
    ----------
    spec : values set the parameters in the order of their declaration and may be written as `1/3`;
        an `Entry` is returned as it is, and a function or layer of a program is taken in place of a text
    values : of the parameters by name, such as `{"alpha": 0.5}`, each a number or a word, a list where it is one of
        weights, None where it may be left out; or of the free symbols of a formula such as `a*x^2`, each a number
    variable : of a formula; x, or the only one of its symbols that is usual for a variable, if None
    functions : names that the text may use, as a TOML file has them in [functions], or a mapping such as
        `{"swoosh": "x*sigmoid(2*x)"}`; by themselves programs look into no file

    Raises `BadSpec` for a malformed text, for a parameter that is given twice, and for values or a variable
    that belong to nothing; `UnknownName` for a function or parameter that does not exist, `BadParameter` for a value
    that the parameter does not take or a symbol that the formula does not have, `FormulaError` for a formula that
    cannot be read, `SuppliedError` for a file that cannot be loaded and for what is no function of one variable.
    """
    given = named_values(values)
    if isinstance(spec, Entry) and (given or variable is not None):
        raise BadSpec(f"{spec} has its parameters already. Name it by a text to give others.")
    if functions is None:
        return _read(spec, given, variable, alone=True)
    from .projects.project import functions_given

    with using(functions_given(functions)):
        return _read(spec, given, variable, alone=True)


def entry_of(spec: str | Entry | Callable[..., Any], symbols: Mapping[str, float], variable: str | None) -> Entry:
    """One of several entries of a line, whose values and variable belong to the formulas among them.

    Raises what `get` raises.
    """
    return _read(spec, symbols, variable, alone=False)


def _read(spec: Any, given: Mapping[str, Any], variable: str | None, *, alone: bool) -> Entry:
    """An entry, with values of a formula's symbols, or, where it stands alone, of another entry's parameters."""
    if isinstance(spec, Entry):
        return spec
    if callable(spec):
        return _of_program(spec, given if alone else {}, variable if alone else None)
    if not isinstance(spec, str):
        raise BadSpec(f"a function is named by a text such as 'leaky_relu:0.2', got {type(spec).__name__}")
    if (meant := _of_project(spec)) is not None:
        return _defined(meant, given, variable, spec, alone=alone)
    if (dialect := _as_written(spec)) is not None:
        spoken, settings = dialect
        written = assigned(spoken, words_of(settings), spec)
        return spoken.called(joined(spoken, written, given, variable, spec) if alone else written)
    if (place := place_of(spec)) is not None:
        from .supplied.standing import entry_at

        return entry_at(place, given, variable) if alone else entry_at(place)
    if _is_formula(spec.strip()):
        from .formulas.expression import Expression  # late: it loads mpmath
        from .formulas.named import entry_or

        numbers = {name: number_of(spec.strip(), name, value) for name, value in given.items()}
        entry = entry_or(Expression(spec, numbers, variable))
        if alone:
            check_used(numbers, (entry,))
        return entry
    name, colon, rest = spec.strip().partition(":")
    if not name.strip():
        raise BadSpec(f"{quoted(spec)} names no function. Write NAME or NAME:VALUE. See 'actplot list'.")
    cls = _looked_up(name.strip())
    written = assigned(cls, split(rest), spec) if colon else {}
    return cls.with_parameters(joined(cls, written, given, variable, spec) if alone else written)


def _of_program(found: Any, given: Mapping[str, Any], variable: str | None) -> Entry:
    """A function that a program holds: one that has a name here, or its own."""
    from .objects.holding import function_of
    from .objects.recognising import read_candidates

    if isinstance(found, type) and issubclass(found, Entry):
        return found.with_parameters(dict(given))

    def read(text: str, values: Mapping[str, Any]) -> Entry:
        return _read(text, {**values, **given}, variable, alone=True)

    return next(read_candidates(found, read), None) or function_of(found, given, variable)


def _as_written(text: str) -> "tuple[Spoken, str] | None":
    """A framework's name and its settings, if the text is in a framework's words, as no name of the catalogue is."""
    if _NAME.fullmatch(text.strip()) and is_known(text.strip()):
        return None
    from .dialects.finding import as_written

    return as_written(text)


def _of_project(spec: str) -> "Meaning | None":
    """What stands before the first colon, if the project that is read names it."""
    names, name = names_in_force(), spec.partition(":")[0].strip()
    return names.find(name) if names and _NAME.fullmatch(name) else None


def _defined(meant: "Meaning", given: Mapping[str, Any], variable: str | None, spec: str, *, alone: bool) -> Entry:
    """A project's function, with the parameters behind its name."""
    _, colon, rest = spec.partition(":")
    if meant.place is not None:
        return meant.supplied(split(rest) if colon else [], given if alone else {}, variable if alone else None)
    written = assigned(meant, split(rest), spec) if colon else {}
    if alone:
        return meant.with_parameters(joined(meant, written, given, variable, spec))
    return meant.with_parameters(written, given)


def _looked_up(name: str) -> type[Entry]:
    names = names_in_force()
    return lookup(name, names.names() if names and not is_found(name) else ())


def _is_formula(text: str) -> bool:
    """Whether a text is no name of the catalogue, nor meant for one."""
    name, colon, _ = (part.strip() for part in text.partition(":"))
    if colon and (not name or _NAME.fullmatch(name)):
        return False
    if not _NAME.fullmatch(text):
        return True
    if is_symbol(text) or text in CONSTANTS or function_name(text) is not None:  # which nothing that is added replaces
        return not is_own(text)
    return (len(text) < SHORTEST or "-" in text) and not is_found(text)


def check_used(values: Mapping[str, float], functions: Sequence[Entry]) -> None:
    """Raise `BadParameter` for the value of a symbol that no formula has."""
    from .formulas.expression import unused

    unused(values, functions)


def is_formula(text: str) -> bool:
    """Whether a text can be read as a formula, whatever values its symbols need."""
    from .formulas.speaking import read_formula

    try:
        read_formula(text)
    except FormulaError:
        return False
    return True
