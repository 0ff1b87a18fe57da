"""Errors that are planted: each kind makes a wrong entry of an entry, or none where it makes no sense.

A planted method stands in place of the whole method, contract and all, as a wrong entry might have it.
"""

import math
import re
import warnings
from collections.abc import Callable, Sequence

import numpy as np

from actplot.algebra.evaluating.precision import value
from actplot.algebra.reading.parser import reread
from actplot.algebra.term import symbols
from actplot.catalogue.entry import Entry
from actplot.catalogue.kinds.functions import METHODS, Asymptote, Function, Interval

Plant = Callable[[Entry], Entry | None]
PROBES = np.concatenate([10.0 ** np.linspace(-300, 307, 1215), np.linspace(0.01, 40, 800)])


def wrong_entry(entry: Entry, **changes) -> Entry:
    """The entry with something of its class replaced, such as bounds."""
    return type("Planted", (type(entry),), changes).with_parameters(entry.parameters)


def with_method(entry: Entry, method: str, change: Callable) -> Entry:
    """The entry whose method gives what `change` makes of its argument and of the right answer."""
    right, cls = getattr(type(entry), method), type("Planted", (type(entry),), {})

    def wrong(self, *given, **options):
        with np.errstate(all="ignore"):
            return change(self, right, *given, **options)

    setattr(cls, method, wrong)
    return cls.with_parameters(entry.parameters)


def result_changed(method: str, change: Callable, where: Callable = lambda x: np.full(np.shape(x), True)) -> Plant:
    """What an elementwise method returns is changed where a condition of x holds, and the change can be seen."""

    def plant(entry: Function) -> Function | None:
        def evaluate(self, right, x):
            y = np.asarray(right(self, x))
            return np.where(where(np.asarray(x, float)), change(np.asarray(x, float), y), y).astype(y.dtype)[()]

        low, high = entry.domain
        x = np.unique(np.concatenate([-PROBES, PROBES]))
        x = x[where(x) & (x > low) & (x < high)]
        y = np.asarray(getattr(entry, method)(x))
        with np.errstate(all="ignore"):
            differs = ~(np.abs(change(x, y) - y) <= 1e-11 * np.abs(y)) & (np.abs(y) > 1e-290) & np.isfinite(y)
        return with_method(entry, method, evaluate) if np.count_nonzero(differs) > len(x) / 3 else None

    return plant


def at_point(method: str, at: float, change: Callable) -> Plant:
    """What it returns at one special value."""

    def plant(entry: Function) -> Function | None:
        right = float(getattr(entry, method)(at))
        wrong = change(right)
        if wrong is None or np.array([wrong]).tobytes() == np.array([right]).tobytes():
            return None
        if math.isnan(right) and math.isinf(at):  # no limit is known there
            return None

        def evaluate(self, of, x):
            y, points = np.array(of(self, x)), np.asarray(x, float)
            same = np.isnan(points) if math.isnan(at) else (points == at) & (np.signbit(points) == np.signbit(at))
            return np.where(same, wrong, y).astype(y.dtype)[()]

        return with_method(entry, method, evaluate)

    return plant


FUNCTION_KINDS: dict[str, Plant] = {}
E = 1 + 1e-9
REGIONS = {
    "everywhere": lambda x: np.full(np.shape(x), True),
    "beyond 30": lambda x: x > 30,
    "beyond -30": lambda x: x < -30,
    "beyond 300": lambda x: x > 300,
    "beyond -300": lambda x: x < -300,
    "beyond 1e10": lambda x: x > 1e10,
    "beyond -1e10": lambda x: x < -1e10,
    "beyond 1e200": lambda x: x > 1e200,
    "beyond -1e200": lambda x: x < -1e200,
    "in a band": lambda x: np.abs(x - 0.5) < 0.1,
    "below 1e-7": lambda x: np.abs(x) < 1e-7,
}
for method in METHODS:
    for region, where in REGIONS.items():
        FUNCTION_KINDS[f"{method} times 1 + 1e-9 {region}"] = result_changed(method, lambda x, y: y * E, where)
    FUNCTION_KINDS |= {
        f"sign of {method}": result_changed(method, lambda x, y: -y),
        f"{method} halved": result_changed(method, lambda x, y: y / 2),
        f"{method} is 0 below 1e-17": result_changed(method, lambda x, y: 0 * y, lambda x: np.abs(x) < 1e-17),
        f"{method} is turned below 1e-16": result_changed(method, lambda x, y: -y, lambda x: np.abs(x) < 1e-16),
        f"{method} is nan beyond 700": result_changed(method, lambda x, y: y * np.nan, lambda x: np.abs(x) > 700),
        f"{method} is 0 beyond 40": result_changed(method, lambda x, y: 0 * y, lambda x: np.abs(x) > 40),
        f"{method} at infinity": at_point(method, math.inf, lambda y: 1.25 if math.isinf(y) else y + 1),
        f"{method} at -infinity": at_point(method, -math.inf, lambda y: 1.25 if math.isinf(y) else y + 1),
        f"{method} of infinity is nan": at_point(method, math.inf, lambda y: math.nan),
        f"{method} of nan is 0": at_point(method, math.nan, lambda y: 0.0),
        f"{method} is -0 at 0": at_point(method, 0.0, lambda y: -0.0 if y == 0 else None),
        f"{method} is another at -0": at_point(method, -0.0, lambda y: None if math.isnan(y) else y + 1),
    }


def float32(change: Callable) -> Plant:
    def plant(entry: Function) -> Function:
        def evaluate(self, right, x):
            y = right(self, x)
            return change(y) if getattr(y, "dtype", None) == np.float32 else y

        return with_method(entry, METHODS[0], evaluate)

    return plant


def half_of_float32(entry: Function) -> Function | None:
    """None where half of the digits are all that there is, as for a sign."""
    y = entry.value(np.linspace(-3, 3, 62, dtype=np.float32))
    if np.array_equal(y, y.astype(np.float16), equal_nan=True):
        return None
    return float32(lambda values: values.astype(np.float16).astype(np.float32))(entry)


def warned(y):
    warnings.warn("overflow", RuntimeWarning, stacklevel=2)
    return y


FUNCTION_KINDS |= {
    "float32 is a float64": float32(lambda y: y.astype(np.float64)),
    "float32 is off by a unit": float32(lambda y: np.nextafter(y, np.float32(np.inf))),
    "float32 has half of its digits": half_of_float32,
    "float32 loses its shape": float32(np.ravel),
    "float32 warns": float32(warned),
}


# Domain, bounds, asymptotes


def outside(entry: Function) -> Function | None:
    if np.isinf(entry.domain).all():
        return None

    def evaluate(self, right, x):
        y = right(self, x)
        return np.where(np.isnan(y) & ~np.isnan(np.asarray(x, float)), 0.0, y).astype(np.asarray(y).dtype)[()]

    return with_method(entry, "value", evaluate)


def at_domain_end(entry: Function) -> Function | None:
    ends = [end for end in entry.domain if math.isfinite(end)]
    return at_point("value", ends[-1], lambda y: 3.25 if math.isinf(y) else y + 1e-3)(entry) if ends else None


def bounded_by(change: Callable) -> Plant:
    def plant(entry: Function) -> Function | None:
        bounds = change(entry.bounds)
        return wrong_entry(entry, bounds=bounds) if bounds not in (None, entry.bounds) else None

    return plant


def moved(low: float = 0.0, high: float = 0.0) -> Callable:
    return lambda b: Interval(b.low + low, b.high + high, b.ends)


def flipped(place: int) -> Callable:
    def change(b: Interval) -> Interval | None:
        if math.isinf((b.low, b.high)[place]):
            return None
        other = {"(": "[", "[": "(", ")": "]", "]": ")"}[b.ends[place]]
        return Interval(b.low, b.high, other + b.ends[1] if place == 0 else b.ends[0] + other)

    return change


FUNCTION_KINDS |= {
    "a value outside the domain": outside,
    "value at an end of the domain": at_domain_end,
    "low bound too low": bounded_by(moved(low=-1e-3)),
    "low bound too high": bounded_by(moved(low=1e-3)),
    "high bound too high": bounded_by(moved(high=1e-3)),
    "high bound too low": bounded_by(moved(high=-1e-3)),
    "low bound attained or not": bounded_by(flipped(0)),
    "high bound attained or not": bounded_by(flipped(1)),
    "no low bound": bounded_by(lambda b: Interval(-math.inf, b.high, "(" + b.ends[1])),
    "no high bound": bounded_by(lambda b: Interval(b.low, math.inf, b.ends[0] + ")")),
    "a low bound that is none": bounded_by(lambda b: Interval(-1e6, b.high, b.ends) if math.isinf(b.low) else None),
    "a high bound that is none": bounded_by(lambda b: Interval(b.low, 1e6, b.ends) if math.isinf(b.high) else None),
}


def asymptotes(change: Callable) -> Plant:
    """Both sides are given to the change, None on one that the domain does not reach."""

    def plant(entry: Function) -> Function | None:
        declared = tuple(line and (float(line.slope), float(line.intercept)) for line in entry.asymptotes)
        ends = [math.isinf(end) for end in entry.domain]
        lines = tuple(
            line if endless else old for line, old, endless in zip(change(declared), declared, ends, strict=True)
        )
        if lines == declared:
            return None
        return wrong_entry(entry, asymptotes=tuple(line and Asymptote(*line) for line in lines))

    return plant


FUNCTION_KINDS |= {
    "slope of an asymptote": asymptotes(lambda lines: [line and (line[0] + 1e-9, line[1]) for line in lines]),
    "intercept of an asymptote": asymptotes(lambda lines: [line and (line[0], line[1] + 1e-9) for line in lines]),
    "left asymptote missing": asymptotes(lambda lines: (None, lines[1])),
    "right asymptote missing": asymptotes(lambda lines: (lines[0], None)),
    "asymptotes on the wrong sides": asymptotes(lambda lines: lines[::-1]),
    "an asymptote where there is none": asymptotes(lambda lines: [line or (0.0, 0.0) for line in lines]),
    "sign of the slopes": asymptotes(lambda lines: [line and (-line[0] + 0.0, line[1]) for line in lines]),
}


# Breaks and conventions


def breaks(change: Callable) -> Plant:
    def plant(entry: Function) -> Function | None:
        low, high = entry.domain
        declared = tuple(float(at) for at in sorted(set(entry.breaks)) if low < at < high)
        changed = tuple(change(declared)) if declared else ()
        return wrong_entry(entry, breaks=changed) if not _no_change(entry, declared, changed) else None

    return plant


def _no_change(entry: Function, declared: Sequence[float], changed: Sequence[float]) -> bool:
    """Whether breaks stay, or one is the smallest float in place of 0, where third derivatives alone would tell."""
    if changed == declared:
        return True
    tiny = math.nextafter(0, 1)
    beside = [[float(getattr(entry, method)(side * tiny)) for method in METHODS] for side in (-1, 1)]
    moved = {abs(at) for at in {*declared} ^ {*changed}}
    return moved == {0.0, tiny} and np.allclose(*beside, rtol=0, atol=1e-9)


def superfluous(entry: Function) -> Function | None:
    at = 0.3125 if 0.3125 not in entry.breaks else 0.34375
    return wrong_entry(entry, breaks=tuple(sorted((*entry.breaks, at))))


def slope_at_a_kink(change: Callable) -> Plant:
    """Another slope where those of both sides differ."""

    def plant(entry: Function) -> Function | None:
        for at in entry.breaks:
            sides = [float(entry.derivative(math.nextafter(at, side * math.inf))) for side in (-1, 1)]
            right = float(entry.derivative(at))
            wrong = change(right, *sides)
            if abs(sides[0] - sides[1]) > 1e-6 and abs(wrong - right) > 1e-3:
                return at_point("derivative", float(at) + 0.0, lambda y, wrong=wrong: wrong)(entry)
        return None

    return plant


FUNCTION_KINDS |= {
    "first break missing": breaks(lambda declared: declared[1:]),
    "last break missing": breaks(lambda declared: declared[:-1]),
    "a superfluous break": superfluous,
    "a break a float further right": breaks(lambda d: (*d[:-1], math.nextafter(d[-1], math.inf))),
    "a break a float further left": breaks(lambda d: (math.nextafter(d[0], -math.inf), *d[1:])),
    "a break 1e-9 away": breaks(lambda d: (*d[:-1], d[-1] + 1e-9)),
    "the mean of both slopes at a kink": slope_at_a_kink(lambda right, left, above: (left + above) / 2),
    "the other slope at a kink": slope_at_a_kink(lambda right, left, above: above if right == left else left),
    "no slope of either side at a kink": slope_at_a_kink(lambda right, left, above: left + above + 1.5),
}


# Formulas and parameters


def formula(change: Callable) -> Plant:
    def plant(entry: Function) -> Function | None:
        texts = {name: change(entry, text) for name, text in entry.formulas_given.items()}
        text = change(entry, entry.formula)
        return wrong_entry(entry, formula=text, formulas_given=texts) if text != entry.formula else None

    return plant


def named(text: str, name: str, by: str) -> str:
    return re.sub(rf"(?<!\w){name}(?!\w)", by, text)


def scaled_parameter(entry: Function, text: str) -> str:
    return named(text, entry.declared[0].name, f"(1.001*{entry.declared[0].name})") if entry.declared else text


def ignored_parameter(entry: Function, text: str) -> str:
    default = entry.declared[0].default if entry.declared else None
    return named(text, entry.declared[0].name, f"({default!r})") if default is not None else text


def swapped_parameters(entry: Function, text: str) -> str:
    given = [parameter.name for parameter in entry.declared if not parameter.optional]
    if len(given) < 2:
        return text
    one, other = given[:2]
    swapped = named(named(named(text, one, "SWAP"), other, one), "SWAP", other)
    return text if same_meaning(entry, text, swapped) else swapped


def same_meaning(entry: Function, text: str, other: str) -> bool:
    """Whether two formulas are one, such as those of a sum whose terms are swapped."""
    terms = [reread(one, symbols=tuple(parameter.name for parameter in entry.declared)) for one in (text, other)]
    numbers = {name: 0.37 + 0.21 * place for place, name in enumerate(sorted(symbols(terms[0]) | symbols(terms[1])))}
    return all(value(terms[0], {**numbers, "x": x}) == value(terms[1], {**numbers, "x": x}) for x in (-1.3, 0.7))


FUNCTION_KINDS |= {
    "a factor in the formula": formula(lambda entry, text: f"1.0000001*({text})"),
    "the sign of the formula": formula(lambda entry, text: f"-({text})"),
    "a summand in the formula": formula(lambda entry, text: f"({text}) + 1e-6"),
    "an exponent in the formula": formula(lambda entry, text: named(text, "x", "(x*|x|^0.001)")),
    "a shift in the formula": formula(lambda entry, text: named(text, "x", "(x + 1e-7)")),
    "a parameter times 1.001": formula(scaled_parameter),
    "a parameter that is ignored": formula(ignored_parameter),
    "two parameters swapped": formula(swapped_parameters),
}


# Predictions against targets


def pairs(method: str, change: Callable) -> Plant:
    """The change gets the method and its arguments."""
    return lambda entry: with_method(entry, method, change)


def at_default_target(self, right, prediction, target, reduction="none"):
    fixed = np.full(np.shape(target), 1.0)
    return right(self, prediction, fixed, reduction)


def without_chain(self, right, prediction, target, reduction="none"):
    return right(self, prediction, target, reduction) * np.where(np.asarray(target) == 1, 1, -1)


def undivided(self, right, prediction, target, reduction="none"):
    return right(self, prediction, target, "sum" if reduction == "mean" else reduction)


def over_rows(self, right, prediction, target, reduction="none"):
    return right(self, prediction, target, "batchmean" if reduction == "mean" else reduction)


def over_all(self, right, prediction, target, reduction="none"):
    return right(self, prediction, target, "mean" if reduction == "batchmean" else reduction)


def times(factor: float) -> Callable:
    return lambda self, right, *pair, **options: factor * right(self, *pair, **options)


def float64_always(self, right, *pair, **options):
    return np.asarray(right(self, *pair, **options), np.float64)


def blind_to_targets(plant: Plant) -> Plant:
    """Makes sense where targets matter."""

    def unless(entry):
        with np.errstate(all="ignore"):
            try:
                same = np.array_equal(entry.evaluate([0.4, 0.6], [1.0, 1.0]), entry.evaluate([0.4, 0.6], [0.0, -1.0]))
            except Exception:  # such targets are refused
                same = False
        return None if same else plant(entry)

    return unless


PAIR_KINDS: dict[str, Plant] = {
    f"{what} of {method}": pairs(method, change)
    for method in ("evaluate", "gradient")
    for what, change in {
        "the sign": times(-1.0),
        "a factor": times(E),
        "the mean is the sum": undivided,
        "the mean is over rows": over_rows,
        "the mean over rows is over all": over_all,
        "float32": float64_always,
    }.items()
}
PAIR_KINDS |= {
    "evaluate ignores the target": blind_to_targets(pairs("evaluate", at_default_target)),
    "gradient ignores the target": blind_to_targets(pairs("gradient", at_default_target)),
    "gradient has the wrong sign for one class": pairs("gradient", without_chain),
}


# Vectors


def transposed(self, right, x):
    y = right(self, x)
    return np.swapaxes(y, -1, -2) if y.ndim > 1 and y.shape[-1] == y.shape[-2] else y[..., ::-1]


def along_the_first_axis(self, right, x):
    x = np.asarray(x)
    return right(self, x) if x.ndim < 2 else right(self, x[::-1])[::-1] + 1e-9 * np.sum(x, axis=0).mean()


def element(change: Callable) -> Callable:
    """Changes the first element of each answer."""

    def wrong(self, right, *given, **options):
        y = np.array(right(self, *given, **options))
        flat = y.reshape(-1)
        flat[0] = change(flat[0])
        return flat.reshape(y.shape)[()]

    return wrong


def seen(plant: Plant, *given: np.ndarray, method: str = "value") -> Plant:
    """Makes sense where an answer differs."""

    def unless(entry):
        wrong = plant(entry)
        x = [np.asarray(one, float) for one in (given or (entry.example,))]
        same = np.array_equal(getattr(wrong, method)(*x), getattr(entry, method)(*x), equal_nan=True)
        return None if same else wrong

    return unless


def without(name: str, by: float | None = None) -> Plant:
    """The closed forms of the entry with this parameter at its default, under the formula with another value."""

    def plant(entry: Entry) -> Entry | None:
        (parameter,) = [one for one in entry.declared if one.name == name] or [None]
        if parameter is None:
            return None

        def ignoring(method):
            right = getattr(type(entry), method)

            def wrong(self, *given, **options):
                plain = object.__new__(type(self))
                vars(plain).update({**vars(self), parameter.attribute: parameter.default if by is None else by})
                return right(plain, *given, **options)

            return wrong

        cls = type("Planted", (type(entry),), {})
        for method in ("evaluate", "gradient", "value", "jacobian"):
            if hasattr(entry, method):
                setattr(cls, method, ignoring(method))
        return cls.with_parameters(entry.parameters)

    return plant


def first_class_turned(self, right, prediction, target, reduction="none"):
    slopes = np.array(right(self, prediction, target, reduction))
    slopes[..., 0] *= -1
    return slopes


def first_target(self, right, prediction, target, reduction="none"):
    """Every row is held against the target of the first."""
    prediction, target = np.asarray(prediction, float), np.asarray(target, float)
    count = prediction.ndim - 1
    return right(self, prediction, np.broadcast_to(target[(0,) * count], target.shape), reduction)


def over_vectors(self, right, prediction, target, reduction="none"):
    return right(self, prediction, target, "batchmean" if reduction == "mean" else reduction)


def weighted_mean_matters(plant: Plant) -> Plant:
    return lambda entry: plant(entry) if entry.mean_of_weights else None


def rolled(self, right, x):
    y = right(self, x)
    return np.roll(y, 1, axis=-1) if np.ndim(y) else y


VECTOR_KINDS: dict[str, Plant] = {
    "factor of the value": pairs("value", times(E)),
    "sign of the value": pairs("value", times(-1.0)),
    "the first value": pairs("value", element(lambda y: y + 1e-6)),
    "the value's index off": seen(pairs("value", rolled)),
    "the value of a batch": seen(pairs("value", along_the_first_axis), np.arange(12.0).reshape(2, 6)),
    "the value's float32": pairs("value", float64_always),
    "factor of the Jacobian": pairs("jacobian", times(E)),
    "sign of the Jacobian": pairs("jacobian", times(-1.0)),
    "the first slope": pairs("jacobian", element(lambda y: y + 1e-6)),
    "the Jacobian transposed": seen(
        pairs("jacobian", transposed), np.array([0.3, -1.0, 2.0, 0.7, 0.1, -0.4]), method="jacobian"
    ),
    "the Jacobian's index off": seen(pairs("jacobian", rolled), method="jacobian"),
    "the Jacobian's float32": pairs("jacobian", float64_always),
}
VECTOR_LOSS_KINDS: dict[str, Plant] = {
    **{
        kind: plant
        for kind, plant in PAIR_KINDS.items()
        if "ignores" not in kind and "one class" not in kind and "rows" not in kind
    },
    "one class turned": pairs("gradient", first_class_turned),
    "the target of another row in the loss": pairs("evaluate", first_target),
    "the target of another row in the gradient": pairs("gradient", first_target),
    "the mean over all vectors": weighted_mean_matters(pairs("evaluate", over_vectors)),
    "the gradient's mean over all vectors": weighted_mean_matters(pairs("gradient", over_vectors)),
    "class weights ignored": without("weight"),
    "ignored classes counted": without("ignore_index"),
    "label smoothing ignored": without("label_smoothing"),
    "a margin ignored": without("margin"),
    "a focus ignored": without("gamma"),
}


def always_the_same(self, right, x):
    plain = object.__new__(type(self))
    vars(plain).update({**vars(self), "seed": 7.0})
    return right(plain, x)


def never_the_same(self, right, x):
    plain = object.__new__(type(self))
    vars(plain).update({**vars(self), "seed": float(np.random.default_rng().integers(1 << 30))})
    return right(plain, x)


def drawn_narrower(self, right, x):
    return np.asarray(x) + 0.9 * (right(self, x) - np.asarray(x))


def known_moment(method: str) -> Plant:
    """Makes sense where there is a closed form."""
    return lambda entry: None if getattr(entry, method)([1.0]) is None else pairs(method, times(1.1))(entry)


LAYER_KINDS: dict[str, Plant] = {
    "the mean": known_moment("mean"),
    "the variance": known_moment("variance"),
    "the evaluation": pairs("evaluate", times(E)),
    "the evaluation's sign": pairs("evaluate", times(-1.0)),
    "what is drawn": pairs("train", drawn_narrower),
    "what is drawn is scaled": pairs("train", times(1.1)),
    "a seed that chooses nothing": pairs("train", always_the_same),
    "a seed that does not repeat": pairs("train", never_the_same),
    "float32 drawn": pairs("train", float64_always),
    "float32 evaluated": pairs("evaluate", float64_always),
}
KINDS_OF: dict[str, dict[str, Plant]] = {
    "vector function": VECTOR_KINDS,
    "vector loss": VECTOR_LOSS_KINDS,
    "random layer": LAYER_KINDS,
}
