"""Frameworks' spellings as aligned tables, or as JSON."""

import json
import textwrap
from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby

from ..calculus.dialects import Dialect, Word
from ..function import Function, readable

_GAP = "  "


def dialects_text(function: Function, dialects: Sequence[Dialect], width: int) -> str:
    """One row per spelling, the code for this very function below, then what else differs."""
    rows = [("framework", "name", "defaults", f"f′ at kinks of {function}"), *map(_row, dialects)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    table = [_GAP.join(map(str.ljust, row, widths)).rstrip() for row in rows]
    return "\n".join([*table, "", f"{function} in", *_codes(dialects, width), *_notes(dialects, width), ""])


def _row(dialect: Dialect) -> tuple[str, ...]:
    kinks = ", ".join(f"f′({readable(x)}) = {readable(slope)}" for x, slope in dialect.kinks)
    defaults = ", ".join(f"{name}={value}" for name, value in dialect.defaults)
    names = ", ".join(dialect.names[:2]) or "—"
    return dialect.framework, names, defaults, kinks or ("smooth" if dialect.names else "")


def _codes(dialects: Sequence[Dialect], width: int) -> list[str]:
    rows = [(one.framework, one.code or f"not with {one.names[0]}") for one in dialects if one.code or one.names]
    column = max(len(key) for key, _ in rows) + 4
    return [
        textwrap.fill(code, width, initial_indent=f"  {key}".ljust(column), subsequent_indent=" " * column)
        for key, code in rows
    ]


def _notes(dialects: Sequence[Dialect], width: int) -> list[str]:
    notes = [f"{one.framework} {one.names[0]}: {one.note}" for one in dialects if one.note]
    return ["", *(textwrap.fill(note, width, subsequent_indent="  ") for note in dict.fromkeys(notes))] if notes else []


def dialects_json(function: Function, dialects: Sequence[Dialect]) -> str:
    """An object with the function and one object per spelling."""
    rows = [
        {**asdict(one), "defaults": dict(one.defaults), "kinks": [{"x": x, "derivative": y} for x, y in one.kinks]}
        for one in dialects
    ]
    return json.dumps({"function": str(function), "frameworks": rows}, indent=2, ensure_ascii=False) + "\n"


def words_text(heading: str, words: Sequence[Word]) -> str:
    """The names of a framework by kind and family, and what they mean."""
    column = max(len(", ".join(word.names)) for word in words) + 4
    lines = [heading, ""]
    for (kind, family), members in groupby(words, key=lambda word: (word.kind, word.family)):
        lines += [f"{kind} · {family.replace('_', ' ')}", *(_word(word, min(column, 44)) for word in members), ""]
    return "\n".join(lines)


def _word(word: Word, column: int) -> str:
    names = f"  {', '.join(word.names)}"
    meaning = f"a variant of {word.meaning}" if word.differs else word.meaning
    return f"{names.ljust(column)}{meaning}" if len(names) < column else f"{names}\n{' ' * column}{meaning}"


def words_json(words: Sequence[Word]) -> str:
    """An array of objects with names, path, kind, family, meaning and whether it differs."""
    return json.dumps([asdict(word) for word in words], indent=2, ensure_ascii=False) + "\n"
