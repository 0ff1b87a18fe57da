"""`actplot gallery check`: the committed images against what the manifest draws now."""

from pathlib import Path

import click

from ...errors import visible
from ..bars import working
from ..completing.of_files import ANY_FILE, MANIFEST
from ..group import AnsweringCommand
from ..manners import json_option
from ..output import named
from ..streams import answer, note
from ..workers import executor_of, workers_options
from . import say_waiting, say_warning

ALWAYS, AT_HOME = "always", "auto"
FORMATS = ("text", "json", "github")


class Checking(AnsweringCommand):
    """The command, of which an option may lack its value, though a manifest stands behind it."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        following = [*args[1:], ""]
        words = [
            f"--strict={ALWAYS}" if word == "--strict" and after not in (ALWAYS, AT_HOME) else word
            for word, after in zip(args, following, strict=False)
        ]
        return super().parse_args(ctx, words)


@click.command("check", cls=Checking)
@click.argument("place", metavar="[MANIFEST]", required=False, type=MANIFEST)
@click.option(
    "--strict",
    type=click.Choice((AT_HOME, ALWAYS)),
    metavar="[auto]",
    help="Fail also where only the style changed; with auto, where the versions that drew it are installed.",
)
@click.option("--update", "accept", is_flag=True, help="Accept what changed: write the images that are drawn now.")
@click.option("--tolerance", metavar="T", type=click.FloatRange(min=0), help="Difference of a curve's y that is none.")
@workers_options("draw")
@click.option("--report", "folder", metavar="DIR", type=ANY_FILE, help="Write a page with the images that fail.")
@click.option("--summary", "summarised", metavar="FILE.md", type=ANY_FILE, help="Write a summary in Markdown.")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="How to answer; github adds annotations of a workflow.",
)
@json_option
@click.pass_context
def command(
    context: click.Context, place: str | None, strict: str | None, accept: bool, tolerance: float | None,
    jobs: int | None, scheduler: str | None, folder: str | None, summarised: str | None, form: str, as_json: bool,
) -> None:  # fmt: skip
    """Compare the images of a manifest with what it draws now.

    Says of each image: same, style changed, facts changed, missing, extra or unreadable.
    Exits 1 unless all are the same, or differ in style alone.

    \b
    actplot gallery check
    actplot gallery check docs/gallery.toml --report differences
    actplot gallery check --strict auto --format github --summary check.md
    """
    from ...gallery.check import accepting, announcing, comparison, report
    from ...gallery.manifest.manifest import load
    from ...gallery.statements.differences import TOLERANCE

    form = _one_format(form, as_json)
    manifest = load(place or ".")
    if folder is not None:
        report.check_folder(folder, manifest)  # before the work
    if summarised is not None:
        announcing.check_summary(summarised, manifest)
    tolerance = TOLERANCE if tolerance is None else tolerance
    with executor_of(scheduler) as executor, working("comparing"):
        verdicts = comparison.check(manifest, tolerance=tolerance, jobs=jobs, executor=executor)
    judged = {"strict": strict if strict == AT_HOME else strict is not None}
    page = report.write_report(folder, manifest, verdicts, **judged) if folder else None
    mending = [] if accept else announcing.mending(place, verdicts, **judged)
    if form == "json":
        answer(report.verdicts_json(verdicts, mending=mending, **judged), "json")
    else:
        noted = announcing.annotations(manifest, verdicts, **judged) if form == "github" else ""
        answer(f"{noted}{report.verdicts_text(verdicts, **judged)}{announcing.mending_text(mending)}")
    if summarised is not None:
        announcing.write_summary(summarised, announcing.markdown(manifest, verdicts, mending))
    for written in filter(None, (page, summarised)) if form != "json" else ():
        note(f"wrote {named(Path(written))}")
    if accept:
        for warning in manifest.warnings:
            say_warning(warning)
        with executor_of(scheduler) as executor:
            accepted = accepting.update(manifest, verdicts, jobs=jobs, executor=executor, wait=say_waiting)
        click.echo(visible(report.acceptance_text(accepted)), nl=False, err=form == "json")
        context.exit(1 if accepted.left else 0)
    context.exit(1 if any(verdict.fails(**judged) for verdict in verdicts) else 0)


def _one_format(form: str, as_json: bool) -> str:
    """What --format says, or --json. Raises `UsageError` where they contradict each other."""
    if as_json and form == "github":
        raise click.UsageError("--json and --format github contradict each other. Give one of them.")
    return "json" if as_json else form
