"""Tokens to a tree: a Pratt parser with a limit on everything, so that no text is slow or evaluated."""

from collections.abc import Collection, Sequence

from ...catalogue.registry import is_known, lookup
from ...errors import BrokenFamily, FormulaError, UnknownName, quoted, suggestion
from ..term import RELATIONS, Add, And, Call, Condition, Div, Mul, Neg, Num, Pow, Rel, Sym, Term, number, piecewise
from .lexer import Token, tokens
from .names import ARITY, CONSTANTS, GREEK_NAMES, KEYWORDS, NEVER_VARIABLES, OTHER_SPELLINGS, function_name, is_symbol

DEEPEST = 60  # nested parentheses, calls, minus signs, powers and quotients
MOST_NODES = 400

# How strongly an operator binds; a leading minus binds like a product, except behind * / ^.
WHOLE, CHOICE, BOTH, COMPARISON, SUM, PRODUCT, POWER, RAISED = range(8)
_STRENGTHS = {"if": CHOICE, "and": BOTH, "+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT, "^": POWER}
_STRENGTHS |= dict.fromkeys((*RELATIONS, "="), COMPARISON)


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


class Parser:
    """Reads one formula; a dialect overrides what it reads otherwise."""

    def __init__(self, source: str, declared: frozenset[str]):
        self.source, self.declared = source, declared
        self.tokens, self.index = tokens(source), 0
        self.depth = self.nodes = 0
        self.open_bars = 0  # of |…|, since the last open parenthesis

    def formula(self) -> Term:
        term = self.scalar(WHOLE)
        self.expect_end()
        return term

    def expect_end(self) -> None:
        if self.token.kind != "end":
            raise self.error(f"unexpected {quoted(self.token.text)}")

    # Tokens, limits and errors

    @property
    def token(self) -> Token:
        return self.tokens[self.index]

    def advance(self) -> Token:
        self.index += 1
        return self.tokens[self.index - 1]

    def follows(self, text: str) -> bool:
        """Whether the next token is this symbol or word; if so it is taken."""
        found = self.token.text == text and self.token.kind != "end"
        self.index += found
        return found

    def expect(self, text: str) -> None:
        if not self.follows(text):
            found = f", found {quoted(self.token.text)}" if self.token.kind != "end" else ""
            raise self.error(f"expected '{text}'{found}")

    def error(self, reason: str, token: Token | None = None) -> FormulaError:
        return FormulaError(reason, self.source, (token or self.token).position)

    def counted(self, node: Term | Condition) -> Term | Condition:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise self.error(f"the formula has more than {MOST_NODES} parts")
        return node

    def descend(self, levels: int = 1) -> None:
        self.depth += levels
        if self.depth > DEEPEST:
            raise self.error(f"the formula is nested more than {DEEPEST} levels deep")

    # Expressions

    def scalar(self, minimum: int) -> Term:
        """An expression that is a number, not a condition."""
        start = self.token
        return self.checked(self.expression(minimum), start)

    def checked(self, term: Term | Condition, start: Token) -> Term:
        if isinstance(term, Rel | And):
            raise self.error("a comparison can stand only in a condition, e.g. where(x > 0, x, 0)", start)
        return term

    def expression(self, minimum: int) -> Term | Condition:
        """Everything from here on that is held together at least as strongly as asked."""
        start, before = self.token, self.depth
        left = self.operand(minimum)
        grown = False  # whether `left` may take further terms: not if it came in parentheses
        while (strength := self.strength()) is not None and strength >= minimum:
            left, grown = self.continued(left, start, strength, grown), True
        self.depth = before
        return left

    def strength(self) -> int | None:
        """How strongly the next token binds what stands before it, if it binds at all."""
        token = self.token
        if token.kind == "raised":
            return RAISED
        if token.text == "|":
            return None if self.open_bars else PRODUCT
        if token.kind == "symbol" and token.text in ("(", "√"):
            return PRODUCT
        if token.kind == "number" or (token.kind == "name" and token.text not in KEYWORDS):
            return PRODUCT
        return _STRENGTHS.get(token.text)

    def continued(self, left: Term | Condition, start: Token, strength: int, grown: bool) -> Term | Condition:
        """What stands before the next token joined with what the token brings."""
        if strength == COMPARISON:
            return self.comparison(left, start, grown)
        if strength == BOTH:
            return self.both(left, start)
        left = self.checked(left, start)
        if strength == CHOICE:
            return self.choice(left)
        if strength == SUM:
            return self.sum(left, grown)
        if strength == PRODUCT:
            return self.product(left, grown)
        return self.power(left)

    def choice(self, then: Term) -> Term:
        self.advance()
        self.descend()
        condition = self.condition(BOTH)
        self.expect("else")
        return self.counted(piecewise(condition, then, self.scalar(CHOICE)))

    def condition(self, minimum: int) -> Condition:
        start = self.token
        found = self.expression(minimum)
        if not isinstance(found, Rel | And):
            raise self.error("expected a condition, such as x > 0", start)
        return found

    def both(self, left: Term | Condition, start: Token) -> And:
        if not isinstance(left, Rel | And):
            raise self.error("'and' joins two conditions, such as x > 0 and x < 1", start)
        self.advance()
        return self.counted(And((*_relations(left), *_relations(self.condition(COMPARISON)))))

    def comparison(self, left: Term | Condition, start: Token, grown: bool) -> Condition:
        if not (grown and isinstance(left, Rel | And)):
            left = self.checked(left, start)
        operator = self.advance()
        if operator.text == "=":
            raise self.error("unexpected '='; equality is written ==", operator)
        right = self.scalar(SUM)
        if isinstance(left, Rel | And):
            last = _relations(left)[-1]
            return self.counted(And((*_relations(left), Rel(operator.text, last.right, right))))
        return self.counted(Rel(operator.text, left, right))

    def sum(self, left: Term, grown: bool) -> Add:
        minus = self.advance().text == "-"
        right = self.scalar(PRODUCT)
        right = self.counted(Neg(right)) if minus else right
        if grown and isinstance(left, Add):
            return Add((*left.args, right))
        return self.counted(Add((left, right)))

    def product(self, left: Term, grown: bool) -> Mul | Div:
        token = self.token
        if token.text in ("*", "/"):
            self.advance()
        elif token.kind == "number":
            raise self.error(f"unexpected number {quoted(token.text)}; a product with it needs a '*'")
        right = self.scalar(POWER)
        if token.text == "/":
            self.descend()
            return self.counted(Div(left, right))
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
            exponent = self.scalar(POWER)
        return self.counted(Pow(base, exponent))

    # Operands

    def operand(self, minimum: int) -> Term | Condition:
        token = self.token
        if token.kind == "number":
            return self.counted(number(self.advance().text))
        if token.kind == "name" and token.text not in KEYWORDS:
            return self.named()
        if token.text in ("-", "+"):
            return self.signed(minimum)
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
        operand = self.scalar(PRODUCT if minimum <= PRODUCT else POWER)
        self.depth -= 1
        return self.counted(Neg(operand)) if minus else operand

    def root(self) -> Call:
        self.descend()
        self.advance()
        operand = self.scalar(POWER)
        self.depth -= 1
        return self.counted(Call("sqrt", (operand,)))

    def bracketed(self) -> Term | Condition:
        self.descend()
        outer_bars = self.open_bars
        if self.advance().text == "|":
            self.open_bars += 1
            inner = self.counted(Call("abs", (self.scalar(WHOLE),)))
            self.expect("|")
        else:
            self.open_bars = 0
            inner = self.expression(WHOLE)
            self.expect(")")
        self.open_bars = outer_bars
        self.depth -= 1
        return inner

    # Names and calls

    def named(self) -> Term:
        token = self.advance()
        called = self.token.text == "("
        function = function_name(token.text)
        if token.text in self.declared and not (called and function and token.text not in GREEK_NAMES):
            return self.counted(Sym(token.text))
        if function and (called or token.text not in GREEK_NAMES):
            return self.call(token, function)
        if called and token.text in NEVER_VARIABLES:
            raise self.error(f"unknown function {quoted(token.text)}", token)
        if token.text in CONSTANTS or (is_symbol(token.text) and not (called and is_known(token.text))):
            return self.counted(Sym(token.text))
        return self.call(token, self.catalogue_name(token))

    def catalogue_name(self, token: Token) -> str:
        try:
            entry = lookup(token.text)
        except UnknownName:
            raise self.unknown(token) from None
        if not entry.has_curve:
            raise self.error(f"{entry.name} is a {entry.kind}, and a formula is made of numbers", token)
        return entry.name

    def unknown(self, token: Token) -> FormulaError:
        name = token.text
        if 1 < len(name) < 4 and name.isalpha() and self.token.text != "(":
            hint = f"; a product is written {'*'.join(name)}"
        elif len(name) < 4 and is_symbol(f"{name[0]}_{name[1:]}"):
            hint = f"; an index is written {name[0]}_{name[1:]}"
        else:
            hint = ""
        known = {*ARITY, *OTHER_SPELLINGS, *CONSTANTS, *self.declared, *_callable_names()}
        return self.error(f"unknown name {quoted(name)}{hint}.{suggestion(name, sorted(known))}", token)

    def call(self, token: Token, name: str) -> Term:
        if self.token.text != "(":
            raise self.needs_argument(token)
        self.descend()
        outer_bars, self.open_bars = self.open_bars, 0
        self.advance()
        pieces = name == "where" and self.token.text != ")"
        built = self.where() if pieces else self.arguments(token, name)
        self.expect(")")
        self.open_bars = outer_bars
        self.depth -= 1
        return self.counted(built)

    def needs_argument(self, token: Token) -> FormulaError:
        return self.error(f"{token.text} needs an argument, e.g. {_example(token.text)}", token)

    def where(self) -> Term:
        condition = self.condition(BOTH)
        self.expect(",")
        then = self.scalar(WHOLE)
        self.expect(",")
        return piecewise(condition, then, self.scalar(WHOLE))

    def arguments(self, token: Token, name: str) -> Call:
        arguments, keywords = [], []
        if self.token.text == ")":
            raise self.needs_argument(token)
        while True:
            if self.tokens[min(self.index + 1, len(self.tokens) - 1)].text == "=" and self.token.kind == "name":
                keywords.append(self.keyword(name, [given for given, _ in keywords]))
            elif keywords:
                raise self.error("a positional argument cannot follow a keyword")
            else:
                arguments.append(self.scalar(WHOLE))
            if not self.follows(","):
                break
        if self.token.text == ")":
            self.check_count(token, name, arguments)
        return Call(name, tuple(arguments), tuple(keywords))

    def check_count(self, token: Token, name: str, arguments: Sequence[Term]) -> None:
        least, most = ARITY.get(name, (1, 1))
        if not arguments:
            raise self.needs_argument(token)
        if len(arguments) < least or (most is not None and len(arguments) > most):
            allowed = f"{least} or more" if most is None else str(least) if most == least else f"{least} or {most}"
            plural = "" if allowed == "1" else "s"
            raise self.error(f"{token.text} takes {allowed} argument{plural}, got {len(arguments)}", token)

    def keyword(self, name: str, given: Sequence[str]) -> tuple[str, Term]:
        """One `parameter=term` of a catalogue function, under the parameter's own name."""
        token = self.advance()
        self.advance()
        try:
            declared = lookup(name).declared
        except UnknownName:
            declared = ()
        parameter = next((p for p in declared if token.text in (p.name, *p.aliases)), None)
        if parameter is None:
            known = f"its parameters: {', '.join(p.name for p in declared)}" if declared else "it has none"
            raise self.error(f"{name} has no parameter {quoted(token.text)}; {known}", token)
        if parameter.name in given:
            raise self.error(f"{name}: {parameter.name} is given twice", token)
        start = self.token
        value = self.scalar(WHOLE)
        constant = _constant(value)
        if constant is not None and not parameter.accepts(constant):
            raise self.error(f"{name}: {parameter.name} must be {parameter.constraint}", start)
        return parameter.name, value


def _relations(condition: Condition) -> tuple[Rel, ...]:
    return condition.args if isinstance(condition, And) else (condition,)


def _callable_names() -> tuple[str, ...]:
    """The names of functions of one variable; where they cannot be told from others, all names."""
    from ...catalogue.registry import declared_entries, elementwise_names  # only here is the whole catalogue of use

    try:
        return elementwise_names()
    except BrokenFamily:
        return tuple(declared_entries())


def _example(name: str) -> str:
    arguments = {"where": "x > 0, x, 0", "max": "0, x", "min": "0, x", "clip": "x, 0, 1"}
    return f"{name}({arguments.get(name, 'x')})"


def _constant(term: Term) -> float | None:
    """The value of a literal number, with or without a sign."""
    if isinstance(term, Neg):
        inner = _constant(term.operand)
        return None if inner is None else -inner
    return float(term.value) if isinstance(term, Num) else None
