"""Holds the numbers of a text that somebody wrote against those of the figure that it stands at."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from ...errors import quoted
from .numerals import NUMERAL, Numeral, counts, numerals_of, value_of

_END = r"(?:nearly |about |almost )?(minus \w+|\S+?)"
WAY = re.compile(
    rf"\b(rises|grows|climbs|increases|falls|drops|descends|decreases) from {_END} to {_END}[,;.]?(?=\s|$)",
    re.IGNORECASE,
)
PLACE = re.compile(rf"(?:\bat |= ?)(?:\w = )?({NUMERAL.pattern})", re.ASCII)
UP = ("rises", "grows", "climbs", "increases")
SEEN = 0.02  # of a range: how far from the facts a rounded number may be
Known = list[tuple[np.ndarray, float]]  # numbers, and the range beside which they are rounded


def contradicting(text: str, facts: Mapping[str, Any], told: str, kind: str = "alt") -> list[str]:
    """What a text of some kind says otherwise than the facts of a figure, and the words that are told of it anyway."""
    known, found = list(_known(facts, told)), list(numerals_of(text))
    places = [value_of(word) for word in PLACE.findall(text)]
    told_of = [x for x in places if any(_is_value_at(one, [x], facts) for one in found)]
    known.append((np.array(told_of), 0.0))  # places whose values the text knows
    wrong = [one.written for one in found if not _is_known(one, known) and not _is_value_at(one, places, facts)]
    said = [
        f"{kind} {quoted(text)} says {word}, a number that the figure does not have" for word in dict.fromkeys(wrong)
    ]
    return [*said, *_miscounted(text, facts, kind), *_turned(text, kind)]


def _miscounted(text: str, facts: Mapping[str, Any], kind: str) -> Iterator[str]:
    """Where a text speaks of more or fewer curves or panels than there are."""
    panels = [len(panel["curves"]) for panel in facts.get("panels", ())]
    allowed = {len(panels)} if panels else set()
    for words, count in counts(text):
        of_curves = {1, sum(panels), *panels, *allowed}
        if panels and count not in (allowed if re.search("panel|plot|picture", words) else of_curves):
            yield f"{kind} {quoted(text)} says {words}, and the figure has {_numbered(panels)}"


def _numbered(panels: list[int]) -> str:
    curves = " and ".join(map(str, dict.fromkeys(panels)))
    return f"{len(panels)} panel{'s' * (len(panels) > 1)} of {curves} curve{'s' * (curves != '1')}"


def _turned(text: str, kind: str) -> Iterator[str]:
    """Where a text says rises of what falls, by its own numbers."""
    for way, *ends in WAY.findall(text):
        try:
            start, end = map(value_of, ends)
        except ValueError:  # no numbers
            continue
        if (end - start) * (1 if way.lower() in UP else -1) < 0:
            yield f"{kind} {quoted(text)} says {way} from {ends[0]} to {ends[1]}"


def _is_known(one: Numeral, known: Known) -> bool:
    return any(
        np.any(np.abs(numbers - value) <= max(min(rounding, SEEN * scale), 1e-9 * abs(value)))
        for value, rounding in one.meanings
        for numbers, scale in known
    )


def _is_value_at(one: Numeral, places: list[float], facts: Mapping[str, Any]) -> bool:
    """Whether a curve has this value at one of the places that the text names."""
    for x, y in _pieces(facts):
        heights = np.interp([place for place in places if x[0] <= place <= x[-1]], x, y)
        for value, rounding in one.meanings:
            if np.any(np.abs(heights - value) <= max(min(rounding, SEEN * np.ptp(y)), 1e-3 * np.ptp(y))):
                return True
    return False


def _known(facts: Mapping[str, Any], told: str) -> Iterator[tuple[np.ndarray, float]]:
    """The numbers of a figure: of its words, axes, breaks, marks and curves."""
    words = np.array([value for one in numerals_of(told) for value, _ in one.meanings])
    yield words, float(np.ptp(words)) if words.size > 1 else 1.0
    for panel in facts.get("panels", ()):
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
