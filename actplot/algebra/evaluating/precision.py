"""Value and derivatives of a formula, at as much precision as their digits need."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise, product
from typing import TypeAlias

from mpmath import libmp
from mpmath.libmp import fnan, fone, fzero

from ...frozen import record
from ..term import And, Rel, Term, parts
from .adaptive import is_plain, settled_value
from .context import mp, mpf
from .elementary import Raw, Undefined, Work, is_special, magnitude
from .evaluator import Environment, Evaluator, compiled, compiled_parts, remembering
from .sized import Written

Number: TypeAlias = int | float | Fraction | mpf
Outputs = Callable[[Work, Environment], Sequence[Raw]]  # nan where an output is undefined

AGREED = 84  # bits: two results agree to 25 digits
_SURE = 1330  # bits: below 400 digits a zero, an infinity or a vanished addend may be an artefact
_LADDER = (500, 600, _SURE, 1600, 2700, 4320)  # up to about 1300 digits
_QUICK = 140  # bits
_SHRINKING = 5  # results, each of them with a smaller step
_LEAST = 2  # bits by which they shrink
_FAR = 100  # powers of two from 1: the ladder is long enough for numbers nearer than that
_BELOW, _ALIKE = 100_000, 20  # a power of two below every float, and the bits to which two of them are to agree
_TINY, _HUGE = -1140, 1024  # powers of two far below the smallest float, and above the largest


def value(term: Term, environment: Mapping[str, Number], digits: int = 25) -> mpf:
    """The value of a term, to the digits asked for; nan where it is undefined.

    Where no bound of the error tells, precision grows until two results agree, and to 400 digits before a result of 0
    is believed.

    Raises `BadInput` where a symbol has no value.
    """
    agreed = max(AGREED, int(digits * 3.33) + 1)
    if (sure := _with_bound(term, environment, agreed)) is not None:
        return mp.make_mpf(libmp.mpf_pos(sure, agreed, "n"))
    return _value(compiled(term), environment, agreed)


def values(term: Term, environments: Sequence[Mapping[str, Number]], digits: int = 25) -> list[mpf]:
    """The same in several environments, of a term that nobody will ask for again."""
    evaluate = compiled.__wrapped__(term)  # to look a large term up takes longer than to compile it
    return [_value(evaluate, environment, max(AGREED, int(digits * 3.33) + 1)) for environment in environments]


def _value(evaluate: Evaluator, environment: Mapping[str, Number], agreed: int) -> mpf:
    previous: Raw | None = None
    for precision in (*(agreed + 50 << n for n in range(4)), *_LADDER[2:], agreed + _LADDER[-1]):
        work = Work(precision)
        current = evaluated(evaluate, work, raw_environment(environment, precision))
        sure = precision >= _SURE or not _doubtful(work, current)
        if previous is not None and _settled(previous, current, agreed, sure=sure):
            return mp.make_mpf(libmp.mpf_pos(current, agreed, "n"))
        previous = current
    return mp.make_mpf(_unsettled([current]))


def _with_bound(term: Term, environment: Mapping[str, Number], bits: int) -> Raw | None:
    """The value, where a bound of the error shows that it is right."""
    if any(isinstance(number, Fraction) for number in environment.values()) or not is_plain(term):
        return None
    found = settled_value(term, raw_environment(environment, bits), bits)
    return None if found == fnan else found  # what is infinite here may be undefined there


def derivative(term: Term, environment: Mapping[str, Number], variable: str, order: int, side: int = 0) -> mpf:
    """The first or second derivative of a term with respect to a symbol, by difference quotients.

    Parameters
    ----------
    environment : values of all symbols, the variable's included
    order : 0, 1 or 2
    side : -1 or 1 for the derivative from the left or right, 0 for the central one

    The steps are far smaller than the distance between floats, so no break at a float is crossed.
    A derivative that does not exist is nan.
    """
    return _derivatives(term, environment, variable, (order,), side)[0]


def derivatives(term: Term, environment: Mapping[str, Number], variable: str, side: int = 0) -> tuple[mpf, mpf, mpf]:
    """The value and the first two derivatives, as `derivative` gives them, from shared evaluations."""
    return _derivatives(term, environment, variable, (0, 1, 2), side)


@record(slots=True)
class _Pass:
    precision: int
    step: int  # the exponent of the step, a power of two
    sure: bool  # precise enough to believe in zeros


# Weights of f at x + step*k, by k; quotients of second order in the step, so exact for parabolas.
_WEIGHTS: dict[tuple[int, bool], dict[int, int]] = {
    (0, False): {0: 1},
    (1, False): {-1: -1, 1: 1},
    (2, False): {-1: 1, 0: -2, 1: 1},
    (0, True): {0: 1},
    (1, True): {0: -3, 1: 4, 2: -1},
    (2, True): {0: 2, 1: -5, 2: 4, 3: -1},
}
_HALVED = 1  # both quotients for the first derivative are over 2*step


def _derivatives(
    term: Term, environment: Mapping[str, Number], variable: str, orders: Sequence[int], side: int
) -> tuple[mpf, ...]:
    found = derivatives_of_all(_alone(compiled(term)), environment, variable, orders, side)
    return tuple(numbers[0] for numbers in found)


def _alone(evaluate: Evaluator) -> Outputs:
    return lambda work, environment: [evaluated(evaluate, work, environment)]


def outputs_of(written: Written) -> Outputs:
    """What evaluates a formula that is written out for one size; local names are evaluated once, then the outputs."""
    lets = [(name, remembering(term)) for name, term in written.lets]
    outputs = [remembering(term) for term in written.outputs]

    def evaluate(work: Work, environment: Mapping[str, Raw]) -> list[Raw]:
        known = dict(environment)
        for name, meaning in lets:
            known[name] = evaluated(meaning, work, known)
        return [evaluated(output, work, known) for output in outputs]

    return evaluate


def derivatives_of_all(
    outputs: Outputs, environment: Mapping[str, Number], variable: str, orders: Sequence[int], side: int = 0
) -> tuple[tuple[mpf, ...], ...]:
    """For each of the orders that derivative of every output, as `derivative` gives it; order 0 is the value."""
    point = raw_number(environment[variable], _LADDER[-1])
    samples = _Samples(outputs, environment, variable, point, side)
    history: dict[tuple[int, int], list[Raw]] = {}
    settled: dict[tuple[int, int], Raw] = {}
    doubtful = False
    wide = _reach({name: number for name, number in environment.items() if name != variable})
    for step in _passes(point, max(orders), wide) if not is_special(point) else ():
        if doubtful and not step.sure:
            continue
        work, doubtful = samples.begin(step), True
        for key in product(orders, range(len(samples[0]))):
            if key in settled:
                continue
            current = _quotient(samples, *key, side != 0)
            sure = step.sure or not _doubtful(work, current)
            earlier = history.setdefault(key, [])
            if earlier and (_settled(earlier[-1], current, AGREED, sure=sure) or _far_below(earlier[-1], current)):
                settled[key] = current
            doubtful = doubtful and (key in settled or not sure)
            earlier.append(current)
        if len(settled) == len(history):
            break
    if not history:
        samples.begin(next(_passes(fone, 1, 0)))
        return tuple((mp.nan,) * len(samples[0]) for _ in orders)
    numbers = {key: mp.make_mpf(settled.get(key) or _unsettled(results)) for key, results in history.items()}
    return tuple(tuple(found for (one, _), found in numbers.items() if one == order) for order in orders)


def _reach(environment: Mapping[str, Number]) -> int:
    """By how many bits the numbers of a formula may set its addends apart."""
    numbers = (raw_number(number, AGREED) for number in environment.values())
    sizes = (abs(magnitude(number)) for number in numbers if number[1])
    return sum(size for size in sizes if size > _FAR)


def _passes(point: Raw, order: int, wide: int) -> Iterator[_Pass]:
    """Steps and precisions, from cheap to sure: each leaves more digits than cancel in the quotient.

    Steps are relative to x, but never exceed 1, for functions that oscillate.
    """
    # At 0 the step must not reach the smallest float, where a break might be.
    scale = magnitude(point) - 1 if point[1] else -1100
    lost = order * abs(scale)
    if point[1] and scale < 0:  # the second derivative of an odd function is as small as x itself
        lost -= scale
    for bits, spare in ((66, 133), (100, 200)):
        yield _Pass(order * bits + lost + spare, min(scale, 0) - bits, sure=False)
    for precision, bits in zip(_LADDER, (108, 114, 120, 133, 140, 150), strict=True):
        sure = precision >= _SURE
        yield _Pass(precision + order * bits + lost + sure * wide, min(scale, 0) - bits, sure=sure)


class _Samples:
    """All outputs at whole numbers of steps from the point, each evaluated once in a pass."""

    def __init__(self, outputs: Outputs, environment: Mapping[str, Number], variable: str, point: Raw, side: int):
        self.outputs, self.given, self.variable = outputs, environment, variable
        self.point, self.direction = point, side or 1
        self.rounded = any(isinstance(number, Fraction) for number in environment.values())
        self.environment = raw_environment(environment, _LADDER[-1])

    def begin(self, step: _Pass) -> Work:
        """Forget the values of the last pass and set precision and step of the next."""
        self.step, self.work = step.step, Work(step.precision)
        if self.rounded:
            self.environment = raw_environment(self.given, step.precision)
        self.known: dict[int, Sequence[Raw]] = {}
        return self.work

    def __getitem__(self, count: int) -> Sequence[Raw]:
        if count not in self.known:
            offset = libmp.from_man_exp(count * self.direction, self.step)
            moved = libmp.mpf_add(self.point, offset, self.work.precision, "n")
            # another dictionary, by which evaluators know that something has moved
            self.known[count] = self.outputs(self.work, {**self.environment, self.variable: moved})
        return self.known[count]


def _quotient(samples: _Samples, order: int, output: int, one_sided: bool) -> Raw:
    precision, total = samples.work.precision, fzero
    for count, weight in _WEIGHTS[order, one_sided].items():
        addend = samples[count][output]
        addend = addend if weight == 1 else libmp.mpf_mul_int(addend, weight, precision, "n")
        total = libmp.mpf_add(total, addend, precision, "n") if total is not fzero else addend
    if order == 0:
        return total
    if is_special(total):
        return fnan
    shifted = libmp.mpf_shift(total, -samples.step * order - (_HALVED if order == 1 else 0))
    return libmp.mpf_neg(shifted) if order == 1 and samples.direction < 0 else shifted


def evaluated(evaluate: Evaluator, work: Work, environment: Mapping[str, Raw]) -> Raw:
    try:
        return evaluate(work, environment)
    except (Undefined, libmp.ComplexResult, ZeroDivisionError):
        return fnan


def _doubtful(work: Work, result: Raw) -> bool:
    """Whether a result may be an artefact of too little precision, however often it comes out."""
    return work.absorbed or not result[1]


def _settled(first: Raw, second: Raw, bits: int, *, sure: bool) -> bool:
    """Whether two results agree, and may be believed."""
    if not sure:
        return False
    if not (first[1] and second[1]):
        return first == second
    difference = libmp.mpf_sub(first, second, 2 * bits, "n")
    return not difference[1] or magnitude(difference) <= magnitude(second) - bits


def _far_below(first: Raw, second: Raw) -> bool:
    """Whether both are so far below every float that no digit matters, as e^(−e^x) is."""
    if not (first[1] and second[1]):
        return False
    sizes = [-magnitude(number) for number in (first, second)]
    return min(sizes) > _BELOW and abs(sizes[0] - sizes[1]) <= min(sizes) >> _ALIKE


def _unsettled(results: Sequence[Raw]) -> Raw:
    """0 where nothing but noise below every float is left, or results vanish with the step; else nan."""
    *_, last = results
    return fzero if last == fzero or (last[1] and magnitude(last) < _TINY) or _vanish(results) else fnan


def _vanish(results: Sequence[Raw]) -> bool:
    """Whether quotients shrink from step to step, as those of a parabola do at its vertex, and stay finite."""
    sizes = [magnitude(result) for result in results[-_SHRINKING:] if result[1]]
    if len(sizes) < _SHRINKING or sizes[-1] > _HUGE:
        return False
    return all(after <= before - _LEAST for before, after in pairwise(sizes))


def raw_environment(environment: Mapping[str, Number], precision: int) -> dict[str, Raw]:
    return {name: raw_number(number, precision) for name, number in environment.items()}


def raw_number(number: Number, precision: int) -> Raw:
    """A float or integer exactly, a fraction rounded."""
    if hasattr(number, "_mpf_"):  # of any context
        return number._mpf_
    if isinstance(number, int):
        return libmp.from_int(number)
    if isinstance(number, Fraction):
        return libmp.from_rational(number.numerator, number.denominator, precision, "n")
    return libmp.from_float(float(number))


def common_digits(first: mpf, second: mpf, most: int) -> int:
    """To how many significant digits two results agree, up to `most`; 0 where one is not a number."""
    one, other = first._mpf_, second._mpf_
    if is_special(one) or is_special(other):
        return most if one == other != fnan else 0
    if one[1] and other[1] and abs(magnitude(one) - magnitude(other)) > 1:
        return 0  # at once: the exact difference of 2^(10¹⁰) and 1 has 10¹⁰ bits
    difference = libmp.mpf_sub(one, other)
    if not difference[1]:
        return most
    larger = max(magnitude(number) for number in (one, other) if number[1])
    return max(0, min(most, int((larger - magnitude(difference)) * 0.30103)))


def quick_value(term: Term, environment: Mapping[str, Number], bits: int = _QUICK) -> mpf:
    """The value of a term at about 40 digits, not adapted: for many points of a formula that is not delicate."""
    return _quick(compiled(term), environment, bits)


def quick_values_of_parts(
    term: Term, environments: Sequence[Mapping[str, Number]]
) -> Iterator[tuple[Term, tuple[mpf, ...]]]:
    """The same in several environments, of every part of a term: each is evaluated once, however many it stands in."""
    nodes = [node for node in parts(term) if not isinstance(node, Rel | And)]
    evaluators, columns = compiled_parts(nodes), []
    for environment in environments:
        work, numbers = Work(_QUICK), raw_environment(environment, _QUICK)
        columns.append([mp.make_mpf(evaluated(evaluate, work, numbers)) for evaluate in evaluators])
    return zip(nodes, zip(*columns, strict=True), strict=True)


def _quick(evaluate: Evaluator, environment: Mapping[str, Number], bits: int = _QUICK) -> mpf:
    return mp.make_mpf(evaluated(evaluate, Work(bits), raw_environment(environment, bits)))


def is_defined(term: Term, environment: Mapping[str, Number]) -> bool:
    """Whether a term has a value at all, with however few digits."""
    precision = _LADDER[-1]
    return evaluated(compiled(term), Work(precision), raw_environment(environment, precision)) != fnan
