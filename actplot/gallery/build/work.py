"""The work of a build: what each figure needs, what became of it, and the state that it leaves."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ...errors import OutputError
from ...files import digest, digest_of, write
from ..drawing.render import Rendered, Task, completed
from ..manifest.records import Entry, Manifest
from ..statements.differences import TOLERANCE, differences_of
from .journal import Journal, Line, forget, left_behind, locked, open_journal, remove_leftovers
from .outcomes import BUILT, CURRENT, FAILED, KEPT, WANTED, Options, Outcome, Report, Watch
from .planning import DRAW, UNTOUCHED, VERIFY, Step, plan
from .prune import gone, remove_images, spare_images
from .store import Store
from .versions import stamp_of


@dataclass(frozen=True)
class Work:
    """One build: what it is about, and how it draws."""

    manifest: Manifest
    entries: Sequence[Entry]
    options: Options
    executor: Executor | None
    watch: Watch

    def steps(self, store: Store) -> list[Step]:
        return [plan(entry, store, force=self.options.force) for entry in self.entries]

    def drawn(self, tasks: Sequence[Task]) -> Iterator[tuple[int, Rendered]]:
        return completed(tasks, jobs=self.options.jobs, executor=self.executor)


def rehearsed(work: Work) -> Report:
    """What a build would do, without touching anything."""
    output = work.manifest.output
    store = Store.read(output).after(left_behind(output))
    steps = work.steps(store)
    checked = {step.entry.name: outcome for step, outcome, _ in _verified(work, store, steps)}
    outcomes = [checked.get(step.entry.name) or _foreseen(step) for step in steps]
    return Report(tuple(outcomes), tuple(spare_images(work.manifest, store, work.options)))


def built(work: Work) -> Report:
    """Do it, and note each figure as soon as it is done."""
    output = work.manifest.output
    with open_journal(output) as journal:
        remove_leftovers(output)
        with locked(output):
            before = Store.read(output)
            store = before.after(left_behind(output))
        outcomes = {outcome.name: outcome for outcome in _outcomes(work, store, journal)}
        with locked(output):
            lines = [*left_behind(output), *journal.lines()]
            store = before.read_again().after(lines)
            pruned = spare_images(work.manifest, store, work.options)
            remove_images(output, pruned)
            failed = any(outcome.status == FAILED for outcome in outcomes.values())
            kept = replace(store, whole=None) if failed else store
            everything = not work.options.only and not failed
            kept.without(gone(work.manifest, store)).write(work.manifest, everything=everything)
            forget(output, journal)
    return Report(tuple(outcomes[entry.name] for entry in work.entries), tuple(pruned))


def _outcomes(work: Work, store: Store, journal: Journal) -> Iterator[Outcome]:
    """What becomes of each figure, in the order in which that is settled."""
    steps = work.steps(store)
    for step in (step for step in steps if step.action == UNTOUCHED):
        old = store.records[step.entry.name]
        record = _record(work, step, old["images"])
        if record != old:  # a copied folder, whose files have other stamps
            journal.add(Line(step.entry.name, record))
        yield _foreseen(step)
    work.watch.start(sum(step.action != UNTOUCHED for step in steps))
    waiting = [step for step in steps if step.action == DRAW]
    for step, outcome, line in _verified(work, store, steps):
        if outcome.status == WANTED:
            waiting.append(replace(step, reason=outcome.reason))
        else:
            yield _settled(work, journal, outcome, line)
    for outcome, line in _drawn(work, waiting):
        yield _settled(work, journal, outcome, line)


def _settled(work: Work, journal: Journal, outcome: Outcome, line: Line | None) -> Outcome:
    """What a failed figure had on record stays: it tells the next build that the images are not up to date."""
    if line:
        journal.add(line)
    work.watch.done(outcome)
    return outcome


def _foreseen(step: Step) -> Outcome:
    """What planning alone tells."""
    return Outcome(step.entry.name, CURRENT if step.action == UNTOUCHED else WANTED, step.entry.files, step.reason)


def _verified(work: Work, store: Store, steps: Sequence[Step]) -> Iterator[tuple[Step, Outcome, Line | None]]:
    """Images that another version or machine made: they stay where the facts of their figures are the same."""
    doubtful = [step for step in steps if step.action == VERIFY]
    for index, rendered in work.drawn([_task(step.entry, ()) for step in doubtful]):
        step, name = doubtful[index], doubtful[index].entry.name
        if rendered.error:
            yield step, Outcome(name, FAILED, (), rendered.error), None
            continue
        found = differences_of(store.facts[name], rendered.facts, TOLERANCE)
        if found:
            yield step, Outcome(name, WANTED, step.entry.files, f"the facts changed: {found[0]}"), None
        else:
            images = {form: store.facts[name]["images"][form] for form in step.entry.formats}
            reason = f"{step.reason}, with the same facts"
            yield step, Outcome(name, KEPT, step.entry.files, reason), Line(name, _record(work, step, images))


def _drawn(work: Work, steps: Sequence[Step]) -> Iterator[tuple[Outcome, Line | None]]:
    """Images drawn and written."""
    for index, rendered in work.drawn([_task(step.entry, step.entry.formats) for step in steps]):
        step = steps[index]
        try:
            if rendered.error:
                raise OutputError(rendered.error)
            _write_images(work.manifest.output, rendered)
        except OutputError as error:
            yield Outcome(rendered.name, FAILED, (), str(error)), None
            continue
        images = {form: digest(data) for form, data in rendered.images.items()}
        styles = {"styles": step.record["styles"]} if step.record["styles"] else {}
        facts = {"command": rendered.command, "images": images, **styles, **rendered.facts}
        line = Line(rendered.name, _record(work, step, images), facts)
        yield Outcome(rendered.name, BUILT, step.entry.files, step.reason), line


def _record(work: Work, step: Step, images: dict[str, str]) -> dict[str, Any]:
    """What is known about images that are there now."""
    stamps = {form: stamp_of(work.manifest.output / f"{step.entry.name}.{form}") for form in images}
    return {**step.record, "images": images, "stamps": stamps}


def _task(entry: Entry, formats: Sequence[str]) -> Task:
    return Task(entry.name, entry.line, tuple(formats), entry.folder)


def _write_images(output: Path, rendered: Rendered) -> None:
    """Write the images that are not there already, byte for byte."""
    for form, data in rendered.images.items():
        path = output / f"{rendered.name}.{form}"
        if digest_of(path) != digest(data):
            write(path, data, follow=False)
