"""How mathematics is written: Greek letters, names of functions, raised and lowered characters, binding strengths."""

from collections.abc import Sequence

from ..reading.names import GREEK_LETTERS
from ..term import Add, Call, D, Div, Fold, Mul, Neg, Num, Pow, Sym, Term

# How strongly the parts of a formula hold together; weaker ones get parentheses.
SUM, MINUS, QUOTIENT, PRODUCT, POWER, ATOM = range(6)

LETTERS = {name: letter for letter, name in reversed(GREEK_LETTERS.items())}  # alpha → α
FUNCTIONS = {"sigmoid": "σ", "Phi": "Φ", "phi": "φ", "log": "ln", "log2": "log₂", "log10": "log₁₀"}
RAISED = dict(zip("0123456789+−()nxabektpyzmrsuvwjdcfghlo", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿˣᵃᵇᵉᵏᵗᵖʸᶻᵐʳˢᵘᵛʷʲᵈᶜᶠᵍʰˡᵒ", strict=True))
LOWERED = dict(zip("0123456789ijnkmtxrlpsaeo=", "₀₁₂₃₄₅₆₇₈₉ᵢⱼₙₖₘₜₓᵣₗₚₛₐₑₒ₌", strict=True))
SQUARED = ("sin", "cos", "tan", "sinh", "cosh", "tanh", "sigmoid", "Phi", "phi", "f")
ROUNDED = {"floor": "⌊⌋", "ceil": "⌈⌉"}  # written between brackets
UNNAMED = ("exp", "abs", "sqrt", "cbrt", *ROUNDED)  # functions that are written by a sign
NAMED_FOLDS = ("max", "min")  # written like functions, others by a sign
SIGNS = {"-": "−", "*": "·", "<=": "≤", ">=": "≥", "!=": "≠", "==": "="}


def strength(term: Term) -> int:
    """How strongly a formula holds together in one line."""
    match term:
        case Add():
            return SUM
        case Neg():
            return MINUS
        case Div() | D(partial=True):
            return QUOTIENT
        case Mul() | Fold():
            return PRODUCT
        case Pow():
            return POWER
        case D() | Call(
            "exp" | "sqrt" | "cbrt", _, _
        ):  # an exponent would seem to belong to what is inside, or to the prime
            return POWER
        case Num(_, text) if "e" in text.lower():  # written as 1·10⁻⁵
            return POWER
    return ATOM


def raised(text: str) -> str | None:
    """The text in superscript characters, or None where one is missing."""
    found = [RAISED.get(character) for character in text]
    return None if None in found or not found else "".join(found)


def lowered(text: str) -> str | None:
    """The text in subscript characters, or None where one is missing."""
    found = [LOWERED.get(character) for character in text]
    return None if None in found or not found else "".join(found)


def in_unicode(sign: str) -> str:
    """A sign of the formula language as mathematics has it, with the spaces around it."""
    bare = sign.strip()
    return sign.replace(bare, SIGNS.get(bare, bare))


def is_blank(name: str) -> bool:
    """Whether a symbol stands for a formula that is left out: a line of dots."""
    return not name.strip(".")


def split_name(name: str) -> tuple[str, str]:
    """A symbol's letter and index: y_i is y with the index i, pos_weight is a word."""
    letter, underscore, index = name.partition("_")
    if underscore and (len(letter) == 1 or letter in LETTERS):
        return letter, index
    return name, ""


def split_number(text: str) -> tuple[str, str]:
    """The mantissa and the decimal exponent of a number's text, the exponent empty where there is none."""
    mantissa, _, exponent = text.lower().partition("e")
    return mantissa, exponent.lstrip("+")


def primed(term: D, names: bool = False) -> tuple[Call | Sym, int] | None:
    """What a prime can stand on without parentheses, f(x), a symbol or any named function, and how many primes."""
    count, inner = 1, term.operand
    while isinstance(inner, D) and not inner.partial:
        count, inner = count + 1, inner.operand
    if isinstance(inner, Sym) or (isinstance(inner, Call) and inner.name == "f"):
        return inner, count
    if names and isinstance(inner, Call) and inner.name not in UNNAMED and inner.args == (Sym(term.variable),):
        return inner, count  # of another argument the prime would be that of the function alone
    return None


def is_partial(term: Term) -> bool:
    """Whether a term is written with a ∂."""
    return isinstance(term, D) and term.partial


def with_strengths(factors: Sequence[Term]) -> list[tuple[Term, int]]:
    """Factors and how strongly each must hold together: ∂u/∂z and a Σ behind all others need no parentheses."""
    *others, last = factors
    pairs = [(factor, QUOTIENT if is_partial(factor) else POWER) for factor in others]
    return [*pairs, (last, QUOTIENT if is_partial(last) or isinstance(last, Fold) else POWER)]


def squared_call(term: Pow) -> bool:
    """Whether a power is written behind the name of its function, as in tanh²(x)."""
    base, exponent = term.base, term.exponent
    return isinstance(base, Call) and base.name in SQUARED and isinstance(exponent, Num) and exponent.text.isdigit()
