"""In which way results are wrong: one sentence that fits all points that are, or nearly all."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from ....frozen import record
from .claims import DERIVATIVE
from .lookouts import BULK
from .regions import Region, lost_text, region_of

_SHARE = 0.92  # of the wrong points that a sentence must fit
_EVERYWHERE = 0.985  # of all points, for a sentence that needs no place
_LEFT = 0.02  # of an error that its explanation may leave
_DISTINCT = 5  # numbers without which a law is a coincidence
_ENOUGH = 20  # wrong points near 0 to tell a kind from
_CANCELLED = 0.05  # about a point, within which digits cancel


@record
class Results:
    """What was given, what is right, where that is wrong, and what else may be there in its place."""

    what: str
    dtype: str
    x: np.ndarray
    given: np.ndarray
    right: np.ndarray
    allowed: np.ndarray
    wrong: np.ndarray
    breaks: Sequence[float] = ()  # of what is right
    own_breaks: Sequence[float] = ()  # of what was given
    others: tuple[tuple[str, Callable[[np.ndarray], np.ndarray]], ...] = ()  # what may stand in place of what is right
    values: Callable[[np.ndarray], np.ndarray] | None = None  # of the function whose derivative is right

    @property
    def lost(self) -> np.ndarray:
        return self.wrong & ~np.isfinite(self.given)

    @property
    def decided(self) -> np.ndarray:
        return np.isfinite(self.allowed) & np.isfinite(self.given) & np.isfinite(self.right)

    def in_bulk(self) -> "Results":
        """Near 0, if enough is wrong there: far out little but rounding may be left."""
        near = np.abs(self.x) <= BULK
        if np.count_nonzero(self.bad & near) < _ENOUGH:
            return self
        parts = {name: getattr(self, name)[near] for name in ("x", "given", "right", "allowed", "wrong")}
        return replace(self, **parts)

    @property
    def bad(self) -> np.ndarray:
        return self.wrong & np.isfinite(self.given) & np.isfinite(self.right)


@record
class Law:
    """What explains an error, and what would be given by it."""

    text: str
    predicted: np.ndarray
    multiplies: bool = False  # so that it does nothing where what is right is 0
    partial: bool = False  # so that the place belongs to it


def kind_of(results: Results) -> str:
    """Such as "the sign for x > 3", "a factor of 2 too large", "right in the bulk, nan from x = 88.8 in float32"."""
    with np.errstate(all="ignore"):
        parts = [_of_finite(results)] if np.any(results.bad) else []
        if np.any(results.lost):
            parts.append(_of_lost(results))
    return "; ".join(filter(None, parts)) or "wrong"


def _of_lost(results: Results) -> str:
    large = np.isinf(results.given) & ~np.isfinite(results.right)  # that may be right
    text = f"{lost_text(results.given[~large], results.x[~large])} in {results.dtype}"
    bulk = np.abs(results.x) <= BULK
    return text if np.mean(results.wrong[bulk]) > 0.1 or np.any(results.bad) else f"right in the bulk, {text}"


def _of_finite(results: Results) -> str:
    near = results.in_bulk()
    laws = [law for way in _WAYS for law in way(near) if _explains(near, law.predicted)]
    for law in laws:
        if not law.partial and _holds_everywhere(near, law.predicted):
            return law.text
    law = laws[0] if laws else None
    breaks = (*results.breaks, *results.own_breaks)
    seen = _seen(results) if law and law.multiplies else results.decided
    region = region_of(results.bad, seen, results.x, breaks)
    text = law.text if law else _cancelled(results)
    if _is_branch(results, region, text):
        return f"wrong branch {region.text}" + (f": {text}" if text else "")
    return " ".join(filter(None, [text, region.text])) or "no factor, sign or constant explains it"


def _explains(results: Results, predicted: np.ndarray) -> bool:
    """Whether nothing but a small part of the error is left, wherever there is one that rounding does not hide."""
    bad = results.bad
    error = np.abs(results.given - results.right)[bad]
    left = np.abs(results.given - predicted)[bad]
    allowed = results.allowed[bad]
    return _share(left <= _LEFT * error + allowed) >= _SHARE and _share(error > 5 * allowed) >= 0.5


def _holds_everywhere(results: Results, predicted: np.ndarray) -> bool:
    known = results.decided & np.isfinite(predicted)
    error, left = np.abs(results.given - results.right)[known], np.abs(results.given - predicted)[known]
    return _share(left <= _LEFT * error + 2 * results.allowed[known]) >= _EVERYWHERE


def _seen(results: Results) -> np.ndarray:
    """Where an error of this relative size would be seen."""
    bad = results.bad
    sizes = np.abs(results.given - results.right)[bad] / np.maximum(np.abs(results.right[bad]), 1e-300)
    relative = min(float(np.median(sizes)), 1.0)
    return results.decided & (2 * results.allowed < relative * np.abs(results.right))


def _is_branch(results: Results, region: Region, law: str) -> bool:
    """Whether it is wrong between breaks: of what is right, or of what is given where nothing else explains it."""
    if not region.at_break or not region.text or region.text.endswith("alone"):
        return False
    return region.edges <= set(results.breaks) or not law


# Sentences


def _is_another(results: Results) -> Iterator[Law]:
    """What it is instead of what is right."""
    if np.unique(results.given[results.bad]).size > 1:
        yield from (Law(text, other(results.x)) for text, other in results.others)


def _is_factor(results: Results) -> Iterator[Law]:
    usable = results.bad & (5 * results.allowed < np.abs(results.given - results.right)) & (results.right != 0)
    if not np.any(usable):
        return
    factor = float(np.median(results.given[usable] / results.right[usable]))
    size = abs(factor)
    if factor == 0:
        text = "0 in place of it"
    elif abs(factor + 1) < 1e-4:
        text = "the sign is wrong"
    else:
        sign = "the sign, and " if factor < 0 else ""
        text = f"{sign}a factor of {max(size, 1 / size):.7g} too {'large' if size > 1 else 'small'}"
    yield Law(text, factor * results.right, multiplies=True)


def _is_constant(results: Results) -> Iterator[Law]:
    constant = float(np.median((results.given - results.right)[results.bad]))
    if np.unique(results.given[results.bad]).size >= _DISTINCT or np.unique(results.right[results.bad]).size > 1:
        yield Law(f"off by a constant, {constant:.6g}".replace("-", "−"), results.right + constant)


def _is_power(results: Results) -> Iterator[Law]:
    """A lost or a doubled square, a lost or doubled x."""
    right, x = results.right, results.x
    if np.unique(right[results.bad].round(9)).size < _DISTINCT:
        return
    yield Law("a lost square: it is the root of what is right", np.sqrt(np.abs(right)), multiplies=True)
    yield Law("a lost square, and the sign", -np.sqrt(np.abs(right)), multiplies=True)
    yield Law("squared once too often", right * right, multiplies=True)
    yield Law("the absolute value of what is right", np.abs(right), multiplies=True)
    yield Law("a factor x is lost", right / x, multiplies=True)
    yield Law("a factor x too many", right * x, multiplies=True)
    yield Law("the reciprocal of what is right", 1 / right)
    yield Law("1 minus what is right", 1 - right)


def _is_product(results: Results) -> Iterator[Law]:
    """Of f = x·g, whose derivative is g + x·g′, what is wrong with one of the terms."""
    if results.values is None:
        return
    x, given = results.x, results.given
    factor = results.values(x) / x  # g
    term = results.right - factor  # x·g′
    yield Law("g is missing, where f = x·g and f′ = g + x·g′", term)
    yield Law("a lost square: 1 − g for 1 − g², where f = x·g", factor + term / (1 + factor))
    yield Law("a lost factor 1 − g in x·g′, where f = x·g", factor + term / (1 - factor))
    yield Law("a lost factor x in x·g′, where f = x·g", factor + term / x)
    usable = results.bad & (np.abs(term) > 10 * results.allowed)
    if np.any(usable):
        size = float(np.median(((given - factor) / term)[usable]))
        yield Law(_of_term(size), factor + size * term)


def _of_term(size: float) -> str:
    if abs(size) < 1e-6:
        return "x·g′ is missing, where f = x·g and f′ = g + x·g′"
    if abs(size + 1) < 1e-4:
        return "the sign of x·g′ is wrong, where f = x·g"
    large = abs(size) > 1
    sign = "the sign of it, and " if size < 0 else ""
    word = "large" if large else "small"
    return f"in x·g′, where f = x·g: {sign}a factor of {max(abs(size), 1 / abs(size)):.7g} too {word}"


def _is_level(results: Results) -> Iterator[Law]:
    """One number wherever it is wrong."""
    given = results.given[results.bad]
    if given.size > 4 and np.ptp(given) == 0:
        yield Law(f"always {given[0]:g}".replace("-", "−"), np.full(results.x.shape, given[0]), partial=True)


_WAYS = (_is_factor, _is_another, _is_constant, _is_power, _is_product, _is_level)


def _share(flags: np.ndarray) -> float:
    return float(np.mean(flags)) if flags.size else 0.0


def _cancelled(results: Results) -> str:
    """Whether it is right but close to 0, where terms cancel: the more wrong, the closer."""
    sizes = np.abs(results.x[results.bad])
    error = np.abs(results.given - results.right)[results.bad]
    if sizes.max() > _CANCELLED or np.unique(sizes).size < 4:
        return ""
    middle = np.median(sizes)
    return "digits cancel" if error[sizes <= middle].max() > 5 * error[sizes > middle].max(initial=0.0) else ""


def may_stand_for(what: str, values: Callable, slopes: Callable, bends: Callable | None) -> tuple:
    """What people take for a derivative, or for the values."""
    if what != DERIVATIVE:
        return (("it is the derivative, not the value", slopes),)
    named = [
        ("the derivative is the value itself", values),
        ("it is the derivative at −x", lambda x: slopes(-x)),
        ("a lost square of the value", lambda x: _unsquared(values(x), slopes(x))),
    ]
    return tuple(named + ([("it is the second derivative", bends)] if bends else []))


def _unsquared(value: np.ndarray, slope: np.ndarray) -> np.ndarray:
    """1 − f where 1 − f² is right."""
    with np.errstate(all="ignore"):
        return np.where(np.isclose(slope, 1 - value * value, rtol=1e-6, atol=1e-9), 1 - value, np.nan)
