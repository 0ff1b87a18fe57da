"""The rules of differentiation: the table of derivatives, and one sentence on each rule for those who ask why."""

from collections.abc import Sequence
from functools import cache

from ..reading.parser import parse
from ..term import Term, substituted

_ROUNDING = ("floor", "ceil", "round", "trunc")

# Derivatives of the functions of the language, in u.
TABLE: dict[str, str] = {
    "exp": "exp(u)",
    "expm1": "exp(u)",
    "log": "1/u",
    "log1p": "1/(1 + u)",
    "log2": "1/(u*log(2))",
    "log10": "1/(u*log(10))",
    "sqrt": "1/(2*sqrt(u))",
    "abs": "sign(u)",
    "sign": "0",
    "heaviside": "0",
    **dict.fromkeys(_ROUNDING, "0"),
    "cbrt": "1/(3*cbrt(u)^2)",
    "sin": "cos(u)",
    "cos": "-sin(u)",
    "tan": "1 + tan(u)^2",
    "asin": "1/sqrt(1 - u^2)",
    "acos": "-1/sqrt(1 - u^2)",
    "atan": "1/(1 + u^2)",
    "sinh": "cosh(u)",
    "cosh": "sinh(u)",
    "tanh": "1 - tanh(u)^2",
    "asinh": "1/sqrt(1 + u^2)",
    "acosh": "1/sqrt(u^2 - 1)",
    "atanh": "1/(1 - u^2)",
    "erf": "2/sqrt(pi)*exp(-u^2)",
    "erfc": "-2/sqrt(pi)*exp(-u^2)",
    "sigmoid": "sigmoid(u)*(1 - sigmoid(u))",
    "softplus": "sigmoid(u)",
    "Phi": "phi(u)",
    "phi": "-u*phi(u)",
}

# What functions of two arguments stand for, in u and v.
MEANINGS: dict[str, str] = {"mod": "u - v*floor(u/v)", "fmod": "u - v*trunc(u/v)"}

# What a reader calls a rule; those not listed are "derivative of NAME".
_NAMES = {
    "exp": "exponential rule",
    "log": "derivative of ln",
    "sqrt": "derivative of the root",
    "abs": "derivative of |u|",
    "sigmoid": "σ′ = σ·(1 − σ)",
    "tanh": "tanh′ = 1 − tanh²",
    "softplus": "softplus′ = σ",
    "Phi": "Φ′ = φ",
    "phi": "φ′(u) = −u·φ(u)",
    "sign": "sign is constant",
    "heaviside": "step is constant",
    **{name: f"{name} is constant" for name in _ROUNDING},
}

COMBINED = "combine and factor"  # the last line of a derivation by rules

REASONS: dict[str, str] = {
    "definition": "This is the function whose derivative is asked for.",
    "quotient rule": "(u/v)′ = (u′·v − u·v′)/v².",
    "reciprocal rule": "(1/v)′ = −v′/v², the quotient rule with a constant above.",
    "product rule": "(u·v)′ = u′·v + u·v′.",
    "power rule": "(uⁿ)′ = n·uⁿ⁻¹·u′.",
    "chain rule": "The derivative of the outer function at the inner one, times the derivative of the inner one.",
    "sum rule": "The derivative of a sum is the sum of the derivatives.",
    "exponential rule": "The exponential is its own derivative, times the derivative of its exponent.",
    "general power rule": "uᵛ = e^(v·ln u), so (uᵛ)′ = uᵛ·(v·ln u)′.",
    "derivative of ln": "ln′(u) = 1/u.",
    "derivative of the root": "(√u)′ = 1/(2·√u).",
    "derivative of |u|": "The slope of |u| is −1 left of 0 and 1 right of it, which is sign(u).",
    "sign is constant": "sign takes one value on each side of 0, so its slope there is 0.",
    **{
        f"{name} is constant": f"Between two jumps {name} takes one value, so its slope there is 0."
        for name in _ROUNDING
    },
    "step is constant": "A step takes one value on each side of 0, so its slope there is 0.",
    "σ′ = σ·(1 − σ)": "The derivative of the sigmoid is written in terms of the sigmoid itself.",
    "tanh′ = 1 − tanh²": "The derivative of tanh is written in terms of tanh itself.",
    "softplus′ = σ": "The derivative of softplus, ln(1 + eᵘ), is the sigmoid.",
    "Φ′ = φ": "The derivative of the normal distribution function is the normal density.",
    "φ′(u) = −u·φ(u)": "The density is e^(−u²/2)/√(2π), so the chain rule brings down −u.",
    "derivative of erf": "erf is defined by its derivative, 2/√π·e^(−u²).",
    "piece by piece": "Inside each piece the function is the formula of that piece alone.",
    "write the pieces": "A maximum or minimum is one formula on each side of the point where its arguments are equal.",
    "put the pieces together": "One list of pieces says the same, without pieces that cannot occur.",
    "add and subtract 1": "Nothing changes, but the denominator appears above the line.",
    "split the fraction": "Each term above the line gets the denominator of its own, and one factor cancels.",
    "cancel": "A factor above and below the line is left out.",
    "recognise f": "The fraction is the function itself.",
    "recognise σ": "1/(1 + e^(−u)) is the sigmoid of u.",
    "substitute": "The side calculation is put in.",
    "collect": "Terms with the same factor are put together.",
    "common denominator": "Both fractions are written over the product of their denominators.",
    "name the inner function": "A name for the inner function keeps the lines short.",
    "recognise named parts": "A part of the formula is a function with a name and a known derivative.",
    "simplify": "Arithmetic alone: like terms, equal factors, signs.",
    "in terms of f": "The result holds f itself, so the value of f gives the slope at no further cost.",
    "in terms of named functions": "The same function, written with parts that have names.",
    "derivative of a constant": "A constant does not change, so its slope is 0.",
    "derivative of x": "The variable changes as fast as itself.",
    COMBINED: "Terms are put over one denominator; factors that they share stand in front, or cancel.",
    "constant factors and sums": "The slope of x is 1, a constant factor stays, and a constant summand has none.",
    "first derivative": "Without --order 2 its derivation is shown line by line.",
    "f′ from above": "The first derivative is known already.",
    "remaining rules": "The rules used so far are applied until no derivative is left.",
}


def rule_name(function: str) -> str:
    """What a reader calls the rule for a function of the table."""
    return _NAMES.get(function, f"derivative of {function}")


def reason(rule: str) -> str:
    """One sentence on a rule; for a rule that names a function, one that says so."""
    if rule in REASONS:
        return REASONS[rule]
    if rule.startswith("derivative of ") and rule.removeprefix("derivative of ") in TABLE:
        return "A derivative from the table of elementary functions."
    if rule.startswith("definition of "):
        return "The function is written out."
    return ""


@cache
def _outer(function: str) -> Term:
    return parse(TABLE[function])


def meaning(function: str, arguments: Sequence[Term]) -> Term:
    """What a function of two arguments stands for."""
    return substituted(_meaning(function), dict(zip("uv", arguments, strict=True)))


@cache
def _meaning(function: str) -> Term:
    return parse(MEANINGS[function])


def outer_derivative(function: str, argument: Term) -> Term:
    """The derivative of a function of the table, at an argument."""
    return substituted(_outer(function), {"u": argument})
