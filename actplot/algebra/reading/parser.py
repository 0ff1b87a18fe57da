"""Tokens to a tree: a Pratt parser with a limit on everything, so that no text is slow or evaluated."""

from collections.abc import Collection
from functools import cache

from ...errors import FormulaError, quoted
from ..term import RELATIONS, Add, And, Call, Div, Mul, Neg, Pow, Rel, Term, number
from .calls import CallReader
from .conditions import Logical, all_of, any_of, chosen, is_logical, opposite, relations
from .lexer import LONGEST, Token
from .names import KEYWORDS
from .reader import BOTH, CHOICE, COMPARISON, EITHER, POWER, PRODUCT, RAISED, SUM, WHOLE

_STRENGTHS = {"if": CHOICE, "or": EITHER, "and": BOTH, "&": BOTH, "+": SUM, "-": SUM, "^": POWER}
_STRENGTHS |= dict.fromkeys(("*", "/", "//", "%"), PRODUCT) | dict.fromkeys((*RELATIONS, "="), COMPARISON)


def parse(text: str, *, symbols: Collection[str] = ()) -> Term:
    """Read a formula.

    Parameters
    ----------
    text : such as `x*sigmoid(1.702x)`; `^` and `**` are powers, `2x` a product, `|x|` the absolute value
    symbols : names of several letters that are parameters or variables; single letters always are

    Returns
    -------
    Term: the tree, in the form in which it was typed.

    Raises `FormulaError`, which points at the place.
    """
    return Parser(text, frozenset(symbols)).formula()


def reread(text: str, *, symbols: Collection[str] = ()) -> Term:
    """Read what a formula was written out as, which may be longer than what was typed. Raises `FormulaError`."""
    return _Rereader(text, frozenset(symbols)).formula()


class Parser(CallReader):
    """Reads one formula; a dialect overrides what it reads otherwise."""

    def formula(self) -> Term:
        term = self.scalar(WHOLE)
        self.expect_end()
        return term

    def expect_end(self) -> None:
        if self.token.kind != "end":
            raise self.error(f"unexpected {quoted(self.token.text)}")

    # Expressions

    def expression(self, minimum: int) -> Term | Logical:
        """Everything from here on that is held together at least as strongly as asked."""
        start, before = self.token, self.depth
        left = self.operand(minimum)
        grown = False  # whether `left` may take further terms: not if it came in parentheses
        while (strength := self.strength(left)) is not None and strength >= minimum:
            left, grown = self.continued(left, start, strength, grown), True
        self.depth = before
        return left

    def strength(self, left: Term | Logical) -> int | None:
        """How strongly the next token binds what stands before it, if it binds at all."""
        token = self.token
        if token.kind == "raised":
            return RAISED
        if token.text == "|" and token.kind == "symbol":
            return None if self.open_bars else EITHER if is_logical(left) else PRODUCT
        if token.kind == "symbol" and token.text in ("(", "√"):
            return PRODUCT
        if token.text in ("%", "//") and self.behind_minus:
            return None
        if token.kind == "number" or (token.kind == "name" and token.text not in KEYWORDS):
            return PRODUCT
        return _STRENGTHS.get(token.text) if token.kind != "string" else None

    def continued(self, left: Term | Logical, start: Token, strength: int, grown: bool) -> Term | Logical:
        """What stands before the next token joined with what the token brings."""
        if strength == COMPARISON:
            return self.comparison(left, start, grown)
        if strength in (BOTH, EITHER):
            return self.several(left, start, strength)
        if strength == CHOICE:
            return self.choice(self.checked(left, start))
        left = self.counted_as_number(left)
        if strength == SUM:
            return self.sum(left, grown)
        if strength == PRODUCT:
            return self.product(left, grown)
        return self.power(left)

    def choice(self, then: Term) -> Term:
        self.advance()
        self.descend()
        condition = self.condition(EITHER)
        self.expect("else")
        return self.counted(self.grown(chosen(condition, then, self.scalar(CHOICE))))

    def several(self, left: Term | Logical, start: Token, strength: int) -> Logical:
        word, join, further = ("and", all_of, COMPARISON) if strength == BOTH else ("or", any_of, BOTH)
        if not is_logical(left):
            raise self.error(f"'{word}' joins two conditions, such as x > 0 {word} x < -1", start)
        self.advance()
        return self.joined(join, left, self.condition(further))

    def comparison(self, left: Term | Logical, start: Token, grown: bool) -> Logical:
        if not (grown and isinstance(left, Rel | And)):
            left = self.checked(left, start)
        operator = self.advance()
        if operator.text == "=":
            raise self.error("unexpected '='; equality is written ==", operator)
        right = self.scalar(SUM)
        if isinstance(left, Rel | And):
            last = relations(left)[-1]
            return self.counted(And((*relations(left), Rel(operator.text, last.right, right))))
        return self.counted(Rel(operator.text, left, right))

    def sum(self, left: Term, grown: bool) -> Add:
        minus = self.advance().text == "-"
        right = self.counting(PRODUCT)
        right = self.counted(Neg(right)) if minus else right
        if grown and isinstance(left, Add):
            return Add((*left.args, right))
        return self.counted(Add((left, right)))

    def product(self, left: Term, grown: bool) -> Term:
        token = self.token
        if token.text in ("*", "/", "//", "%"):
            self.advance()
        elif token.kind == "number":
            raise self.error(f"unexpected number {quoted(token.text)}; a product with it needs a '*'")
        right = self.counting(POWER)
        if token.text in ("/", "//", "%"):
            self.descend()
            return self.counted(_divided(token.text, left, right))
        if grown and isinstance(left, Mul):
            return Mul((*left.args, right))
        return self.counted(Mul((left, right)))

    def power(self, base: Term) -> Pow:
        token = self.advance()
        self.descend()
        if token.kind == "raised":
            exponent = self.counted(number(token.text.lstrip("-")))
            exponent = self.counted(Neg(exponent)) if token.text[0] == "-" else exponent
        else:
            exponent = self.counting(POWER)
        return self.counted(Pow(base, exponent))

    def template(self, text: str) -> Term:
        return _template(text)

    # Operands

    def operand(self, minimum: int) -> Term | Logical:
        found = self.first(minimum)
        while self.token.text == "." and self.ahead(1).kind == "name":
            found = self.method(found)
        return found

    def first(self, minimum: int) -> Term | Logical:
        token = self.token
        if token.kind == "number":
            return self.counted(number(self.advance().text))
        if token.kind == "name" and token.text not in KEYWORDS:
            return self.named()
        if token.text in ("-", "+"):
            return self.signed(minimum)
        if token.text in ("not", "~") and token.kind != "string":
            return self.negation()
        if token.text == "√":
            return self.root()
        if token.text in ("(", "|") and token.kind == "symbol":
            return self.bracketed()
        raise self.missing_operand()

    def missing_operand(self) -> FormulaError:
        if len(self.tokens) == 1:
            return self.error("the formula is empty; type one, e.g. x*sigmoid(x)")
        behind = f" after {quoted(self.tokens[self.index - 1].text)}" if self.index else ""
        found = f", found {quoted(self.token.text)}" if self.token.kind != "end" else ""
        return self.error(f"expected a number, a name or '('{behind}{found}")

    def signed(self, minimum: int) -> Term:
        self.descend()
        minus = self.advance().text == "-"
        outer, self.behind_minus = self.behind_minus, True
        operand = self.counting(PRODUCT if minimum <= PRODUCT else POWER)
        self.behind_minus = outer
        self.depth -= 1
        return self.counted(Neg(operand)) if minus else operand

    def negation(self) -> Logical:
        self.descend()
        inner = self.condition(COMPARISON if self.advance().text == "not" else POWER)
        self.depth -= 1
        return self.joined(opposite, inner)

    def root(self) -> Call:
        self.descend()
        self.advance()
        operand = self.counting(POWER)
        self.depth -= 1
        return self.counted(Call("sqrt", (operand,)))

    def bracketed(self) -> Term | Logical:
        self.descend()
        outer = self.open_bars, self.behind_minus
        self.behind_minus = False
        if self.advance().text == "|":
            self.open_bars += 1
            inner: Term | Logical = self.counted(Call("abs", (self.scalar(WHOLE),)))
            self.expect("|")
        else:
            self.open_bars = 0
            inner = self.expression(WHOLE)
            self.expect(")")
        self.open_bars, self.behind_minus = outer
        self.depth -= 1
        return inner


class _Rereader(Parser):
    longest = 100 * LONGEST


@cache
def _template(text: str) -> Term:
    return parse(text, symbols=("u", "v"))


def _divided(sign: str, left: Term, right: Term) -> Term:
    if sign == "%":
        return Call("mod", (left, right))
    return Div(left, right) if sign == "/" else Call("floor", (Div(left, right),))
