"""`actplot check`: closed forms held against finite differences, formulas and definitions."""

import click

from ...calculus.subjects import subject
from ...catalogue import registry
from ...catalogue.entry import Entry
from ...catalogue.kinds.functions import USERS
from ...errors import BadOption, quoted, suggestion
from ...progress import counted
from ...spec.specs import get
from ..bars import working
from ..group import Command
from ..options import functions_argument
from ..streams import answer

SHARE = 0.02  # of the full grid of accuracy: some hundred points


@click.command("check", cls=Command)
@functions_argument(*registry.KINDS, *USERS)
@click.option("--all", "everything", is_flag=True, help="Check every function of the catalogue.")
@click.option(
    "--accuracy",
    is_flag=True,
    help="Measure errors in units in the last place (ULP) of each result instead, down to its zeros.",
)
@click.option("--full", is_flag=True, help="With --accuracy: on the full grid, which takes a minute per function.")
@click.option(
    "--derivative",
    "derivatives",
    metavar="FUNCTION",
    help="What is said to be the derivative.",
)
@click.option("--formula", "formulas", metavar="FORMULA", help="What values and derivative should be.")
@click.option("--dtype", "dtypes", metavar="NAME[,NAME]", help="Of a claim: float64, float32.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, with all digits.")
def command(
    functions: tuple[Entry, ...],
    everything: bool,
    accuracy: bool,
    full: bool,
    derivatives: str | None,
    formulas: str | None,
    dtypes: str | None,
    as_json: bool,
) -> None:
    """Hold closed forms against finite differences and formulas.

    Of a function it looks at float32, both infinities, zeros and nan, bounds, asymptotes, breaks, the
    slopes that its convention states and its card; of a loss also predictions against targets, and
    reductions. Exits 1 if a point disagrees, or stays undecided away from breaks and edges of the domain.
    A function with default parameters is also checked with unusual ones, which are shown if they fail.
    Functions and losses of vectors are held against their definitions, alone and in arrays, and random
    layers against the mean and variance of many draws.

    \b
    actplot check gelu elu:0.5 'x*sigmoid(1.702*x)'
    actplot check softmax cross_entropy dropout:0.3
    actplot check --all --json
    actplot check --accuracy gelu
    actplot check mine.py:act --derivative mine.py:dact --formula 'x*tanh(softplus(x))'
    """
    from ...calculus.checks.accuracy import measure_all
    from ...documents import checks

    if derivatives or formulas or dtypes or any(function.by_values_alone for function in functions):
        return _check_claims(functions, derivatives, formulas, dtypes, as_json)
    if not functions and not everything:
        raise BadOption("check: name at least one function, such as sigmoid, or give --all. See 'actplot list'.")
    if full and not accuracy:
        raise BadOption("--full belongs to --accuracy. Give both, or neither.")
    asked = _asked(functions, accuracy) if everything else functions
    if accuracy:
        with working("measuring"):
            found = measure_all(asked, 1.0 if full else SHARE)
        text = (checks.accuracy_json if as_json else checks.accuracy_text)(found)
    else:
        with working("checking"):
            found = [agreement for function in counted(asked) for agreement in subject(function).agreements()]
        text = (checks.agreement_json if as_json else checks.agreement_text)(found)
    answer(text, "json" if as_json else "text")
    click.get_current_context().exit(0 if all(one.passed for one in found) else 1)


def _asked(functions: tuple[Entry, ...], accuracy: bool) -> list[Entry]:
    """What the catalogue has for such a check, and what was named beside."""
    catalogue = [entry for entry in map(get, registry.names()) if entry.has_curve or not accuracy]
    return [*catalogue, *(function for function in functions if function not in catalogue)]


def _check_claims(
    functions: tuple[Entry, ...], derivative: str | None, formula: str | None, dtypes: str | None, as_json: bool
) -> None:
    from ...calculus.checks.claims import DTYPES, Claim, judged_claims
    from ...documents.comparisons.claims import claims_json, claims_text

    if len(functions) != 1 and (derivative or formula):
        raise BadOption(f"check: --derivative and --formula are said of one function; got {len(functions)}.")
    wanted = tuple(dict.fromkeys((dtypes or "float64").split(",")))
    for name in wanted:
        if name not in DTYPES:
            raise BadOption(f"--dtype: unknown {quoted(name)}.{suggestion(name, DTYPES)} Allowed: {', '.join(DTYPES)}.")
    claims = [Claim(one, derivative and get(derivative), formula and get(formula)) for one in functions]
    judged = [(claim, judged_claims(claim, wanted)) for claim in claims]
    answer((claims_json if as_json else claims_text)(judged), "json" if as_json else "text")
    click.get_current_context().exit(0 if all(row.passed for _, rows in judged for row in rows) else 1)
