"""How far the facts of two figures lie apart, in sentences that say which panel, curve, label or limit, and where."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from typing import Any

import numpy as np

from ...requests.stating import DIGITS
from .interpolation import interpolated

TOLERANCE = 1e-6  # largest difference of a curve's y that counts as the same
NEAR = 1e-6  # of the width or height: the same limit or the same place
ROUNDING = 3 * 10.0**-DIGITS  # two numbers rounded apart
UNSURE = 5e-3  # of the height: the most that sampling at other places may excuse in a curve
MISSED = 1e-3  # of the height: how far samples may miss a peak that the range of y is made for
ODD = (AttributeError, ArithmeticError, IndexError, KeyError, TypeError, ValueError, RecursionError)
NAMES = {"x_label": "label of x", "y_label": "label of y", "title": "title", "note": "note"}

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Difference:
    """A sentence, and how much the figure is another one: 1 is the height of a panel, or a part that is gone."""

    text: str
    size: float = 1.0


@dataclass(frozen=True)
class Frame:
    """The axes that two curves are compared in."""

    low: float  # ends of what both panels show
    high: float
    y_limits: tuple[float, float]
    tolerance: float
    same_ends: bool

    @property
    def height(self) -> float:
        return self.y_limits[1] - self.y_limits[0]

    @property
    def near(self) -> float:
        """What counts as the same place on the horizontal axis."""
        return NEAR * (self.high - self.low)


def differences_of(expected: Facts, actual: Facts, tolerance: float = TOLERANCE) -> list[str]:
    """What the actual facts say otherwise than the expected ones; nothing where they say the same.

    Parameters
    ----------
    tolerance : float, largest difference of a curve's y that counts as the same
    """
    return [difference.text for difference in measured(expected, actual, tolerance)]


def measured(expected: Facts, actual: Facts, tolerance: float = TOLERANCE) -> list[Difference]:
    """The differences with their sizes, in the order of the figure.

    What is expected may come from a file, and say things of another kind than any figure does.
    """
    try:
        with np.errstate(all="ignore"):
            return _measured(expected, actual, tolerance)
    except ODD:
        return [Difference("the facts on record are of another kind than those of a figure")]


def _measured(expected: Facts, actual: Facts, tolerance: float) -> list[Difference]:
    found = [*_words("title of the figure", expected["title"], actual["title"])]
    if "caption" in expected:  # which older records do not tell
        found += _words("caption", expected["caption"], actual["caption"])
    if expected["legend"] != actual["legend"]:
        found.append(Difference(f"the legend is {'shown' if actual['legend'] else 'no longer shown'}"))
    before, now = expected["panels"], actual["panels"]
    if len(before) != len(now):
        titles = [", ".join(panel["title"] for panel in panels) for panels in (before, now)]
        found.append(Difference(f"panels: there were {len(before)} ({titles[0]}), there are {len(now)} ({titles[1]})"))
    for number, (one, other) in enumerate(zip(before, now, strict=False), start=1):
        found += _panel(one, other, tolerance, str(number) if len(before) > 1 else "")
    for key, what in (("lines", "line"), ("formulas", "formula")):
        found += _texts(what, expected.get(key, ()), actual.get(key, ()))
    if "texts" in actual and len(before) == len(now):  # as figures of other makers have them
        found += _others(expected["texts"], actual["texts"], expected["numbers"], actual["numbers"], tolerance)
    return found


def _others(
    texts: Facts, new_texts: Facts, numbers: Facts, new_numbers: Facts, tolerance: float
) -> Iterator[Difference]:
    """Differences of what has a name of its own: texts, and rows of numbers, in which none stands for no number."""
    for name in dict.fromkeys([*texts, *new_texts]):
        yield from _words(name, texts.get(name) or None, new_texts.get(name) or None)
    for name in dict.fromkeys([*numbers, *new_numbers]):
        if name not in numbers or name not in new_numbers:
            yield Difference(f"{name}: {'new' if name in new_numbers else 'no longer there'}")
            continue
        before, now = (np.array(one[name], float) for one in (numbers, new_numbers))
        if len(before) != len(now):
            yield Difference(f"{name}: {len(before)} numbers have become {len(now)}")
            continue
        same = (before == now) | (np.isnan(before) & np.isnan(now))
        apart = np.where(same, 0.0, np.nan_to_num(np.abs(before - now), nan=np.inf))
        at = int(np.argmax(apart)) if len(apart) else 0
        if len(apart) and apart[at] > tolerance + ROUNDING * np.nanmax(np.abs(before), initial=0.0):
            yield Difference(f"{name}: number {at + 1} of {len(now)}, {_change(before[at], now[at])}")


def _texts(what: str, before: Sequence[str], now: Sequence[str]) -> Iterator[Difference]:
    for number, (one, other) in enumerate(zip_longest(before, now), start=1):
        yield from _words(f"{what} {number}", one, other)


def _words(what: str, before: str | None, now: str | None) -> Iterator[Difference]:
    if before != now:
        yield Difference(f"{what}: {_shown(before)} has become {_shown(now)}")


def _shown(text: str | None) -> str:
    return "none" if not text else f"'{text}'"


def _panel(before: Facts, now: Facts, tolerance: float, number: str) -> Iterator[Difference]:
    where = f"panel {before['title'] or number}".rstrip()
    for key, name in NAMES.items():
        yield from _words(f"{where}, {name}", before[key], now[key])
    yield from _limits(f"{where}, range of x", before["x_limits"], now["x_limits"], 0.0)
    missed = 0.0 if _places(before) == _places(now) else MISSED * _span(before["y_limits"])
    yield from _limits(f"{where}, range of y", before["y_limits"], now["y_limits"], 2 * tolerance + missed)
    (low, high), (other_low, other_high) = sorted(before["x_limits"]), sorted(now["x_limits"])
    same = _apart(before["x_limits"], now["x_limits"]) <= NEAR * (high - low)
    frame = Frame(max(low, other_low), min(high, other_high), tuple(sorted(before["y_limits"])), tolerance, same)
    if frame.low < frame.high:
        yield from _curves(where, before["curves"], now["curves"], frame)


def _places(panel: Facts) -> list[list[float]]:
    """Where the curves were sampled."""
    return [piece["x"] for curve in panel["curves"] for piece in curve["pieces"]]


def _span(limits: Sequence[float]) -> float:
    return abs(limits[1] - limits[0])  # of an axis that runs backwards too


def _apart(one: Sequence[float], other: Sequence[float]) -> float:
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def _limits(what: str, before: Sequence[float], now: Sequence[float], slack: float) -> Iterator[Difference]:
    apart = _apart(before, now)
    if apart > NEAR * _span(before) + slack:
        texts = [" to ".join(f"{end:.9g}" for end in limits) for limits in (before, now)]
        yield Difference(f"{what}: {texts[0]} has become {texts[1]}", apart / _span(before))


def _curves(where: str, before: Sequence[Facts], now: Sequence[Facts], frame: Frame) -> Iterator[Difference]:
    pairs, gone, new = _paired(before, now, lambda one, other: not any(_curve("", one, other, frame)))
    for i, j in pairs:
        curve = f"{where}, curve {before[i]['label'] or i + 1}"
        yield from _words(f"{curve}, label", before[i]["label"], now[j]["label"])
        yield from _curve(curve, before[i], now[j], frame)
    yield from (Difference(f"{where}, curve {before[i]['label'] or i + 1} is missing") for i in gone)
    yield from (Difference(f"{where}, curve {now[j]['label'] or j + 1} is new") for j in new)
    if any(one > other for (_, one), (_, other) in pairwise(pairs)):
        orders = [", ".join(str(curve["label"]) for curve in curves) for curves in (before, now)]
        yield Difference(f"{where}: the curves {orders[0]} have the order {orders[1]}")


def _paired(
    before: Sequence[Facts], now: Sequence[Facts], same: Callable[[Facts, Facts], bool]
) -> tuple[list[tuple[int, int]], list[int], list[int]]:
    """Which curve became which: those of equal data in the same place, else of equal labels, else in their order."""
    in_place = [one["label"] for one in before] == [one["label"] for one in now]
    pairs = [(i, i) for i in range(min(len(before), len(now))) if in_place or same(before[i], now[i])]
    left, right = _rest(before, pairs, 0), _rest(now, pairs, 1)
    for i in left:
        match = next((j for j in right if now[j]["label"] == before[i]["label"]), None)
        if match is not None:
            right.remove(match)
            pairs.append((i, match))
    left = _rest(before, pairs, 0)
    if len(left) == len(right):
        return sorted([*pairs, *zip(left, right, strict=True)]), [], []
    return sorted(pairs), left, right


def _rest(curves: Sequence[Facts], pairs: Sequence[tuple[int, int]], side: int) -> list[int]:
    taken = {pair[side] for pair in pairs}
    return [i for i in range(len(curves)) if i not in taken]


def _curve(curve: str, before: Facts, now: Facts, frame: Frame) -> Iterator[Difference]:
    """Differences of the lines and their marks, labels aside."""
    if before["order"] != now["order"]:
        yield Difference(f"{curve}: derivative of order {before['order']} has become one of order {now['order']}")
    yield from _pieces(curve, before, now, frame)
    yield from _dots(curve, before["dots"], now["dots"], frame)
    if frame.same_ends:
        for name in dict.fromkeys([*before["marks"], *now["marks"]]):
            yield from _mark(f"{curve}, {name}", before["marks"].get(name), now["marks"].get(name), frame)


def _pieces(curve: str, before: Facts, now: Facts, frame: Frame) -> Iterator[Difference]:
    ones, others = (_within(facts["pieces"], frame) for facts in (before, now))
    if len(ones) != len(others) or any(_moved(one, other, frame) for one, other in zip(ones, others, strict=True)):
        yield Difference(f"{curve}: pieces {_listed(ones)} have become {_listed(others)}")
    if len(ones) != len(others):
        return
    bends = sorted({*before["bends"], *now["bends"]})
    scale = max((abs(y) for piece in before["pieces"] for y in piece["y"]), default=0.0)
    scale = min(scale, max(map(abs, frame.y_limits)))  # beyond it runs a pole
    found = [_worst(one, other, bends, frame, scale) for one, other in zip(ones, others, strict=True)]
    worst = max((entry for entry in found if entry), default=None)
    if worst:
        yield Difference(f"{curve}: {worst[1]}", worst[0] / frame.height)


def _moved(one: Facts, other: Facts, frame: Frame) -> bool:
    """Whether a piece starts or ends elsewhere, apart from the ends of a changed range."""
    ends = [(one["x"][end], other["x"][end]) for end in (0, -1)]
    inner = [pair for pair in ends if frame.same_ends or all(frame.low < place < frame.high for place in pair)]
    return any(abs(place - new) > frame.near for place, new in inner)


def _within(pieces: Sequence[Facts], frame: Frame) -> list[Facts]:
    """The pieces that reach into the frame."""
    return [piece for piece in pieces if piece["x"][0] < frame.high and piece["x"][-1] > frame.low] or [
        piece for piece in pieces if piece["x"][0] <= frame.high and piece["x"][-1] >= frame.low
    ]


def _listed(pieces: Sequence[Facts]) -> str:
    texts = [f"{_short(piece['x'][0])} to {_short(piece['x'][-1])}" for piece in pieces]
    return f"[{', '.join(texts)}]" if len(texts) < 6 else f"[{len(texts)} of them]"


def _worst(one: Facts, other: Facts, bends: Sequence[float], frame: Frame, scale: float) -> tuple[float, str] | None:
    """The largest difference of y that is more than tolerance, rounding and sampling explain, and where it is."""
    x, y = np.array(one["x"], float), np.array(one["y"], float)
    new_x, new_y = np.array(other["x"], float), np.array(other["y"], float)
    unsure = np.zeros(len(x))
    if len(x) != len(new_x) or np.abs(x - new_x).max() > frame.near / 100:
        inside = (x >= new_x[0]) & (x <= new_x[-1])
        x, y = x[inside], y[inside]
        new_y, unsure = interpolated(new_x, new_y, x, bends)
        seen = (y >= frame.y_limits[0]) & (y <= frame.y_limits[1])
        unsure = np.where(seen, np.minimum(unsure, UNSURE * frame.height), np.inf)  # no polynomial follows a pole
    apart = np.where(y == new_y, 0.0, np.nan_to_num(np.abs(y - new_y), nan=np.inf))  # both may be infinite
    allowed = frame.tolerance + ROUNDING * np.maximum(scale, np.abs(y)) + unsure
    if not np.any(apart > allowed):
        return None
    at = int(np.argmax(apart - allowed))
    return apart[at], f"y differs by up to {apart[at]:.3g}, at x = {_short(x[at])}: {_change(y[at], new_y[at])}"


def _change(before: float, now: float) -> str:
    return f"{_short(before)} has become {_short(now)}"


def _short(value: float) -> str:
    return f"{value:.7g}"


def _dots(curve: str, before: Sequence[list], now: Sequence[list], frame: Frame) -> Iterator[Difference]:
    ones, others = ([dot for dot in dots if frame.low <= dot[0] <= frame.high] for dots in (before, now))
    if ones == others:
        return
    gone = [dot for dot in ones if not any(_close(dot, other, frame) for other in others)]
    new = [dot for dot in others if not any(_close(dot, other, frame) for other in ones)]
    if gone or new:
        verb = "has" if len(gone) < 2 else "have"
        yield Difference(f"{curve}: {_dot_names(gone)} {verb} become {_dot_names(new)}", 0.1)


def _dot_names(dots: Sequence[list]) -> str:
    if not dots:
        return "no dot"
    texts = [f"{'closed' if filled else 'open'} ({_point(x, y)})" for x, y, filled in dots[:4]]
    return f"the dot{'s' if len(dots) > 1 else ''} {', '.join(texts)}{', …' if len(dots) > 4 else ''}"


def _point(*coordinates: float | str) -> str:
    return ", ".join(c if isinstance(c, str) else _short(c) for c in coordinates)


def _close(one: Sequence, other: Sequence, frame: Frame) -> bool:
    """Whether two dots are the same."""
    if abs(one[0] - other[0]) > frame.near or one[2] != other[2]:
        return False
    if isinstance(one[1], str) or isinstance(other[1], str):
        return one[1] == other[1]
    slack = frame.tolerance + ROUNDING * abs(one[1]) + ROUNDING * frame.height
    return abs(one[1] - other[1]) <= slack


def _mark(what: str, before: Any, now: Any, frame: Frame) -> Iterator[Difference]:
    """Differences of what is pointed out, whatever kind of mark it is."""
    if before is None or now is None:
        yield Difference(f"{what}: {'new' if before is None else 'no longer marked'}", 0.5)
    elif not _alike(before, now, frame):
        yield Difference(f"{what}: {_summary(before)} has become {_summary(now)}", 0.1)


def _alike(one: Any, other: Any, frame: Frame, name: str = "") -> bool:
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        if one.keys() != other.keys():
            return False
        if isinstance(one.get("x"), list) and isinstance(other["x"], list):
            return _same_table(one, other, frame)
        return all(_alike(one[key], other[key], frame, key) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(_alike(a, b, frame, name) for a, b in zip(one, other, strict=True))
    if isinstance(one, bool | str) or isinstance(other, bool | str):
        return one == other
    slack = 10 * frame.near if name == "x" else frame.tolerance + ROUNDING * max(frame.height, abs(one))
    return abs(one - other) <= slack


def _same_table(one: Facts, other: Facts, frame: Frame) -> bool:
    """Columns over x; where a marked stretch ends is known to a sample only."""
    step = 0.005 * (frame.high - frame.low)
    if bool(one["x"]) != bool(other["x"]) or (one["x"] and _apart(_ends(one["x"]), _ends(other["x"])) > step):
        return False
    columns = [key for key in one if key != "x"]
    rows = [({"x": one["x"], "y": one[key]}, {"x": other["x"], "y": other[key]}, one[key]) for key in columns]
    return all(not a["x"] or not _worst(a, b, (), frame, max(map(abs, values))) for a, b, values in rows)


def _ends(column: Sequence[float]) -> tuple[float, float]:
    return column[0], column[-1]


def _summary(mark: Any) -> str:
    """A mark in a few words."""
    parts = mark if isinstance(mark, list) else [mark]
    texts = [_place(part) for part in parts[:4]]
    return f"[{'; '.join(texts)}{'; …' if len(parts) > 4 else ''}]"


def _place(part: Any) -> str:
    if not isinstance(part, Mapping):
        return str(part)
    shown = [part[key] for key in ("x", "y") if key in part]
    if any(isinstance(column, list) for column in shown):
        return f"x from {_short(part['x'][0])} to {_short(part['x'][-1])}" if part["x"] else "nothing"
    return f"({_point(*shown)})"
