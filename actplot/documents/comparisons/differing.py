"""How two functions differ, as text or JSON."""

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import escape
from typing import Any

from ...calculus.curves.differing import CROSS, DIGITS, END, JUMP, SAME, TOUCH, Alone, Apart, Stretch
from ...calculus.curves.extremes import Place
from ...calculus.curves.largest import Largest
from ...calculus.curves.tails import OSCILLATES, TENDS, UNDEFINED, Tail
from ...catalogue.kinds.functions import Function
from ...numbers import SIGNIFICANT, number_text, readable
from ..jsonable import json_number

DIGITS_TOLD = 10
_DIGITS_IN_FLOATS = (9, 7)  # of values and of slopes, which are often finite differences
_ENDS = ("−∞", "∞")
_FEW = 3  # poles that a figure names
_MANY = 6  # places of one kind that are told one by one
_LEFT = 16  # columns of what is told
_MEETING = {CROSS: "cross", TOUCH: "touch", JUMP: "cross in jumps", END: "meet at ends"}
_SIDES = {-1: "from the left", 1: "from the right"}


def apart_text(found: Apart) -> str:
    """What differs, line by line."""
    return "\n".join([*_lines(found), ""])


def apart_html(found: Apart) -> str:
    """The same as a piece of a page."""
    from ..pages.card_page import labelled_html, paragraph

    first, *rest = _lines(found)
    rows = ((line[:_LEFT].strip(), escape(line[_LEFT:].strip())) for line in rest)
    return f"{paragraph(first)}\n{labelled_html(rows)}"


def _lines(found: Apart) -> Iterator[str]:
    low, high = map(readable, found.interval)
    letter = found.between.letter
    yield f"f = {_named(found.first)}, g = {_named(found.second)}, on [{low}, {high}]"
    if found.sameness:
        yield f"{'equal'.ljust(_LEFT)}{_equality(found)}"
    digits = (DIGITS_TOLD, DIGITS_TOLD) if found.by_formula else _DIGITS_IN_FLOATS
    for what, largest, known in zip(("|f − g|", "|f′ − g′|"), found.largest, digits, strict=True):
        if largest.difference or not found.sameness:
            yield f"{what.ljust(_LEFT)}{_largest(largest, letter, known)}"
    if not found.sameness:
        yield from _meetings(found, letter)
        yield from _equal_on(found.equal_on)
    yield from (f"{'far out'.ljust(_LEFT)}{line}" for line in _tails(found, letter))
    yield from (_alone(one, letter) for one in found.alone[:_MANY])
    if len(found.alone) > _MANY:
        yield f"{'defined'.ljust(_LEFT)}not both at {len(found.alone) - _MANY} further places"


def _named(function: Function) -> str:
    """With the values of its symbols, where it is a formula that has some."""
    return function.label if function.constants else str(function)


def _equality(found: Apart) -> str:
    where = " where both are defined" if found.alone else ""
    if found.sameness == SAME:
        return f"both are {_named(found.first)}"
    if found.sameness == DIGITS:
        return f"to 40 digits at every point that was compared{where}"
    return f"in floats{where}: nothing but rounding is between them"


def _largest(largest: Largest, letter: str, digits: int) -> str:
    if math.isnan(largest.difference):
        return "no common values"
    wild = f"it has no limit beside {_nearest(largest.wild, letter)}" if largest.wild else ""
    if wild and math.isfinite(largest.difference):
        return f"seen up to {_number(largest.difference, digits)}; {wild}, where it may be larger"
    if largest.difference == 0:
        return "0 everywhere"
    if math.isinf(largest.difference):
        return "; ".join(filter(None, [*_infinite(largest, letter, digits), wild]))
    size = f"largest {_number(largest.difference, digits)}"
    return "; ".join(filter(None, [f"{size} {_where(largest, letter, digits)}", wild]))


def _infinite(largest: Largest, letter: str, digits: int) -> Iterator[str]:
    """Beside poles, and where only floats end."""
    for word, approached in (("unbounded", True), ("beyond every float", False)):
        some = tuple(place for place in largest.places if bool(place.approach) == approached)
        if some:
            count = largest.count if len(some) == len(largest.places) else len(some)
            yield f"{word} {_where(replace(largest, places=some, count=count), letter, digits)}"


def _where(largest: Largest, letter: str, digits: int) -> str:
    stretches = [place for place in largest.places if place.low < place.high]
    points = [place.low for place in largest.places if place.low == place.high and not place.approach]
    parts = [f"at {_points(points, letter, digits)}"] if points else []
    if stretches:
        parts.append(f"on {', '.join(f'[{_number(one.low)}, {_number(one.high)}]' for one in stretches)}")
    for sides in ({-1, 1}, {-1}, {1}):
        if some := [x for x in dict.fromkeys(_approached(largest.places)) if _sides(largest.places, x) == sides]:
            beside = "beside" if math.isinf(largest.difference) else "approached at"
            from_where = "from both sides" if len(sides) == 2 else _SIDES[min(sides)]
            parts.append(f"{beside} {_points(some, letter)} {from_where}")
    text = " and ".join(parts)
    told = len({(place.low, place.high) for place in largest.places})
    return f"{text}, the nearest to 0 of {largest.count}" if largest.count > len(largest.places) and told else text


def _approached(places: Sequence[Place]) -> list[float]:
    return [place.low for place in places if place.approach]


def _sides(places: Sequence[Place], x: float) -> set[int]:
    return {place.approach for place in places if place.low == x and place.approach}


def _number(value: float, digits: int = DIGITS_TOLD) -> str:
    return readable(value, digits)


def _points(places: Sequence[float], letter: str, digits: int = DIGITS_TOLD) -> str:
    """Such as x = 0, or x ≈ ±2.7; two that lie opposite to each other as one."""
    named = {x: _number(x, digits) for x in places}
    sizes = {x: text.removeprefix("−") for x, text in named.items()}
    paired = {size for size in sizes.values() if {size, f"−{size}"} <= set(named.values())}
    told = (f"±{sizes[x]}" if sizes[x] in paired else text for x, text in named.items())
    # Both are told where the positive one stands, so that they ascend.
    kept = dict.fromkeys(text for x, text in zip(named, told, strict=True) if sizes[x] not in paired or x > 0)
    exact = all(float(text.replace("−", "-")) == x for x, text in named.items())
    return f"{letter} {'=' if exact else '≈'} {', '.join(kept)}"


def _nearest(places: Sequence[float], letter: str) -> str:
    """Of many those nearest to 0."""
    told = sorted(sorted(places, key=abs)[:_MANY])
    return _points(told, letter) + (f" and {len(places) - _MANY} others" if len(places) > _MANY else "")


def _meetings(found: Apart, letter: str) -> Iterator[str]:
    told = [
        (name, [one.x for one in found.meetings if one.how == how])
        for how, name in _MEETING.items()
        if any(one.how == how for one in found.meetings)
    ]
    more = f", the nearest to 0 of {found.met}" if found.met > len(found.meetings) else ""
    for name, places in told:
        yield f"{name.ljust(_LEFT)}at {_points(places, letter)}{more}"
    if found.crowded:
        yield f"{'cross'.ljust(_LEFT)}{'and ' if told else ''}again and again towards {_points(found.crowded, letter)}"
    elif not told and not found.equal_on and not math.isnan(found.largest[0].difference):
        yield f"{'cross'.ljust(_LEFT)}nowhere"


def _equal_on(stretches: Sequence[Stretch]) -> Iterator[str]:
    for stretch in stretches[:_MANY]:
        how = "" if stretch.proven else ", in floats"
        yield f"{'equal'.ljust(_LEFT)}on [{_number(stretch.low)}, {_number(stretch.high)}]{how}"
    if len(stretches) > _MANY:
        yield f"{'equal'.ljust(_LEFT)}on {len(stretches) - _MANY} further intervals"


def _tails(found: Apart, letter: str) -> Iterator[str]:
    zero = "is 0" if found.by_formula else "is 0 in floats"
    if found.tails[0] == found.tails[1]:
        yield _tail(found.tails[0], f"{letter} → ±∞", letter, zero)
    else:
        yield from (_tail(one, f"{letter} → {end}", letter, zero) for one, end in zip(found.tails, _ENDS, strict=True))


def _tail(tail: Tail, where: str, letter: str, zero: str) -> str:
    if tail.course == UNDEFINED:
        some = "neither f nor g is" if not any(tail.defined) else f"only {'f' if tail.defined[0] else 'g'} is"
        return f"{some} defined as {where}"
    if tail.course != TENDS:
        return f"f − g {'oscillates' if tail.course == OSCILLATES else 'has no limit that was found'} as {where}"
    if tail.equal:
        return f"f − g {zero} as {where}"
    like = f", like {tail.order.replace('x', letter).replace(f'e{letter}p', 'exp')}" if tail.order else ""
    return f"f − g → {readable(tail.limit)} as {where}{like}"


def _alone(one: Alone, letter: str) -> str:
    return f"{'defined'.ljust(_LEFT)}{_alone_in_words(one, letter)}"


def _alone_in_words(one: Alone, letter: str) -> str:
    low, high = map(_number, (one.low, one.high))
    where = f"at {_points([one.low], letter)}" if one.low == one.high else f"between {low} and {high}"
    some = "neither has values" if not (one.first or one.second) else f"only {'f' if one.first else 'g'} has values"
    return f"{some} {where}"


def largest_in_short(found: Apart) -> str:
    """The largest difference of values in few words, as a figure tells it."""
    largest, letter = found.largest[0], found.between.letter
    if found.sameness:
        return {SAME: "the same function", DIGITS: "equal to 40 digits"}.get(found.sameness, "equal in floats")
    places = [place for place in largest.places if place.low == place.high]
    if math.isinf(largest.difference):
        poles = list(dict.fromkeys(place.low for place in places))
        return f"unbounded at {_points(poles, letter, 4)}" if len(poles) <= _FEW else "unbounded"
    if largest.wild or math.isnan(largest.difference):
        return "no limit in some places" if largest.wild else "no common values"
    size = readable(largest.difference, 4 if largest.difference < 1e4 else SIGNIFICANT)
    sizes = {_number(abs(place.low), 4) for place in places}
    if len(sizes) > 1 or len(places) < len(largest.places) or largest.count > len(largest.places):
        return f"largest difference {size}, at {largest.count} places"
    at = _points(list(dict.fromkeys(place.low for place in places)), letter, 4)
    return f"largest difference {size} at {at}"


def apart_json(found: Apart) -> str:
    """One object, with all digits."""
    return json.dumps(_object(found), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _object(found: Apart) -> dict[str, Any]:
    return {
        "first": _named(found.first),
        "second": _named(found.second),
        "range": [json_number(end) for end in found.interval],
        "equal": bool(found.sameness),
        "equal_by": found.sameness or None,
        "value": _largest_object(found.largest[0]),
        "derivative": _largest_object(found.largest[1]),
        "meetings": [{"x": one.x, "how": one.how} for one in found.meetings],
        "meetings_in_all": found.met,
        "meetings_without_end_at": list(found.crowded),
        "equal_on": [{"from": one.low, "to": one.high, "proven": one.proven} for one in found.equal_on],
        "tails": {name: _tail_object(tail) for name, tail in zip(("-inf", "inf"), found.tails, strict=True)},
        "not_both_defined": [
            {"from": one.low, "to": one.high, "first": one.first, "second": one.second} for one in found.alone
        ],
    }


def _largest_object(largest: Largest) -> dict[str, Any]:
    return {
        "difference": json_number(largest.difference),
        "at": sorted({place.low for place in largest.places if place.low == place.high}),
        "on": [[place.low, place.high] for place in largest.places if place.low < place.high],
        "approached": [
            {"x": place.low, "side": "left" if place.approach < 0 else "right"}
            for place in largest.places
            if place.approach
        ],
        "places_in_all": largest.count,
        "no_limit_at": list(largest.wild),
    }


def _tail_object(tail: Tail) -> dict[str, Any]:
    return {
        "course": tail.course,
        "limit": json_number(tail.limit) if tail.course == TENDS else None,
        "order": tail.order or None,
        "equal": tail.equal,
        "first_defined": tail.defined[0],
        "second_defined": tail.defined[1],
    }


def exceeded(found: Apart, order: int, tolerance: float) -> list[str]:
    """What is farther apart than is tolerated, in words."""
    wrong = [
        f"{what} {_exceeds(largest, tolerance)}"
        for what, largest in list(zip(("|f − g|", "|f′ − g′|"), found.largest, strict=True))[: order + 1]
        if largest.wild or not largest.difference <= tolerance
    ]
    alone = [one for one in found.alone if one.low < one.high and one.first != one.second]
    return [*wrong, *(_alone_in_words(one, found.between.letter) for one in alone)]


def _exceeds(largest: Largest, tolerance: float) -> str:
    if math.isnan(largest.difference):
        return "has no values: the two have none in common on the range"
    if largest.wild and largest.difference <= tolerance:
        return "has no limit somewhere, so that it may be larger"
    size = "unbounded" if math.isinf(largest.difference) else f"up to {readable(largest.difference)}"
    return f"is {size}, more than {number_text(tolerance)}"
