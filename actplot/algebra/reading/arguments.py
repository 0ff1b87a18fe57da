"""Reads the arguments of a call, and gives each to the argument of a function that it is meant for."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from ...errors import FormulaError, quoted
from ...frozen import record
from ..term import Neg, Num, Term
from .lexer import Token
from .library import CONVERSIONS, FILLED, HARMLESS, SAME, Literal, Value
from .reader import WHOLE, Reader

LITERALS = ("True", "False", "None")


@record
class Given:
    """One argument of a call, and where it stands."""

    value: Value
    start: Token


@dataclass
class Arguments:
    positional: list[Given] = field(default_factory=list)
    named: dict[str, Given] = field(default_factory=dict)  # start is the token of the name


@record
class Callee:
    """What is called: its token, its name without the library before it, and the library."""

    token: Token
    name: str
    library: str = ""


class ArgumentReader(Reader):
    """What stands between the parentheses of a call."""

    def needs_argument(self, token: Token) -> FormulaError:
        return self.error(f"{token.text} needs an argument, e.g. {example(token.text)}", token)

    def listed(self, callee: Callee | None = None, *, empty: bool = False) -> Arguments:
        """The arguments between the parentheses that begin here."""
        outer = self.open_bars, self.behind_minus
        self.open_bars, self.behind_minus = 0, False
        self.advance()
        found = Arguments()
        if self.token.text == ")" and not empty and callee:
            raise self.needs_argument(callee.token)
        while self.token.text != ")":
            self.argument(found, callee)
            if not self.follows(","):
                break
        self.expect(")")
        self.open_bars, self.behind_minus = outer
        return found

    def argument(self, found: Arguments, callee: Callee | None) -> None:
        start = self.token
        if self.ahead(1).text == "=" and start.kind == "name":
            self.index += 2
            if start.text in found.named:
                raise self.error(f"{callee.name if callee else start.text}: {start.text} is given twice", start)
            if start.text in HARMLESS:
                self.skipped(start, CONVERSIONS if callee and callee.name in (*SAME, *FILLED) else HARMLESS)
            else:
                found.named[start.text] = Given(self.value(), start)
        elif found.named:
            raise self.error("a positional argument cannot follow a keyword")
        else:
            found.positional.append(Given(self.value(), start))

    def value(self) -> Value:
        token = self.token
        if token.kind == "string" or token.text in LITERALS:
            return Literal(self.advance().text.strip("'\""))
        return self.expression(WHOLE)

    def skipped(self, keyword: Token, taken: Mapping[str, tuple[str, str]]) -> None:
        """Pass over the value of a keyword that changes no number, if it is one that the keyword takes."""
        depth, words = 0, []
        while self.token.kind != "end" and (depth or self.token.text not in (",", ")")):
            depth += (self.token.text == "(") - (self.token.text == ")")
            words.append(self.advance().text)
        pattern, told = taken[keyword.text]
        if not re.fullmatch(pattern, "".join(words)) and "(" not in words:
            raise self.error(f"{keyword.text} must be {told}, got {quoted(''.join(words))}", keyword)

    def scalars(self, arguments: Sequence[Given]) -> tuple[Term, ...]:
        return tuple(self.number_of(one) for one in arguments)

    def number_of(self, given: Given) -> Term:
        if isinstance(given.value, Literal):
            raise self.error(f"{given.value.word} is no number", given.start)
        return self.checked(given.value, given.start)

    def no_literal(self, given: Given | None) -> Term:
        assert given is not None
        if isinstance(given.value, Literal):
            raise self.error(f"{given.value.word} is no number", given.start)
        return given.value

    def bound(
        self, callee: Callee, arguments: Arguments, wanted: Sequence[Collection[str]], *, required: int
    ) -> list[Given | None]:
        """What was given for each wanted argument, by place or by one of its names; None for what was left out."""
        if len(arguments.positional) > len(wanted):
            plural = "" if len(wanted) == 1 else "s"
            told = f"{callee.name} takes {len(wanted)} argument{plural}, got {len(arguments.positional)}"
            raise self.error(told, callee.token)
        found: list[Given | None] = [*arguments.positional, *[None] * (len(wanted) - len(arguments.positional))]
        for word, given in arguments.named.items():
            place = next((i for i, spellings in enumerate(wanted) if word in spellings), None)
            if place is None:
                known = ", ".join(next(iter(spellings)) for spellings in wanted)
                raise self.error(f"{callee.name} has no argument {quoted(word)}; it has {known}", given.start)
            if found[place] is not None:
                raise self.error(f"{callee.name}: {word} is given twice", given.start)
            found[place] = given
        if None in found[:required]:
            if not any(found):
                raise self.needs_argument(callee.token)
            plural = "s" if required > 1 else ""
            told = f"{callee.name} takes {required} argument{plural}, got {len(found) - found.count(None)}"
            raise self.error(told, callee.token)
        return found


def example(name: str) -> str:
    arguments = {"where": "x > 0, x, 0", "max": "0, x", "min": "0, x", "clip": "x, 0, 1", "mod": "x, 2", "fmod": "x, 2"}
    return f"{name}({arguments.get(name, 'x')})"


def constant(term: Term) -> float | None:
    """The value of a literal number, with or without a sign."""
    if isinstance(term, Neg):
        inner = constant(term.operand)
        return None if inner is None else -inner
    return float(term.value) if isinstance(term, Num) else None
