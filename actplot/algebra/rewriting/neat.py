"""Builds terms as one writes them: no `1·`, no `x¹`, no `·(−1)`; minus signs and numbers stand in front."""

from fractions import Fraction

from ..term import (
    OPPOSITES,
    Add,
    And,
    Call,
    Cases,
    Condition,
    D,
    Div,
    Mul,
    Neg,
    Num,
    Pow,
    Rel,
    Sym,
    Term,
    children,
    rebuilt,
    walk,
)

ZERO, ONE, TWO = (Num(Fraction(n), str(n)) for n in (0, 1, 2))
_LARGEST_POWER = 10**6  # of numbers that are worked out; 10^10^10 is left as it is
_MOST_LONG = 15  # digits of a whole number
_MOST_DIGITS = 15


def rational(value: Fraction, *, decimal: bool = False) -> Term:
    """A number as a term: whole, decimal where that is short and asked for, else a fraction."""
    if value < 0:
        return Neg(rational(-value, decimal=decimal))
    if value.denominator == 1:
        return Num(value, _whole(value.numerator))
    if decimal and (text := _decimal(value)):
        return Num(value, text)
    return Div(rational(Fraction(value.numerator)), rational(Fraction(value.denominator)))


def _whole(value: int) -> str:
    """The digits of a number, or of one that is long and has few but zeros, such as 10³⁰⁰, its power of ten."""
    text = str(value)
    short = text.rstrip("0")
    return text if len(text) <= _MOST_LONG or len(short) > 1 else f"{short}e{len(text) - 1}"


def _decimal(value: Fraction) -> str | None:
    """The decimal text of a fraction, where it ends soon."""
    for places in range(1, _MOST_DIGITS + 1):
        scaled = value * 10**places
        if scaled.denominator == 1:
            digits = str(scaled.numerator).rjust(places + 1, "0")
            return f"{digits[:-places]}.{digits[-places:]}"
    return None


def numeric(term: Term) -> Fraction | None:
    """The value of a literal number, a fraction of such or its negative."""
    match term:
        case Num(value, _):
            return value
        case Neg(operand):
            inner = numeric(operand)
            return None if inner is None else -inner
        case Div(Num(first, _), Num(second, _)) if second:
            return first / second
    return None


def is_decimal(term: Term) -> bool:
    """Whether a number was typed with a decimal point or an exponent."""
    return any(isinstance(node, Num) and not node.text.isdigit() for node in walk(term))


def negated(term: Term) -> Term:
    match term:
        case Neg(operand):
            return operand
        case Num(value, _) if not value:
            return term
        case Add((first, *rest)) if isinstance(first, Neg):
            return Add((first.operand, *map(negated, rest)))
        case Cases(pieces):
            return Cases(tuple((negated(piece), when) for piece, when in pieces))
    return Neg(term)


def total(*terms: Term) -> Term:
    """The sum, without zeros and nested sums; a term that is not negative comes first where there is one."""
    flat: list[Term] = []
    for term in terms:
        if isinstance(term, Add):
            flat += term.args
        elif isinstance(term, Neg) and isinstance(term.operand, Add):
            flat += map(negated, term.operand.args)
        elif numeric(term) != 0:
            flat.append(term)
    if not flat:
        return ZERO
    if len(flat) == 1:
        return flat[0]
    if isinstance(flat[0], Neg):
        lead = next((i for i, term in enumerate(flat) if not isinstance(term, Neg)), 0)
        flat.insert(0, flat.pop(lead))
    return Add(tuple(flat))


def product(*factors: Term) -> Term:
    """The product, with its sign and numbers in front, and 0 where a factor is 0."""
    sign, flat = False, []
    for factor in factors:
        sign ^= isinstance(factor, Neg)
        factor = factor.operand if isinstance(factor, Neg) else factor
        flat += factor.args if isinstance(factor, Mul) else [factor]
    numbers = [factor for factor in flat if is_short(factor)]
    rest = _in_order([factor for factor in flat if not is_short(factor)])
    coefficient = Fraction(1)
    for number in numbers:
        coefficient *= number.value
    if not coefficient:
        return ZERO
    if coefficient != 1 or not rest:
        rest.insert(0, rational(coefficient, decimal=any(map(is_decimal, numbers))))
    result = rest[0] if len(rest) == 1 else _over_one(rest)
    return negated(result) if sign else result


def is_short(term: Term) -> bool:
    """Whether a term is a number with so few digits that one works with it; a long one stays as it was typed."""
    return isinstance(term, Num) and len(term.text) <= _MOST_DIGITS


def _in_order(factors: list[Term]) -> list[Term]:
    """Symbols and their powers before functions, as in 2·x·e^(−x²); untouched while a derivative is left."""
    if any(isinstance(node, D) for factor in factors for node in walk(factor)):
        return factors
    return sorted(factors, key=lambda factor: not isinstance(factor, Sym | Num) and not _is_power(factor))


def _is_power(term: Term) -> bool:
    return isinstance(term, Pow) and isinstance(term.base, Sym) and numeric(term.exponent) is not None


def _over_one(factors: list[Term]) -> Term:
    """The factors multiplied; one that is 1/v puts v below the others."""
    for index, factor in enumerate(factors):
        if isinstance(factor, Div) and numeric(factor.numerator) == 1:
            return quotient(product(*factors[:index], *factors[index + 1 :]), factor.denominator)
    return Mul(tuple(factors))


def quotient(numerator: Term, denominator: Term) -> Term:
    sign = isinstance(numerator, Neg) ^ isinstance(denominator, Neg)
    top, bottom = (part.operand if isinstance(part, Neg) else part for part in (numerator, denominator))
    if numeric(top) == 0 and numeric(bottom) != 0:
        return ZERO
    if isinstance(bottom, Num) and bottom.value == 1:
        result = top
    elif isinstance(top, Div):
        result = Div(top.numerator, product(top.denominator, bottom))
    elif isinstance(bottom, Div):
        result = quotient(product(top, bottom.denominator), bottom.numerator)
    else:
        result = Div(top, bottom)
    return negated(result) if sign else result


def power(base: Term, exponent: Term) -> Term:
    """base^exponent, with 0 and 1 as exponents and small powers of numbers worked out."""
    whole = numeric(exponent)
    if whole == 1:
        return base
    if whole == 0:
        return ONE
    if (worked_out := _small_power(numeric(base), whole)) is not None:
        return rational(worked_out, decimal=is_decimal(base))
    if isinstance(base, Pow) and whole is not None and whole.denominator == 1:
        inner = numeric(base.exponent)
        if inner is not None and inner.denominator == 1:
            return power(base.base, rational(inner * whole))
    return Pow(base, exponent)


def _small_power(base: Fraction | None, exponent: Fraction | None) -> Fraction | None:
    """A power of a number, where it has few digits."""
    if base is None or exponent is None or exponent.denominator != 1 or not 0 < exponent <= _MOST_DIGITS:
        return None
    result = base ** int(exponent)
    return result if max(abs(result.numerator), result.denominator) <= _LARGEST_POWER else None


def neatened(term: Term) -> Term:
    """The same term, built anew by the rules of this module."""
    inner = rebuilt(term, neatened)
    match inner:
        case Neg(operand):
            return negated(operand)
        case Add(args):
            return total(*args)
        case Mul(args):
            return product(*args)
        case Div(first, second):
            return quotient(first, second)
        case Pow(base, exponent):
            return power(base, exponent)
        case Cases(pieces):
            return cases(pieces)
    return inner


def cases(pieces: tuple[tuple[Term, Condition | None], ...]) -> Term:
    """Pieces in one list: one that is itself piecewise gives its pieces under both conditions."""
    flat: list[tuple[Term, Condition | None]] = []
    for piece, when in pieces:
        flat += _flattened(piece, when) if isinstance(piece, Cases) else [(piece, when)]
    while len(flat) > 1 and flat[-2][0] == flat[-1][0]:
        del flat[-2]
    return flat[0][0] if len(flat) == 1 else Cases(tuple(flat))


def _flattened(inner: Cases, when: Condition | None) -> list[tuple[Term, Condition | None]]:
    flat = [(piece, both(when, condition)) for piece, condition in inner.pieces]
    if len(flat) == 2 and (opposite := _beyond(inner.pieces[0][1], when)):
        flat[1] = (flat[1][0], opposite)  # x >= 6 says more than "x > 0, and not 0 < x < 6"
    return flat


def _beyond(condition: Condition | None, when: Condition | None) -> Rel | None:
    """The opposite of a comparison, where it alone implies the other one."""
    if not (isinstance(condition, Rel) and isinstance(when, Rel) and condition.left == when.left):
        return None
    opposite = Rel(OPPOSITES[condition.operator], condition.left, condition.right)
    edge, other = numeric(opposite.right), numeric(when.right)
    if edge is None or other is None or opposite.operator[0] != when.operator[0]:
        return None
    implied = edge > other if when.operator[0] == ">" else edge < other
    return opposite if implied and when.operator[0] in "<>" else None


def both(first: Condition | None, second: Condition | None) -> Condition | None:
    if first is None or second is None:
        return first or second
    relations = list(dict.fromkeys([*_relations(first), *_relations(second)]))
    if len(relations) == 1:
        return relations[0]
    if len(relations) == 2:
        ordered = [_turned(relation) if relation.operator[0] == ">" else relation for relation in relations]
        for low, high in (ordered, ordered[::-1]):
            if low.right == high.left and low.operator[0] == high.operator[0] == "<":
                return And((low, high))
    return And(tuple(relations))


def _relations(condition: Condition) -> tuple[Rel, ...]:
    return condition.args if isinstance(condition, And) else (condition,)


def _turned(relation: Rel) -> Rel:
    operator = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}.get(relation.operator, relation.operator)
    return Rel(operator, relation.right, relation.left)


turned = _turned


def size(term: Term) -> int:
    """How many symbols, numbers and functions one would have to write."""
    return sum(not isinstance(node, Add | Mul | Neg) for node in walk(term))


def depends(node: Term | Condition, variable: str) -> bool:
    return any(isinstance(part, Sym) and part.name == variable for part in walk(node))


def count(term: Term) -> int:
    """All nodes."""
    return 1 + sum(map(count, children(term)))


def call(name: str, *args: Term) -> Call:
    return Call(name, args)


def split_product(term: Term) -> tuple[Fraction, list[Term], list[Term]]:
    """A product or quotient as a number, the factors above the line and those below it."""
    if isinstance(term, Neg):
        number, above, below = split_product(term.operand)
        return -number, above, below
    if isinstance(term, Mul):
        number, above, below = Fraction(1), [], []
        for factor in term.args:
            value, top, bottom = split_product(factor)
            number, above, below = number * value, above + top, below + bottom
        return number, above, below
    if isinstance(term, Div):
        number, above, below = split_product(term.numerator)
        value, top, bottom = split_product(term.denominator)
        if value:
            return number / value, above + bottom, below + top
    if isinstance(term, Num):
        return term.value, [], []
    return Fraction(1), [term], []
