"""`actplot gallery check`: the committed images against what the manifest draws now."""

import click

from ...errors import visible
from ..bars import working
from ..completing.of_files import ANY_FILE, MANIFEST
from ..options import json_option
from ..output import named
from ..streams import answer, note
from ..workers import executor_of, workers_options
from . import GalleryCommand, say_waiting, say_warning


@click.command("check", cls=GalleryCommand)
@click.argument("place", metavar="[MANIFEST]", required=False, type=MANIFEST)
@click.option("--strict", is_flag=True, help="Fail also where only the style changed.")
@click.option("--update", "accept", is_flag=True, help="Accept what changed: write the images that are drawn now.")
@click.option("--tolerance", metavar="T", type=click.FloatRange(min=0), help="Difference of a curve's y that is none.")
@workers_options("draw")
@click.option("--report", "folder", metavar="DIR", type=ANY_FILE, help="Write a page with the images that fail.")
@json_option
@click.pass_context
def command(
    context: click.Context, place: str | None, strict: bool, accept: bool, tolerance: float | None, jobs: int | None,
    scheduler: str | None, folder: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Compare the images of a manifest with what it draws now.

    Says of each image: same, style changed, facts changed, missing, extra or unreadable.
    Exits 1 unless all are the same, or differ in style alone.

    \b
    actplot gallery check
    actplot gallery check docs/gallery.toml --report differences
    """
    from ...gallery.check import accepting, comparison, report
    from ...gallery.manifest.manifest import load
    from ...gallery.statements.differences import TOLERANCE

    manifest = load(place or ".")
    if folder is not None:
        report.check_folder(folder, manifest)  # before the work
    tolerance = TOLERANCE if tolerance is None else tolerance
    with executor_of(scheduler) as executor, working("comparing"):
        verdicts = comparison.check(manifest, tolerance=tolerance, jobs=jobs, executor=executor)
    page = report.write_report(folder, manifest, verdicts, strict=strict) if folder else None
    text = (report.verdicts_json if as_json else report.verdicts_text)(verdicts, strict=strict)
    answer(text, "json" if as_json else "text")
    if page and not as_json:
        note(f"wrote {named(page)}")
    if accept:
        for warning in manifest.warnings:
            say_warning(warning)
        with executor_of(scheduler) as executor:
            accepted = accepting.update(manifest, verdicts, jobs=jobs, executor=executor, wait=say_waiting)
        click.echo(visible(report.acceptance_text(accepted)), nl=False, err=as_json)
        context.exit(1 if accepted.left else 0)
    context.exit(1 if any(verdict.fails(strict) for verdict in verdicts) else 0)
