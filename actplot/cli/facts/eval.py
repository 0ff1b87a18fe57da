"""`actplot eval`: values and derivatives as numbers."""

import click

from ...documents.tables import FORMATS
from ...requests.facts.eval import EvalRequest
from ...requests.grammar.given import MOST_BYTES, STANDARD_INPUT
from ..bars import working
from ..completing.of_files import ANY_FILE
from ..group import Command
from ..manners import format_asked, json_option
from ..options import request_options
from ..output import say, text_target, write_text


@click.command("eval", cls=Command)
@request_options(EvalRequest)
@click.option("--format", "form", type=click.Choice(list(FORMATS)), help="[default: the file's suffix, else table]")
@json_option
@click.option(
    "-o",
    "--output",
    "place",
    type=ANY_FILE,
    metavar="FILE",
    help="A file (.txt, .csv, .json) instead of standard output.",
)
def command(request: EvalRequest, form: str | None, as_json: bool, place: str | None) -> None:
    """Print values and derivatives as a table, CSV or JSON.

    \b
    actplot eval sigmoid --range -10 10 --num 10
    actplot eval relu elu --at -1,0,1/3,inf --order 2 --format csv
    actplot eval softmax --at 2,1,0.1
    actplot eval kl_divergence --prediction 0.5,0.3,0.2 --target 0.7,0.2,0.1
    """
    target = text_target(place, format_asked(form, as_json))
    typed = _standard_input() if request.reads_standard_input else b""  # before, as somebody may be typing it
    with working("evaluating"):
        answer = request.answer(lambda: typed)
    say(answer.messages)
    with working("writing"):
        text = FORMATS[target.format](answer.tables)
    write_text(text, target)


def _standard_input() -> bytes:
    with click.open_file(STANDARD_INPUT, "rb") as stream:
        return stream.read(MOST_BYTES)
