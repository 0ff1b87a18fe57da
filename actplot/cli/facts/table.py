"""`actplot table`: facts of several functions side by side."""

import click

from ...catalogue.entry import Entry
from ...catalogue.kinds.functions import USERS
from ...catalogue.registry import KINDS
from ...errors import BadOption
from ..completing import ONE_FAMILY, ONE_FRAMEWORK, SOME_TRAITS, several
from ..group import Command
from ..options import functions_argument, text_width
from ..streams import answer

SUFFIXES = {"txt": "text", "md": "markdown", "html": "html", "tex": "latex", "csv": "csv", "json": "json"}


def _columns() -> tuple[str, ...]:
    from ...documents.comparisons.side_by_side import COLUMNS

    return COLUMNS


@click.command("table", cls=Command)
@functions_argument(*KINDS, *USERS)
@click.option(
    "--columns",
    type=several(_columns),
    metavar="NAME[,NAME...]",
    help="Which facts, in this order. [default: formula,derivative,…]",
)
@click.option(
    "--where",
    type=SOME_TRAITS,
    default="",
    metavar="TRAIT,...",
    help="All functions of the catalogue with these traits.",
)
@click.option("--family", type=ONE_FAMILY, help="All functions of a family.")
@click.option("--framework", type=ONE_FRAMEWORK, help="All functions that a framework has a name for.")
@click.option(
    "--format", "form", type=click.Choice([*dict.fromkeys(SUFFIXES.values())]), default="text", show_default=True
)
def command(functions: tuple[Entry, ...], columns: str | None, form: str, **chosen: str | None) -> None:
    """Print facts of several functions side by side.

    \b
    actplot table relu gelu silu
    actplot table --family rectified --columns formula,range,gain --format markdown
    actplot table --where odd,bounded --format latex
    """
    from ...calculus.facts.listing import chosen_entries
    from ...calculus.subjects import subject
    from ...documents.comparisons.side_by_side import FORMATS, USUAL, cells_of, check_columns

    asked = (*functions, *(chosen_entries(**chosen) if any(chosen.values()) else ()))
    if not asked:
        raise BadOption(
            "table: name functions, or choose them with --where, --family or --framework. See 'actplot list'."
        )
    wanted = tuple(columns.split(",")) if columns else USUAL
    check_columns(wanted)
    rows = []
    for function in dict.fromkeys(asked):
        one = subject(function)
        slope = one.derivation(None, 1).chains[-1].steps[-1].term if "derivative" in wanted and one.routes() else None
        rows.append((str(function), cells_of(one.facts(), slope, wanted)))
    answer(FORMATS[form](wanted, rows, text_width()), form)
