"""Some lines of a derivation, or all with gaps to be filled; lines are counted as they are printed, from 1."""

from collections.abc import Collection
from dataclasses import replace

from ..algebra.term import And, Num, Rel, Sym, Term, number, rebuilt, symbols
from .derivations.derivation import Chain, Check, Derivation, Step

DOTS, FEWER_DOTS = Sym("." * 36), "." * 24  # in place of a formula and of a rule: no name, so that nothing reads it
TOO_LONG, DIGITS = 14, 7  # characters of a number that nobody reads to its end, and the digits that are shown
DEFINITION = "definition"


def is_blank(term: Term) -> bool:
    """Whether dots stand in place of a formula."""
    return term == DOTS


def for_readers(term: Term) -> tuple[str, Term]:
    """What a name stands for with no more digits than a reader takes in, and the sign before it."""
    shown = _shortened(term)
    return ("=" if shown == term else "≈"), shown


def _shortened(term: Term) -> Term:
    if not isinstance(term, Num):
        changed = rebuilt(term, _shortened)
        assert not isinstance(changed, Rel | And)
        return changed
    return number(f"{float(term.value):.{DIGITS}g}") if len(term.text) > TOO_LONG else term


def line_count(derivation: Derivation) -> int:
    """How many lines there are: names, what f is where that is told, and all chains."""
    chains = sum(len(chain.steps) for chain in derivation.chains)
    return len(derivation.lets) + derivation.needs_definition + chains


def excerpt(derivation: Derivation, check: Check, first: int, last: int) -> tuple[Derivation, Check]:
    """The lines from one to another, with their checks and with no side conditions and symbols but theirs.

    What is concluded is of all lines.
    """
    wanted = range(first - 1, last)
    names = len(derivation.lets)
    lets = tuple(let for number, let in enumerate(derivation.lets) if number in wanted)
    told = derivation.needs_definition and names in wanted
    start = names + derivation.needs_definition
    chains, checks = [], []
    for chain, lines in zip(derivation.chains, check.lines, strict=True):
        kept = [index for index in range(len(chain.steps)) if start + index in wanted]
        start += len(chain.steps)
        if kept:
            within = slice(kept[0], kept[-1] + 1)
            chains.append(replace(chain, steps=chain.steps[within]))
            checks.append(lines[within])
    shown = replace(derivation, lets=lets, chains=tuple(chains), tells=told)
    shown = replace(shown, symbols=tuple(one for one in derivation.symbols if _occurs(one.name, shown)))
    return shown, replace(check, lines=tuple(checks), of_all=check.conclusion)


def _occurs(name: str, derivation: Derivation) -> bool:
    definition = [derivation.definition] if derivation.needs_definition and derivation.definition is not None else []
    found = {one for term in (*derivation.terms, *definition) for one in symbols(term)}
    return name in found or any(one.partition("_")[0] == name.partition("_")[0] for one in found)


def blanked(derivation: Derivation, lines: Collection[int], *, rules: bool, terms: bool) -> Derivation:
    """The derivation with dots in place of some lines, of all rules or of all formulas that follow from others."""
    names, defined = len(derivation.lets), derivation.needs_definition
    lets = tuple(
        (name, DOTS if number in lines else term) for number, (name, term) in enumerate(derivation.lets, start=1)
    )
    definition = DOTS if defined and names + 1 in lines else derivation.definition
    start = names + defined + 1
    chains: list[Chain] = []
    for chain in derivation.chains:
        steps = [
            _blanked(step, start + index in lines, rules=rules, terms=terms and not _given(step))
            for index, step in enumerate(chain.steps)
        ]
        chains.append(replace(chain, steps=tuple(steps)))
        start += len(steps)
    return replace(derivation, lets=lets, definition=definition, chains=tuple(chains), tells=defined)


def _given(step: Step) -> bool:
    """Whether a line says what is to be differentiated, without which nobody could go on."""
    return step.rules[0].startswith(DEFINITION)


def _blanked(step: Step, whole: bool, *, rules: bool, terms: bool) -> Step:
    """A line with dots; what would tell the answer is left out: reasons, and what the line supposes."""
    if not (whole or rules or terms):
        return step
    term: Term = DOTS if whole or terms else step.term
    if whole or rules:
        return Step(term, (FEWER_DOTS,), why="", bound=step.bound)
    return replace(step, term=term)
