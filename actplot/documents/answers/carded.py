"""The fact card of an entry as JSON."""

import json
from collections.abc import Sequence
from typing import Any

from ...calculus.curves.breaks import Break
from ...calculus.curves.extremes import Extreme
from ...calculus.facts.facts import Facts
from ...calculus.facts.fixed import FixedPoint
from ...calculus.facts.moments import Moments
from ...catalogue.kinds.functions import Interval
from ...catalogue.parameter import Parameter
from ..comparisons.identity import match_object
from ..jsonable import json_number
from ..tables import table_objects

SAID = {"bounds": "range", "largest_derivative": "derivative_maximum", "smallest_derivative": "derivative_minimum"}
OF_CURVES = (
    *("name", "aliases", "kind", "family", "variable", "description", "note", "formula", "parameters", "domain"),
    "domain_parts",
    *(
        "asymptotes",
        "vertical_asymptotes",
        "breaks",
        "further_breaks",
        "convention",
        "derivative_at_zero",
        "minimum",
        "maximum",
        "zeros",
        "fixed_points",
        "told_by",
        "smoothness",
        "traits",
        "seen_between",
        "on",
        "unproven",
        "traits_seen",
        "moments",
    ),
    *("spoken", "known", "equivalents", "strengths", "weaknesses", "sources", "origin"),
    *("range", "derivative_maximum", "lipschitz_constant", "derivative_minimum"),
)
OF_OTHERS = (
    *(
        "name",
        "aliases",
        "kind",
        "family",
        "description",
        "formula",
        "in_words",
        "formulas",
        "takes",
        "target",
        "gives",
        "drawn",
    ),
    *("parameters", "slopes", "example", "commands", "equivalents"),
    *("breaks", "convention", "note", "strengths", "weaknesses", "sources", "origin", "spoken"),
)


def card_json(facts: Facts) -> str:
    """The card as one object; numbers in full precision, "inf" and "-inf" as text."""
    return json.dumps(card_object(facts), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def card_object(facts: Facts) -> dict[str, Any]:
    """The same, before it is written."""
    known = {**vars(facts), **_marked(facts, _objects(facts))}
    names = OF_OTHERS if facts.domain is None else OF_CURVES
    plain: dict[str, Any] = _plain({"function": facts.spec, **{name: known[name] for name in names}})
    return plain


def _objects(facts: Facts) -> dict[str, Any]:
    """The facts that JSON calls otherwise, or that are records."""
    return {
        "parameters": [_parameter_object(parameter, value) for parameter, value in facts.parameters],
        "origin": facts.origin or None,
        "range": facts.bounds and _range_object(facts.bounds),
        "asymptotes": dict(zip(("-inf", "inf"), map(_asymptote_object, facts.asymptotes), strict=False)),
        "moments": facts.moments and _moments_object(facts.moments),
        "domain_parts": list(map(_range_object, facts.domain_parts)),
        "breaks": facts.no_derivative if facts.domain is None else list(map(_break_object, facts.breaks)),
        "lipschitz_constant": facts.lipschitz,
        "fixed_points": facts.fixed_points and list(map(_fixed_object, facts.fixed_points)),
        "minimum": _extreme_object(facts.minimum),
        "maximum": _extreme_object(facts.maximum),
        "derivative_minimum": _extreme_object(facts.smallest_derivative),
        "derivative_maximum": _extreme_object(facts.largest_derivative),
        "equivalents": _first_codes(facts.equivalents),
        "known": list(map(match_object, facts.known)),
        "example": table_objects(facts.example),
    }


def _marked(facts: Facts, objects: dict[str, Any]) -> dict[str, Any]:
    """With what says of a user's function which facts are proven, and which hold where it was looked at."""
    unproven = {SAID.get(name, name) for name in facts.unproven}
    if unproven & {"derivative_minimum", "derivative_maximum"}:
        unproven.add("lipschitz_constant")
    marked: dict[str, Any] = {"on": facts.seen_on, "unproven": sorted(unproven)}
    for name in ("range", "minimum", "maximum", "derivative_minimum", "derivative_maximum"):
        if facts.seen_on and objects[name] is not None:
            proven = name not in unproven
            marked[name] = {**objects[name], "proven": proven, "on": None if proven else facts.seen_on}
    return {**objects, **marked}


def _moments_object(moments: Moments) -> dict[str, Any]:
    """Null stands for what does not exist, or is not known."""
    numbers = {**vars(moments), "gain": moments.gain}
    return {name: None if number != number else number for name, number in numbers.items()}


def _fixed_object(point: FixedPoint) -> dict[str, Any]:
    """A point, or the ends of an interval of them."""
    place = {"at": point.low} if point.low == point.high else {"from": point.low, "to": point.high}
    return {**place, "slopes": list(point.slopes), "kind": point.kind}


def _first_codes(equivalents: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The first code of each framework; `show --frameworks` has all."""
    found: dict[str, str] = {}
    for title, code in equivalents:
        found.setdefault(title, code)
    return found


def _range_object(bounds: Interval) -> dict[str, Any]:
    included = {"low_included": bounds.ends[0] == "[", "high_included": bounds.ends[1] == "]"}
    return {"low": float(bounds.low), "high": float(bounds.high), **included}


def _break_object(point: Break) -> dict[str, Any]:
    """Null stands for what does not exist, such as the limit of what oscillates."""
    own = {"x": point.x, "kind": point.kind, "value": point.value, "derivative": point.derivative}
    values = {"left_value": point.left_value, "right_value": point.right_value}
    return {**own, **values, "left_derivative": point.left_derivative, "right_derivative": point.right_derivative}


def _asymptote_object(line: tuple[float, float] | None) -> dict[str, float] | None:
    return line and {"slope": line[0], "intercept": line[1]}


def _extreme_object(extreme: Extreme | None) -> dict[str, Any] | None:
    """The value, the points and intervals where it is attained, and the points where it is only approached."""
    if extreme is None:
        return None
    attained = [place for place in extreme.places if not place.approach]
    return {
        "value": extreme.value,
        "at": [place.low for place in attained if place.low == place.high],
        "on": [[place.low, place.high] for place in attained if place.low < place.high],
        "approached_at": [place.low for place in extreme.places if place.approach],
    }


def _parameter_object(parameter: Parameter, value: Any) -> dict[str, Any]:
    constraint = {"constraint": parameter.constraint, "meaning": parameter.meaning}
    return {"name": parameter.name, "value": value, "default": parameter.default, **constraint}


def _plain(value: Any) -> Any:
    """Only what JSON has."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return json_number(value) if isinstance(value, float) else value
