"""`actplot identify`: which known function this one is."""

import click

from ...catalogue.kinds.functions import USERS, Function
from ...catalogue.registry import ELEMENTWISE
from ...errors import BadOption
from ..bars import working
from ..group import Command
from ..manners import json_option
from ..options import functions_argument
from ..streams import answer
from ..terminal import text_width


@click.command("identify", cls=Command)
@functions_argument(*ELEMENTWISE, *USERS)
@json_option
def command(functions: tuple[Function, ...], as_json: bool) -> None:
    """Say which known function this is.

    At some parameters, up to scale and shift, or as a derivative; of a formula by 40 digits, of a file by 1e-12. Else
    the five nearest, with the largest difference on [−5, 5] and where it is.

    \b
    actplot identify 'x*sigmoid(1.702*x)'
    actplot identify '2*sigmoid(2*x) - 1'
    actplot identify mine.py:act --json
    """
    from ...calculus.identities.identifying import identify
    from ...documents.comparisons.identity import identity_json, identity_text

    if len(functions) != 1:
        raise BadOption(f"identify: name one function, such as 'x*sigmoid(1.702*x)'; got {len(functions)}")
    with working("looking among known functions"):
        found = identify(functions[0])
    answer(identity_json(found) if as_json else identity_text(found, text_width()), "json" if as_json else "text")
