"""Reads the lines of authored derivations, which hold marks that a user's formula may not hold."""

from collections.abc import Collection, Sequence

from ..term import FOLDS, Call, Condition, D, Fold, Term
from .parser import BOTH, WHOLE, Parser


def parse_line(text: str, *, symbols: Collection[str] = ()) -> Term:
    """Read one side of a line: a formula that may also hold `D(x^2)`, `f(x)`, `sum(y_i, i, n)` and `prod(y_i, i, n)`.

    `D(u)` is the derivative with respect to x; one that names its variable, `D(p_i, z_j)`, is partial. Raises
    `FormulaError`.
    """
    return _AuthoredParser(text, frozenset(symbols)).formula()


def parse_condition(text: str, *, symbols: Collection[str] = ()) -> Condition:
    """Read what a line about vectors supposes, such as `i == j`. Raises `FormulaError`."""
    parser = _AuthoredParser(text, frozenset(symbols))
    found = parser.condition(BOTH)
    parser.expect_end()
    return found


class _AuthoredParser(Parser):
    """Also reads the marks of derivations, which a user's formula may not hold."""

    def named(self) -> Term:
        name, called = self.token.text, self.tokens[min(self.index + 1, len(self.tokens) - 1)].text == "("
        if not called or name not in ("D", "f", *FOLDS):
            return super().named()
        self.advance()
        self.advance()
        self.descend()
        outer_bars, self.open_bars = self.open_bars, 0
        body = self.scalar(WHOLE)
        words = []
        while self.follows(","):
            words.append(self.advance().text)
        self.expect(")")
        self.open_bars = outer_bars
        self.depth -= 1
        if name == "f":
            return self.counted(Call(name, (body,)))
        return self.counted(self.derivative(body, words) if name == "D" else Fold(name, body, *words))

    def derivative(self, body: Term, words: Sequence[str]) -> Term:
        if not words:
            return D(body, "x")
        (variable,) = words
        return D(body, variable, partial=True)
