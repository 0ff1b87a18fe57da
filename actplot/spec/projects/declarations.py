"""Reads the table in which a project names its functions, and says what is wrong with it."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...algebra.reading.lexer import LONGEST
from ...algebra.reading.names import CONSTANTS, KEYWORDS
from ...catalogue.index import folded
from ...errors import ActplotError, quoted, shown, suggestion
from ...numbers import real
from .defined import BadDefinition, Definition, Table
from .taken import refusal

MOST = 1000  # functions of a file
MOST_PARAMETERS = 20
LONGEST_TEXT = 500  # characters of a note or source
KEYS = ("formula", "parameters", "aliases", "note", "source")
EXAMPLE = 'Write swoosh = "x*sigmoid(a*x)", or a table with formula and parameters.'


@dataclass(frozen=True)
class File:
    """Where a table stands."""

    path: Path
    part: str = "[functions]"
    formulas_only: bool = False

    @property
    def shown(self) -> str:
        return f"{shown(self.path)}, {self.part}"

    def of(self, name: str) -> Definition:
        """A definition of that name, of which nothing else is known yet."""
        where = f"{self.shown}, {quoted(name)[1:-1]}"
        return Definition(name, "", origin=shown(self.path.name), where=where, folder=str(self.path.absolute().parent))


def read_table(given: Any, file: File) -> Table:
    """The functions that a table names; each fault is told with the file, the part of it and the key."""
    place = file.shown
    if not isinstance(given, dict):
        return Table(problems=(("", f"{place}: must be a table, got {_shown(given)}. {EXAMPLE}"),))
    if len(given) > MOST:
        return Table(problems=(("", f"{place}: there are {len(given)} functions, allowed are {MOST}"),))
    definitions, problems, taken = [], [], dict[str, str]()
    for name, value in given.items():
        bare = file.of(name)
        try:
            one = _definition(name, value, bare)
            if file.formulas_only and one.stands_in is not None:
                raise BadDefinition(
                    f"{quoted(one.text)} stands in a file, and {bare.origin} may name formulas alone: to be in a "
                    "folder must run no code. Name it in a file that --functions is given, or in a gallery's manifest"
                )
            _check_free(one, taken)
        except ActplotError as error:
            problems.append((name, f"{bare.where}: {error}"))
        else:
            definitions.append(one)
    return Table(tuple(definitions), tuple(problems))


def _check_free(one: Definition, taken: dict[str, str]) -> None:
    """Take the names of a definition, which no other one of its table may have; case and _ do not tell them apart."""
    for name in (one.name, *one.aliases):
        owner = taken.get(folded(name))
        if owner is not None and owner != one.name:
            raise BadDefinition(f"the name {quoted(name)} belongs to {quoted(owner)} of the same table")
        if owner is not None:
            raise BadDefinition(f"the name {quoted(name)} is given twice")
        taken[folded(name)] = one.name


def _definition(name: str, value: Any, bare: Definition) -> Definition:
    if why := refusal(name):
        raise BadDefinition(why)
    table = {"formula": value} if isinstance(value, str) else value
    if not isinstance(table, dict):
        raise BadDefinition(f"must be a formula as text or a table, got {_shown(value)}. {EXAMPLE}")
    for key in table:
        if key not in KEYS:
            raise BadDefinition(f"unknown key {quoted(key)}.{suggestion(key, KEYS)} Keys: {', '.join(KEYS)}")
    known = dict(vars(bare), text=_formula(table))
    known |= {key: _text(key, table[key]) for key in ("note", "source") if key in table}
    known |= {"parameters": tuple(_parameters(table.get("parameters", {})))}
    known |= {"aliases": tuple(_aliases(name, table.get("aliases", [])))}
    return Definition(**known)


def _formula(table: Mapping[str, Any]) -> str:
    if "formula" not in table:
        raise BadDefinition(f"the key 'formula' is missing. {EXAMPLE}")
    text = _text("formula", table["formula"], LONGEST)
    if not text:
        raise BadDefinition(f"formula must not be empty. {EXAMPLE}")
    return text


def _text(key: str, value: Any, longest: int = LONGEST_TEXT) -> str:
    if not isinstance(value, str):
        raise BadDefinition(f"{key} must be text, got {_shown(value)}")
    if len(value) > longest:
        raise BadDefinition(f"{key} has {len(value)} characters, allowed are {longest}")
    text = " ".join(value.split())
    if not text.isprintable():
        raise BadDefinition(f"{key} must be printable, got {quoted(text)}")
    return text


def _aliases(name: str, given: Any) -> Iterator[str]:
    if not isinstance(given, list) or not all(isinstance(alias, str) for alias in given):
        raise BadDefinition(f'aliases must be a list such as ["Swoosh"], got {_shown(given)}')
    for alias in given:
        if why := refusal(alias):
            raise BadDefinition(f"aliases: {why}")
        if folded(alias) != folded(name):
            yield alias


def _parameters(given: Any) -> Iterator[tuple[str, float]]:
    if not isinstance(given, dict):
        raise BadDefinition(f"parameters must be a table of defaults such as {{a = 1.0}}, got {_shown(given)}")
    if len(given) > MOST_PARAMETERS:
        raise BadDefinition(f"there are {len(given)} parameters, allowed are {MOST_PARAMETERS}")
    for name, value in given.items():
        if not name.isidentifier() or name in ("x", *CONSTANTS, *KEYWORDS):
            told = "the variable" if name == "x" else "a constant" if name in CONSTANTS else "no name"
            raise BadDefinition(f"parameters: {quoted(name)} is {told}. Use another name")
        yield name, _number(name, value)


def _number(name: str, value: Any) -> float:
    """A default, which may be written as a fraction in text."""
    try:
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise ValueError
        found = real(value) if isinstance(value, str) else float(value)
        if math.isfinite(found):
            return found + 0.0
    except (ValueError, OverflowError):
        pass
    raise BadDefinition(f"parameters: the default of {name} must be a finite number, got {_shown(value)}")


def _shown(value: Any) -> str:
    """The user's value, as TOML has it as far as that matters."""
    try:
        return quoted(str(value))
    except ValueError:  # a hexadecimal number that is too long to be written in decimals
        return "a very long number"
