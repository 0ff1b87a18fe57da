"""Words with mathematical characters in them, for readers that lack these: ASCII and LaTeX's text mode."""

from ..algebra.writing.notation import LETTERS, LOWERED, RAISED

_TABLE = """
′ ' '    ″ '' ''    − - -    · * \\cdot    ≤ <= \\leq    ≥ >= \\geq    ≠ != \\neq    ≈ ~ \\approx    √ sqrt \\surd
ˣ x ^x    ᶻ z ^z    ᵐ m ^m    ¹ 1 ^1    φ phi \\varphi
½ 1/2 \\tfrac12    ± +- \\pm    ∞ inf \\infty    … ... \\dots
"""  # each character, in ASCII, in LaTeX
_WORDS = _TABLE.split()
_SMALL = {
    small: mark + usual.replace("−", "-")
    for table, mark in ((RAISED, "^"), (LOWERED, "_"))
    for usual, small in table.items()
}
_ASCII = {**{letter: name for name, letter in LETTERS.items()}, **_SMALL}
_LATEX = {**{letter: f"\\{name}" for name, letter in LETTERS.items()}, **_SMALL}
_ASCII.update(zip(_WORDS[::3], _WORDS[1::3], strict=True))
_LATEX.update(zip(_WORDS[::3], _WORDS[2::3], strict=True))


def in_ascii(text: str) -> str:
    """The text without any character that a C locale lacks."""
    spelt = "".join(_ASCII.get(character, character) for character in text)
    return spelt.encode("ascii", "replace").decode()


def in_latex(text: str) -> str:
    """The text for LaTeX's text mode: mathematical characters between dollar signs."""
    escaped = "".join(f"\\{character}" if character in "&%$#_{}" else character for character in text)
    escaped = escaped.replace("^", r"\^{}")
    return "".join(f"${_LATEX[character]}$" if character in _LATEX else character for character in escaped)
