"""Words with mathematical characters in them, for readers that lack these: ASCII and LaTeX's text mode."""

_TABLE = """
′ ' '    ″ '' ''    − - -    · * \\cdot    ≤ <= \\leq    ≥ >= \\geq    ≠ != \\neq    ≈ ~ \\approx    √ sqrt \\surd
² ^2 ^2    ³ ^3 ^3    ⁿ ^n ^n    ᵘ ^u ^u    ᵛ ^v ^v    ⁻ ^- ^-    ˣ x ^x    ᶻ z ^z    ᵐ m ^m    ¹ 1 ^1
½ 1/2 \\tfrac12    ± +- \\pm    ∞ inf \\infty    … ... \\dots    σ sigma \\sigma    Φ Phi \\Phi    φ phi \\varphi
α alpha \\alpha    β beta \\beta    γ gamma \\gamma    δ delta \\delta    ε epsilon \\epsilon    λ lambda \\lambda
μ mu \\mu    θ theta \\theta    π pi \\pi
"""  # each character, in ASCII, in LaTeX
_WORDS = _TABLE.split()
_ASCII = dict(zip(_WORDS[::3], _WORDS[1::3], strict=True))
_LATEX = dict(zip(_WORDS[::3], _WORDS[2::3], strict=True))


def in_ascii(text: str) -> str:
    """The text without any character that a C locale lacks."""
    spelt = "".join(_ASCII.get(character, character) for character in text)
    return spelt.encode("ascii", "replace").decode()


def in_latex(text: str) -> str:
    """The text for LaTeX's text mode: mathematical characters between dollar signs."""
    escaped = "".join(f"\\{character}" if character in "&%$#_{}" else character for character in text)
    escaped = escaped.replace("^", r"\^{}")
    return "".join(f"${_LATEX[character]}$" if character in _LATEX else character for character in escaped)
