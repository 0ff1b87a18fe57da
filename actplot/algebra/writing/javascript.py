"""A tree to a function of JavaScript, for pages that draw curves themselves."""

import json
import math
import re
from collections import Counter
from collections.abc import Collection, Sequence

from ...errors import ActplotError
from ..term import (
    Add,
    And,
    Call,
    Cases,
    Condition,
    D,
    Div,
    Fold,
    Mul,
    Neg,
    Num,
    Pow,
    Rel,
    Sym,
    Term,
    children,
)

LONGEST = 200_000  # characters of a function that a page is given
POSITIVE_POWER = "_positive_power"
_CONSTANTS = {"e": "Math.E", "pi": "Math.PI"}
_SIGNS = {"==": "===", "!=": "!=="}
_BUILT_IN = (  # what Math has; the others are of the page, under their names in the language
    *("exp", "expm1", "log", "log1p", "log2", "log10", "sqrt", "abs", "sign", "sin", "cos", "tan", "asin", "acos"),
    *("atan", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "floor", "ceil", "trunc", "cbrt", "max", "min"),
)
PROVIDED = (  # by actplot/site/static/kernels.js
    *("erf", "erfc", "sigmoid", "softplus", "Phi", "phi", "relu6", "round", "mod", "fmod", "heaviside", "clip"),
    *("_sech2", "_sigmoid_slope", "_log_cosh", "_logaddexp", POSITIVE_POWER),
)
CHOICE, EITHER, SAME, SUM, PRODUCT, SIGNED, ATOM = range(7)  # how strongly operators bind
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
Written = tuple[str, int]  # a text, and how strongly it holds together


class NoScript(ActplotError):
    """A term that JavaScript cannot compute."""


def to_javascript(term: Term, parameters: Collection[str], variable: str = "x") -> str:
    """An arrow function of the variable and an object of parameters, as its compiled NumPy computes it.

    What stands in the term several times is computed once. Raises `NoScript` for what has no such function.
    """
    body = _Body(term, parameters, variable)
    lines = [f"const {name} = {text};" for name, text in body.named]
    text = f"(x, p) => {{ {' '.join(lines)} return {body.result}; }}" if lines else f"(x, p) => {body.result}"
    if len(text) > LONGEST:
        raise NoScript(f"a formula of {len(text)} characters is too long for a page")
    return text


class _Body:
    """The expressions of a function: what occurs once is written where it stands, else it gets a name."""

    def __init__(self, term: Term, parameters: Collection[str], variable: str):
        self.parameters, self.variable = parameters, variable
        self.known: dict[int, int] = {}  # the numbers of nodes, by their addresses
        self.numbers: dict[tuple, int] = {}  # and by what they are
        self.nodes: list[tuple[Term | Condition, tuple[int, ...]]] = []
        self.uses: Counter[int] = Counter()
        self.named: list[tuple[str, str]] = []
        root = self.number(term)
        self.texts: dict[int, Written] = {}
        for index in range(len(self.nodes)):
            self.texts[index] = self.written(index)
        self.result = self.texts[root][0]

    def number(self, node: Term | Condition) -> int:
        """The place of a node among those that differ, behind its parts."""
        if (found := self.known.get(id(node))) is not None:
            return found
        parts = tuple(map(self.number, children(node)))
        key = (type(node), self.own(node), parts)
        if key not in self.numbers:
            self.numbers[key] = len(self.nodes)
            self.nodes.append((node, parts))
            self.uses.update(parts)
            self.uses.update(_again(node, parts))
        self.known[id(node)] = self.numbers[key]
        return self.numbers[key]

    def own(self, node: Term | Condition) -> object:
        """What tells a node from another one with the same parts."""
        match node:
            case Num(value, _):
                return value
            case Sym(name) | Call(name):
                return name
            case Rel(sign, _, _):
                return sign
            case D() | Fold():
                raise NoScript("a derivative that is not carried out is no function of a page")
        return None

    def written(self, index: int) -> Written:
        node, parts = self.nodes[index]
        text, strength = self.text(node, [self.texts[part] for part in parts])
        if self.uses[index] < 2 or isinstance(node, Num | Sym | Rel | And):
            return text, strength
        name = f"t{len(self.named)}"
        self.named.append((name, text))
        return name, ATOM

    def text(self, node: Term | Condition, parts: Sequence[Written]) -> Written:
        match node:
            case Num():
                return _literal(node), ATOM
            case Sym(name):
                return self.symbol(name), ATOM
            case Neg():
                return f"-{_held(parts[0], ATOM)}", SIGNED
            case Add():
                return _sum(parts), SUM
            case Mul():
                return " * ".join([_held(parts[0], PRODUCT), *(_held(one, SIGNED) for one in parts[1:])]), PRODUCT
            case Div():
                return f"{_held(parts[0], PRODUCT)} / {_held(parts[1], SIGNED)}", PRODUCT
            case Pow(_, Num(value, _)) if value == 2:
                return f"{_held(parts[0], SIGNED)} * {_held(parts[0], SIGNED)}", PRODUCT
            case Pow():
                return f"Math.pow({parts[0][0]}, {parts[1][0]})", ATOM
            case Call(name):
                return f"{_function(name)}({', '.join(text for text, _ in parts)})", ATOM
            case Rel(sign, _, _):
                return f"{_held(parts[0], SUM)} {_SIGNS.get(sign, sign)} {_held(parts[1], SUM)}", SAME
            case And():
                return " && ".join(_held(one, SAME) for one in parts), EITHER
            case Cases(pieces):
                return self.cases(pieces, parts), CHOICE
        raise NoScript(f"a page cannot compute {type(node).__name__}")

    def symbol(self, name: str) -> str:
        if name == self.variable:
            return "x"
        if name not in self.parameters:
            if name not in _CONSTANTS:
                raise NoScript(f"{name} has no value")
            return _CONSTANTS[name]
        return f"p.{name}" if _WORD.fullmatch(name) else f"p[{json.dumps(name)}]"

    def cases(self, pieces: Sequence[tuple[Term, Condition | None]], parts: Sequence[Written]) -> str:
        """The first piece whose condition holds; no number where a condition cannot be decided."""
        waiting, text = iter(parts), []
        for _, condition in pieces:
            if condition is None:
                text.append(_held(next(waiting), EITHER))
                continue
            when, piece = next(waiting), next(waiting)
            for side in _doubtful(condition):
                text.append(f"Number.isNaN({self.texts[self.number(side)][0]}) ? NaN : ")
            text.append(f"{_held(when, EITHER)} ? {_held(piece, EITHER)} : ")
        return "".join(text)


def _again(node: Term | Condition, parts: Sequence[int]) -> Sequence[int]:
    """The parts that are written a second time where the node is."""
    match node:
        case Pow(_, Num(value, _)) if value == 2:
            return parts[:1]
        case Rel():
            return parts if any(True for _ in _doubtful(node)) else ()
    return ()


def _doubtful(condition: Condition) -> Sequence[Term]:
    """The sides of comparisons that may be no number."""
    relations = condition.args if isinstance(condition, And) else (condition,)
    return [side for one in relations for side in (one.left, one.right) if not _is_number(side)]


def _is_number(term: Term) -> bool:
    """Whether a term plainly is a number wherever the variable is."""
    match term:
        case Num() | Sym():
            return True
        case Neg() | Add() | Mul() | Call("abs" | "max" | "min" | "clip"):
            return all(map(_is_number, children(term)))
    return False


def _literal(number: Num) -> str:
    try:
        value = float(number.value)
    except OverflowError:
        value = math.inf
    if math.isinf(value):
        return "Infinity"
    return str(int(value)) if value.is_integer() and value < 1e15 else repr(value)


def _sum(parts: Sequence[Written]) -> str:
    """A term with a minus sign in front of it is taken away."""
    text = _held(parts[0], SUM)
    for part, strength in parts[1:]:
        taken = strength == SIGNED and part.startswith("-")
        text += f" - {part[1:]}" if taken else f" + {_held((part, strength), PRODUCT)}"
    return text


def _held(written: Written, strength: int) -> str:
    text, own = written
    return text if own >= strength else f"({text})"


def _function(name: str) -> str:
    if name in _BUILT_IN:
        return f"Math.{name}"
    if name in PROVIDED:
        return f"kernels.{name.removeprefix('_')}"
    raise NoScript(f"a page has no function {name}")
