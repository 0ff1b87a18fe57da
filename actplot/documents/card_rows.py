"""The rows of a fact card: what there is to say, in words, whatever it is about."""

import math
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import numpy as np

from ..algebra.term import Num, Sym, Term, rebuilt
from ..algebra.writing.line import to_line
from ..calculus.curves.breaks import ALONE, EDGE, GAP, JUMP, KINK, OSCILLATION, POLE, TANGENT, UNDECIDED, Break
from ..calculus.curves.telling import FURTHER, PLAIN, approaches, extension, places, together, without_limit
from ..calculus.facts.facts import Facts
from ..calculus.facts.moments import Moments
from ..calculus.facts.trait_words import telling
from ..calculus.letters import letter_of
from ..catalogue.kinds.functions import REALS, Interval
from ..catalogue.parameter import Parameter
from ..numbers import about, equal_sign, number_text, readable, told_apart
from .placing import extreme_text, fixed_text, is_attained, nearest_text

if TYPE_CHECKING:
    from ..calculus.tables import Table

LONG_CONSTANT = re.compile(r"([1-9]\d?\.\d{9})\d{8,}$")
MOST_BREAKS = 12
MOST_ZEROS = 5
SMOOTHNESS = {
    "C⁰": "C⁰: continuous, with a kink",
    "C¹": "C¹: f′ is continuous, f″ jumps",
    "C²": "C² at least: f″ is continuous where the pieces meet",
    "C∞": "C∞: one smooth piece",
    "C∞ on its domain": "C∞ on its domain: smooth pieces",
}
WITHOUT_SLOPE = {  # why there is no derivative at 0
    JUMP: "f jumps at 0",
    POLE: "f has a pole at 0",
    GAP: "f has a gap at 0",
    TANGENT: "f has a vertical tangent at 0",
    OSCILLATION: "f or f′ oscillates at 0",
    KINK: "f has a kink at 0",
    UNDECIDED: "a limit at 0 is undecided",
    ALONE: "0 is an isolated point of the domain",
    EDGE: "the domain ends at 0",
}
VARIABLES = {
    "residual": "r is the residual, prediction − target",
    "margin": "m is the margin y·s, of a target y = ±1 and a score s",
    "distance": "d is the distance of a pair of inputs",
    "logit": "z is the logit of class 1",
    "probability": "p is the probability of class 1",
    "true class": "p is the probability of the true class",
    "log rate": "z is the logarithm of the predicted rate",
    "rate": "p is the predicted rate",
    "prediction": "p is the prediction",
}


def cut_short(term: Term) -> Term:
    """A formula with constants of more digits than a float has cut off: 1.050700987… for the scale of selu."""
    if isinstance(term, Num) and (cut := LONG_CONSTANT.match(term.text)):
        return Num(term.value, f"{cut[1]}…")
    return rebuilt(term, cut_short)


def rows_of(facts: Facts) -> Iterator[tuple[str, str]]:
    """Every line of the card: its label, empty where the line above has it, and its text."""
    yield from labelled("", [_meanings(facts)] if facts.meanings else [])
    yield from labelled("in words", [facts.in_words] if facts.in_words else [])
    yield from labelled("variable", _variable(facts))
    yield from labelled("takes", [facts.takes])
    yield from labelled("target", [facts.target])
    yield from labelled("gives", [facts.gives])
    yield from labelled("random", [facts.drawn])
    yield from labelled("parameters", [parameter_text(parameter, value) for parameter, value in facts.parameters])
    yield from labelled("example", [text for one in facts.example for text in _example(one)])
    yield from labelled(facts.first_derivatives, [*facts.slopes, *_slopes(facts)])
    yield from labelled("breaks", [facts.no_derivative])
    if facts.domain is not None:
        yield from _domain_rows(facts, facts.domain)
    yield from labelled("convention", [facts.convention] if _has_convention(facts) else [])
    if facts.domain is not None:
        yield from _course_rows(facts, facts.letter)
    yield from _closing_rows(facts)


def _domain_rows(facts: Facts, domain: tuple[float, float]) -> Iterator[tuple[str, str]]:
    """Where a function of one variable is defined, what it takes there, and where its pieces meet."""
    if facts.domain_parts != (REALS,):
        yield "domain", facts.domain_text
    yield from labelled("range", [_seen_on(facts, "bounds", _range(facts, facts.bounds))] if facts.bounds else [])
    yield from labelled("asymptotes", [_lettered(text, facts.letter) for text in _asymptotes(facts)])
    yield from labelled("breaks", _breaks(facts))


def _course_rows(facts: Facts, letter: str) -> Iterator[tuple[str, str]]:
    """How such a function rises and falls."""
    yield "f′(0)", _at_zero(facts)
    smooth = [point.x for point in facts.breaks if point.kind == "smooth"]
    for label, name in (("largest f′", "largest_derivative"), ("smallest f′", "smallest_derivative")):
        extreme = getattr(facts, name)
        told = [_lettered(extreme_text(extreme, smooth), letter)] if extreme and extreme.places else []
        yield from labelled(label, [_seen_on(facts, name, text) for text in told])
    for name in ("minimum", "maximum"):
        extreme = getattr(facts, name)
        equal = [point.x for point in facts.breaks if extreme and point.value == extreme.value]
        told = [_lettered(extreme_text(extreme, equal), letter)] if is_attained(extreme) else []
        yield from labelled(name, [_seen_on(facts, name, text) for text in told])
    roots = [_lettered(nearest_text(facts.zeros, MOST_ZEROS), letter)] if facts.zeros else []
    yield from labelled("zeros", [_seen_on(facts, "zeros", text) for text in roots])
    yield from labelled("fixed points", [_lettered(text, letter) for text in _fixed_points(facts)])
    yield from labelled("not told", [_lettered(_left_out(facts), letter)])
    yield from labelled("Lipschitz", [_lipschitz(facts)] if facts.lipschitz is not None else [])
    smooth_as = SMOOTHNESS.get(facts.smoothness, facts.smoothness)
    yield from labelled("smoothness", [_seen_on(facts, "smoothness", smooth_as)] if smooth_as else [])
    yield from labelled("traits", [", ".join(telling(facts.traits)), _traits_seen(facts)])
    yield from labelled("z ~ N(0, 1)", [_moments(facts, facts.moments)] if facts.moments else [])
    yield from labelled("seen", [_lettered(_seen(*facts.seen_between), letter)] if facts.seen_between else [])


def _closing_rows(facts: Facts) -> Iterator[tuple[str, str]]:
    """Other names, equivalents, judgements, sources, and what to ask next."""
    yield from labelled("also called", [", ".join(facts.aliases)])
    for title, codes in groupby(facts.equivalents, itemgetter(0)):
        yield from labelled(title, [code for _, code in codes])
    yield from [(f"in {facts.spoken[0]}", facts.spoken[1])] if facts.spoken else []
    yield from labelled("strengths", facts.strengths)
    yield from labelled("weaknesses", facts.weaknesses)
    yield from labelled("note", [facts.note])
    yield from labelled("sources", facts.sources)
    yield from labelled("added by", [facts.origin])
    yield from labelled("see", [f"actplot {command}" for command in facts.commands])


def labelled(label: str, texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """A label before the first of some texts that say something."""
    said = [text for text in texts if text]
    yield from zip([label, *[""] * len(said)], said, strict=False)


def _variable(facts: Facts) -> list[str]:
    """What the variable means; a probability without a target beside it is that of whatever class is true."""
    aimed = any(parameter.name == "target" for parameter, _ in facts.parameters)
    name = "true class" if facts.variable == "probability" and not aimed else facts.variable
    return [VARIABLES[name]] if name in VARIABLES else []


def parameter_text(parameter: Parameter, value: Any) -> str:
    aliases = f"; also called {', '.join(parameter.aliases)}" if parameter.aliases else ""
    if parameter.default is not None and math.isnan(parameter.default):
        return f"{parameter.name} = {number_text(value)}"
    symbol = f"{to_line(letter_of(parameter))} = " if parameter.symbol not in ("", parameter.name) else ""
    words = {number: word for word, number in parameter.words.items()}
    given, usual = (words.get(number) or number_text(number) for number in (value, parameter.default))
    allowed = f"{parameter.constraint}, default {usual}"
    return f"{symbol}{parameter.name} = {given}: {parameter.meaning} ({allowed}{aliases})"


def _has_convention(facts: Facts) -> bool:
    """What a formula of a user's returns where it bends is said only where it does."""
    return bool(facts.convention) and (not facts.typed or any(point.is_corner for point in facts.breaks))


def _lettered(text: str, letter: str) -> str:
    """A sentence about x, about the letter that this variable has."""
    return re.sub(r"\bx\b", letter, text)


def _seen_on(facts: Facts, name: str, text: str) -> str:
    """What was seen between two ends alone says so."""
    return f"{text}{_ends(facts)}" if name in facts.unproven else text


def _ends(facts: Facts) -> str:
    return f" on {_interval(Interval(*facts.seen_on, '[]'))}" if facts.seen_on else ""


def _traits_seen(facts: Facts) -> str:
    """Those that hold between two ends, and may hold everywhere."""
    seen = telling(facts.traits_seen, facts.traits)
    return f"{', '.join(seen)}{_ends(facts)}" if seen else ""


def _fixed_points(facts: Facts) -> list[str]:
    """Those nearest to 0, each with its slope and what becomes of points beside it."""
    found = facts.fixed_points or ()
    nearest = sorted(sorted(found, key=lambda one: max(one.low, -one.high, 0.0))[:MOST_ZEROS], key=lambda one: one.low)
    texts = [*map(fixed_text, nearest), *([FURTHER] if len(found) > MOST_ZEROS else [])]
    return [_seen_on(facts, "fixed_points", f"{text}," if "fixed_points" in facts.unproven else text) for text in texts]


def _left_out(facts: Facts) -> str:
    """What is not told of a formula that turns without end."""
    turning = [point for point in facts.breaks if point.turns and facts.typed]
    if facts.largest_derivative and facts.smallest_derivative:
        what = "zeros and fixed points"
    else:
        what = "zeros, fixed points and the size of f′"
    return f"{what}: it turns without end beside {places('x', turning)}" if turning else ""


def _range(facts: Facts, bounds: Interval) -> str:
    """The values taken; a function that jumps leaves some between its bounds out."""
    jumps = any(point.kind == "jump" for point in facts.breaks)
    found = facts.seen_on and "≈" in (equal_sign(end) for end in (bounds.low, bounds.high) if math.isfinite(end))
    return f"{'within ' if jumps else ''}{'≈ ' if found else ''}{_interval(bounds)}"


def _interval(interval: Interval) -> str:
    return f"{interval.ends[0]}{readable(interval.low)}, {readable(interval.high)}{interval.ends[1]}"


def _asymptotes(facts: Facts) -> list[str]:
    """A text for each that was found far out, and one for all vertical ones."""
    sides = zip(facts.asymptotes, ("−∞", "∞"), strict=True)
    lines = [_asymptote(line, side, "asymptotes" in facts.unproven) for line, side in sides if line is not None]
    return [*lines, *([f"vertical: {_vertical(facts)}"] if facts.vertical_asymptotes else [])]


def _vertical(facts: Facts) -> str:
    """Where the vertical asymptotes are, by the names that their places have."""
    poles = [point for point in facts.breaks if point.x in facts.vertical_asymptotes]
    if len(poles) < len(facts.vertical_asymptotes):
        return nearest_text(facts.vertical_asymptotes, MOST_BREAKS)
    alike = facts.further_breaks and len(poles) >= PLAIN
    return f"{places('x', poles)}{f' {FURTHER}' if alike else ''}"


def _asymptote(line: tuple[float, float], side: str, seen: bool) -> str:
    """One that values far out tell is true there alone, for all that is known."""
    sign = "≈" if seen or "≈" in map(equal_sign, line) else "="
    return f"y {sign} {_line(*line)} as x → {side}{', by values as far as 1e6' if seen else ''}"


def _line(slope: float, intercept: float) -> str:
    """The right side of the equation of a line, such as x − 1."""
    if slope == 0:
        return readable(intercept)
    steep = {1.0: "x", -1.0: "−x"}.get(slope, f"{readable(slope)}·x")
    if intercept == 0:
        return steep
    return f"{steep} {'−' if intercept < 0 else '+'} {readable(abs(intercept))}"


def _breaks(facts: Facts) -> list[str]:
    """A text for all breaks of which the same holds, the nearest to 0 first."""
    texts = [_break(point) for point in facts.breaks]
    groups = together(facts.letter, facts.breaks, texts, further=facts.further_breaks)
    rows = [text if text == FURTHER else f"{where}: {_lettered(text, facts.letter)}" for where, text in groups]
    return rows if len(rows) <= MOST_BREAKS else [*rows[: MOST_BREAKS - 1], FURTHER]


def _break(point: Break) -> str:
    """What happens at a break, without its place."""
    slopes = f"f′ {approaches(point, 1)}"
    if point.kind == "jump":
        value = "no value there" if point.value is None else f"f(x) = {_at_jump(point)}"
        return f"jump, no derivative; f {approaches(point, 0)}, {value}; {slopes}"
    if point.kind == "pole":
        value = "" if point.value is None else f", f(x) = {readable(point.value)}"
        return f"pole; f {approaches(point, 0)}{value}; {slopes}"
    if point.kind == "gap":
        return f"gap, no value; {extension(point)}"
    if not point.has_limits:
        slope = "no derivative" if point.derivative is None else f"f′ = {readable(point.derivative)} there"
        return f"{point.kind}, {slope}; {without_limit(point)}"
    if point.kind == "isolated point":
        return f"isolated point, f(x) = {readable(point.value)}, no derivative"
    if point.kind == "edge":
        return f"the domain ends; f {approaches(point, 0)}, {slopes}"
    if point.kind == "vertical tangent":
        return f"{point.kind}, no derivative; {slopes}"
    if point.kind == "kink":
        return f"{point.kind}; {slopes}"
    return f"pieces join smoothly; f′ = {readable(point.derivative)} on both sides"


def _at_jump(point: Break) -> str:
    """The value at a jump, as the side that it belongs to is written."""
    if point.left_value is None or point.right_value is None:
        return readable(point.value)
    sides = (point.left_value, point.right_value)
    return dict(zip(sides, told_apart(*sides), strict=True)).get(point.value, readable(point.value))


def _at_zero(facts: Facts) -> str:
    at_zero = [point.kind for point in facts.breaks if point.x == 0]
    if facts.derivative_at_zero is None and at_zero:
        return f"none: {WITHOUT_SLOPE[at_zero[0]]}"
    if facts.derivative_at_zero is None:
        return "0 is outside the domain"
    if facts.hidden_at_zero:
        return "not 0, but nearer to it than every other float"
    return about(facts.derivative_at_zero) + _said_of_zero(facts)


def _said_of_zero(facts: Facts) -> str:
    """Whose slope at 0 it is, where that is not plain."""
    kinds = [point.kind for point in facts.breaks if point.x == 0]
    words = {GAP: " of the continuous extension", KINK: " by convention"}
    return next(
        (words[kind] for kind in kinds if kind in words), " from inside the domain" if 0 in facts.domain else ""
    )


def _lipschitz(facts: Facts) -> str:
    """The Lipschitz constant, or why there is none."""
    if math.isnan(facts.lipschitz):
        return "not known: f′ is beyond floats"
    if math.isfinite(facts.lipschitz):
        seen = facts.unproven & {"largest_derivative", "smallest_derivative"}
        return f"constant {about(facts.lipschitz)}{_ends(facts) if seen else ''}"
    return "none: " + ("f jumps" if facts.smoothness == "not continuous" else "f′ is unbounded")


def _moments(facts: Facts, moments: Moments) -> str:
    """What becomes of standard normal inputs, and the gain that gives E[f²] = 1."""
    if moments.why:
        return f"no gain: {moments.why}"
    known = math.isfinite(moments.gain)
    gain = f"gain 1/√E[f²] {_approximately(moments.gain)}" if known else f"no gain: E[f²] {_moment(moments.square)}"
    said = {"E[f]": moments.mean, "Var[f]": moments.variance, "E[f′²]": moments.slope_square}
    between = " between the jumps" if any(point.kind == "jump" for point in facts.breaks) else ""
    return f"{gain}; {', '.join(f'{name} {_moment(number)}' for name, number in said.items())}{between}"


def _moment(number: float) -> str:
    """Of what has no bound, or is beyond floats, and of what does not exist, the word."""
    if math.isnan(number):
        return "does not exist"
    return "is infinite or beyond floats" if math.isinf(number) else _approximately(number)


def _approximately(number: float) -> str:
    return f"{equal_sign(number)} {readable(number)}"


def _seen(low: float, high: float) -> str:
    """Where what the rows above say was seen, of a function that turns again and again."""
    return f"extremes, zeros and traits for x from {readable(low)} to {readable(high)}; it turns farther out too"


def _example(one: "Table") -> Iterator[str]:
    """Numbers by their names, the gradient left to its own line."""
    yield from (f"{name} {about(float(number))}" for name, number in one.whole.items())
    yield from (f"{name} {_vector(column)}" for name, column in one.columns.items() if name != "gradient")


def _slopes(facts: Facts) -> Iterator[str]:
    """The derivatives at the example."""
    for one in facts.example:
        if "gradient" in one.columns:
            yield f"at the example {_vector(one.columns['gradient'])}"
        if one.matrix:
            yield f"at the example {', '.join(map(_vector, one.jacobian))}"


def _vector(numbers: np.ndarray) -> str:
    """With four digits, as in a textbook."""
    texts = (f"{float(number):.4g}".replace("-", "−") for number in numbers)
    return f"({', '.join(texts)})"


def _meanings(facts: Facts) -> str:
    """What the letters of the formulas stand for."""
    return "; ".join(f"{to_line(Sym(name))}: {said}" for name, said in facts.meanings)
