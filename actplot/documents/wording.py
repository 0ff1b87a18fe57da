"""Words with mathematical characters in them, for readers that lack these: ASCII and LaTeX's text mode."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby

from ..algebra.writing.notation import LETTERS, LOWERED, RAISED

_TABLE = """
′ ' '    ″ '' ''    − - -    · * \\cdot    ≤ <= \\leq    ≥ >= \\geq    ≠ != \\neq    ≈ ~ \\approx    √ sqrt \\surd
φ phi \\varphi    ½ 1/2 \\tfrac12    ± +- \\pm    ∞ inf \\infty    … ... \\dots
"""  # each character, in ASCII, in LaTeX
# In ASCII alone.
_SPELT = "— - – - → -> ∂ d ∪ U × x ∓ -+ ‖ || Σ sum ∑ sum Π prod ∏ prod ∛ cbrt ⌊ floor( ⌋ ) ⌈ ceil( ⌉ ) ─ - │ | ★ *"
_WORDS = _TABLE.split()
_SMALL = {
    small: mark + usual.replace("−", "-")
    for table, mark in ((RAISED, "^"), (LOWERED, "_"))
    for usual, small in table.items()
}
_ASCII = {**{letter: name for name, letter in LETTERS.items()}, **_SMALL, "ᵀ": "^T"}
_LATEX = {**{letter: f"\\{name}" for name, letter in LETTERS.items()}, **_SMALL}
_ASCII.update(zip(_WORDS[::3], _WORDS[1::3], strict=True))
_ASCII.update(zip(_SPELT.split()[::2], _SPELT.split()[1::2], strict=True))
_LATEX.update(zip(_WORDS[::3], _WORDS[2::3], strict=True))
_NAMES = {letter: name for name, letter in LETTERS.items()}
_LATEX.update({"→": r"\to", "×": r"\times", "∂": r"\partial", "∪": r"\cup", "∑": r"\sum", "Σ": r"\Sigma"})
_LATEX.update({sign: sign for sign in "<>|"})  # which LaTeX's usual fonts lack outside of formulas
_LATEX.update({"∓": r"\mp", "ᵀ": r"^{\top}", "‖": r"\Vert"})
_LATEX.update({"⌊": r"\lfloor", "⌋": r"\rfloor", "⌈": r"\lceil", "⌉": r"\rceil", "∏": r"\prod", "Π": r"\Pi"})
_LATEX.update({"∛": r"\sqrt[3]{\,}", "★": r"\star", "∈": r"\in", "∞": r"\infty"})
_ITALIC = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in (0x210E, *range(0x1D434, 0x1D7CC))}
_LATEX.update({slanted: f"\\{_NAMES[plain]}" if plain in _NAMES else plain for slanted, plain in _ITALIC.items()})
_ESCAPED = {
    "^": r"\^{}",
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    **{character: f"\\{character}" for character in "&%$#_{}"},
}
_ROOT = re.compile(r"([√∛])(\w+(?:\.\w+)?)")
_LETTER = re.compile("(?s:.)\u0304?")  # and a bar over it, which is a character of its own
_MARKS = re.compile(r"[\\`*<>\[\]$&~]|(?<!\w)_|_(?!\w)")  # of Markdown; an underscore inside a word is none


def spelt(text: str) -> str:
    """The text with mathematical characters in ASCII, such as 10^-9 and sqrt(2), and all others as they are."""
    runs = groupby(_ROOT.sub(r"\1(\2)", text), key=_mark)
    return "".join(_held(mark, "".join(run)) if mark else "".join(_ASCII.get(c, c) for c in run) for mark, run in runs)


def in_ascii(text: str) -> str:
    """The text without any character that a C locale lacks."""
    return spelt(text).encode("ascii", "backslashreplace").decode()


def _mark(character: str) -> str:
    """What a raised or lowered character stands behind; nothing for any other."""
    sign = _ASCII.get(character, "")
    return sign[0] if sign[1:] and sign[0] in "^_" else ""


def _held(mark: str, run: str) -> str:
    """Raised or lowered characters that follow each other as one exponent or index."""
    inside = "".join(_ASCII[character][1:] for character in run)
    return f"{mark}{inside}" if inside.removeprefix("-").isalnum() else f"{mark}({inside})"


def in_latex(text: str) -> str:
    """The text for LaTeX's text mode: mathematical characters between dollar signs."""
    return "".join(f"${maths}$" if maths else _escaped(words) for words, maths in runs(text))


def in_markdown(text: str) -> str:
    """The text for a paragraph of Markdown, where it stays the text that it is: no emphasis, no link and no HTML."""
    return _MARKS.sub(r"\\\g<0>", text)


def in_formula(text: str) -> str:
    """The text for the inside of a formula, where no dollar sign may stand."""
    return " ".join(maths or rf"\text{{{_escaped(words)}}}" for words, maths in runs(text))


def runs(text: str) -> Iterator[tuple[str, str]]:
    """Words, and runs of mathematical characters as LaTeX has them in formulas, in turn."""
    for mathematical, run in groupby(_LETTER.findall(text), key=lambda letter: bool(_formula(letter))):
        if mathematical:
            yield "", " ".join(_together(map(_formula, run)))
        else:
            yield "".join(run), ""


def _formula(letter: str) -> str:
    """What stands for a mathematical character in a formula; nothing for others."""
    plain, bar = letter[0], letter[1:]
    return rf"\bar{{{_LATEX.get(plain, plain)}}}" if bar else _LATEX.get(plain, "")


def _escaped(words: str) -> str:
    return "".join(_ESCAPED.get(character, character) for character in words)


def _together(signs: Iterable[str]) -> Iterator[str]:
    """Raised and lowered characters that follow each other in one pair of braces, on nothing: a letter is a word."""
    for mark, group in groupby(signs, key=lambda sign: sign[0] if sign[0] in "^_" else ""):
        together = list(group)
        yield f"{{}}{mark}{{{''.join(sign[1:] for sign in together)}}}" if mark else " ".join(together)
