"""`actplot gallery build`: draws the figures that changed."""

import json
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from typing import Any

import click

from ...errors import TOLD, grouped, shown
from ...gallery.build.building import build
from ...gallery.build.outcomes import BUILT, CURRENT, FAILED, KEPT, WANTED, Options, Outcome, Report, Watch
from ..bars import working
from ..completing.of_files import MANIFEST
from ..group import AnsweringCommand
from ..manners import json_option
from ..streams import answer, note, quiet, warn
from ..workers import executor_of, workers_options
from . import say_waiting, say_warning


@click.command("build", cls=AnsweringCommand)
@click.argument("place", metavar="[MANIFEST]", required=False, type=MANIFEST)
@click.option("--force", is_flag=True, help="Draw also what did not change.")
@click.option(
    "--only", metavar="PATTERN", multiple=True, help="Build the figures of these names; * and ? stand for any."
)
@workers_options("draw")
@click.option("--dry-run", is_flag=True, help="Say what a build would do, and do nothing.")
@click.option("--prune", is_flag=True, help="Remove images of actplot's that the manifest no longer has.")
@json_option
@click.pass_context
def command(context: click.Context, place: str | None, scheduler: str | None, as_json: bool, **how: Any):
    """Draw the figures of a manifest that changed, and leave the others.

    MANIFEST is a file, or a folder with a gallery.toml or a pyproject.toml in it; the current folder's by default.
    Exits 1 if a figure is wrong or cannot be drawn; the others are drawn all the same.

    \b
    actplot gallery build
    actplot gallery build docs/gallery.toml --only 'relu*' --force
    """
    silent = quiet() or as_json
    with executor_of(scheduler) as executor, _Progress(silent) as progress:
        report = build(place, Options(**how), executor=executor, watch=progress.watch)
    removal = "would remove" if how["dry_run"] else "removed"
    if as_json:
        answer(json.dumps(_facts(report, removal), ensure_ascii=False) + "\n", "json")
    else:
        _print_summary(report, removal)
    if not as_json:
        _print_failures(report.of(FAILED))
    context.exit(1 if report.failed else 0)


class _Progress:
    """A bar on a terminal, else a line for each figure that is done."""

    def __init__(self, silent: bool):
        self.silent, self.bar, self.reading = silent, None, ExitStack()

    def __enter__(self) -> "_Progress":
        if not self.silent:
            self.reading.enter_context(working("reading"))
        return self

    def __exit__(self, *_: object) -> None:
        self.reading.close()
        if self.bar:
            self.bar.__exit__(None, None, None)

    @property
    def watch(self) -> Watch:
        if self.silent:
            return Watch(warn=say_warning)
        return Watch(self._wait, self._start, self._done, self._warn)

    def _wait(self) -> None:
        self.reading.close()
        say_waiting()

    def _warn(self, text: str) -> None:
        self.reading.close()  # what is told does not stand behind a bar
        say_warning(text)

    def _start(self, count: int) -> None:
        self.reading.close()
        if count and sys.stderr.isatty():
            self.bar = click.progressbar(length=count, label="drawing", file=sys.stderr)
            self.bar.__enter__()

    def _done(self, outcome: Outcome) -> None:
        if self.bar:
            self.bar.update(1)
        elif outcome.status == BUILT:
            note(_line(outcome))


def _print_failures(failed: Sequence[Outcome]) -> None:
    for outcome in failed[:TOLD]:
        warn(f"failed {outcome.name}: {outcome.reason}")
    if len(failed) > TOLD:
        warn(f"and {grouped(len(failed) - TOLD)} more failed; --json names all")


def _line(outcome: Outcome) -> str:
    return f"{outcome.status} {', '.join(outcome.files)}: {outcome.reason}"


def _print_summary(report: Report, removal: str) -> None:
    for outcome in report.of(WANTED):
        note(_line(outcome))
    for reason, count in Counter(outcome.reason for outcome in report.of(KEPT)).items():
        note(f"kept {count} figure{'s' * (count > 1)}: {reason}")
    for name in report.pruned:
        note(f"{removal} {shown(name)}: the manifest does not have it")
    counts = [(status, len(report.of(status))) for status in (BUILT, WANTED, KEPT, CURRENT, FAILED)]
    note(", ".join(f"{count} {status}" for status, count in counts if count))


def _facts(report: Report, removal: str) -> dict[str, Any]:
    figures = [
        {"name": one.name, "status": one.status, "files": list(one.files), "reason": one.reason}
        for one in report.outcomes
    ]
    return {"figures": figures, removal.replace(" ", "_"): list(report.pruned)}
