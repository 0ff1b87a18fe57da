"""Holds the numbers of a description that somebody wrote against those of the figure it describes."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from ...errors import quoted

NUMBER = re.compile(r"(?<![\w.^/*])[-−+]?\d+(?:\.\d+)?(?:[eE][-−+]?\d+)?(?:/\d+)?(?![\w/.]*\w)")
WAY = re.compile(r"\b(rises|grows|climbs|falls|drops|descends) from (\S+) to (\S+?)[,;.]?(?=\s|$)", re.IGNORECASE)
PLACE = re.compile(rf"(?:\bat |= ?)(?:x = )?({NUMBER.pattern})")
UP = ("rises", "grows", "climbs")
SEEN = 0.02  # of a range: how far from the facts a rounded number may be
Known = list[tuple[np.ndarray, float]]  # numbers, and the range beside which they are rounded


def contradicting(text: str, facts: Mapping[str, Any], told: str) -> list[str]:
    """What a text says otherwise than the facts of a figure, and the words that are told of it anyway."""
    known = list(_known(facts, told))
    found = [word for word in NUMBER.findall(text) if not _is_known(word, known)]
    places = [_value(word) for word in PLACE.findall(text)]
    wrong = [word for word in dict.fromkeys(found) if not _is_value_at(word, places, facts)]
    said = [f"alt {quoted(text)} says {word}, a number that the figure does not have" for word in wrong]
    return [*said, *_turned(text)]


def _turned(text: str) -> Iterator[str]:
    """Where a text says rises of what falls, by its own numbers."""
    for way, start, end in WAY.findall(text):
        if NUMBER.fullmatch(start) and NUMBER.fullmatch(end):
            up = way.lower() in UP
            if (_value(end) - _value(start)) * (1 if up else -1) < 0:
                yield f"alt {quoted(text)} says {way} from {start} to {end}"


def _value(word: str) -> float:
    above, _, below = word.replace("−", "-").partition("/")
    return float(above) / (float(below) if below and float(below) else 1.0)


def _rounding(word: str) -> float:
    """Half a unit of the last digit of a number."""
    digits = re.split("[eE]", word)[0].partition(".")[2]
    return 0.0 if "/" in word else 0.5 * 10.0 ** -len(digits)


def _is_known(word: str, known: Known) -> bool:
    value, rounding = _value(word), _rounding(word)
    return any(
        np.any(np.abs(numbers - value) <= max(min(rounding, SEEN * scale), 1e-9 * abs(value)))
        for numbers, scale in known
    )


def _is_value_at(word: str, places: list[float], facts: Mapping[str, Any]) -> bool:
    """Whether a curve has this value at one of the places that the text names."""
    for x, y in _pieces(facts):
        inside = [place for place in places if x[0] <= place <= x[-1]]
        heights = np.interp(inside, x, y)
        if np.any(np.abs(heights - _value(word)) <= max(min(_rounding(word), SEEN * np.ptp(y)), 1e-3 * np.ptp(y))):
            return True
    return False


def _known(facts: Mapping[str, Any], told: str) -> Iterator[tuple[np.ndarray, float]]:
    """The numbers of a figure: of its words, axes, breaks, marks and curves, and how many of these there are."""
    words = np.array([_value(word) for word in NUMBER.findall(told)])
    yield words, float(np.ptp(words)) if words.size > 1 else 1.0
    panels = facts.get("panels", ())
    yield np.array([len(panels), *(len(panel["curves"]) for panel in panels)], float), 0.0
    for panel in panels:
        low, high = (float(end) for end in panel["x_limits"])
        yield np.array([low, high]), high - low
        for curve in panel["curves"]:
            yield np.array([float(x) for x in curve["bends"]] + [float(dot[0]) for dot in curve["dots"]]), high - low
            heights = [float(y) for piece in curve["pieces"] for y in _ends(piece["y"])]
            heights += [float(dot[1]) for dot in curve["dots"]]
            yield np.array(heights), max(heights, default=0.0) - min(heights, default=0.0)


def _ends(values: list) -> list:
    """The first, the last, the lowest and the highest."""
    return [values[0], values[-1], min(values, key=float), max(values, key=float)] if values else []


def _pieces(facts: Mapping[str, Any]) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    for panel in facts.get("panels", ()):
        for curve in panel["curves"]:
            yield from ((np.array(one["x"], float), np.array(one["y"], float)) for one in curve["pieces"])
