"""Terms as products of powers of numbers, generators and sums, which shows common denominators and factors."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import field
from fractions import Fraction
from math import floor

from ...frozen import record
from ..term import Add, Call, Div, Mul, Neg, Num, Pow, Sym, Term, walk
from .assembling import Assembly, is_shifted
from .neat import ONE, call, is_decimal, negated, numeric, rational, size, total
from .polynomials import (
    LARGEST,
    UNIT,
    Frozen,
    Monomial,
    Polynomial,
    Power,
    TooLarge,
    common_factor,
    degree,
    frozen,
    monomial,
    multiplied,
    negative,
    number_raised,
    primitive,
    quotient_of,
    raised,
    summed,
    times,
)
from .recognise import exponent
from .tidy import falling_exponents, split

MOST_POWER = 8  # of a sum that is multiplied out
LONGEST = 15  # digits of a number that one works with
_MOST_STEPS = 1200  # sums and products for one form
_MOST_GROUPED = 8  # terms of a sum of which some are factored
_NOTHING = Num(Fraction(0), "0")
_POSITIVE = ("exp", "cosh", "sigmoid", "softplus", "Phi", "phi", "abs", "sqrt")
# The square of a function by that of its partner: constant + factor·partner².
_SQUARES = {"cos": ("sin", 1, -1), "sin": ("cos", 1, -1), "cosh": ("sinh", 1, 1), "sinh": ("cosh", -1, 1)}
RELATIONS = ("", *_SQUARES)


@record
class Ratio:
    """number · powers of generators · powers of sums."""

    number: Fraction = Fraction(1)
    powers: Monomial = UNIT
    factors: dict[Frozen, Fraction] = field(default_factory=dict)


class Ratios:
    """Reads terms, calculates with them and remembers how sums were written."""

    def __init__(
        self, inside: Callable[[Term], Term], relation: str = "", whole: Term = _NOTHING, *, kept: bool = False
    ):
        self.inside = inside  # what becomes of the arguments of functions
        self.relation = relation  # whose square is replaced by that of its partner
        self.kept = kept  # whether 1 + 1/x² stays one, or becomes (x² + 1)/x²
        self.called = {node for node in walk(whole) if isinstance(node, Call)}
        self.decimal = is_decimal(whole)
        self.shifted = frozenset(node.base for node in walk(whole) if isinstance(node, Pow) and is_shifted(node))
        self.falling = falling_exponents(whole)
        self.steps = 0
        self.generators: list[Term] = []
        self.places: dict[Term, int] = {}  # of generators
        self.written: dict[Frozen, Term] = {}  # sums as they stood
        self.known: dict[Frozen, Term] = {}  # other sums, as one writes them
        self.roots: dict[int, tuple[Frozen, Fraction]] = {}  # generators that are roots of sums

    # Reading

    def read(self, term: Term) -> Ratio:
        match term:
            case Num(value, text) if len(text) <= LONGEST:
                return Ratio(value)
            case Neg(operand):
                return self.scaled(self.read(operand), Fraction(-1))
            case Mul(args):
                return self.product([self.read(arg) for arg in args])
            case Div(above, below):
                return self.product([self.read(above), self.to_power(self.read(below), Fraction(-1))])
            case Add(args):
                return self.sum([self.read(arg) for arg in args], term)
            case Pow(base, exponent):
                return self.power(base, exponent)
            case Call():
                return self.call(term)
        return self.generator(term)

    def generator(self, term: Term, power: Fraction = Fraction(1)) -> Ratio:
        return Ratio(powers=monomial({self.place(term): power}))

    def place(self, term: Term) -> int:
        """The number of a generator."""
        if term not in self.places:
            self.places[term] = len(self.generators)
            self.generators.append(term)
        return self.places[term]

    def scaled(self, ratio: Ratio, number: Fraction) -> Ratio:
        return Ratio(ratio.number * number, ratio.powers, ratio.factors)

    def call(self, term: Call) -> Ratio:
        args = tuple(map(self.inside, term.args))
        match term.name, args:
            case "exp", (exponent,):
                return self.exponential(exponent)
            case "sqrt", (under,):
                return self.power(under, rational(Fraction(1, 2)))
            case "sign", (inner,):  # |u|/u, so that u·sign(u) is |u|, and |u|² is u²
                below = self.to_power(self.read(inner), Fraction(-1))
                return self.product([self.generator(call("abs", inner)), below])
            case "sigmoid", (inner,) if isinstance(inner, Neg) and call("sigmoid", inner.operand) in self.called:
                return self.read(total(ONE, negated(call("sigmoid", inner.operand))))
        return self.generator(Call(term.name, args, term.keywords))

    def exponential(self, exponent: Term) -> Ratio:
        found = Ratio()
        for part in exponent.args if isinstance(exponent, Add) else (exponent,):
            number, rest = split(part)
            if rest is not None and rest in self.falling:
                number, rest = -number, negated(rest)
            base = Sym("e") if rest is None else call("exp", rest)
            found = self.product([found, self.generator(base, number)])
        return found

    def power(self, base: Term, exponent: Term) -> Ratio:
        number = numeric(exponent)
        if number is not None and abs(number) <= MOST_POWER:
            inner = self.read(base)
            return self.to_power(inner, number) if self.goes_inside(inner, number) else self.rooted(inner, number)
        if base == Sym("e"):
            return self.exponential(exponent)
        parts = exponent.args if isinstance(exponent, Add) else (exponent,)
        whole = sum((value for part in parts if (value := numeric(part)) is not None), Fraction(0))
        rest = [part for part in parts if numeric(part) is None]
        if not rest or whole.denominator != 1 or abs(whole) > MOST_POWER:
            return self.generator(Pow(self.inside(base), exponent))
        symbolic = self.generator(Pow(self.inside(base), total(*rest)))
        return self.product([symbolic, self.to_power(self.read(base), whole)])

    def goes_inside(self, ratio: Ratio, exponent: Fraction) -> bool:
        """Whether a power may go to each factor: a root only where no more than one factor may be negative."""
        if exponent.denominator == 1:
            return True
        uncertain = [power for base, power in ratio.powers if not _is_positive(self.generators[base])]
        uncertain += ratio.factors.values()
        return ratio.number > 0 and uncertain in ([], [1])

    def rooted(self, inner: Ratio, exponent: Fraction) -> Ratio:
        """A root as a whole, behind the whole powers."""
        whole = exponent.numerator // exponent.denominator
        root = self.generator(Pow(self.term(inner), rational(exponent - whole)))
        return self.product([root, self.to_power(inner, Fraction(whole))])

    def to_power(self, ratio: Ratio, exponent: Fraction) -> Ratio:
        if not ratio.number and exponent <= 0:
            raise ZeroDivisionError
        powers = monomial({base: power * exponent for base, power in ratio.powers})
        factors = {base: power * exponent for base, power in ratio.factors.items()}
        if exponent.denominator == 1:
            return self.reduced(Ratio(number_raised(ratio.number, int(exponent)), powers, factors))
        return self.product([Ratio(Fraction(1), powers, factors), *self.number_roots(ratio.number, exponent)])

    def number_roots(self, number: Fraction, exponent: Fraction) -> list[Ratio]:
        """A power of a positive number as roots of whole ones."""
        if not number:
            return [Ratio(number)]
        wholes = ((number.numerator, exponent), (number.denominator, -exponent))
        return [self.reduced(self.generator(rational(Fraction(whole)), power)) for whole, power in wholes if whole != 1]

    # Products

    def product(self, ratios: Sequence[Ratio]) -> Ratio:
        self.steps += 1
        if self.steps > _MOST_STEPS:
            raise TooLarge
        number, powers, factors = Fraction(1), UNIT, {}
        for ratio in ratios:
            number *= ratio.number
            powers = times(powers, ratio.powers)
            for base, power in ratio.factors.items():
                factors[base] = factors.get(base, Fraction(0)) + power
        return self.reduced(Ratio(number, powers, {base: power for base, power in factors.items() if power}))

    def reduced(self, ratio: Ratio) -> Ratio:
        """Whole powers of numbers and roots worked out, |u|² as u²."""
        found, number, powers = [], ratio.number, {}
        for base, power in ratio.powers:
            powers[base], whole = self.without_whole(base, power)
            found += [whole] if whole is not None else []
        if max(abs(number.numerator), number.denominator) > LARGEST:
            raise TooLarge
        plain = Ratio(number, monomial(powers), ratio.factors)
        return self.product([plain, *found]) if found else plain

    def without_whole(self, place: int, power: Power) -> tuple[Power, Ratio | None]:
        """The power of a generator that stays one, and the rest, as another ratio."""
        base, inner = self.generators[place], None
        if place in self.roots:
            key, step = self.roots[place]
            inner = Ratio(factors={key: Fraction(1)})
        elif isinstance(base, Num) and len(base.text) <= LONGEST:
            step, inner = Fraction(1), Ratio(base.value)
        elif isinstance(base, Call) and base.name == "abs":
            return self.without_squares(base.args[0], power)
        elif not (isinstance(base, Pow) and (step := numeric(base.exponent))):
            return power, None
        whole = (power * step).numerator // (power * step).denominator
        if not whole:
            return power, None
        return power - whole / step, self.to_power(self.read(base.base) if inner is None else inner, Fraction(whole))

    def without_squares(self, inner: Term, power: Power) -> tuple[Power, Ratio | None]:
        """|u|ⁿ, with u² in place of |u|²."""
        even = 2 * (int(Fraction(power) / 2) if isinstance(inner, Add) else floor(Fraction(power) / 2))
        return (power - even, self.to_power(self.read(inner), Fraction(even))) if even else (power, None)

    def condensed(self, ratio: Ratio) -> Ratio:
        """With two sums multiplied out where little is left of them, as of (√u + x)·(√u − x)."""
        plain = [base for base, power in ratio.factors.items() if power == 1]
        for index, first in enumerate(plain):
            for second in plain[:index]:
                together = self.related(self.expanded(multiplied(dict(first), dict(second))))
                if len(together) < len(first):
                    rest = {base: power for base, power in ratio.factors.items() if base not in (first, second)}
                    number, powers, left = self.primitive(together, None)
                    front = self.with_sums(Ratio(number, powers))
                    found = [Ratio(ratio.number, ratio.powers, rest), front, self.factored(left, list(rest))]
                    return self.condensed(self.product(found))
        return ratio

    # Sums

    def sum(self, ratios: Sequence[Ratio], term: Term | None = None) -> Ratio:
        """Over a common denominator, with the factors that all share in front."""
        ratios = [ratio for ratio in ratios if ratio.number]
        bases = list(dict.fromkeys(base for ratio in ratios for base in ratio.factors))
        shared = {base: min(ratio.factors.get(base, Fraction(0)) for ratio in ratios) for base in bases}
        polynomial = self.related(summed(self.multiplied_out(ratio, shared) for ratio in ratios))
        if not polynomial:
            return Ratio(Fraction(0))
        number, powers, rest = self.primitive(polynomial, term)
        front = self.with_sums(Ratio(number, powers, {base: power for base, power in shared.items() if power}))
        as_it_stood = term if number == 1 and not (powers or front.factors) else None
        return self.product([front, self.factored(rest, bases, as_it_stood)])

    def primitive(self, polynomial: Polynomial, term: Term | None) -> tuple[Fraction, Monomial, Polynomial]:
        """Number, powers and the rest of a sum; one that was written so may keep its fractions."""
        kept = self.balanced(polynomial) if term else ()
        number, powers, rest = primitive(polynomial, kept)
        if self.decimal and any(coefficient.denominator != 1 for coefficient in polynomial.values()):
            rest = {mono: coefficient * number for mono, coefficient in rest.items()}
            return Fraction(1), powers, rest
        return number, powers, rest

    def balanced(self, polynomial: Polynomial) -> set[int]:
        """The exponentials that occur both growing and falling, as in e^x + e^−x, which one leaves as it is.

        If fractions are to be kept, also what some terms have below a bar, others not at all.
        """
        powers: dict[int, list[Power]] = {base: [] for mono in polynomial for base, _ in mono}
        for mono in polynomial:
            for base in powers:
                powers[base].append(dict(mono).get(base, 0))
        mixed = {base: max(found) for base, found in powers.items() if min(found) < 0 <= max(found)}
        return {base for base, most in mixed.items() if self.kept or (most and exponent(self.generators[base]))}

    def multiplied_out(self, ratio: Ratio, shared: dict[Frozen, Fraction]) -> Polynomial:
        """A summand without the factors that are shared."""
        found: Polynomial = {ratio.powers: ratio.number}
        for base in shared:
            left = ratio.factors.get(base, Fraction(0)) - shared[base]
            whole = left.numerator // left.denominator
            found = multiplied(found, raised(dict(base), whole))
            if left != whole:
                found = multiplied(found, {self.root(base, left - whole).powers: Fraction(1)})
        return self.expanded(found)

    def root(self, base: Frozen, exponent: Fraction) -> Ratio:
        term = Pow(self.sum_term(base), rational(exponent))
        self.roots[self.place(term)] = base, exponent
        return self.generator(term)

    def with_sums(self, ratio: Ratio) -> Ratio:
        """With roots of sums as powers of these."""
        found = [Ratio(ratio.number, (), ratio.factors)]
        for base, power in ratio.powers:
            key, exponent = self.roots.get(base, (None, None))
            found.append(Ratio(powers=((base, power),)) if key is None else Ratio(factors={key: power * exponent}))
        return self.product(found)

    def expanded(self, polynomial: Polynomial) -> Polynomial:
        """With the relations of generators used in every term."""
        found: list[Polynomial] = []
        for mono, number in polynomial.items():
            ratio = self.reduced(Ratio(number, mono))
            part: Polynomial = {ratio.powers: ratio.number}
            for base, power in ratio.factors.items():
                if power < 0 or power.denominator != 1:
                    raise TooLarge
                part = multiplied(part, raised(dict(base), int(power)))
            found.append(part)
        return summed(found)

    def related(self, polynomial: Polynomial) -> Polynomial:
        """With 1 − sin² in place of cos², or the other way round."""
        if not self.relation:
            return polynomial
        found: list[Polynomial] = []
        for mono, number in polynomial.items():
            part: Polynomial = {UNIT: number}
            for base, power in mono:
                part = multiplied(part, self.replaced(base, power))
            found.append(part)
        return summed(found)

    def replaced(self, place: int, power: Power) -> Polynomial:
        base, whole = self.generators[place], power.denominator == 1 and power >= 2
        if not (whole and isinstance(base, Call) and base.name == self.relation):
            return {((place, power),): Fraction(1)}
        name, constant, factor = _SQUARES[base.name]
        square = {UNIT: Fraction(constant), ((self.place(Call(name, base.args)), 2),): Fraction(factor)}
        odd: Polynomial = {((place, 1),): Fraction(1)} if power % 2 else {UNIT: Fraction(1)}
        return multiplied(raised(square, int(power // 2)), odd)

    def factored(self, rest: Polynomial, bases: Sequence[Frozen], term: Term | None = None) -> Ratio:
        """A sum whose terms share nothing: the factors that it has in common with known sums, and what is left."""
        found = [Ratio()]
        for base in dict.fromkeys([*bases, *self.written]):
            for part in self.divisors(rest, dict(base)):
                while len(rest) > 1 and (left := quotient_of(rest, part)) is not None:
                    number, powers, rest = self.primitive(left, None)
                    found.append(Ratio(number, powers, {frozen(part): Fraction(1)}))
        if len(rest) == 1:
            ((powers, number),) = rest.items()
            return self.product([*found, Ratio(number, powers)])
        if term is None and self.leads_with_minus(rest):
            found.append(Ratio(Fraction(-1)))
            rest = negative(rest)
        key = frozen(rest)
        if term is not None and len(found) == 1 and size(term) <= size(self.spread(rest)):
            self.written.setdefault(key, term)
        return self.product([*found, Ratio(factors={key: Fraction(1)})])

    def divisors(self, rest: Polynomial, base: Polynomial) -> list[Polynomial]:
        """What a sum may be divided by: a known one, or what it shares with that."""
        shared = common_factor(rest, base)
        return [base] if shared is None or len(shared) == len(base) else [base, shared]

    def leads_with_minus(self, rest: Polynomial) -> bool:
        return rest[min(rest, key=degree)] < 0

    # Writing

    def term(self, ratio: Ratio) -> Term:
        """A ratio as one writes it."""
        sums = [(self.sum_term(base), power, base in self.written) for base, power in ratio.factors.items()]
        powers = [(self.generators[place], Fraction(power)) for place, power in ratio.powers]
        return Assembly(ratio.number, powers, sums, self.decimal, self.shifted).term()

    def sum_term(self, base: Frozen) -> Term:
        """A sum as it stood, else its terms in the order of their powers, with what some of them share taken out."""
        if base not in self.written and base not in self.known:
            self.known[base] = self.grouped(dict(base))
        return self.written.get(base) or self.known[base]

    def grouped(self, polynomial: Polynomial) -> Term:
        """The shortest of its forms in which some of the terms have their common factors in front."""
        return min([self.spread(polynomial), *self.partly_factored(polynomial)], key=size)

    def spread(self, polynomial: Polynomial) -> Term:
        pieces = sorted(polynomial.items(), key=lambda item: degree(item[0]))
        return total(*(self.term(Ratio(number, mono)) for mono, number in pieces))

    def partly_factored(self, polynomial: Polynomial) -> Iterator[Term]:
        if not 2 < len(polynomial) <= _MOST_GROUPED:
            return
        generators = dict.fromkeys(base for mono in polynomial for base, _ in mono)
        several = len(generators) > 1
        for generator in generators:
            inside = {mono: number for mono, number in polynomial.items() if dict(mono).get(generator)}
            if 1 < len(inside) < len(polynomial):
                outside = {mono: number for mono, number in polynomial.items() if mono not in inside}
                number, powers, rest = self.primitive(inside, None)
                front = self.product([Ratio(number, powers), self.factored(rest, ())])
                if not several and self.written.keys().isdisjoint(front.factors):
                    continue  # x² − 3·x + 2 is a polynomial
                yield total(self.grouped(outside), self.term(front))


def _is_positive(term: Term) -> bool:
    match term:
        case Num() | Sym("e" | "pi"):
            return True
        case Call(name):
            return name in _POSITIVE
    return False
