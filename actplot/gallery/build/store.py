"""What an output folder knows about its images: the state of this machine and the committed facts, read and written.

The state is a record of each figure, beside the images in a folder that git ignores.
"""

import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from ...files import TEMPORARY, contents, digest, digest_of, digest_of_parts, portable, write
from ...toml import LARGEST
from ..manifest.places import FACTS_FILE, OUTPUT
from .outcomes import matches
from .versions import installed, package_digest, stamp_of, still_installed

if TYPE_CHECKING:
    from ..manifest.entries import Manifest
    from ..statements.recorded import Recorded

FOLDER = ".actplot"
FILE = "state.json"
STATE = f"{FOLDER}/{FILE}"
FORMAT = 1
SPACED = 50  # what is done between two writings takes so many times as long as writing
RECORD = {"command", "code", "styles", "versions", "images", "stamps"}
_OUTPUT = re.compile(r"^[ \t]*output[ \t]*=[ \t]*(?:\"([^\"\\\n]*)\"|'([^'\n]*)')", re.MULTILINE)


@dataclass(frozen=True)
class Store:
    """Records and facts by the names of figures, and the environment that draws now.

    `whole` is the world in which all figures were looked at together.
    """

    output: Path
    records: Mapping[str, dict[str, Any]]
    facts: "Recorded"
    whole: Mapping[str, Any] | None
    environment: Mapping[str, Any]
    trusted: str | None = None  # digest of the file of the facts when a build last wrote or checked all of it
    written: str | None = None  # and as it is

    @classmethod
    def read(cls, output: Path) -> "Store":
        """What the files say."""
        state, written = read_state(output), digest_of(output / FACTS_FILE)
        environment = {**installed(), "package": package_digest()}
        facts = _read_facts(output, as_written=written == state["facts"])
        return cls(output, state["figures"], facts, state["whole"], environment, state["facts"], written)

    @property
    def edited(self) -> bool:
        """Whether somebody else has written the facts."""
        return self.trusted is not None and self.trusted != self.written

    def without(self, gone: Iterable[str]) -> "Store":
        """The store without figures that have no image any more."""
        gone = set(gone)
        records = {name: one for name, one in self.records.items() if name not in gone}
        return replace(self, records=records, facts=self.facts.without(gone))

    def world(self, manifest: "Manifest") -> dict[str, Any]:
        """For which manifest, program and environment records are right where all figures have been looked at."""
        path, names = portable(manifest.path, self.output), [figure.name for figure in manifest.figures]
        others = [manifest.consulted] if manifest.consulted else []
        read = {portable(other, self.output): digest_of(other) for other in others}
        return {"manifest": path, "sha256": manifest.digest, "read": read, "names": names, **self.environment}

    def write(self, whole: Mapping[str, Any] | None = None, *, everything: bool = False) -> None:
        """Write the facts where they changed, and the state; `everything` says that this build looked at all figures.

        Raises `OutputError` where the system refuses.
        """
        now = digest_of_parts(self.facts.lines())
        if digest_of(self.output / FACTS_FILE) != now:
            write(self.output / FACTS_FILE, self.facts.lines(), follow=False)
        trusted = self.trusted if self.edited and not everything else now
        state = {"format": FORMAT, "facts": trusted, "whole": whole, "figures": self.records}
        write(self.output / FOLDER / FILE, json.dumps(state).encode(), follow=False)


class Ledger:
    """What a build at work has done; it is written again and again, so that little is lost if the build is killed."""

    def __init__(self, store: Store):
        self.records, self.facts = dict(store.records), store.facts.copy()
        self._before = replace(
            store, records=self.records, facts=self.facts
        )  # and not what new facts take the place of
        self._next, self._unwritten = 0.0, False  # when to write, and whether there is anything

    @property
    def store(self) -> Store:
        return replace(self._before, records=self.records, facts=self.facts)

    def add(self, name: str, record: dict[str, Any], facts: dict[str, Any] | None = None) -> None:
        """Note the record of a figure, and its facts where they are new.

        Raises `OutputError` where the system refuses.
        """
        self.records[name] = record
        if facts:
            self.facts.put(name, facts)
        self._unwritten = True
        start = monotonic()
        if start >= self._next:
            self.save()
            self._next = monotonic() + SPACED * (monotonic() - start)

    def save(self) -> None:
        """Write what is not on record yet.

        Raises `OutputError` where the system refuses.
        """
        if self._unwritten:
            self.store.write()
        self._unwritten = False


def read_state(output: Path) -> dict[str, Any]:
    """The state of an output folder: `figures` by name, `facts` and `whole`; without any where it is lost or torn."""
    try:
        # What a stranger committed as links may lead anywhere, and is no state of ours.
        found = None if _is_link(output) else json.loads(contents(Path(output, FOLDER, FILE)))
    except (OSError, ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or found.get("format") != FORMAT or not isinstance(found.get("figures"), dict):
        found = {"figures": {}}
    whole = found.get("whole")
    figures = {name: one for name, one in found["figures"].items() if _is_record(one)}
    return {"facts": found.get("facts"), "whole": whole if isinstance(whole, dict) else None, "figures": figures}


def _is_link(output: Path) -> bool:
    return any(os.path.islink(os.path.join(output, *names)) for names in ((FOLDER,), (FOLDER, FILE)))  # noqa: PTH114, PTH118


def _is_record(record: Any) -> bool:
    return (
        isinstance(record, dict)
        and record.keys() >= RECORD
        and all(isinstance(record[key], dict) for key in ("styles", "versions", "images", "stamps"))
    )


def _read_facts(output: Path, *, as_written: bool) -> "Recorded":
    """The committed facts; ones that cannot be read count as lost and are found again."""
    from ..statements.recorded import Recorded
    from ..statements.statements import BadFacts, recorded

    try:
        return recorded(output / FACTS_FILE, as_written=as_written)
    except BadFacts:
        return Recorded()


def unchanged(path: Path, patterns: Sequence[str] = ()) -> dict[str, tuple[str, ...]] | None:
    """The files of the figures asked for, where all are as their last build left them; None for a closer look.

    Needs neither TOML nor numpy: a state counts only if it was written for exactly this manifest, by exactly
    this program, and for every image that is there.
    """
    try:
        manifest = contents(path, LARGEST)
        output = Path(path.parent, guessed_output(manifest))
        state = read_state(output)
        whole = state["whole"]
        if whole and state["facts"] == digest_of(output / FACTS_FILE) and _same_world(whole, manifest, path, output):
            names = [name for name in whole["names"] if matches(name, patterns)]
            same = all(_as_recorded(state["figures"].get(name), whole, path.parent, output, name) for name in names)
            return {name: _files(name, state["figures"][name]) for name in names} if names and same else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):  # a state of another kind
        pass
    return None


def _files(name: str, record: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(f"{name}.{form}" for form in record["images"])


def guessed_output(manifest: bytes) -> str:
    """The first output that a manifest's text names; a wrong guess finds no state for this manifest."""
    text = manifest.decode(errors="replace")
    start = max(0, text.find("[tool.actplot.gallery]"))
    found = _OUTPUT.search(text, start)
    return (found[1] or found[2] or "") if found else OUTPUT


def _same_world(whole: dict[str, Any], manifest: bytes, path: Path, output: Path) -> bool:
    return (
        whole["sha256"] == digest(manifest)
        and whole["manifest"] == portable(path, output)
        and all(digest_of(Path(output, other)) == recorded for other, recorded in whole["read"].items())
        and not _has_leftovers(output)
        and still_installed(whole)
        and whole["package"] == package_digest()
    )


def _has_leftovers(output: Path) -> bool:
    """Whether a build that was killed, or is at work, has left temporary files."""
    folders = (output, output / FOLDER)
    return any(name.endswith(TEMPORARY) for folder in folders for name in os.listdir(folder))  # noqa: PTH208


def _as_recorded(record: dict[str, Any] | None, whole: dict[str, Any], folder: Path, output: Path, name: str) -> bool:
    if record is None or record["versions"] != whole["versions"]:
        return False
    return all(is_image(output, name, record, form) for form in record["images"]) and all(
        digest_of(folder / style) == recorded for style, recorded in record["styles"].items()
    )


def is_image(output: Path, name: str, record: Mapping[str, Any], form: str) -> bool:
    """Whether the file of a format holds what the record or facts say was built."""
    path = f"{output}{os.sep}{name}.{form}"
    stamp = record.get("stamps", {}).get(form)
    return (stamp is not None and stamp == stamp_of(path)) or digest_of(path) == record["images"][form]
