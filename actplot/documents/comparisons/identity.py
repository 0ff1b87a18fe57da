"""What a function turned out to be, as text or JSON."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from ...calculus.facts.dialects import codes_of
from ...calculus.identities.matches import Identity, Known, Match, Near
from ...numbers import number_text, readable
from ..columns import aligned, hanging
from ..jsonable import json_number

_UNBROKEN = 10_000  # columns, in which every sentence is a line
MOST = 8  # matches that are told


def identity_text(identity: Identity, width: int) -> str:
    """One sentence, then all matches with the names that frameworks have for the first, or the nearest entries."""
    return "\n".join([*_lines(identity, width), ""])


def identity_line(matches: Sequence[Match]) -> str:
    """Such as: this is silu; nothing where there is no match."""
    if not matches:
        return ""
    first = matches[0]
    rounded = f", to the {first.digits} digits of its numbers" if first.digits else ""
    scaled = "" if first.is_plain else f"{first.named} up to scale and shift: "
    return f"this is {scaled}{_named(first)}{rounded}"


def _named(match: Match) -> str:
    """A loss of the residual is named with its target, and the entry before it is scaled."""
    if match.target is not None:
        return f"{match} ({match.entry} with target {number_text(match.target)})"
    return str(match)


def identity_lines(identity: Identity) -> list[str]:
    """The same without tables, each sentence in a line of its own."""
    whole = replace(identity, value=replace(identity.value, near=()))
    return [line for line in _lines(whole, _UNBROKEN) if not line.startswith("  ")]


def code_rows(identity: Identity) -> list[tuple[str, str]]:
    """The names of frameworks, and what the first match is in each."""
    first = identity.value.matches[:1]
    return [row for match in first if not match.order for row in codes_of(match.entry)]


def _lines(identity: Identity, width: int) -> Iterator[str]:
    known, function = identity.value, identity.function
    said = _constant(known) or identity_line(known.matches) or "no function of the catalogue"
    yield from _wrapped(f"{function}: {said}", width)
    if known.gaps and known.matches:
        yield from _wrapped(f"but it has no value at x = {', '.join(map(readable, known.gaps))}", width)
    itself = known.matches and str(known.matches[0]) == str(function)
    if itself and function.aliases:
        yield from _wrapped(f"its other names: {', '.join(function.aliases)}", width)
    if known.matches[1:]:
        yield from _wrapped(f"also {_listed(known.matches[1:])}", width)
    if known.matches:
        yield from _codes(known.matches[0])
    yield from _of_derivative(identity, width)
    if known.near:
        yield f"the nearest{' others' if known.matches else ''} on [−5, 5]:"
        yield from _near(known.near)


def _constant(known: Known) -> str:
    return "" if known.constant is None else f"a constant, {readable(known.constant)}; no function of the catalogue is"


def _of_derivative(identity: Identity, width: int) -> Iterator[str]:
    slope = identity.derivative
    if slope.constant is not None and identity.value.constant is None:
        yield f"its derivative is {readable(slope.constant)} everywhere"
    elif slope.matches:
        yield from _wrapped(f"its derivative is {_listed(slope.matches)}", width)


def _listed(matches: Sequence[Match]) -> str:
    more = f" and {len(matches) - MOST} more" if len(matches) > MOST else ""
    return ", ".join(map(_named, matches[:MOST])) + more


def _wrapped(text: str, width: int) -> list[str]:
    return hanging("", text, width).splitlines()


def _codes(match: Match) -> Iterator[str]:
    codes = codes_of(match.entry) if not match.order else ()
    if codes and not match.is_plain:
        yield f"  where {match.entry} is"
    column = max((len(title) for title, _ in codes), default=0) + 2
    yield from (f"  {title.ljust(column)}{code}" for title, code in codes)


def _near(near: Sequence[Near]) -> Iterator[str]:
    yield from (f"  {line}" for line in aligned(near_rows(near), words=1))


def near_rows(near: Sequence[Near]) -> list[tuple[str, ...]]:
    """The heading of the table of the nearest, and a row for each."""
    rows = [(str(one.entry), f"{one.difference:.4g}", f"at x = {readable(one.at)}") for one in near]
    return [("function", "largest difference", ""), *rows]


def identity_json(identity: Identity) -> str:
    """An object with what the function is, and what its derivative is."""
    card = {
        "function": str(identity.function),
        **_known_object(identity.value),
        "derivative": _known_object(identity.derivative),
    }
    return json.dumps(card, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _known_object(known: Known) -> dict[str, Any]:
    return {
        "constant": known.constant,
        "matches": list(map(match_object, known.matches)),
        "no_value_at": list(known.gaps),
        "nearest": [
            {"function": str(one.entry), "largest_difference": json_number(one.difference), "at": one.at}
            for one in known.near
        ],
    }


def match_object(match: Match) -> dict[str, Any]:
    """A match: its text, the entry and its parameters, and the numbers of a·f(b·x + c) + d."""
    numbers = {"scale": match.scale, "stretch": match.stretch, "shift": match.shift, "lift": match.lift}
    codes = [{"framework": title, "code": code} for title, code in codes_of(match.entry)] if not match.order else []
    return {
        "is": str(match),
        "function": match.entry.name,
        "parameters": match.entry.parameters,
        "derivative": bool(match.order),
        "chosen_numbers": match.free,
        **numbers,
        "target": match.target,
        "digits": match.digits,
        "frameworks": codes,
    }
