"""Puts a product of powers together as one writes it: one fraction bar, one exponential, one root of numbers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from ..term import Add, Call, Neg, Num, Pow, Sym, Term
from .neat import ONE, ZERO, call, negated, numeric, product, quotient, rational, total

Powers = Sequence[tuple[Term, Fraction]]
_HALF = Fraction(1, 2)


@dataclass
class Assembly:
    """A number, powers of generators, and sums with their powers and whether they stand as they were written."""

    number: Fraction
    powers: Powers
    sums: Sequence[tuple[Term, Fraction, bool]]
    decimal: bool = False
    shifted: Collection[Term] = ()  # bases of powers such as q^(γ − 1)
    above: list[Term] = field(default_factory=list)
    below: list[Term] = field(default_factory=list)

    def term(self) -> Term:
        if not self.number:
            return ZERO
        generators = self.joined(self.with_signs())
        roots = [(base, power) for base, power in generators if _is_constant(base) and power.denominator == 2]
        self.put_roots(roots)
        exponents = []
        for base, power in generators:
            if isinstance(base, Call) and base.name == "exp":
                exponents.append(product(rational(power), base.args[0]))
            elif (base, power) not in roots:
                self.put(base, power)
        if exponents:
            self.above.append(call("exp", total(*exponents)))
        for base, power in self.with_a_plus():
            self.put(base, power)
        return self.assembled()

    def joined(self, generators: list[tuple[Term, Fraction]]) -> list[tuple[Term, Fraction]]:
        """q^γ/q² as q^(γ − 2)."""
        known = dict([*generators, *((base, power) for base, power, _ in self.sums)])
        found = []
        for base, power in generators:
            joins = isinstance(base, Pow) and base.base in self.shifted and power == 1
            if joins and known.get(base.base, _HALF).denominator == 1:
                base = Pow(base.base, total(base.exponent, rational(known.pop(base.base))))
            found.append((base, power))
        self.sums = [part for part in self.sums if part[0] in known]
        return [(base, power) for base, power in found if base in known or isinstance(base, Pow)]

    def put(self, base: Term, power: Fraction) -> None:
        (self.above if power > 0 else self.below).append(self.raised(base, abs(power)))

    def raised(self, base: Term, power: Fraction) -> Term:
        if power == 1:
            return call("sqrt", base.base) if isinstance(base, Pow) and numeric(base.exponent) == _HALF else base
        if power == _HALF and not self.decimal:
            return call("sqrt", base)
        return Pow(base, rational(power, decimal=self.decimal))

    def assembled(self) -> Term:
        size = abs(self.number)
        written = rational(size, decimal=self.decimal)
        whole = isinstance(written, Num)
        top = written if whole else rational(Fraction(size.numerator))
        bottom = ONE if whole else rational(Fraction(size.denominator))
        # A number alone before one sum goes behind no bar: 2·(x + 1).
        found = quotient(product(top, *self.above), product(bottom, *self.below))
        return negated(found) if self.number < 0 else found

    def with_signs(self) -> list[tuple[Term, Fraction]]:
        """|u|/u as sign(u)."""
        powers = dict(self.powers)
        for base in list(powers):
            if isinstance(base, Call) and base.name == "abs" and powers[base] == 1:
                inner = base.args[0]
                if powers.get(inner) == -2:
                    powers = powers | {base: Fraction(-1), inner: Fraction(0)}
                elif powers.get(inner, 0) < 0:
                    powers = {call("sign", inner) if key == base else key: power for key, power in powers.items()}
                    powers[inner] += 1
        return [(base, power) for base, power in powers.items() if power]

    def put_roots(self, roots: Powers) -> None:
        """√2/2 as 1/√2, √2/√π as √(2/π)."""
        under, over = Fraction(1), [ONE, ONE]
        for base, power in roots:
            if isinstance(base, Num):
                under *= base.value
            elif abs(power) != _HALF:
                self.put(base, power)
            else:
                over[power < 0] = product(over[power < 0], base)
        bare, turned = self.number, self.number * under
        if under != 1 and _digits(turned) < _digits(bare):
            self.number, under = turned, 1 / under
        top = product(rational(Fraction(under.numerator)), over[0])
        bottom = product(rational(Fraction(under.denominator)), over[1])
        if top != ONE:
            self.above.append(call("sqrt", quotient(top, bottom)))
        elif bottom != ONE:
            self.below.append(call("sqrt", bottom))

    def with_a_plus(self) -> list[tuple[Term, Fraction]]:
        """The sums; a minus sign before the product goes into one that was not written so before."""
        found = []
        for base, power, as_it_stood in self.sums:
            turns = self.number < 0 and not as_it_stood and power == 1 and isinstance(base, Add) and _has_minus(base)
            if turns:
                self.number = -self.number
                base = total(*map(negated, base.args))
            found.append((base, power))
        return found


def _has_minus(term: Add) -> bool:
    return any(isinstance(arg, Neg) for arg in term.args)


def _is_constant(base: Term) -> bool:
    return isinstance(base, Num) or base == Sym("pi")


def _digits(number: Fraction) -> int:
    return abs(number.numerator) * number.denominator


def is_shifted(term: Pow) -> bool:
    """Whether a power is one such as q^(γ − 1)."""
    return isinstance(term.exponent, Add) and any(numeric(part) is not None for part in term.exponent.args)
