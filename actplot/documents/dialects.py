"""Frameworks' spellings as aligned tables, or as JSON."""

import json
import textwrap
from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby

from ..calculus.facts.dialects import OMITTED, Dialect, Word, canonical_of
from ..catalogue.entry import Entry
from ..numbers import readable
from .columns import aligned, hanging

_WIDEST = 100  # of the list of a framework


def dialects_text(function: Entry, dialects: Sequence[Dialect], width: int) -> str:
    """One row per spelling, the code for this very function below, then what else differs."""
    meant = canonical_of(function)
    kinked = function.has_curve
    last = "f′ at kinks" if kinked else "takes"
    rows = [("framework", "name", "defaults", last), *(_row(one, kinked) for one in dialects)]
    table = aligned(rows, words=4, width=width)
    codes = _codes(dialects, width, meant.equivalents.get("none", ""))
    return "\n".join([*table, "", f"{meant} in", *codes, *_notes(dialects, width), ""])


def _row(dialect: Dialect, kinked: bool) -> tuple[str, ...]:
    kinks = ", ".join(f"f′({readable(x)}) = {readable(slope)}" for x, slope in dialect.kinks)
    defaults = ", ".join(f"{name}={value}" for name, value in dialect.defaults)
    names = ", ".join(dialect.names[:2]) or "—"
    smooth = "smooth" if dialect.names else ""
    return dialect.framework, names, defaults, (kinks or smooth) if kinked else dialect.arguments


def _codes(dialects: Sequence[Dialect], width: int, reason: str) -> list[str]:
    """The code in each framework; the reason of the entry where there is none in any."""
    codes = ((one.framework, one.code or f"not with {one.names[0]}") for one in dialects if one.code or one.names)
    rows = list(dict.fromkeys(codes))
    if not rows:
        return [textwrap.fill(reason or "no framework", width, initial_indent="  ", subsequent_indent="  ")]
    column = max(len(key) for key, _ in rows) + 4
    return [hanging(f"  {key}".ljust(column), code, width) for key, code in rows]


def _notes(dialects: Sequence[Dialect], width: int) -> list[str]:
    """Each note once, with the names that it is about."""
    about: dict[tuple[str, str], list[str]] = {}
    for one in dialects:
        about.setdefault((one.framework, one.note), []).extend(one.names[:1])
    texts = [f"{key} {', '.join(dict.fromkeys(names))}: {note}" for (key, note), names in about.items() if note]
    return ["", *(textwrap.fill(text, width, subsequent_indent="  ") for text in texts)] if texts else []


def dialects_json(function: Entry, dialects: Sequence[Dialect]) -> str:
    """An object with the function and one object per spelling."""
    rows = [
        {**asdict(one), "defaults": dict(one.defaults), "kinks": [{"x": x, "derivative": y} for x, y in one.kinks]}
        for one in dialects
    ]
    return json.dumps({"function": str(function), "frameworks": rows}, indent=2, ensure_ascii=False) + "\n"


def words_text(heading: str, words: Sequence[Word]) -> str:
    """The names of a framework by kind and family, and what they mean or why they have no entry."""
    column = max(len(", ".join(word.names)) for word in words) + 4
    lines = [heading, ""]
    for (kind, family), members in groupby(words, key=lambda word: (word.kind, word.family)):
        heading = f"{kind} · {family.replace('_', ' ')}" if family else kind
        lines += [heading, *(_word(word, min(column, 44)) for word in members), ""]
    return "\n".join(lines)


def _word(word: Word, column: int) -> str:
    names = f"  {', '.join(word.names)}"
    if word.kind == OMITTED:
        return textwrap.fill(f"{names}: {word.meaning}", _WIDEST, subsequent_indent="    ")
    meaning = f"a variant of {word.meaning}" if word.differs else word.meaning
    return f"{names.ljust(column)}{meaning}" if len(names) < column else f"{names}\n{' ' * column}{meaning}"


def words_json(words: Sequence[Word]) -> str:
    """An array of objects with names, path, kind, family, meaning and whether it differs."""
    return json.dumps([asdict(word) for word in words], indent=2, ensure_ascii=False) + "\n"
