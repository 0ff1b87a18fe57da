"""The lines of a derivation as records and as JSON, each with its rule and to how many digits it was checked."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from ..algebra.term import Call, Sym, Term
from ..algebra.writing.latex import to_latex
from ..algebra.writing.line import to_line
from ..algebra.writing.source import to_text
from ..calculus.derivations.derivation import Chain, Check, Derivation, LineCheck


@dataclass(frozen=True)
class DerivedLine:
    """A line of a derivation: both sides, and how the right one follows from the line above."""

    left: str
    relation: str  # = or ≈
    right: str
    rule: str  # in words; empty where a line begins
    why: str  # in a sentence
    latex: str  # of the whole line
    source: str  # of the right side, in the language of formulas
    digits: int | None = None  # to which it equals the line above; None where there is none
    points: int | None = None  # at which that was looked at

    def __str__(self) -> str:
        return f"{self.left} {self.relation} {self.right}".strip()


def lines_of(derivation: Derivation, check: Check) -> tuple[DerivedLine, ...]:
    """What names stand for, what f is where no line shows it, and the lines of all chains."""
    named = [_named(Sym(name), term) for name, term in derivation.lets]
    if derivation.needs_definition and derivation.definition is not None:
        named.append(_named(Call("f", (Sym(derivation.variable),)), derivation.definition))
    chains = zip(derivation.chains, check.lines, strict=True)
    return (*named, *(line for chain, checks in chains for line in _of_chain(chain, checks)))


def _named(left: Term, right: Term) -> DerivedLine:
    return _line(left, "=", right)


def _line(left: Term | None, relation: str, right: Term, rule: str = "", why: str = "") -> DerivedLine:
    sign = {"=": "=", "≈": r"\approx"}[relation]
    latex = f"{to_latex(left) if left else ''} {sign} {to_latex(right)}".strip()
    return DerivedLine(to_line(left) if left else "", relation, to_line(right), rule, why, latex, to_text(right))


def _of_chain(chain: Chain, checks: tuple[LineCheck, ...]) -> Iterator[DerivedLine]:
    for index, (step, checked) in enumerate(zip(chain.steps, checks, strict=False)):
        line = _line(None if index else chain.left, step.relation, step.term, step.note, step.why)
        yield _checked(line, checked)


def _checked(line: DerivedLine, checked: LineCheck) -> DerivedLine:
    return DerivedLine(**{**asdict(line), "digits": checked.digits, "points": checked.points})


def derivation_object(derivation: Derivation, check: Check) -> dict[str, Any]:
    """The derivation for JSON."""
    return {
        "heading": derivation.heading,
        "route": derivation.route,
        "routes": list(derivation.routes),
        "order": derivation.order,
        "lines": [asdict(line) for line in lines_of(derivation, check)],
        "symbols": {symbol.name: symbol.meaning for symbol in derivation.symbols},
        "remarks": list(derivation.remarks),
        "conditions": [{"rule": rule, "condition": to_line(given)} for rule, given in derivation.conditions],
        "checked": check.conclusion,
        "digits": check.digits,
    }
