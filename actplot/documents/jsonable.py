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


def laid_out(value: Any, depth: int = 0) -> str:
    """JSON with one line for each array of numbers, and one for each other entry."""
    if isinstance(value, Mapping):
        parts, marks = [f"{json.dumps(key)}: {laid_out(part, depth + 1)}" for key, part in value.items()], "{}"
    elif isinstance(value, list | tuple) and any(isinstance(part, Mapping | list | tuple) for part in value):
        parts, marks = [laid_out(part, depth + 1) for part in value], "[]"
    else:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    pad = "\n" + " " * depth
    inside = f",{pad} ".join(parts)
    return f"{marks[0]}{pad} {inside}{pad}{marks[1]}" if parts else marks
