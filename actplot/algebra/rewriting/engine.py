"""Differentiates step by step: each line applies one rule to every outermost derivative of the line above."""

from collections.abc import Mapping

from ...catalogue.registry import lookup
from ...errors import TooLong
from ...frozen import record
from ...numbers import fraction_text
from ..reading.parser import parse
from ..term import Add, Call, Cases, D, Div, Fold, Mul, Neg, Pow, Sym, Term, rebuilt, substituted, walk
from .cells import in_cells
from .neat import ONE, TWO, ZERO, cases, count, neatened, negated, power, product, quotient, total
from .pieces import chooses, holds_pieces, in_pieces, unfolded, where_defined
from .recognise import recognised
from .rules import MEANINGS, TABLE, meaning, outer_derivative, rule_name
from .tidy import tidied

MOST_NODES = 20000
MOST_LINES = 12
_TOO_LONG = f"the derivative has more than {MOST_NODES} parts. Give a shorter expression."


@record
class Rewrite:
    """A line and the rules that give it from the line above."""

    term: Term
    rules: tuple[str, ...]


def differentiate(term: Term, variable: str) -> Term:
    """The derivative of a term, tidied. Raises `ActplotError` where it grows beyond all measure."""
    return rewrites(term, variable)[-1].term


def rewrites(
    term: Term, variable: str, known: Mapping[str, Term] | None = None, names: Mapping[str, Term] | None = None
) -> tuple[Rewrite, ...]:
    """The lines that follow `D(term, variable)`, the last one without a derivative to carry out.

    `known` gives the derivatives of functions such as f that have no formula here, `names` those of local names
    for what depends on the variable.
    Raises `ActplotError` where a line grows beyond all measure.
    """
    engine = Engine(variable, known or {}, names or {})
    lines = engine.prepared(term)
    current = lines[-1].term if lines else D(term, variable)
    lines += engine.carried_out(engine.pushed(current.operand), current)
    return tuple(_merged(lines))


def _merged(lines: list[Rewrite]) -> list[Rewrite]:
    """No more lines than one reads: the last ones of a long derivation become one."""
    if len(lines) <= MOST_LINES:
        return lines
    kept = lines[: MOST_LINES - 1]
    return [*kept, Rewrite(lines[-1].term, ("remaining rules",))]


class Engine:
    """Differentiates with respect to one symbol; other kinds of variables say what moves with them."""

    def __init__(self, variable: str, known: Mapping[str, Term], names: Mapping[str, Term]):
        self.variable, self.known, self.names = variable, known, names
        self.rules: dict[str, None] = {}  # used in the current line

    def mark(self, term: Term) -> D:
        """The derivative of a term, not carried out."""
        return D(term, self.variable)

    # Before the first rule

    def prepared(self, term: Term) -> list[Rewrite]:
        """Lines that only rewrite the function: named parts, maxima as pieces."""
        lines: list[Rewrite] = []
        for change, rule in ((recognised, "recognise named parts"), (self.written_out, "write the pieces")):
            changed = change(term)
            if changed != term and not (change is recognised and _is_name(changed, self.variable)):
                lines.append(Rewrite(self.mark(changed), (rule,)))
                term = changed
        return lines

    def written_out(self, term: Term) -> Term:
        plain = in_cells(in_pieces(term, self.variable), self.variable) if chooses(term) else term
        if not isinstance(plain, Cases) and (chooses(term) or holds_pieces(term, definition)):
            plain = unfolded(term, self.variable, definition) or plain
        return where_defined(plain)

    def moves(self, term: Term) -> bool:
        """Whether a term depends on the variable, or on a local name that does."""
        return any(
            isinstance(node, Sym) and (node.name == self.variable or node.name in self.names) for node in walk(term)
        )

    # The lines

    def carried_out(self, line: Term, before: D) -> list[Rewrite]:
        """A line for each round of rules, until no derivative is left, and one for what arithmetic can tidy."""
        lines: list[Rewrite] = []
        if not any(isinstance(node, D) for node in walk(line)):
            lines.append(Rewrite(line, (self.simple_rule(before.operand),)))
        while any(isinstance(node, D) for node in walk(line)):
            self.rules = {}
            line = neatened(self.stepped(line))
            if count(line) > MOST_NODES:
                raise TooLong(_TOO_LONG)
            lines.append(Rewrite(line, tuple(self.rules)))
        last = tidied(line)
        if last != line:
            lines.append(Rewrite(last, ("simplify",)))
        return lines

    def simple_rule(self, term: Term) -> str:
        """Why a derivative needed none of the rules below."""
        if not self.moves(term):
            return "derivative of a constant"
        return "derivative of x" if isinstance(term, Sym) else "constant factors and sums"

    def stepped(self, term: Term) -> Term:
        """The line with one rule applied to every outermost derivative."""
        if isinstance(term, D):
            return self.ruled(term.operand)
        return rebuilt(term, self.stepped)

    def use(self, rule: str) -> None:
        self.rules[rule] = None

    def pushed(self, term: Term) -> Term:
        """The derivative, taken through sums, signs and constant factors; what needs a rule stays a `D`."""
        variable = self.variable
        if not self.moves(term):
            return ZERO
        match term:
            case Sym(name) if name == variable:
                return ONE
            case Neg(operand):
                return negated(self.pushed(operand))
            case Add(args):
                return total(*map(self.pushed, args))
            case Mul(args):
                constant = [factor for factor in args if not self.moves(factor)]
                moving = [factor for factor in args if self.moves(factor)]
                if constant:
                    return product(*constant, self.pushed(_product_of(moving)))
            case Div(numerator, denominator) if not self.moves(denominator):
                inner = self.pushed(numerator)
                return quotient(inner, denominator)
            case Div(numerator, denominator) if not self.moves(numerator) and numerator != ONE:
                return product(numerator, self.mark(Div(ONE, denominator)))
        return self.mark(term)

    def marked(self, term: Term) -> Term:
        """The derivative of a formula just written out, which a reader first wants to see."""
        return self.mark(in_pieces(recognised(term), self.variable))

    # One rule

    def ruled(self, term: Term) -> Term:
        match term:
            case Div(numerator, denominator):
                return self.quotient(numerator, denominator)
            case Mul(args):
                return self.product(args)
            case Pow(base, exponent):
                return self.power(base, exponent)
            case Call():
                return self.call(term)
            case Sym(name) if name in self.names:
                self.use(f"{name}′ from above")
                return self.names[name]
            case Cases(pieces):
                self.use("piece by piece")
                return cases(tuple((self.pushed(piece), when) for piece, when in pieces))
            case D(operand, variable):  # a derivative of a derivative: the inner one first
                return D(self.stepped(D(operand, variable)), variable)
            case Fold(kind, body, index, many, when) if kind == "sum":
                self.use("sum rule")
                return Fold(kind, self.pushed(body), index, many, when)
        return self.pushed(term)

    def quotient(self, numerator: Term, denominator: Term) -> Term:
        square = power(denominator, TWO)
        if not self.moves(numerator):
            self.use("reciprocal rule")
            return negated(quotient(product(numerator, self.pushed(denominator)), square))
        self.use("quotient rule")
        above = total(
            product(self.pushed(numerator), denominator), negated(product(numerator, self.pushed(denominator)))
        )
        return quotient(above, square)

    def product(self, args: tuple[Term, ...]) -> Term:
        if len(args) * sum(map(count, args)) > MOST_NODES:
            raise TooLong(_TOO_LONG)
        self.use("product rule")
        return total(
            *(product(*args[:index], self.pushed(factor), *args[index + 1 :]) for index, factor in enumerate(args))
        )

    def power(self, base: Term, exponent: Term) -> Term:
        if not self.moves(exponent):
            self.use("power rule")
            lower = tidied(total(exponent, negated(ONE)))
            return product(exponent, power(base, lower), self.pushed(base))
        if not self.moves(base):
            self.use("exponential rule")
            scale = [] if base == Sym("e") else [Call("log", (base,))]
            return product(*scale, Pow(base, exponent), self.pushed(exponent))
        self.use("general power rule")
        return product(Pow(base, exponent), self.mark(product(exponent, Call("log", (base,)))))

    def call(self, call: Call) -> Term:
        if call.name in self.known:
            self.use("f′ from above")
            inner = call.args[0]
            return product(substituted(self.known[call.name], {self.variable: inner}), self.pushed(inner))
        if call.name in TABLE and not call.keywords:
            inner = call.args[0]
            self.use(rule_name(call.name))
            slope = self.pushed(inner)
            if slope != ONE:
                self.use("chain rule")
            return _chained(outer_derivative(call.name, inner), slope)
        self.use(f"definition of {call.name}")
        return self.marked(meaning(call.name, call.args) if call.name in MEANINGS else definition(call))


def definition(call: Call) -> Term:
    """The formula of a catalogue function, at the arguments of a call."""
    cls = lookup(call.name)
    declared = {parameter.name: parameter.default for parameter in cls.declared}
    formula = parse(cls.formula_with([name for name, _ in call.keywords]), symbols=tuple(declared))
    defaults = {name: parse(fraction_text(value)) for name, value in declared.items() if value is not None}
    return neatened(substituted(formula, {**defaults, **dict(call.keywords), "x": call.args[0]}))


def _product_of(factors: list[Term]) -> Term:
    return factors[0] if len(factors) == 1 else Mul(tuple(factors))


def _chained(outer: Term, inner: Term) -> Term:
    """outer·inner, or inner/v where the outer derivative is 1/v."""
    match outer:
        case Div(numerator, denominator) if numerator == ONE:
            return quotient(inner, denominator)
    return product(outer, inner)


def _is_name(term: Term, variable: str) -> bool:
    """Whether a whole function is one with a name: then its derivation starts from what the name stands for."""
    match term:
        case Call(_, (argument,)):
            return argument == Sym(variable)
        case Neg(operand):
            return _is_name(operand, variable)
    return False
