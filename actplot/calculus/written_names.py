"""What functions are called in a figure: names as people write them, formulas in mathematical letters."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..algebra.term import Sym, substituted
from ..algebra.writing.line import to_line
from ..catalogue.kinds.functions import Parameter
from ..numbers import readable
from .letters import letter_of

PLACING = ("target",)  # parameters that place a curve, and are told whatever their value
_LETTER = re.compile(r"(?<![A-Za-zΑ-Ωα-ω])[A-Za-zΑ-Ωα-ω](?![A-Za-zΑ-Ωα-ω])")
_PRODUCT = re.compile(r"(?<=\d)·(?=[^\W\d_]|[√(])")
_WORD = re.compile(r"[\w\s–²-]+")
_ITALIC = {"h": "ℎ"}  # which Unicode had before it had the others
_FIRSTS = (("A", "Z", 0x1D434), ("a", "z", 0x1D44E), ("Α", "Ω", 0x1D6E2), ("α", "ω", 0x1D6FC))


@dataclass(frozen=True)
class Label:
    """What a curve is called, and whether it is mathematics from end to end."""

    text: str
    maths: bool = False

    def __str__(self) -> str:
        return self.text

    def primed(self, order: int) -> "Label":
        """What its derivative of some order is called."""
        if not order:
            return self
        name, comma, rest = self.text.partition(", ")
        bare = name if _WORD.fullmatch(name) else f"({name})"
        return Label(f"{bare}{'′″'[order - 1]}{comma}{rest}", self.maths)


def labels(functions: Sequence[Any]) -> tuple[Label, ...]:
    """Of a figure's functions: each has the parameters that place it, are unusual, or tell it apart."""
    return tuple(_label(function, _varied(function, functions)) for function in functions)


def _varied(function: Any, functions: Sequence[Any]) -> set[str]:
    """The parameters whose value is another one in a function of the same name."""
    others = [other for other in functions if other.name == function.name]
    return {
        parameter.name
        for parameter in function.declared
        if len({other.parameters.get(parameter.name) for other in others}) > 1
    }


def _label(function: Any, varied: set[str]) -> Label:
    expression = getattr(function, "expression", function)
    if hasattr(expression, "given_label"):
        return _of_formula(expression)
    told = [
        f"{_letter(parameter)} = {readable(value)}"
        for parameter, value in function._values()
        if value is not None and (parameter.name in PLACING or parameter.name in varied or value != parameter.default)
    ]
    return Label(", ".join([function.display or function.name.replace("_", " "), *told]))


def _of_formula(expression: Any) -> Label:
    values = [f"{name} = {readable(value)}" for name, value in expression.values.items() if not math.isnan(value)]
    if expression.given_label:
        return Label(expression.given_label)
    written = _PRODUCT.sub("\u2009", to_line(substituted(expression.term, {"x": Sym(expression.letter)})))
    return Label(mathematical(", ".join([written, *values])), maths=True)


def _letter(parameter: Parameter) -> str:
    if parameter.name in PLACING:
        return parameter.name
    letter = to_line(letter_of(parameter))
    return mathematical(letter) if parameter.symbol or len(letter) == 1 else parameter.name.replace("_", " ")


def mathematical(text: str) -> str:
    """The text with its single letters slanted, as mathematics has them."""
    return _LETTER.sub(lambda found: _slanted(found[0]), text)


def _slanted(letter: str) -> str:
    if letter in _ITALIC:
        return _ITALIC[letter]
    first, start = next((first, start) for first, last, start in _FIRSTS if first <= letter <= last)
    return chr(start + ord(letter) - ord(first))
