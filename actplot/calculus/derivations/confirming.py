"""Derivations of functions of one variable with their checks; a line that fails is told, or left out."""

from dataclasses import replace

from ...algebra.term import D, walk
from ...algebra.writing.line import to_line
from ...catalogue.kinds.functions import Function
from .checking import check_derivation, first_failure
from .derivation import RULES, Check, Derivation, Step
from .deriving import derive

_FAULT = "could not be checked, which is a fault of actplot"


def confirmed(function: Function, derivation: Derivation) -> tuple[Derivation, Check]:
    """A derivation of a function and its check.

    Where a line of an authored route fails, the derivation by rules takes its place; where one of these fails, it is
    left out if the others lead to the end without it. A remark tells either.
    """
    check = check_derivation(derivation, function)
    failed = first_failure(derivation, check)
    if failed is None:
        return derivation, check
    if derivation.route == RULES:
        return _without_failures(derivation, check, function)
    other, check = confirmed(function, derive(function, RULES, derivation.order))
    remark = f"The line {_line(failed)} of the route {derivation.route} {_FAULT}. This is the derivation by rules."
    return _remarked(other, remark), check


def _without_failures(derivation: Derivation, check: Check, function: Function) -> tuple[Derivation, Check]:
    shorter, shorter_check, left_out = derivation, check, []
    while (failed := first_failure(shorter, shorter_check)) is not None:
        left_out.append(failed)
        shorter = _without(shorter, failed)
        if not _is_whole(shorter):
            return _remarked(derivation, f"The line {_line(left_out[0])} {_FAULT}."), check
        shorter_check = check_derivation(shorter, function)
    lines = " and ".join(map(_line, left_out))
    return _remarked(shorter, f"Left out, as it {_FAULT}: {lines}."), shorter_check


def _without(derivation: Derivation, failed: Step) -> Derivation:
    chains = (
        replace(chain, steps=tuple(step for step in chain.steps if step is not failed)) for chain in derivation.chains
    )
    return replace(derivation, chains=tuple(chains))


def _is_whole(derivation: Derivation) -> bool:
    """Whether every chain leads from its beginning to a line without a derivative to carry out."""
    ends = [chain.steps[-1:] for chain in derivation.chains]
    return all(end and not any(isinstance(node, D) for node in walk(end[0].term)) for end in ends)


def _line(step: Step) -> str:
    return f"{to_line(step.term)} [{step.note}]"


def _remarked(derivation: Derivation, remark: str) -> Derivation:
    return replace(derivation, remarks=(*derivation.remarks, remark))
