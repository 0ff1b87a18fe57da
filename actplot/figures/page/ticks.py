"""Chooses the numbers at an axis: where they stand, how they are written, and what all of them leave out."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import KW_ONLY, replace
from decimal import ROUND_CEILING, Decimal
from itertools import pairwise

import matplotlib as mpl
from matplotlib.ticker import FixedLocator, Locator

from ...frozen import record
from ...numbers import readable
from ...numerics.scales import PLAIN, Scales
from .legend import text_widths

MOST_DIGITS = 5  # of a number; longer ones share a factor or leave out what they have in common
IDEAL = {"x": 5.0, "y": 4.6}  # from one number to the next, in heights of their letters
LEAST = {"x": 2.5, "y": 1.9}
GAP = 0.5  # between the last number and what all leave out
CLEAR = 0.6  # between two numbers beside each other, in heights of their letters
STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5))
ROUND = (Decimal(1), Decimal("0.5"), Decimal("0.2"))  # of two numbers alone
LONGER, MISSED = 0.25, 0.75  # what halves in steps, and ends of a range between steps, weigh against even distances
DENSEST = 60  # steps that are looked at on one axis
TINY, LEAST_SPAN = 1e-280, 1e-304  # ends that matplotlib takes for 0, and the least distance between some
FAR_APART = {"x": 4.0, "y": 3.2}  # from one power of ten, or whole number, to the next, in heights of their letters
MULTIPLES = ((1, 2, 5), (1, 3))  # of powers of ten that have a number, where there is room
FEW = 1.5  # powers of ten, of which multiples are told
WRITTEN_OUT = 3  # exponent up to which powers of ten are
ROUNDED = 1e-9  # of an exponent
COUNTS, DECADES = "counts", "decades"  # numbers of an axis of whole numbers, and of powers of ten
POINTS_PER_INCH = 72.0
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")

Span = tuple[float, float]


@record
class Window:
    """What a panel shows of both directions, and whether its vertical ends were asked for."""

    x: Span
    y: Span
    asked: bool = False
    _: KW_ONLY
    decades: bool = False  # whether heights are powers of ten, over whole numbers
    scales: Scales = PLAIN

    @property
    def kinds(self) -> tuple[str, str]:
        """What the numbers at both axes are."""
        return (COUNTS, DECADES) if self.decades else ("x", "y")


@record
class Ticks:
    """Places on an axis with their numbers, some empty, and what these leave out, such as ×10⁹ or +1e7."""

    places: tuple[float, ...]
    labels: tuple[str, ...]
    common: str = ""

    def width(self, size: float) -> float:
        """Of the longest number or of what all leave out, in inches."""
        return max(text_widths([*self.labels, self.common], size), default=0.0)


def pad_of(axis: str) -> float:
    """What is free between an axis and its numbers, in points."""
    outwards = mpl.rcParams[f"{axis}tick.direction"] != "in"
    return float(mpl.rcParams[f"{axis}tick.major.pad"]) + outwards * float(mpl.rcParams[f"{axis}tick.major.size"])


def behind_last(ticks: Ticks, size: float) -> float:
    """How far the last of the numbers beside each other reaches beyond the axis, with a gap, in inches."""
    return text_widths(ticks.labels[-1:], size)[0] / 2 + GAP * size / POINTS_PER_INCH


def letters_of(axis: str) -> float:
    """Size of the numbers at an axis, in points."""
    return float(mpl.rcParams[f"{axis}tick.labelsize"])


def ticks_of(axis: str, span: Span, length: float, size: float, *, ends: bool) -> Ticks:
    """Numbers for an axis of some length in inches, with letters of a size in points; its ends have one if asked."""
    span = viewed(span)
    if axis in (COUNTS, DECADES):
        return (_counts if axis == COUNTS else _decades)(span, length, size)
    low, high = (Decimal(repr(end)) for end in span)
    em = length * POINTS_PER_INCH / size
    plans = sorted(_plans(axis, low, high, em, ends), key=lambda plan: plan[0])
    for _, values, step in plans:
        labels, common = written(values, step)
        found = Ticks(tuple(map(float, values)), tuple(labels), common)
        if axis == "y" or _fits(found, span, length, size):
            break
    else:
        values = [low, high] if ends else _inside(low, high)
        labels, common = written(values, high - low)
        return Ticks(tuple(map(float, values)), tuple(labels), common)
    return _with_ends(axis, found, (low, high), values, (length, size)) if ends else found


def _counts(span: Span, length: float, size: float) -> Ticks:
    """Whole numbers at even distances, and the last one."""
    low, high = math.ceil(span[0] - ROUNDED), math.floor(span[1] + ROUNDED)
    for step in _steps():
        places = range(-(-low // step) * step, high + 1, step)
        last = [high] if high not in places else []
        room = step / (span[1] - span[0]) * length
        needed = max(text_widths([str(high)], size)) + CLEAR * size / POINTS_PER_INCH
        if room >= max(needed, FAR_APART["x"] * size / POINTS_PER_INCH) or len(places) <= 2:
            kept = [place for place in places if not last or (high - place) / step * room >= needed]
            return Ticks(tuple(map(float, kept + last)), tuple(str(place) for place in kept + last))
    raise AssertionError("steps have no end")


def _steps() -> Iterator[int]:
    power = 1
    while True:
        yield from (power, 2 * power, 5 * power)
        power *= 10


def _decades(span: Span, length: float, size: float) -> Ticks:
    """Powers of ten at even distances; of few also their multiples, all of them written in one way."""
    em = length * POINTS_PER_INCH / size / (span[1] - span[0])  # of one power, in heights of letters
    near = max(map(abs, span)) < WRITTEN_OUT + 1
    for multiples in MULTIPLES if near or span[1] - span[0] < FEW else ():
        places = _multiples(span, multiples)
        if min((b[0] - a[0] for a, b in pairwise(places)), default=0.0) * em >= FAR_APART["y"] / 2:
            texts = [_written_out(*place) if near else _in_powers(*place) for place in places]
            return Ticks(tuple(place for place, _ in places), tuple(texts))
    step = next(step for step in _steps() if step * em >= FAR_APART["y"])
    powers = range(math.ceil(span[0] / step) * step, math.floor(span[1]) + 1, step)
    write = _written_out if near else _in_powers
    return Ticks(tuple(map(float, powers)), tuple(write(float(power), 1) for power in powers))


def _multiples(span: Span, multiples: Sequence[int]) -> list[tuple[float, int]]:
    """The logarithms of some multiples of all powers of ten in a span."""
    low, high = span
    powers = range(math.floor(low), math.ceil(high) + 1)
    found = [(power + math.log10(multiple), multiple) for power in powers for multiple in multiples]
    return [place for place in found if low - ROUNDED <= place[0] <= high + ROUNDED]


def _written_out(place: float, _: int) -> str:
    return readable(float(f"{10.0**place:.6g}"))


def _in_powers(place: float, multiple: int) -> str:
    """Such as 2·10⁻⁷."""
    power = f"10{str(round(place - math.log10(multiple))).translate(RAISED)}"
    return power if multiple == 1 else f"{multiple}·{power}"


def viewed(span: Span) -> Span:
    """What can be drawn of ends: they move apart where they are too near to each other, however near they are to 0."""
    low, high = map(float, span)
    if max(abs(low), abs(high)) < TINY and high - low >= LEAST_SPAN:
        return low, high  # which matplotlib takes for 0
    low, high = Locator().nonsingular(low, high)
    return float(low), float(high)


class Places(FixedLocator):
    """Places on an axis whose ends are as they are given."""

    def nonsingular(self, v0: float, v1: float) -> Span:
        return viewed((v0, v1))


def _plans(axis: str, low: Decimal, high: Decimal, em: float, ends: bool) -> list[tuple[float, list[Decimal], Decimal]]:
    """Steps that leave room for letters, how badly each suits the axis, and the values that are whole steps."""
    width, found = high - low, []
    for exponent in range(width.adjusted() - 2, width.adjusted() + 1):
        for mantissa in STEPS:
            step = mantissa.scaleb(exponent)
            spacing = em * float(step / width)
            if spacing < LEAST[axis]:
                continue
            first, last = math.ceil(low / step), math.floor(high / step)
            if last - first not in range(1, DENSEST):
                continue
            missed = ends and not (first * step == low and last * step == high)
            cost = abs(math.log(spacing / IDEAL[axis])) + LONGER * (mantissa == STEPS[2]) + MISSED * missed
            found.append((cost, [k * step for k in range(first, last + 1)], step))
    return found


def _inside(low: Decimal, high: Decimal) -> list[Decimal]:
    """The outermost round values of an axis that has room for two numbers alone."""
    for mantissa in ROUND:
        unit = mantissa.scaleb((high - low).adjusted())
        values = [math.ceil(low / unit) * unit, math.floor(high / unit) * unit]
        if values[0] < values[1]:
            return values
    return [low, high]


def _fits(ticks: Ticks, span: Span, length: float, size: float) -> bool:
    """Whether numbers beside each other leave some room between them."""
    widths = text_widths(ticks.labels, size)
    inches = [place / (span[1] - span[0]) * length for place in ticks.places]
    clear = CLEAR * size / POINTS_PER_INCH
    return all(
        inches[i + 1] - inches[i] >= (widths[i] + widths[i + 1]) / 2 + clear for i in range(len(ticks.places) - 1)
    )


def _with_ends(
    axis: str, ticks: Ticks, ends: tuple[Decimal, Decimal], values: Sequence[Decimal], room: tuple[float, float]
) -> Ticks:
    """Numbers with those of the ends of the range, for which others step aside."""
    length, size = room
    step = values[1] - values[0]
    missing = [end for end in ends if end not in values]
    if not missing:
        return ticks
    together = sorted([*values, *missing])
    labels, common = written(values, step, together)
    tall = size / POINTS_PER_INCH
    sizes = text_widths(labels, size) if axis == "x" else [tall] * len(labels)
    inches = [float(value - ends[0]) / float(ends[1] - ends[0]) * length for value in together]
    if inches[-1] - inches[0] < (sizes[0] + sizes[-1]) / 2 + CLEAR * tall:
        return ticks
    near = {
        i
        for end in (0, -1)
        for i in range(1, len(labels) - 1)
        if together[end] in missing and abs(inches[end] - inches[i]) < (sizes[end] + sizes[i]) / 2 + CLEAR * tall
    }
    mirrored = {len(labels) - 1 - i for i in near} if ends[0] == -ends[1] else set()
    labels = ["" if i in near | mirrored else label for i, label in enumerate(labels)]
    return replace(ticks, places=tuple(map(float, together)), labels=tuple(labels), common=common)


def written(values: Sequence[Decimal], step: Decimal, also: Sequence[Decimal] | None = None) -> tuple[list[str], str]:
    """How whole steps are written, or others in the same way, and what all leave out; none has many digits."""
    shown = also or values
    power = 0 if all(map(_short, values)) else _power(values)
    scaled = [value.scaleb(-power) for value in shown]
    fine = all(abs(value - _rounded(value)) <= step.scaleb(-power) / 20 for value in scaled)
    if fine and all(_short(value.scaleb(-power)) for value in values):
        return list(map(_number, scaled)), _factor(power)
    base = _base(values)
    rest = [value - base for value in values]
    power = 0 if all(map(_short, rest)) else _power(rest)
    offset = f"{'+' if base > 0 else '−'}{_brief(abs(base))}" if base else ""
    labels = [_number((value - base).scaleb(-power)) for value in shown]
    return labels, " ".join(filter(None, [_factor(power), offset]))


def _base(values: Sequence[Decimal]) -> Decimal:
    """What all leave out: a round number below them, or one between them that is rounder."""
    low, high = min(values), max(values)
    unit = Decimal(1).scaleb((high - low).adjusted() + 1)
    below = min(values, key=abs) // unit * unit
    steps = [Decimal(1).scaleb(power) for power in range(high.adjusted() + 1, (high - low).adjusted() - 1, -1)]
    within = next(
        (round_ for step in steps if low <= (round_ := (low / step).to_integral_value(ROUND_CEILING) * step) <= high),
        below,
    )
    return min((below, within), key=lambda base: len(_brief(abs(base))))


def _power(values: Sequence[Decimal]) -> int:
    largest = max(map(abs, values))
    return largest.adjusted() if largest else 0


def _factor(power: int) -> str:
    return f"×10{str(power).translate(RAISED)}" if power else ""


def _short(value: Decimal) -> bool:
    return sum(letter.isdigit() for letter in _plain(value)) <= MOST_DIGITS


def _plain(value: Decimal) -> str:
    """Without an exponent and without zeros at its end."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _number(value: Decimal) -> str:
    """With a real minus sign and, of an end between steps, the first digits alone."""
    text = _plain(_rounded(value))
    return "0" if text in ("-0", "0") else text.replace("-", "−")


def _rounded(value: Decimal) -> Decimal:
    """To as many digits as a number may have."""
    return value if _short(value) else round(value, max(MOST_DIGITS - len(str(abs(int(value)))), 0))


def _brief(value: Decimal) -> str:
    """With an exponent where that is shorter."""
    plain, digits = _plain(value), "".join(map(str, value.normalize().as_tuple().digits))
    mantissa = digits[0] + (f".{digits[1:]}" if digits[1:] else "")
    scientific = f"{mantissa}e{value.adjusted()}".replace("-", "−")
    return min(plain, scientific, key=len)
