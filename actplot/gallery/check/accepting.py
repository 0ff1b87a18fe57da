"""Accepts what has changed: the images and facts of a gallery become those that its manifest draws now."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...files import digest_of, write
from ..build.turns import turn
from ..drawing.render import Rendered, Task, render_all
from ..manifest.entries import Entry, Manifest
from ..manifest.places import FACTS_FILE
from ..statements.statements import BadFacts, dumps, read
from .judging import EXTRA, SAME, Verdict, worst_first


@dataclass(frozen=True)
class Acceptance:
    """What was accepted, worst first, and what cannot be: extra images, and figures that cannot be drawn."""

    accepted: tuple[Verdict, ...]
    left: tuple[Verdict, ...]


def update(
    manifest: Manifest,
    verdicts: Sequence[Verdict],
    *,
    jobs: int | None = None,
    executor: Executor | None = None,
    wait: Callable[[], object] = lambda: None,
) -> Acceptance:
    """Make the committed images and facts those of the manifest as it draws now; what is the same is not written.

    `wait` is called where a build is at work in the folder.

    Raises `OutputError` where the system refuses.
    """
    figures = {entry.name: entry for entry in manifest.figures}
    wanted = dict.fromkeys(one.name for one in worst_first(verdicts) if _asks(one) and one.name in figures)
    tasks = [Task.of(figures[name]) for name in wanted]
    drawn = {one.name: one for one in render_all(tasks, jobs=jobs, executor=executor)}
    changed = [one for one in worst_first(verdicts) if one.word != SAME]
    accepted = [one for one in changed if one.name in drawn and one.format in drawn[one.name].images]
    with turn(manifest.output, wait):
        for verdict in accepted:
            write(manifest.output / verdict.file, drawn[verdict.name].images[verdict.format], follow=False)
        _write_facts(manifest, drawn)
    repaired = [one for one in changed if one.file == FACTS_FILE]
    done = [one for one in (*accepted, *repaired) if not one.contradicted]
    return Acceptance(tuple(done), tuple(one for one in changed if one not in done))


def _asks(verdict: Verdict) -> bool:
    """Whether a figure's image or facts are to be written; the same image may still lack its facts."""
    return verdict.word != EXTRA and (verdict.word != SAME or bool(verdict.details))


def _write_facts(manifest: Manifest, drawn: dict[str, Rendered]) -> None:
    """The facts of the figures drawn, in place of those on record; figures without images leave the record."""
    try:
        record = read(manifest.output / FACTS_FILE)
    except BadFacts:
        record = {}
    kept = {name: one for name, one in record.items() if _has_image(manifest, name, one)}
    entries = {entry.name: entry for entry in manifest.figures}
    new = {name: _entry(manifest, entries[name], one) for name, one in drawn.items() if not one.error}
    if {**kept, **new} != record:
        write(manifest.output / FACTS_FILE, dumps({**kept, **new}).encode(), follow=False)


def _has_image(manifest: Manifest, name: str, record: Mapping[str, Any]) -> bool:
    return any(Path(manifest.output, f"{name}.{form}").is_file() for form in record.get("images", {}))


def _entry(manifest: Manifest, entry: Entry, drawn: Rendered) -> dict[str, Any]:
    images = {form: digest_of(manifest.output / f"{drawn.name}.{form}") for form in drawn.images}
    return drawn.on_record(images, entry.sources)
