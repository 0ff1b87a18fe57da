"""Checks the committed images of a gallery."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

from ...errors import BadOption, quoted
from ...files import contents
from ...processes.sharing import Lost, shared
from ...progress import counted
from ...requests.origins import ForeignImage, command_in
from ..drawing.render import Rendered, Task, completed, crew, render_figure
from ..manifest.entries import Entry, Manifest
from ..manifest.fields import FORMATS
from ..manifest.places import FACTS_FILE
from ..statements.differences import TOLERANCE
from ..statements.statements import BadFacts, recorded
from .judging import EXTRA, MISSING, SEVERITY, UNREADABLE, Case, Verdict, failure, judge, with_texts


def check(
    manifest: Manifest, *, tolerance: float = TOLERANCE, jobs: int | None = None, executor: Executor | None = None
) -> list[Verdict]:
    """A verdict for each image of a gallery, in the order of the manifest, then for what it should not hold.

    Parameters
    ----------
    tolerance : float, largest difference of a curve's y that counts as the same fact
    jobs, executor : how many processes draw, or what draws instead of them

    Raises `BadOption` for a tolerance that is no number from 0.
    """
    _check_tolerance(tolerance)
    record, complaints = _record(manifest)
    tasks, cases = [Task.of(entry) for entry in manifest.figures], {}
    for index, drawn in counted(completed(tasks, jobs=jobs, executor=executor), len(tasks)):
        entry = manifest.figures[index]
        told = _cases(manifest, entry, drawn, record.get(entry.name), tolerance)
        cases[index] = [one if _slow(one) else _told(one, entry, drawn) for one in told]  # few have to be kept
    ordered = [one for index in range(len(tasks)) for one in cases[index]]
    return [*_judged(ordered, jobs, executor), *complaints, *extras(manifest)]


def _told(case: Case | Verdict, entry: Entry, drawn: Rendered) -> Verdict:
    """The verdict for an image that is quickly judged, or where there is none."""
    return with_texts(case if isinstance(case, Verdict) else judge(case), entry, drawn)


def check_figure(manifest: Manifest, entry: Entry, tolerance: float = TOLERANCE) -> list[Verdict]:
    """The verdicts for the images of one figure."""
    _check_tolerance(tolerance)
    record, _ = _record(manifest)
    drawn = render_figure(*Task.of(entry))
    return [_told(case, entry, drawn) for case in _cases(manifest, entry, drawn, record.get(entry.name), tolerance)]


def extras(manifest: Manifest) -> list[Verdict]:
    """The images in the output folder that actplot made and that the manifest does not have."""
    expected = {file for entry in manifest.figures for file in entry.files}
    paths = sorted(manifest.output.iterdir()) if manifest.output.is_dir() else []
    found = []
    for path in paths:
        if path.suffix[1:] in FORMATS and path.name not in expected and path.is_file():
            try:
                line = command_in(contents(path))
            except (ForeignImage, OSError):
                continue
            text = f"the manifest does not have it; it was drawn by {quoted(line)}"
            found.append(Verdict(path.stem, path.suffix[1:], EXTRA, (text,), SEVERITY[EXTRA]))
    return found


def _check_tolerance(tolerance: float) -> None:
    if not tolerance >= 0:  # nor nan
        raise BadOption(f"the tolerance must be a number from 0, got {tolerance}")


def _record(manifest: Manifest) -> tuple[Mapping[str, dict[str, Any]], list[Verdict]]:
    """The facts on record, and a complaint where their file cannot be read."""
    try:
        return recorded(manifest.output / FACTS_FILE, as_written=True), []
    except BadFacts as error:
        return {}, [Verdict("facts", "json", UNREADABLE, (str(error),), SEVERITY[UNREADABLE])]


def _cases(
    manifest: Manifest, entry: Entry, drawn: Rendered, record: Mapping[str, Any] | None, tolerance: float
) -> Iterator[Case | Verdict]:
    """What there is to judge for each image of a figure, or the verdict where there is no image."""
    for form in entry.formats:
        try:
            data = contents(Path(manifest.output, f"{entry.name}.{form}"))
        except OSError as error:
            missing = isinstance(error, FileNotFoundError)
            word = MISSING if missing else UNREADABLE
            reason = () if missing else (f"it cannot be read: {error.strerror}",)
            yield Verdict(entry.name, form, word, (*reason, *failure(drawn)), SEVERITY[word])
        else:
            yield Case(entry, form, data, drawn, record, tolerance)


def _judged(cases: Sequence[Case | Verdict], jobs: int | None, executor: Executor | None) -> list[Verdict]:
    """A verdict for each case; where many images have changed, several are looked at together."""
    found = list(cases)
    slow = [(place, case) for place, case in enumerate(cases) if isinstance(case, Case)]
    for index, verdict in shared(judge_chunk, [case for _, case in slow], crew(jobs, executor)):
        place, case = slow[index]
        found[place] = with_texts(judge(case) if isinstance(verdict, Lost) else verdict, case.entry, case.drawn)
    return [one for one in found if isinstance(one, Verdict)]


def judge_chunk(cases: Sequence[Case]) -> list[Verdict]:
    """Look at some images in a worker process."""
    return list(map(judge, cases))


def _slow(case: Case | Verdict) -> bool:
    """Whether an image has to be looked into."""
    return isinstance(case, Case) and case.data != case.drawn.images.get(case.format)
