"""The catalogue as a list, for readers or as JSON."""

import textwrap
from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

from ..calculus.facts.listing import Listed
from .columns import hanging

NARROW = 20  # columns for descriptions, below which a description gets a line of its own


def listing_text(entries: Sequence[Listed], width: int) -> str:
    """Names and descriptions, grouped by kind and family, wrapped to a width."""
    columns = {kind: max(len(e.name) for e in members) + 4 for kind, members in _grouped(entries, "kind")}
    blocks = [
        _block(members, columns[kind], width)
        for kind, relatives in _grouped(entries, "kind")
        for _, kin in _grouped(relatives, "origin")
        for _, members in _grouped(kin, "family")
    ]
    return "\n".join(blocks)


def _grouped(entries: Sequence[Listed], field: str) -> list[tuple[str, list[Listed]]]:
    return [(key, list(members)) for key, members in groupby(entries, key=attrgetter(field))]


def listing_json(entries: Sequence[Listed]) -> str:
    """An array of objects with all that is listed, and the origin of what is not actplot's own."""
    import json

    return json.dumps(list(map(_object, entries)), indent=2, ensure_ascii=False) + "\n"


def _object(entry: Listed) -> dict[str, Any]:
    known = {"name": entry.name, "kind": entry.kind, "family": entry.family, "aliases": list(entry.aliases)}
    known |= {"description": entry.description, "topics": list(entry.topics)}
    return {**known, "origin": entry.origin} if entry.origin else known


def _block(entries: Sequence[Listed], column: int, width: int) -> str:
    first = entries[0]
    heading = f"{first.kind} · {first.family.replace('_', ' ')}" + (f" · {first.origin}" if first.origin else "")
    return "\n".join([heading, *(_row(entry, column, width) for entry in entries), ""])


def _row(entry: Listed, column: int, width: int) -> str:
    if width < NARROW + column:
        description = textwrap.fill(entry.description, width, initial_indent="    ", subsequent_indent="    ")
        return f"  {entry.name}\n{description}"
    return hanging(f"  {entry.name}".ljust(column), entry.description, width)
