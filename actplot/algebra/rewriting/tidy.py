"""Tidies a result by arithmetic alone: like terms, equal factors, common fractions; it never reorders an idea away."""

from fractions import Fraction

from ..term import Add, Call, Cases, Div, Mul, Neg, Num, Pow, Term, rebuilt, walk
from .neat import (
    ONE,
    TWO,
    ZERO,
    cases,
    depends,
    is_decimal,
    is_short,
    negated,
    numeric,
    power,
    product,
    quotient,
    rational,
    total,
)

MOST_ROUNDS = 6


def tidied(term: Term) -> Term:
    """The term after repeated tidying, until nothing changes."""
    for _ in range(MOST_ROUNDS):
        before, term = term, _tidied(term)
        if term == before:
            break
    return term


def _tidied(term: Term) -> Term:
    inner = rebuilt(term, _tidied)
    match inner:
        case Neg(operand):
            return negated(operand)
        case Add():
            return _sum(inner)
        case Mul() | Div():
            return _fraction(inner)
        case Pow(base, exponent):
            return _power(base, exponent)
        case Cases(pieces):
            return cases(pieces)
        case Call("abs", (Neg(operand),)):
            return Call("abs", (operand,))
        case Call("log", (Call("exp", (operand,)),)):
            return operand
        case Call("exp" | "cosh", (Num(value, _),)) if not value:
            return ONE
        case Call("sqrt", (Num(value, _) as number,)) if value in (0, 1):
            return number
        case Call("log", (Num(value, _),)) if value == 1:
            return ZERO
    return inner


def _power(base: Term, exponent: Term) -> Term:
    if isinstance(base, Neg) and (whole := numeric(exponent)) is not None and whole.denominator == 1:
        positive = power(base.operand, exponent)
        return positive if whole % 2 == 0 else negated(positive)
    if isinstance(base, Call) and base.name == "abs" and numeric(exponent) == 2:
        return power(base.args[0], exponent)
    if isinstance(base, Call) and base.name == "sqrt" and numeric(exponent) == 2:
        return base.args[0]
    if isinstance(base, Call) and base.name == "exp" and (number := numeric(exponent)) is not None:
        return Call("exp", (_fraction(product(rational(number), base.args[0])),))
    return power(base, exponent)


# Sums


def split(term: Term) -> tuple[Fraction, Term | None]:
    """A term as a number times the rest; None for a bare number."""
    number = numeric(term)
    if number is not None:
        return number, None
    if isinstance(term, Neg):
        coefficient, rest = split(term.operand)
        return -coefficient, rest
    if isinstance(term, Div) and (below := numeric(term.denominator)):
        coefficient, rest = split(term.numerator)
        return coefficient / below, rest
    if isinstance(term, Mul) and is_short(term.args[0]):
        return term.args[0].value, product(*term.args[1:])
    return Fraction(1), term


def _sum(term: Add) -> Term:
    """Like terms are added up, each where its first one stood."""
    args = total(*term.args)
    if not isinstance(args, Add):
        return args
    collected: dict[Term | None, Fraction] = {}
    decimal: dict[Term | None, bool] = {}
    first: dict[Term | None, Term] = {}
    for part in args.args:
        coefficient, rest = split(part)
        decimal[rest] = decimal.get(rest, False) or _decimal_number(part)
        first[rest] = part if rest not in collected else None
        collected[rest] = collected.get(rest, Fraction(0)) + coefficient
    terms = [
        first[rest] if first[rest] is not None else scaled(rest, coefficient, decimal=decimal[rest])
        for rest, coefficient in collected.items()
        if coefficient
    ]
    return _factored(total(*terms))


def _decimal_number(term: Term) -> bool:
    if isinstance(term, Neg):
        return _decimal_number(term.operand)
    return is_decimal(term.args[0]) if isinstance(term, Mul) else isinstance(term, Num) and is_decimal(term)


def scaled(rest: Term | None, coefficient: Fraction, *, decimal: bool = False) -> Term:
    if rest is None:
        return rational(coefficient, decimal=decimal)
    if coefficient.denominator != 1 and not decimal:
        return quotient(scaled(rest, Fraction(coefficient.numerator)), rational(Fraction(coefficient.denominator)))
    return product(rational(coefficient, decimal=decimal), rest)


def _factored(term: Term) -> Term:
    """A sum of fractions over one denominator becomes one fraction."""
    if not isinstance(term, Add) or len(term.args) > 4:
        return term
    bare = [part.operand if isinstance(part, Neg) else part for part in term.args]
    if not all(isinstance(part, Div) for part in bare) or len({part.denominator for part in bare}) > 1:
        return term
    if numeric(bare[0].denominator) is not None:
        return term
    signed = [
        negated(part.numerator) if isinstance(whole, Neg) else part.numerator
        for whole, part in zip(term.args, bare, strict=True)
    ]
    return quotient(total(*signed), bare[0].denominator)


# Products and quotients


def _fraction(term: Term) -> Term:
    """One fraction: numbers reduced, equal factors counted, those above and below cancelled."""
    above, below, sign = _parts(term)
    number = Fraction(1)
    powers: dict[Term, Fraction | Term] = {}
    decimal = False
    for factors, direction in ((above, 1), (below, -1)):
        for factor in factors:
            value = factor.value if is_short(factor) else None
            if value is not None:
                if not value and direction < 0:
                    return term
                number *= value**direction
                decimal = decimal or is_decimal(factor)
            else:
                _count(powers, factor, direction)
    if not number:
        return ZERO
    _exponentials(powers)
    _signs(powers)
    result = _assembled(number, powers, decimal=decimal)
    return negated(result) if sign else result


def _parts(term: Term) -> tuple[list[Term], list[Term], bool]:
    """Factors above and below the line, and whether there is a minus sign."""
    if isinstance(term, Neg):
        above, below, sign = _parts(term.operand)
        return above, below, not sign
    if isinstance(term, Mul):
        parts = [_parts(factor) for factor in term.args]
        above = [factor for part in parts for factor in part[0]]
        below = [factor for part in parts for factor in part[1]]
        return above, below, sum(part[2] for part in parts) % 2 == 1
    if isinstance(term, Div):
        above, below, sign = _parts(term.numerator)
        other_above, other_below, other_sign = _parts(term.denominator)
        return above + other_below, below + other_above, sign != other_sign
    return [term], [], False


def _count(powers: dict, factor: Term, direction: int) -> None:
    base, exponent = factor, Fraction(1)
    if isinstance(factor, Pow) and (given := numeric(factor.exponent)) is not None:
        base, exponent = factor.base, given
    powers[base] = powers.get(base, Fraction(0)) + direction * exponent


def _exponentials(powers: dict) -> None:
    """e^u·e^−u is 1."""
    exponents = {base.args[0]: base for base in powers if isinstance(base, Call) and base.name == "exp"}
    for argument, base in exponents.items():
        opposite = exponents.get(negated(argument))
        if opposite is not None and powers[base] > 0 and powers[opposite] > 0:
            shared = min(powers[base], powers[opposite])
            powers[base] -= shared
            powers[opposite] -= shared


def _signs(powers: dict) -> None:
    """u·sign(u) is |u|, |u|·sign(u) is u, u/|u| is sign(u)."""
    for base in [b for b in powers if isinstance(b, Call) and b.name == "sign"]:
        inner = base.args[0]
        size = Call("abs", (inner,))
        if powers[base] == 1 and powers.get(inner, 0) == 1:
            powers[base], powers[inner] = Fraction(0), Fraction(0)
            powers[size] = powers.get(size, Fraction(0)) + 1
        elif powers[base] == 1 and powers.get(size, 0) >= 1:
            powers[base] = Fraction(0)
            powers[size] -= 1
            powers[inner] = powers.get(inner, Fraction(0)) + 1
        elif powers[base] % 2 == 0 and powers[base] > 0:
            powers[base] = Fraction(0)


def _assembled(number: Fraction, powers: dict[Term, Fraction], *, decimal: bool) -> Term:
    above = [_raised(base, exponent) for base, exponent in powers.items() if exponent > 0]
    below = [_raised(base, -exponent) for base, exponent in powers.items() if exponent < 0]
    if decimal and not isinstance(rational(abs(number), decimal=True), Div):
        top, bottom = rational(number, decimal=True), ONE
    else:
        top, bottom = rational(Fraction(number.numerator)), rational(Fraction(number.denominator))
    return quotient(product(top, *above), product(bottom, *below))


def _raised(base: Term, exponent: Fraction) -> Term:
    return power(base, rational(exponent))


def as_power(term: Term, variable: str) -> Term:
    """c/vⁿ as c·v⁻ⁿ and c/√v as c·v^(−1/2), which the power rule differentiates in one go; any other term unchanged."""
    match term:
        case Neg(operand):
            return negated(as_power(operand, variable))
        case Cases(pieces):
            return Cases(tuple((as_power(piece, variable), when) for piece, when in pieces))
        case Div(numerator, denominator) if not depends(numerator, variable):
            return _raised_up(numerator, denominator, variable) or term
    return term


def _raised_up(numerator: Term, denominator: Term, variable: str) -> Term | None:
    """A constant over constants and one power of what is not constant."""
    factors = denominator.args if isinstance(denominator, Mul) else (denominator,)
    constant = [factor for factor in factors if not depends(factor, variable)]
    match [factor for factor in factors if depends(factor, variable)]:
        case [Pow(base, exponent)] if numeric(exponent) is not None:
            lifted = Pow(base, negated(exponent))
        case [Call("sqrt", (base,))]:
            lifted = Pow(base, Neg(Div(ONE, TWO)))
        case _:
            return None
    return quotient(product(numerator, lifted), product(*constant)) if constant else product(numerator, lifted)


def factored(term: Term) -> Term:
    """A sum whose terms share factors, with these in front of the rest."""
    if not isinstance(term, Add):
        return term
    counts = [_factors(part) for part in term.args]
    shared = {
        base: min(count[base] for count in counts)
        for base in counts[0]
        if all(count.get(base, 0) > 0 for count in counts)
    }
    if not shared:
        return term
    front = [_raised(base, exponent) for base, exponent in shared.items()]
    rest = [tidied(Div(part, product(*front))) for part in term.args]
    inner = tidied(total(*rest))
    return tidied(product(*front, inner)) if numeric(inner) is None else tidied(product(inner, *front))


def _factors(term: Term) -> dict[Term, Fraction]:
    """The factors above the line, each with its power; numbers left out."""
    above, _, _ = _parts(term)
    powers: dict[Term, Fraction] = {}
    for factor in above:
        if numeric(factor) is None:
            _count(powers, factor, 1)
    return powers


def falling_exponents(whole: Term) -> frozenset[Term]:
    """The exponents of which nothing but negative multiples occur, as e^−x does in a formula without e^x."""
    parts = [
        split(part)
        for node in walk(whole)
        if isinstance(node, Call) and node.name == "exp"
        for part in (node.args[0].args if isinstance(node.args[0], Add) else node.args)
    ]
    return frozenset(rest for number, rest in parts if number < 0) - {rest for number, rest in parts if number > 0}
