"""Formula text to tokens, each with its place in the text."""

import re

from ...errors import FormulaError
from ...frozen import record
from .names import GREEK_LETTERS

LONGEST = 5000  # characters
MOST_DIGITS = 30
LARGEST_EXPONENT = 308

_RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-", strict=True))
_LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True))
_GREEK = "".join(GREEK_LETTERS)
_MINUS, _TIMES = "−–‐‑﹣－", "·⋅×∗∙"
_SPELLINGS = {
    "**": "^",
    "÷": "/",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    **dict.fromkeys(_MINUS, "-"),
    **dict.fromkeys(_TIMES, "*"),
}

_PATTERN = re.compile(
    rf"""
    (?P<space>  [ \t\r\n\u00a0\u2000-\u200a\u202f\u205f\u3000]+ )
  | (?P<number> (?: [0-9]+ \.? [0-9]* | \. [0-9]+ ) (?: [eE] [+-]? [0-9]+ )? )
  | (?P<name>   (?: [A-Za-z_] [A-Za-z0-9_]* | [{_GREEK}] (?: _ [A-Za-z0-9]+ )? ) [{"".join(_LOWERED)}]* )
  | (?P<raised> ⁻? [⁰¹²³⁴⁵⁶⁷⁸⁹]+ )
  | (?P<string> '[\w\ :./-]*' | "[\w\ :./-]*" )
  | (?P<symbol> \*\* | // | -> | [<>=!]= | [-+*/^()|,<>=√≤≥≠÷%&~.:;{_MINUS}{_TIMES}] )
    """,
    re.VERBOSE,
)


@record(slots=True)
class Token:
    """A piece of the text in the language's own spelling; the last one has the kind "end"."""

    kind: str
    text: str
    position: int


def tokens(source: str, longest: int = LONGEST) -> list[Token]:
    """The tokens of a formula, without spaces. Raises `FormulaError`."""
    if len(source) > longest:
        raise FormulaError(f"a formula has at most {longest} characters, this one {len(source)}", source, longest)
    found, position = [], 0
    while position < len(source):
        match = _PATTERN.match(source, position)
        if match is None:
            raise FormulaError(f"unexpected character {_visible(source[position])}", source, position)
        if match.lastgroup != "space":
            found.append(_token(match, source))
        position = match.end()
    return [*found, Token("end", "", len(source.rstrip()))]


def _token(match: re.Match, source: str) -> Token:
    kind, text, position = match.lastgroup, match.group(), match.start()
    if kind == "number":
        _check_number(text, source, position)
    elif kind == "raised":
        text = "".join(map(_RAISED.get, text))
        _check_number(text, source, position)
    elif kind == "name":
        text = _spelt_out(text)
    else:
        text = _SPELLINGS.get(text, text)
    return Token(kind, text, position)


def _check_number(text: str, source: str, position: int) -> None:
    """Refuse long numbers while they are text: converting them first could take for ever."""
    mantissa, _, exponent = text.lower().partition("e")
    if sum(map(str.isdigit, mantissa)) > MOST_DIGITS:
        raise FormulaError(f"a number has at most {MOST_DIGITS} digits", source, position)
    exponent = exponent.lstrip("+-").lstrip("0")
    if len(exponent) > 3 or int(exponent or 0) > LARGEST_EXPONENT:
        allowed = f"between -{LARGEST_EXPONENT} and {LARGEST_EXPONENT}"
        raise FormulaError(f"a number's decimal exponent must be {allowed}", source, position)


def _spelt_out(name: str) -> str:
    """A name in ASCII: Greek letters by their names, a lowered index after an underscore."""
    base = name.rstrip("".join(_LOWERED))
    index = "".join(map(_LOWERED.get, name[len(base) :]))
    base = GREEK_LETTERS.get(base[0], base[0]) + base[1:]
    return f"{base}_{index}" if index else base


def _visible(character: str) -> str:
    return repr(character) if character.isprintable() else ascii(character)
