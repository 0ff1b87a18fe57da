"""The words for traits of functions, what they mean, and which of them says more than another."""

from collections.abc import Sequence

from ...errors import UnknownName, quoted, suggestion

NOT = "not-"
TRAITS = {  # what each one means
    "odd": "f(−x) = −f(x)",
    "even": "f(−x) = f(x)",
    "monotone": "never falls, or never rises",
    "increasing": "never falls",
    "decreasing": "never rises",
    "convex": "never below a tangent",
    "concave": "never above a tangent",
    "bounded": "within two finite values",
    "bounded-below": "never below a finite value",
    "bounded-above": "never above a finite value",
    "saturating": "tends to a constant on both sides",
    "nonnegative": "never below 0",
    "zero-centred": "mean 0 over standard normal inputs",
    "lipschitz": "|f′| is bounded and f does not jump",
    "continuous": "without jumps",
    "differentiable": "without jumps and kinks",
    "smooth": "one piece, infinitely often differentiable",
}
_SPELLINGS = {"zerocentered": "zero-centred", "nondecreasing": "increasing", "nonincreasing": "decreasing"}
_IMPLIES = {
    "bounded": ("bounded-below", "bounded-above"),
    "nonnegative": ("bounded-below",),
    "increasing": ("monotone",),
    "decreasing": ("monotone",),
    "smooth": ("differentiable", "continuous"),
    "differentiable": ("continuous",),
    "lipschitz": ("continuous",),
}


def read_traits(text: str) -> tuple[str, ...]:
    """The traits of a text such as `monotone,not-bounded`. Raises `UnknownName`."""
    return tuple(_trait(word.strip()) for word in text.split(","))


def _trait(word: str) -> str:
    plain = {_folded(name): name for name in TRAITS} | _SPELLINGS
    negated = word.lower().startswith((NOT, "not_", "not ", "non-")) and _folded(word) not in plain
    folded = _folded(word[4:] if negated else word)
    if folded not in plain:
        near = suggestion(word, TRAITS)
        raise UnknownName(f"unknown trait {quoted(word)}.{near} Traits: {', '.join(TRAITS)}, each also as not-….")
    return NOT + plain[folded] if negated else plain[folded]


def _folded(word: str) -> str:
    return word.lower().replace("-", "").replace("_", "").replace(" ", "")


def telling(traits: Sequence[str], known: Sequence[str] = ()) -> tuple[str, ...]:
    """The traits without those that another one implies, or one that is known already."""
    implied = {weaker for trait in (*traits, *known) for weaker in _IMPLIES.get(trait, ())}
    return tuple(trait for trait in traits if trait not in implied)
