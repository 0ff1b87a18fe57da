"""What functions are called in a figure: names as people write them, formulas in mathematical letters."""

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from ..catalogue.kinds.functions import Parameter
from ..frozen import record
from ..numbers import readable

PLACING = ("target",)  # parameters that place a curve, and are told whatever their value
_LETTER = re.compile(r"(?<![A-Za-zΑ-Ωα-ω])[A-Za-zΑ-Ωα-ω](?![A-Za-zΑ-Ωα-ω])")
_PRODUCTS = (  # as they are written by hand: 2x, ax, 3 sin(x), x tanh(x); a dot stands where digits or words would meet
    (r"(?<![\d.])1·(?=10[⁰¹²³⁴⁵⁶⁷⁸⁹⁻])", ""),
    (r"(?<!√\d)(?<=\d)·(?=[^\W\d_](?![^\W\d_])|[√(])", ""),
    (r"(?<![√·]\d)(?<=[\d⁰¹²³⁴⁵⁶⁷⁸⁹)ᵃ-ᶿ])·(?=[^\W\d_(])", "\u2009"),
    (r"(?<![^\W\d_])([^\W\d_])·(?=[^\W\d_(√])", "\\1\u2009"),
    (r"(?<=\))·(?=\()", ""),
)
_WORD = re.compile(r"[\w\s=–²-]+")
_BARE = re.compile(r"[\w ]+ \([^()]*\)")
_FRAMEWORK = re.compile(r"[a-z]+:(?![\d.+-]|\w+=)")
_LETTERED = re.compile(r"([A-Za-zΑ-Ωα-ω])_?(\d*)")
_ITALIC = {"h": "ℎ"}  # which Unicode had before it had the others
_FIRSTS = (("A", "Z", 0x1D434), ("a", "z", 0x1D44E), ("Α", "Ω", 0x1D6E2), ("α", "ω", 0x1D6FC))


@record
class Label:
    """What a curve is called, with the values that place it, and whether it is mathematics from end to end."""

    name: str
    maths: bool = False
    values: tuple[str, ...] = ()
    spoken: str = ""  # what it is called outside of its panel, where that says more

    @property
    def text(self) -> str:
        return ", ".join([self.name, *self.values])

    @property
    def enclosed(self) -> str:
        """What it is called in a sentence, where commas part other things."""
        return f"{self.name} ({', '.join(self.values)})" if self.values else self.name

    @property
    def anywhere(self) -> str:
        """What it is called where its panel is not seen."""
        return self.spoken or self.enclosed

    def __str__(self) -> str:
        return self.text

    def primed(self, order: int) -> "Label":
        """What its derivative of some order is called."""
        if not order:
            return self
        alone = len(self.name) == 1 if self.maths else _WORD.fullmatch(self.name) or _BARE.fullmatch(self.name)
        bare = self.name if alone else f"({self.name})"
        return replace(self, name=f"{bare}{'′″'[order - 1]}")


def labels(functions: Sequence[Any]) -> tuple[Label, ...]:
    """Of a figure's functions: each has the parameters that place it, are unusual, or tell it apart."""
    return tuple(_label(function, _varied(function, functions)) for function in functions)


def named(function: Any, without: Sequence[str] = ()) -> str:
    """What one function is called in a sentence, without some of its parameters."""
    return _label(function, set(), without).enclosed


def titled(function: Any, without: Sequence[str] = ()) -> str:
    """What one function is called at the beginning of a title, without some of its parameters."""
    return begun(upright(named(function, without)))  # titles are bold, and no face has bold slanted letters


def begun(text: str) -> str:
    """The text as titles begin: a first word without any capital gets one, but for letters of mathematics."""
    name = text.partition(" ")[0]
    return text if name != name.lower() or not text[0].isascii() else text[0].upper() + text[1:]


def letter_in_figures(function: Any, name: str) -> str:
    """What one of its parameters is called in a figure, such as α."""
    parameter = next(one for one in function.declared if one.name == name)
    if hasattr(getattr(function, "expression", function), "term"):
        from ..algebra.writing.notation import LETTERS

        return mathematical(LETTERS.get(name, name))
    return _letter(parameter)


def _varied(function: Any, functions: Sequence[Any]) -> set[str]:
    """The parameters whose value is another one in a function of the same name."""
    name = function.name, function.display  # the functions of files share the first one
    others = [other for other in functions if (other.name, other.display) == name]
    return {
        parameter.name
        for parameter in function.declared
        if len({other.parameters.get(parameter.name) for other in others}) > 1
    }


def _label(function: Any, varied: set[str], without: Sequence[str] = ()) -> Label:
    expression = getattr(function, "expression", function)
    if getattr(expression, "given_label", ""):
        return Label(expression.given_label)
    if hasattr(expression, "term"):
        return _of_formula(expression)
    told = [
        f"{_letter(parameter)} = {readable(value)}"
        for parameter, value in function._values()
        if value is not None
        and parameter.name not in without
        and (parameter.name in PLACING or parameter.name in varied or value != parameter.default)
    ]
    name = function.display or function.name.rpartition(":")[2].replace("_", " ")
    return Label(_with_frameworks(name, function.all_words or (function.name,)), values=tuple(told))


def _with_frameworks(name: str, asked: Sequence[str]) -> str:
    """The name behind the frameworks in whose words it was asked for, such as torch = keras GELU."""
    frameworks = list(dict.fromkeys(text.partition(":")[0] for text in asked if _FRAMEWORK.match(text)))
    if not frameworks:
        return name
    own = [name] if any(not _FRAMEWORK.match(text) for text in asked) else []
    return " = ".join([*own, f"{' = '.join(frameworks)} {name}"])


def _of_formula(expression: Any) -> Label:
    from ..algebra.term import Sym, substituted  # not above: names of the catalogue are no formulas
    from ..algebra.writing.line import to_label
    from ..algebra.writing.notation import LETTERS

    values = [
        mathematical(f"{LETTERS.get(name, name)} = {readable(value)}")
        for name, value in expression.values.items()
        if not math.isnan(value)
    ]
    written = to_label(substituted(expression.term, {"x": Sym(expression.letter)}))
    for product, joined in _PRODUCTS:
        written = re.sub(product, joined, written)
    return Label(mathematical(written), maths=True, values=tuple(values))


def _letter(parameter: Parameter) -> str:
    if parameter.name in PLACING:
        return parameter.name
    from ..algebra.writing.line import to_line  # not above: few functions have parameters that are told
    from .letters import letter_of

    letter = to_line(letter_of(parameter))
    return mathematical(letter) if parameter.symbol or len(letter) == 1 else parameter.name.replace("_", " ")


def mathematical(text: str) -> str:
    """The text with its single letters slanted, as mathematics has them."""
    return _LETTER.sub(lambda found: _slanted(found[0]), text)


@lru_cache(maxsize=1024)
def upright(text: str) -> str:
    """The text with its slanted letters as they are elsewhere, for faces that have no others."""
    return "".join(unicodedata.normalize("NFKC", letter) if _is_slanted(letter) else letter for letter in text)


def _is_slanted(letter: str) -> bool:
    return 0x1D434 <= ord(letter) < 0x1D7CC or letter in _ITALIC.values()


def in_letters(text: str, names: Iterable[str]) -> str:
    """The text with some names in it, such as w and w1, as mathematics has them; names that are words stay."""
    letters = {name: found for name in names if (found := _LETTERED.fullmatch(name))}
    if not letters:
        return text
    any_of_them = "|".join(map(re.escape, sorted(letters, key=len, reverse=True)))
    pattern = re.compile(rf"(?<!\w)(?:{any_of_them})(?!\w)")
    return pattern.sub(lambda found: _indexed(letters[found[0]]), text)


def _indexed(found: re.Match[str]) -> str:
    from ..algebra.writing.notation import lowered

    letter, index = found.groups()
    return f"{_slanted(letter)}{lowered(index) or ''}"


def _slanted(letter: str) -> str:
    if letter in _ITALIC:
        return _ITALIC[letter]
    first, start = next((first, start) for first, last, start in _FIRSTS if first <= letter <= last)
    return chr(start + ord(letter) - ord(first))
