"""The work of a build: what each figure needs, what became of it, and the state that it leaves."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ...errors import OutputError
from ...files import digest, digest_of, write
from ..drawing.render import Rendered, Task, completed
from ..manifest.entries import Entry, Manifest
from ..statements.differences import TOLERANCE, differences_of
from .outcomes import BUILT, CURRENT, FAILED, KEPT, WANTED, Options, Outcome, Report, Watch
from .planning import DRAW, UNTOUCHED, VERIFY, Step, plan
from .prune import gone, remove_images, remove_leftovers, spare_images
from .store import Ledger, Store
from .turns import turn
from .versions import stamp_of

Noted = tuple[dict[str, Any], ...]  # of a figure that is done: its record, and its facts where they are new


@dataclass(frozen=True)
class Work:
    """One build: what it is about, and how it draws."""

    manifest: Manifest
    entries: Sequence[Entry]
    options: Options
    executor: Executor | None
    watch: Watch

    def steps(self, store: Store) -> list[Step]:
        sound = (entry for entry in self.entries if not entry.faults)
        return [plan(entry, store, force=self.options.force) for entry in sound]

    def report(self, outcomes: dict[str, Outcome], pruned: Sequence[str]) -> Report:
        """What became of all figures, also of those that are wrong."""
        return Report(tuple(_refused(one) or outcomes[one.name] for one in self.entries), tuple(pruned))

    def drawn(self, tasks: Sequence[Task]) -> Iterator[tuple[int, Rendered]]:
        try:
            yield from completed(tasks, jobs=self.options.jobs, executor=self.executor)
        except OutputError as error:  # of a cluster: no figure raises
            raise OutputError(f"{error}. What was built by then is kept") from error


def rehearsed(work: Work) -> Report:
    """What a build would do, without touching anything."""
    store = Store.read(work.manifest.output)
    steps = work.steps(store)
    checked = {step.entry.name: outcome for step, outcome, _ in _verified(work, store, steps)}
    outcomes = {step.entry.name: checked.get(step.entry.name) or _foreseen(step) for step in steps}
    return work.report(outcomes, spare_images(work.manifest, store, work.options))


def built(work: Work) -> Report:
    """Do it; what was done is on record however this ends."""
    with turn(work.manifest.output, work.watch.wait):
        remove_leftovers(work.manifest.output)
        ledger = Ledger(Store.read(work.manifest.output))
        try:
            outcomes = {outcome.name: outcome for outcome in _outcomes(work, ledger)}
            failed = any(entry.faults for entry in work.entries) or any(o.status == FAILED for o in outcomes.values())
            pruned = _tidied(work, ledger.store, failed=failed)
        except BaseException:
            ledger.save()
            raise
    return work.report(outcomes, pruned)


def _refused(entry: Entry) -> Outcome | None:
    """What became of a figure that is wrong in the manifest."""
    return Outcome(entry.name or entry.place, FAILED, (), "; ".join(entry.faults)) if entry.faults else None


def _tidied(work: Work, store: Store, *, failed: bool) -> list[str]:
    """Write the state that a build leaves, and remove images if that was asked for; gives their names."""
    pruned = spare_images(work.manifest, store, work.options)
    remove_images(store.output, pruned)
    everything, world = not work.options.only and not failed, store.world(work.manifest)
    whole = world if everything or world == store.whole else None
    store.without(gone(work.manifest, store)).write(whole, everything=everything)
    return pruned


def _outcomes(work: Work, ledger: Ledger) -> Iterator[Outcome]:
    """What becomes of each figure, in the order in which that is settled."""
    store = ledger.store
    steps = work.steps(store)
    for step in (step for step in steps if step.action == UNTOUCHED):
        old = store.records[step.entry.name]
        record = _record(work, step, old["images"])
        if record != old:  # a copied folder, whose files have other stamps
            ledger.records[step.entry.name] = record
        yield _foreseen(step)
    work.watch.start(sum(step.action != UNTOUCHED for step in steps))
    waiting = [step for step in steps if step.action == DRAW]
    for step, outcome, noted in _verified(work, store, steps):
        if outcome.status == WANTED:
            waiting.append(replace(step, reason=outcome.reason))
        else:
            yield _settled(work, ledger, outcome, noted)
    for outcome, noted in _drawn(work, waiting):
        yield _settled(work, ledger, outcome, noted)


def _settled(work: Work, ledger: Ledger, outcome: Outcome, noted: Noted) -> Outcome:
    """What a failed figure had on record stays: it tells the next build that the images are not up to date."""
    if outcome.status != FAILED:
        ledger.add(outcome.name, *noted)
    work.watch.done(outcome)
    return outcome


def _foreseen(step: Step) -> Outcome:
    """What planning alone tells."""
    return Outcome(step.entry.name, CURRENT if step.action == UNTOUCHED else WANTED, step.entry.files, step.reason)


def _verified(work: Work, store: Store, steps: Sequence[Step]) -> Iterator[tuple[Step, Outcome, Noted]]:
    """Images that another version or machine made: they stay where the facts of their figures are the same."""
    doubtful = [step for step in steps if step.action == VERIFY]
    for index, rendered in work.drawn([Task.of(step.entry, ()) for step in doubtful]):
        step, name = doubtful[index], doubtful[index].entry.name
        if rendered.error:
            yield step, Outcome(name, FAILED, (), rendered.error), ()
            continue
        found = differences_of(store.facts[name], rendered.facts, TOLERANCE)
        if found:
            yield step, Outcome(name, WANTED, step.entry.files, f"the facts changed: {found[0]}"), ()
        else:
            images = {form: store.facts[name]["images"][form] for form in step.entry.formats}
            reason = f"{step.reason}, with the same facts"
            yield step, Outcome(name, KEPT, step.entry.files, reason), (_record(work, step, images),)


def _drawn(work: Work, steps: Sequence[Step]) -> Iterator[tuple[Outcome, Noted]]:
    """Images drawn and written."""
    for index, rendered in work.drawn([Task.of(step.entry) for step in steps]):
        step = steps[index]
        try:
            if rendered.error:
                raise OutputError(rendered.error)
            _write_images(work.manifest.output, rendered)
        except OutputError as error:
            yield Outcome(rendered.name, FAILED, (), str(error)), ()
            continue
        images = {form: digest(data) for form, data in rendered.images.items()}
        noted = _record(work, step, images), rendered.on_record(images, step.record["styles"])
        yield Outcome(rendered.name, BUILT, step.entry.files, step.reason), noted


def _record(work: Work, step: Step, images: dict[str, str]) -> dict[str, Any]:
    """What is known about images that are there now."""
    stamps = {form: stamp_of(work.manifest.output / f"{step.entry.name}.{form}") for form in images}
    return {**step.record, "images": images, "stamps": stamps}


def _write_images(output: Path, rendered: Rendered) -> None:
    """Write the images that are not there already, byte for byte."""
    for form, data in rendered.images.items():
        path = output / f"{rendered.name}.{form}"
        if digest_of(path) != digest(data):
            write(path, data, follow=False)
