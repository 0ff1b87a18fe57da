"""`actplot site`: pages of the catalogue, for any web server or none."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from ...errors import shown
from ..bars import working
from ..completing.of_files import FOLDER
from ..completing.of_options import PARTS
from ..group import AnsweringCommand
from ..manners import json_option
from ..projects import in_project
from ..streams import answer, note, warn
from ..workers import executor_of, workers_options

if TYPE_CHECKING:
    from ...site.sites import Report


@click.command("site", cls=AnsweringCommand)
@click.argument("place", metavar="DIR", type=FOLDER)
@click.option(
    "--only",
    metavar="WORD,...",
    multiple=True,
    type=PARTS,
    help="Functions, families or kinds; project means all that a project names. [default: all]",
)
@workers_options("make pages")
@in_project
@json_option
def command(place: str, only: tuple[str, ...], jobs: int | None, scheduler: str | None, as_json: bool) -> None:
    """Write a static site of the catalogue.

    A page for each function and family, what a project names among them, and a front page with search, DIR/index.html.
    They need no server and ask for nothing from outside. DIR is a new or empty folder, or a site that is brought up to
    date: only pages that changed are made, and files of others stay.

    \b
    actplot site pages
    actplot site pages --only relu,gelu,rectified
    actplot site pages --only loss --jobs 2
    actplot site pages --only project --functions functions.toml
    """
    from ...site.sites import build_site

    with executor_of(scheduler) as executor, working("making pages"):
        report = build_site(place, only, jobs=jobs, executor=executor)
    tell(report, place, "page", as_json)


def tell(report: "Report", place: str, what: str, as_json: bool) -> None:
    """Say what became of a folder of pages."""
    if as_json:
        return answer(json.dumps({"folder": place, **asdict(report)}, ensure_ascii=False) + "\n", "json")
    for path in report.left:
        warn(f"left {shown(path)}: it does not belong here any more, but somebody has changed it")
    removed = f", {counted_of(len(report.removed), 'file')} removed" if report.removed else ""
    return note(f"wrote {shown(place)}: {counted_of(report.pages, what)}, {report.made} made anew{removed}")


def counted_of(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
