"""`actplot gallery page`: the figures of a manifest as a page."""

import click

from ..bars import working
from ..completing.of_files import FOLDER, MANIFEST
from ..group import AnsweringCommand
from ..manners import json_option
from ..sites.site import tell
from ..workers import executor_of, workers_options

USUAL = "gallery-page"


@click.command("page", cls=AnsweringCommand)
@click.argument("manifest", metavar="[MANIFEST]", required=False, type=MANIFEST)
@click.argument("place", metavar="[DIR]", default=USUAL, type=FOLDER)
@workers_options("draw")
@json_option
def command(manifest: str | None, place: str, jobs: int | None, scheduler: str | None, as_json: bool) -> None:
    """Write a page of the figures of a manifest.

    Each figure in its themes, with its title, its description and the command that draws it. MANIFEST is a file, or a
    folder with a gallery.toml or a pyproject.toml in it; the current folder's by default. DIR is a new or empty folder,
    or a page that is brought up to date, by default gallery-page; DIR/index.html needs no server.

    \b
    actplot gallery page
    actplot gallery page docs/gallery.toml public/pictures
    """
    from ...site.galleries import build_gallery_page

    with executor_of(scheduler) as executor, working("drawing"):
        report = build_gallery_page(manifest, place, jobs=jobs, executor=executor)
    tell(report, place, "figure", as_json)
