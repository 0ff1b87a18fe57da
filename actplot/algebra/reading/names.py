"""The words of the formula language: functions with their arity, constants, Greek letters."""

ARITY: dict[str, tuple[int, int | None]] = {
    **dict.fromkeys(("exp", "expm1", "log", "log1p", "log2", "log10", "sqrt", "abs", "sign"), (1, 1)),
    **dict.fromkeys(("sin", "cos", "tan", "asin", "acos", "atan"), (1, 1)),
    **dict.fromkeys(("sinh", "cosh", "tanh", "asinh", "acosh", "atanh"), (1, 1)),
    **dict.fromkeys(("erf", "erfc", "sigmoid", "softplus", "relu6", "Phi", "phi"), (1, 1)),
    **dict.fromkeys(("floor", "ceil", "round", "trunc", "cbrt"), (1, 1)),
    **dict.fromkeys(("mod", "fmod"), (2, 2)),
    "heaviside": (1, 2),
    "max": (2, None),
    "min": (2, None),
    "clip": (3, 3),
    "where": (3, 3),
}
OTHER_SPELLINGS = {
    "ln": "log",
    "sigma": "sigmoid",
    "arcsin": "asin",
    "arccos": "acos",
    "arctan": "atan",
    "arcsinh": "asinh",
    "arccosh": "acosh",
    "arctanh": "atanh",
}
CONSTANTS = ("e", "pi")
KEYWORDS = ("and", "or", "not", "if", "else")
NEVER_VARIABLES = ("f", "g", "h")  # f(x) is an unknown function, not the product of f and x

_SMALL = (
    *("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu"),
    *("nu", "xi", "omicron", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega"),
)
GREEK_NAMES = frozenset(_SMALL) | {name.capitalize() for name in _SMALL}
GREEK_LETTERS = {
    **dict(zip("αβγδεζηθικλμνξοπρστυφχψω", _SMALL, strict=True)),
    **{c: name.capitalize() for c, name in zip("ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ", _SMALL, strict=True)},
    "ϕ": "phi",
    "ϵ": "epsilon",
    "ϑ": "theta",
    "ς": "sigma",
    "µ": "mu",  # the micro sign, which keyboards have
}


def function_name(name: str) -> str | None:
    """The canonical name of a function of the language itself, or None."""
    name = OTHER_SPELLINGS.get(name, name)
    return name if name in ARITY else None


def is_symbol(name: str) -> bool:
    """Whether a name is a symbol without being declared: one letter, a Greek one, or either with an index."""
    letter, underscore, index = name.partition("_")
    return (len(letter) == 1 or letter in GREEK_NAMES) and bool(index.isalnum() if underscore else letter)
