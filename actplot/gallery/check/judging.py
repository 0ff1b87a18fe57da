"""Judges one committed image against what its manifest draws now, by what it means before how it looks."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import chdir
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ...errors import quoted
from ...files import digest
from ...images.drawings import other_lines, same_frames
from ...images.likeness import fault, likeness_of
from ...requests.origins import ForeignImage, command_in
from ...spec.supplied.loading import nothing_loaded
from ..drawing.render import Rendered, render_figure
from ..manifest.entries import Entry
from ..manifest.fields import AUTO, TEXTS
from ..manifest.places import FACTS_FILE
from ..statements.differences import Difference, measured
from .contradictions import contradicting

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SAME, STYLE, FACTS = "same", "style changed", "facts changed"
MISSING, EXTRA, UNREADABLE = "missing", "extra", "unreadable"
AT_HOME = "auto"  # strict where the image was made, lenient elsewhere
SEVERITY = {SAME: 0.0, STYLE: 0.0, EXTRA: 1.0, MISSING: 1.5, UNREADABLE: 1.5, FACTS: 2.0}


@dataclass(frozen=True)
class Verdict:
    """What the comparison of one image says; the higher its severity, the worse."""

    name: str
    format: str
    word: str  # one of the six above
    details: tuple[str, ...] = ()
    severity: float = 0.0
    texts: Mapping[str, str] = field(default_factory=dict)  # title, caption and alt of the figure
    contradicted: bool = False  # whether its alt text says what is not so, which no build mends
    by_machine: bool = False  # whether another font than the one on record draws its letters, so that looks may differ
    at_home: bool = False  # whether what draws is of the versions on record, so that bytes are to be the same

    @property
    def file(self) -> str:
        return f"{self.name}.{self.format}"

    def fails(self, strict: bool | str = False) -> bool:
        """Whether a check with this verdict fails; a style counts only for a strict one, or where it was drawn."""
        strict = self.at_home if strict == AT_HOME else bool(strict)
        return self.word != SAME and ((strict and not self.by_machine) or self.word != STYLE)


REMEDIES = {
    "title": "Mend it, or leave it out.",
    "caption": "Mend it, or leave it out.",
    "alt": 'Mend it, or write alt = "auto".',
}


def with_texts(verdict: Verdict, entry: Entry, drawn: Rendered) -> Verdict:
    """A verdict with the words of its figure; one of facts where some that somebody wrote contradict them."""
    texts = {key: drawn.facts[key] or "" for key in TEXTS if key in drawn.facts}
    verdict = replace(verdict, texts=texts)
    written = {key: text for key in TEXTS if (text := getattr(entry, key)) not in ("", AUTO)}
    wrong = (
        []
        if drawn.error
        else [
            f"{one}. {REMEDIES[key]}"
            for key, text in written.items()
            for one in contradicting(text, drawn.facts, drawn.told, key)
        ]
    )
    if not wrong:
        return verdict
    worse = FACTS if SEVERITY[verdict.word] < SEVERITY[FACTS] else verdict.word
    details = (*wrong, *verdict.details)
    return replace(
        verdict, word=worse, details=details, severity=max(verdict.severity, SEVERITY[FACTS]), contradicted=True
    )


def worst_first(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Ordered by severity, those of the same severity as they come."""
    return sorted(verdicts, key=lambda verdict: -verdict.severity)


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
        severity = SEVERITY[word] + more
        return Verdict(self.entry.name, self.format, word, details, severity, at_home=self.at_home)

    @property
    def at_home(self) -> bool:
        """Whether what draws now has drawn what is on record."""
        return bool(self.drawn.versions) and (self.record or {}).get("drawn_with") == self.drawn.versions

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
    return _with_fonts(case, _by_facts(case, case.record, ())) if case.recorded else _by_its_own_line(case)


def _with_fonts(case: Case, verdict: Verdict) -> Verdict:
    """A verdict that says where only other fonts than those on record can have changed the look."""
    said = list(_other_fonts((case.record or {}).get("fonts", {}), case.drawn.fonts))
    if verdict.word != STYLE or not said:
        return verdict
    return replace(verdict, details=(*said, *verdict.details), by_machine=True)


def _other_fonts(before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    for name in sorted({*before, *now}):
        if name not in now:
            yield f"drawn with the font {name}, which is not used here: only its facts can be compared"
        elif name not in before:
            yield f"drawn without the font {name}, which is used here: only its facts can be compared"
        elif before[name] != now[name]:
            yield f"drawn with another version of the font {name}: only its facts can be compared"


def _outdated(case: Case) -> Iterator[str]:
    """What to say where the image is right and what is on record is not."""
    if case.record is None:
        yield f"no facts are on record for it: a build writes them to {FACTS_FILE}"
    elif not case.recorded or measured(case.record, case.drawn.facts, case.tolerance):
        yield f"{FACTS_FILE} describes another image: a build writes it anew"


def _by_its_own_line(case: Case) -> Verdict:
    """The verdict for an image that is not the one on record: it says itself what it shows."""
    try:
        line = command_in(case.data)
    except ForeignImage as error:
        return _by_looks_alone(case, f"what it shows cannot be told, as it {error}")
    reason = "no facts are on record" if case.record is None else "it is not the image that was built"
    note = f"{reason}: compared with the facts of the command line inside it, {quoted(line)}"
    own = case.drawn if line == case.drawn.command else _drawn_as_said(case, line)
    if own.error:
        return case.verdict(FACTS, note, f"which cannot be drawn: {own.error}", more=1.0)
    if case.format == "svg" and own.command == case.drawn.command:
        edited = list(other_lines(case.data, case.drawn.images["svg"]))
        if edited:
            return case.verdict(FACTS, note, *edited, more=1.0)
    verdict = _by_facts(case, own.facts, (note,))
    if verdict.word == STYLE and own.command == case.drawn.command and not _vouched(case):
        # The line inside the image gives the facts of today's code, which say nothing about those pixels.
        unknown = "whether a curve has changed or only its look cannot be told: nothing is on record for this image"
        return case.verdict(FACTS, unknown, *verdict.details, more=verdict.severity)
    return verdict


def _drawn_as_said(case: Case, line: str) -> Rendered:
    """What a line inside an image asks for; of a stranger's image too, so that no code is run because of it."""
    with nothing_loaded():
        return render_figure(case.entry.name, line, (), case.entry.folder)


def _vouched(case: Case) -> bool:
    """Whether the image itself shows that its curves are those of its command line: all but its text, or its lines."""
    alike = likeness_of(case.data, case.drawn.images[case.format], case.format, case.figure)
    return alike.only_text or (case.format == "svg" and same_frames(case.data, case.drawn.images["svg"]))


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
