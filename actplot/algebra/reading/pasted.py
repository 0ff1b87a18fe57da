"""Reads what a user pastes: a formula, or a function of Python that returns one."""

from collections.abc import Collection
from dataclasses import dataclass

from ...errors import FormulaError, quoted
from ..term import Num, Sym, Term, substituted, symbols
from .lexer import Token
from .library import Speaker
from .names import CONSTANTS, KEYWORDS, is_symbol
from .parser import Parser
from .reader import SUM, WHOLE


@dataclass(frozen=True)
class Reading:
    """A formula, and the variable where the text itself says it."""

    term: Term
    variable: str | None = None


def read(text: str, *, symbols: Collection[str] = (), speaker: Speaker | None = None) -> Reading:
    """Read a formula, `lambda x: x*x` or `def f(x): return x*x`; `speaker` knows the names of frameworks.

    Raises `FormulaError`, which points at the place.
    """
    return _PastedParser(text, frozenset(symbols), speaker).reading()


class _PastedParser(Parser):
    def reading(self) -> Reading:
        defaults: dict[str, Term] = {}
        if self.begins_lambda():
            self.advance()
            defaults = self.parameters(":")
        elif self.token.text == "def" and self.ahead(1).kind == "name" and self.ahead(2).text == "(":
            self.index += 3
            defaults = self.parameters(")")
            self.annotation("->", (":",))
            self.expect(":")
        variable = next(iter(defaults), None)
        self.returned(needed=variable is not None and self.tokens[0].text == "def")
        term = self.scalar(WHOLE)
        while self.follows(";"):
            pass
        self.expect_end()
        return self.settled(term, variable, defaults)

    def begins_lambda(self) -> bool:
        """Whether Python's lambda begins here, and not a product with the letter λ."""
        return self.token.text == "lambda" and self.ahead(1).kind == "name" and self.ahead(2).text in (":", ",", "=")

    def parameters(self, end: str) -> dict[str, Term]:
        """The variable, then constants with their values; all become names of the formula."""
        found: dict[str, Term] = {}
        while not self.follows(end):
            token = self.advance()
            if token.kind != "name" or token.text in KEYWORDS:
                raise self.error(f"expected the name of an argument, found {quoted(token.text)}", token)
            self.annotation(":", (",", "=", ")")) if end == ")" else None
            if token.text == "self" and not found:
                self.expect(",")
                continue
            value = self.scalar(SUM) if self.follows("=") else None
            self.check_parameter(token, value, found)
            found[token.text] = Sym(token.text) if value is None else value
            if not self.follows(",") and self.token.text != end:
                raise self.error(f"expected '{end}'")
        if not found:
            raise self.error("a function needs one argument, e.g. lambda x: x^2")
        self.declared |= found.keys()
        return found

    def check_parameter(self, token: Token, value: Term | None, found: dict[str, Term]) -> None:
        if token.text in found:
            raise self.error(f"{token.text} is given twice", token)
        if found and not isinstance(value, Num) and value is None:
            raise self.error(f"{token.text} needs a value, since a formula has one variable: {token.text}=1", token)

    def annotation(self, sign: str, ends: Collection[str]) -> None:
        """Pass over the type of an argument or of the result."""
        if self.token.text == sign:
            while self.token.kind != "end" and self.token.text not in ends:
                self.advance()

    def returned(self, *, needed: bool) -> None:
        if self.token.text == "return" and self.token.kind == "name":
            self.advance()
        elif needed:
            raise self.missing_return()

    def missing_return(self) -> FormulaError:
        return self.error("expected 'return': of a function one line is read, def f(x): return …")

    def settled(self, term: Term, variable: str | None, defaults: dict[str, Term]) -> Reading:
        """With constants in place of their names, and x for a variable whose name a formula cannot have."""
        if variable is None:
            return Reading(term)
        term = substituted(term, {name: value for name, value in defaults.items() if name != variable})
        if not is_symbol(variable) or variable in CONSTANTS:
            if "x" in symbols(term):
                raise self.error(f"the variable is {variable}, and x is not defined", self.tokens[0])
            term, variable = substituted(term, {variable: Sym("x")}), "x"
        return Reading(self.grown(term), variable)
