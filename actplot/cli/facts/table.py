"""`actplot table`: facts of several functions side by side."""

import click

from ...catalogue.entry import Entry
from ...catalogue.kinds.functions import USERS
from ...catalogue.registry import KINDS
from ...errors import BadOption
from ...requests.selected import UNNAMED
from ..bars import working
from ..completing.of_options import several
from ..group import Command
from ..manners import format_asked, json_option
from ..options import choices, functions_argument
from ..streams import answer
from ..terminal import table_width

FORMATS = ("text", "markdown", "html", "latex", "csv", "json")


def _columns() -> tuple[str, ...]:
    from ...documents.comparisons.side_by_side import COLUMNS

    return tuple(COLUMNS)


@click.command("table", cls=Command)
@functions_argument(*KINDS, *USERS)
@click.option(
    "--columns",
    type=several(_columns),
    metavar="NAME,...",
    help="Which facts, in this order. [default: formula to gain, as below]",
)
@choices
@click.option("--format", "form", type=click.Choice(FORMATS), help="[default: text]")
@json_option
def command(
    functions: tuple[Entry, ...], columns: str | None, form: str | None, as_json: bool, **chosen: str | None
) -> None:
    """Print facts of several functions side by side.

    Those that are named come first, then those of the catalogue that all of --where, --kind, --family and --framework
    choose. LaTeX needs booktabs. JSON has all digits.

    \b
    actplot table relu gelu silu
    actplot table --family rectified --columns formula,range,gain --format markdown
    actplot table --where odd,bounded --format latex

    \b
    Columns: formula, derivative, range, smoothness, lipschitz, gain (these by
    default); mean, variance, slope-square (of f(z), z ~ N(0, 1)); minimum,
    maximum, largest-slope, smallest-slope, slope-at-zero, zeros, fixed-points,
    asymptotes, breaks, convention, domain, traits, parameters, kind, family,
    aliases, description, note, strengths, weaknesses, sources.
    """
    from ...calculus.facts.listing import chosen_entries
    from ...documents.comparisons.side_by_side import FORMATS as WRITERS
    from ...documents.comparisons.side_by_side import USUAL, columns_of
    from ...progress import counted

    form = format_asked(form, as_json) or FORMATS[0]
    wanted = columns_of(columns) if columns is not None else USUAL
    if not functions and not any(chosen.values()):
        raise BadOption(UNNAMED)
    with working("looking at the functions"):
        asked = dict.fromkeys((*functions, *(chosen_entries(**chosen) if any(chosen.values()) else ())))
        rows = [_row(function, wanted) for function in counted(tuple(asked))]
        text = WRITERS[form](wanted, rows, table_width())
    answer(text, form)


def _row(function: Entry, columns: tuple[str, ...]) -> object:
    from ...calculus.subjects import subject
    from ...documents.comparisons.side_by_side import row_of

    about = subject(function)
    return row_of(about.facts(), about.slope() if "derivative" in columns else None, columns)
