"""`actplot diff`: how two functions differ."""

import click

from ...catalogue.kinds.functions import USERS, Function
from ...catalogue.registry import ELEMENTWISE
from ...errors import BadOption
from ...requests.grammar.kinds import Number, Range
from ..group import Command
from ..options import functions_argument
from ..streams import answer

USUAL = (-10.0, 10.0)


@click.command("diff", cls=Command)
@functions_argument(*ELEMENTWISE, *USERS)
@click.option("--range", "ends", nargs=2, metavar="LO HI", help="Where they are compared. [default: -10 10]")
@click.option("--tolerance", metavar="T", help="Exit 1 if the values are farther apart than this.")
@click.option("--order", type=click.Choice(["0", "1"]), default="0", help="With --tolerance: 1 for the slopes too.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, with all digits.")
def command(functions: tuple[Function, ...], ends, tolerance: str | None, order: str, as_json: bool) -> None:
    """Say how two functions differ.

    The largest difference of values and of first derivatives and where they are, where the functions cross, and what
    becomes of the difference far out.

    \b
    actplot diff gelu gelu_tanh
    actplot diff silu 'x/(1+exp(-x))' --tolerance 1e-12
    """
    from ...calculus.curves.differing import apart
    from ...documents.comparisons.differing import apart_json, apart_text, exceeded

    if len(functions) != 2:
        raise BadOption(f"diff: give two functions that differ in name, such as gelu gelu_tanh; got {len(functions)}")
    interval = Range().check("--range", Range().read("--range", ends)) if ends else USUAL
    allowed = None if tolerance is None else Number(0, 1e300).check("--tolerance", tolerance)
    found = apart(*functions, interval)
    answer(apart_json(found) if as_json else apart_text(found), "json" if as_json else "text")
    wrong = exceeded(found, int(order), allowed) if allowed is not None else []
    for line in wrong:
        click.echo(line, err=True)
    click.get_current_context().exit(1 if wrong else 0)
