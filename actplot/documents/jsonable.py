"""Writes numbers for readers, and for JSON, which has no words for nan and infinity."""

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np


def json_number(number: float | None) -> float | str | None:
    """The number itself, or "nan", "inf" or "-inf"."""
    return number if number is None or math.isfinite(number) else str(float(number))


def json_numbers(column: np.ndarray) -> list[Any]:
    """A column for JSON; a float32 becomes the shortest decimal that reads back to it."""
    if column.dtype.kind != "f":
        return [str(word) for word in column]
    return [json_number(float(text)) for text in number_texts(column)]


def number_texts(column: np.ndarray) -> list[str]:
    """Shortest texts that read back to the same numbers in the column's precision."""
    return [str(entry) for entry in column]


def json_array(texts: Sequence[str]) -> str:
    """An array of what some texts hold, each of them JSON."""
    return json.dumps(list(map(json.loads, texts)), indent=2, ensure_ascii=False) + "\n"


_PLAIN = {int, float, str, bool, type(None)}
_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def laid_out(value: Any, depth: int = 0) -> str:
    """JSON with one line for each array of numbers, and one for each other entry."""
    if isinstance(value, Mapping):
        return laid_out_of({key: laid_out(part, depth + 1) for key, part in value.items()}, depth)
    if _has_parts(value):
        return _within("[]", [laid_out(part, depth + 1) for part in value], depth)
    return _encoded(value)


def _has_parts(value: Any) -> bool:
    """Whether it is an array of others, or of objects."""
    if not isinstance(value, list | tuple) or _PLAIN.issuperset(map(type, value)):
        return False
    return any(isinstance(part, Mapping | list | tuple) for part in value)


def laid_out_of(texts: Mapping[str, str], depth: int = 0) -> str:
    """The same of an object whose parts are laid out, one level deeper, under their names."""
    return _within("{}", [f"{json.dumps(key)}: {text}" for key, text in texts.items()], depth)


def _within(marks: str, parts: Sequence[str], depth: int) -> str:
    pad = "\n" + " " * depth
    inside = f",{pad} ".join(parts)
    return f"{marks[0]}{pad} {inside}{pad}{marks[1]}" if parts else marks
