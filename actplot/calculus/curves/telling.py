"""Says what a function does at its breaks, those that do the same together, the nearest to 0 first."""

from collections.abc import Iterator, Sequence

from ...numbers import equal_sign, readable, told_apart
from .breaks import Approach, Break

FURTHER = "and further ones"
_FEW = 6
PLAIN = 5  # breaks of which the same holds: it holds of those farther out too


def approaches(point: Break, order: int) -> str:
    """What f (order 0) or a derivative does on the sides that have values: → 1 from the left and → 2 from the right."""
    sides = {"left": point.left, "right": point.right}
    known = {name: side[order] for name, side in sides.items() if side}
    told = list(known.values())
    if len(told) == 2 and told[0] == told[1]:
        return f"{_does(told[0])} from both sides"
    if len(told) == 2 and None not in (told[0].limit, told[1].limit):
        apart = told_apart(told[0].limit, told[1].limit)
        return " and ".join(f"→ {text} from the {name}" for text, name in zip(apart, known, strict=True))
    return " and ".join(f"{_does(one)} from the {name}" for name, one in known.items())


def _does(one: Approach) -> str:
    if one.limit is not None:
        return f"→ {readable(one.limit)}"
    return "oscillates without limit" if one.turns else "has no limit that could be decided"


def extension(point: Break) -> str:
    """What makes a function continuous at a gap, and its slope there."""
    slopes = {side[1].limit for side in point.sides}
    (slope,) = slopes if len(slopes) == 1 else (None,)
    value = f"the continuous extension is {readable(point.extension)}"
    if point.derivative is not None:
        value += f" and has slope {readable(point.derivative)}"
    return value if slope is not None and point.derivative is not None else f"{value}; f′ {approaches(point, 1)}"


def without_limit(point: Break) -> str:
    """Which order of a function oscillates or is undecided: f, or else f′."""
    values = [side[0] for side in point.sides]
    order = 0 if any(one.limit is None for one in values) else 1
    return f"{'f′' if order else 'f'} {approaches(point, order)}"


def together(letter: str, points: Sequence[Break], texts: Sequence[str], *, further: bool) -> Iterator[tuple[str, str]]:
    """Where the same is said of breaks, and what; of few from left to right, of many the nearest to 0 first.

    With `further` there are others farther out: of them the last line speaks, unless it is plain that they are alike.
    """
    groups: dict[str, list[Break]] = {}
    many = further or len(points) > _FEW
    for point, text in sorted(zip(points, texts, strict=True), key=lambda pair: (many and abs(pair[0].x), pair[0].x)):
        groups.setdefault(text, []).append(point)
    goes_on = [further and len(members) >= PLAIN for members in groups.values()]
    for (text, members), on in zip(groups.items(), goes_on, strict=True):
        yield places(letter, members) + (f" {FURTHER}" if on else ""), text
    if further and not any(goes_on):
        yield "", FURTHER


def places(letter: str, points: Sequence[Break]) -> str:
    """Such as x = 0, or x = ±π/2, ±3π/2; from the nearest to 0 on."""
    signs = [equal_sign(point.x) for point in points if not point.name]
    known, named = {point.x for point in points}, []
    for point in sorted(points, key=lambda point: abs(point.x)):
        paired = point.x and -point.x in known
        if point.x > 0 or not paired:
            named.append(f"±{_name(point)}" if paired else _name(point))
    return f"{letter} {'≈' if '≈' in signs else '='} {', '.join(named)}"


def _name(point: Break) -> str:
    return point.name or readable(point.x)
