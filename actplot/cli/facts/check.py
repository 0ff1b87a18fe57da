"""`actplot check`: closed forms held against finite differences and formulas, claims against what is right."""

from dataclasses import replace
from typing import Any

import click

from ...catalogue.entry import Entry
from ...errors import BadOption
from ...requests.facts.claiming import Asked, Words, asked_of, beside_catalogue
from ..bars import working
from ..completing.of_options import DTYPES
from ..completing.pressing import FunctionType
from ..group import Command
from ..manners import json_option
from ..options import accept_only, names_argument
from ..streams import answer
from ..workers import executor_of, workers_options

SHARE = 0.02  # of the full grid of accuracy: some hundred points


@click.command("check", cls=Command)
@names_argument
@click.option("--all", "everything", is_flag=True, help="Check every function of the catalogue.")
@click.option(
    "--accuracy",
    is_flag=True,
    help="Measure errors in units in the last place (ULP) of each result instead, down to its zeros.",
)
@click.option("--full", is_flag=True, help="With --accuracy: on the full grid, which takes a minute per function.")
@click.option("--derivative", type=FunctionType(), metavar="FUNCTION", help="What is claimed to be the derivative.")
@click.option("--formula", type=FunctionType(), metavar="FORMULA", help="What values and derivative should be.")
@click.option("--dtype", type=DTYPES, metavar="NAME[,NAME]", help="Of claims: float64, float32. [default: float64]")
@workers_options("check")
@json_option
def command(
    names, symbols, variable, derivative, formula, dtype, everything, accuracy, full, jobs, scheduler, as_json
) -> None:
    """Hold closed forms, and what you claim, against finite differences and formulas.

    Of a function it looks at float32, both infinities, zeros and nan, bounds, asymptotes, breaks, the
    slopes that its convention states and its card; of a loss also predictions against targets, and
    reductions. Exits 1 if a point disagrees, or stays undecided away from breaks and edges of the domain.
    A function with default parameters is also checked with unusual ones, which are shown if they fail.
    Functions and losses of vectors are held against their definitions, alone and in arrays, and random
    layers against the mean and variance of many draws.

    With --derivative, it says whether that is the derivative of FUNCTION, and if not, where it is worst and in
    which way. A function in a file is held against finite differences of its values, or against --formula; by
    itself it is asked for values that are lost. FILE.py: with nothing behind it takes all pairs of
    the file: act with dact, act_prime, act_grad or d_act.

    \b
    actplot check gelu elu:0.5 'x*sigmoid(1.702*x)'
    actplot check softmax cross_entropy dropout:0.3
    actplot check --all --jobs 4 --json
    actplot check --accuracy gelu
    actplot check 'x*sigmoid(b*x)' --param b=1.5 --derivative 'sigmoid(b*x)*(1 + b*x*(1 - sigmoid(b*x)))'
    actplot check mine.py:act --derivative mine.py:dact --formula 'x*tanh(softplus(x))' --dtype float64,float32
    actplot check mine.py:
    """
    _refuse_mixed(everything, accuracy, full)
    if not names and not everything:
        raise BadOption("check: name at least one function, such as sigmoid, or give --all. See 'actplot list'.")
    asked = asked_of(Words(names, symbols, variable, derivative, formula, dtype))
    for note in asked.notes:
        click.echo(note, err=True)
    if everything:
        asked = _measured_beside_catalogue(asked) if accuracy else beside_catalogue(asked)
    entries = asked.entries
    with executor_of(scheduler) as executor:
        who = {"jobs": jobs, "executor": executor}
        found = (
            _accuracy(entries, asked, full, as_json, **who) if accuracy else _agreements(entries, asked, as_json, **who)
        )
    texts, passed = found
    answer(texts, "json" if as_json else "text")
    click.get_current_context().exit(0 if passed else 1)


def _refuse_mixed(everything: bool, accuracy: bool, full: bool) -> None:
    """Raise `BadOption` for options that contradict each other."""
    usual = {"names", "functions", "param", "var", "as_json", "jobs", "scheduler"}
    if everything:
        accept_only({*usual, "everything", "accuracy", "full"}, "with --all")
    if accuracy:
        accept_only({*usual, "everything", "accuracy", "full"}, "with --accuracy")
    if full and not accuracy:
        raise BadOption("--full belongs to --accuracy. Give both, or neither.")


def _measured_beside_catalogue(asked: Asked) -> Asked:
    entries = tuple(entry for entry in beside_catalogue(asked).entries if entry.has_curve or entry in asked.entries)
    return replace(asked, entries=entries)


def _accuracy(entries: tuple[Entry, ...], asked: Asked, full: bool, as_json: bool, **who: Any) -> tuple[str, bool]:
    from ...documents import checks
    from ...requests.facts.many_checked import accuracy_of

    if asked.claims:
        one = asked.claims[0].function
        raise BadOption(
            f"check --accuracy: {one} has no formula to be measured against. See 'actplot check {one} --formula …'."
        )
    with working("measuring"):
        found = accuracy_of(entries, 1.0 if full else SHARE, **who)
    text = (checks.accuracy_json if as_json else checks.accuracy_text)(found)
    return text, all(one.passed for one in found)


def _agreements(entries: tuple[Entry, ...], asked: Asked, as_json: bool, **who: Any) -> tuple[str, bool]:
    from ...calculus.checks.claimed.verdicts import judged
    from ...documents import checks
    from ...documents.comparisons import claims
    from ...requests.facts.many_checked import agreements_of

    with working("checking"):
        found = agreements_of(entries, **who)
        judgements = [judged(claim, asked.dtypes) for claim in asked.claims]
    passed = all(one.passed for one in (*found, *judgements))
    if as_json:
        return checks.objects_json([*checks.agreement_objects(found), *map(claims.claim_object, judgements)]), passed
    parts = ([checks.agreement_text(found)] if found else []) + ([claims.claims_text(judgements)] if judgements else [])
    return "\n".join(parts), passed
