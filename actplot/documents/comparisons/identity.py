"""What a function turned out to be, as text or JSON."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from ...calculus.facts.dialects import codes_of
from ...calculus.facts.identifying import Identity, Match
from ...numbers import readable
from ..columns import aligned
from ..jsonable import json_number

MOST = 8  # matches that are told


def identity_text(identity: Identity, width: int) -> str:
    """One sentence, then all matches with the names that frameworks have for the first, or the nearest entries."""
    return "\n".join([*_lines(identity, width), ""])


def identity_line(matches: Sequence[Match]) -> str:
    """Such as: this is silu; nothing where there is no match."""
    return f"this is {matches[0]}" if matches else ""


def _lines(identity: Identity, width: int) -> Iterator[str]:
    first, *others = identity.matches or (None,)
    yield f"{identity.function}: {identity_line(identity.matches) or 'no function of the catalogue'}"
    if others:
        more = f" and {len(others) - MOST} more" if len(others) > MOST else ""
        yield f"also {', '.join(map(str, others[:MOST]))}{more}"
    if first is not None and first.is_plain and not first.order:
        yield from _codes(first)
    if identity.derivative:
        yield f"its derivative is {', '.join(map(str, identity.derivative[:MOST]))}"
    if identity.near:
        yield "the nearest on [−5, 5]:"
        rows = [(str(one.entry), f"{one.difference:.4g}", f"at x = {readable(one.at)}") for one in identity.near]
        yield from (f"  {line}" for line in aligned([("function", "largest difference", ""), *rows], words=1))


def _codes(match: Match) -> Iterator[str]:
    codes = codes_of(match.entry)
    if codes:
        column = max(len(title) for title, _ in codes) + 2
        yield from (f"  {title.ljust(column)}{code}" for title, code in codes)


def identity_json(identity: Identity) -> str:
    """An object with the matches, those of the derivative and the nearest entries."""
    card = {
        "function": str(identity.function),
        "matches": list(map(_object, identity.matches)),
        "derivative": list(map(_object, identity.derivative)),
        "nearest": [
            {"function": str(one.entry), "largest_difference": json_number(one.difference), "at": one.at}
            for one in identity.near
        ],
    }
    return json.dumps(card, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _object(match: Match) -> dict[str, Any]:
    numbers = {"scale": match.scale, "stretch": match.stretch, "shift": match.shift, "lift": match.lift}
    codes = [{"framework": title, "code": code} for title, code in codes_of(match.entry)] if match.is_plain else []
    return {
        "is": str(match),
        "function": match.entry.name,
        "parameters": match.entry.parameters,
        "derivative": bool(match.order),
        **numbers,
        "frameworks": [] if match.order else codes,
    }
