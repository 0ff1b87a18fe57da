"""Judges one committed image against what its manifest draws now, by what it means before how it looks."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import chdir
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ...errors import quoted
from ...files import digest
from ...images.drawings import svg_panels
from ...images.likeness import fault, likeness_of
from ...requests.origins import ForeignImage, command_in
from ..drawing.render import Rendered, render_figure
from ..manifest.records import Entry
from ..statements.differences import Difference, measured

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SAME, STYLE, FACTS = "same", "style changed", "facts changed"
MISSING, EXTRA, UNREADABLE = "missing", "extra", "unreadable"
SEVERITY = {SAME: 0.0, STYLE: 0.0, EXTRA: 1.0, MISSING: 1.5, UNREADABLE: 1.5, FACTS: 2.0}
RECORD = "facts.json"
SEEN = 0.05  # points that a line of an SVG may run beside another one: what rounding and sampling explain


@dataclass(frozen=True)
class Verdict:
    """What the comparison of one image says; the higher its severity, the worse."""

    name: str
    format: str
    word: str  # one of the six above
    details: tuple[str, ...] = ()
    severity: float = 0.0

    @property
    def file(self) -> str:
        return f"{self.name}.{self.format}"

    def fails(self, strict: bool = False) -> bool:
        """Whether a check with this verdict fails; a style counts only for a strict one."""
        return self.word != SAME and (strict or self.word != STYLE)


@dataclass(frozen=True)
class Case:
    """One committed image, what the manifest draws now, and what is on record."""

    entry: Entry
    format: str
    data: bytes
    drawn: Rendered
    record: Mapping[str, Any] | None
    tolerance: float

    def verdict(self, word: str, *details: str, more: float = 0.0) -> Verdict:
        return Verdict(self.entry.name, self.format, word, details, SEVERITY[word] + more)

    @property
    def recorded(self) -> bool:
        """Whether the image is the one whose facts are on record."""
        return self.record is not None and self.record.get("images", {}).get(self.format) == digest(self.data)

    def figure(self) -> "Figure":
        """What the manifest draws now, with its artists."""
        with chdir(self.entry.folder):
            return self.entry.request.draw()


def judge(case: Case) -> Verdict:
    """The verdict for one image: by its bytes, else its facts, else its looks."""
    if case.data == case.drawn.images.get(case.format):
        return case.verdict(SAME, *_outdated(case))
    broken = fault(case.data, case.format)
    if broken:
        return case.verdict(UNREADABLE, broken)
    if case.drawn.error:
        return case.verdict(FACTS, *failure(case.drawn), more=1.0)
    return _by_facts(case, case.record, ()) if case.recorded else _by_its_own_line(case)


def _outdated(case: Case) -> Iterator[str]:
    """What to say where the image is right and what is on record is not."""
    if case.record is None:
        yield f"no facts are on record for it: a build writes them to {RECORD}"
    elif not case.recorded or measured(case.record, case.drawn.facts, case.tolerance):
        yield f"{RECORD} describes another image: a build writes it anew"


def _by_its_own_line(case: Case) -> Verdict:
    """The verdict for an image that is not the one on record: it says itself what it shows."""
    try:
        line = command_in(case.data)
    except ForeignImage as error:
        return _by_looks_alone(case, f"what it shows cannot be told, as it {error}")
    reason = "no facts are on record" if case.record is None else "it is not the image that was built"
    note = f"{reason}: compared with the facts of the command line inside it, {quoted(line)}"
    own = render_figure(case.entry.name, line, (), case.entry.folder)
    if own.error:
        return case.verdict(FACTS, note, f"which cannot be drawn: {own.error}", more=1.0)
    if case.format == "svg" and own.command == case.drawn.command:
        edited = list(_edited(case))
        if edited:
            return case.verdict(FACTS, note, *edited, more=1.0)
    verdict = _by_facts(case, own.facts, (note,))
    if verdict.word == STYLE and own.command == case.drawn.command and not _vouched(case):
        # The line inside the image gives the facts of today's code, which say nothing about those pixels.
        unknown = "whether a curve has changed or only its look cannot be told: nothing is on record for this image"
        return case.verdict(FACTS, unknown, *verdict.details, more=verdict.severity)
    return verdict


def _vouched(case: Case) -> bool:
    """Whether the image itself shows that its curves are those of its command line: all but its text, or its lines."""
    alike = likeness_of(case.data, case.drawn.images[case.format], case.format, case.figure)
    return alike.only_text or (case.format == "svg" and _same_frames(case))


def _same_frames(case: Case) -> bool:
    """Whether the panels of an SVG lie where they do now, so that their lines were compared."""
    before, now = svg_panels(case.data), svg_panels(case.drawn.images["svg"])
    return [frame for frame, _ in before] == [frame for frame, _ in now]


def _edited(case: Case) -> Iterator[str]:
    """What lines of an SVG do that its own command line does not ask for; nothing where its panels lie elsewhere."""
    if not _same_frames(case):
        return
    before, now = svg_panels(case.data), svg_panels(case.drawn.images["svg"])
    for number, ((_, old), (_, new)) in enumerate(zip(before, now, strict=True), start=1):
        if len(old) != len(new):
            yield f"panel {number}: the image has {len(old)} lines, its command line gives {len(new)}"
        elif any(not _follow(*pair) for pair in zip(old, new, strict=True)):
            yield f"panel {number}: a line of the image runs elsewhere than its command line says"


def _follow(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether two lines look the same, however they are sampled."""
    if one.shape == other.shape and np.abs(one - other).max(initial=0.0) <= SEEN:
        return True
    if not len(one) or not len(other) or np.any(np.diff(other[:, 0]) <= 0):
        return False
    ends = np.abs(one[[0, -1]] - other[[0, -1]]).max()
    apart = np.abs(np.interp(one[:, 0], other[:, 0], other[:, 1]) - one[:, 1]).max()
    return max(ends, apart) <= SEEN


def _by_looks_alone(case: Case, problem: str) -> Verdict:
    found = likeness_of(case.data, case.drawn.images[case.format], case.format, case.figure)
    return case.verdict(SAME, f"{found.text}, though {problem}") if found.same else case.verdict(UNREADABLE, problem)


def _by_facts(case: Case, facts: Mapping[str, Any], notes: tuple[str, ...]) -> Verdict:
    found = measured(facts, case.drawn.facts, case.tolerance)
    if found:
        return case.verdict(FACTS, *notes, *_told(found), more=min(1.0, max(one.size for one in found)))
    alike = likeness_of(case.data, case.drawn.images[case.format], case.format, case.figure)
    if alike.same:
        return case.verdict(SAME, *notes)
    return case.verdict(STYLE, alike.text, *notes, more=alike.rms / 256 + (0.0 if alike.only_text else 0.5) / 256)


def _told(found: Sequence[Difference], most: int = 20) -> list[str]:
    """The sentences, the ones at the end counted where they are too many to read."""
    texts = [difference.text for difference in found[:most]]
    return [*texts, f"and {len(found) - most} more differences"] if len(found) > most else texts


def failure(drawn: Rendered) -> tuple[str, ...]:
    return (f"it cannot be drawn now: {drawn.error}",) if drawn.error else ()
