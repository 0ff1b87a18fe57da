"""What an output folder knows about its images: the state of this machine and the committed facts, read and written."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ...files import digest, digest_of
from ..manifest.records import Manifest
from ..statements import statements as figure_facts
from . import state
from .journal import Line
from .state import FACTS, FILE, FOLDER
from .versions import installed, package_digest


@dataclass(frozen=True)
class Store:
    """Records and facts by the names of figures, and the environment that draws now."""

    output: Path
    records: Mapping[str, dict[str, Any]]
    facts: Mapping[str, dict[str, Any]]
    whole: Mapping[str, Any] | None
    environment: Mapping[str, Any]
    written: str | None = None  # digest of the file of the facts

    @classmethod
    def read(cls, output: Path) -> "Store":
        """What the files say."""
        kept, written = state.read(output), digest_of(output / FACTS)
        environment = {**installed(), "package": package_digest()}
        return cls(output, kept["figures"], _read_facts(output), kept["whole"], environment, written)

    def read_again(self) -> "Store":
        """What the files say now; the facts are read again only if another build has written them."""
        kept, written = state.read(self.output), digest_of(self.output / FACTS)
        facts = self.facts if written == self.written else _read_facts(self.output)
        return replace(self, records=kept["figures"], facts=facts, whole=kept["whole"], written=written)

    def after(self, lines: Iterable[Line]) -> "Store":
        """The store with what journals say about figures: a record or none, and facts where they are new."""
        records, facts = dict(self.records), dict(self.facts)
        for line in lines:
            records.pop(line.name, None)
            if line.record:
                records[line.name] = line.record
            if line.facts:
                facts[line.name] = line.facts
        return replace(self, records=records, facts=facts)

    def without(self, gone: Iterable[str]) -> "Store":
        """The store without figures that have no image any more."""
        gone = set(gone)
        records, facts = (
            {name: one for name, one in known.items() if name not in gone} for known in (self.records, self.facts)
        )
        return replace(self, records=records, facts=facts)

    def write(self, manifest: Manifest, *, everything: bool) -> None:
        """Write facts where they changed, and the state; `everything` says that all figures were looked at.

        Raises `OutputError` where the system refuses.
        """
        from ...files import write

        text = figure_facts.dumps(self.facts).encode()
        if digest_of(self.output / FACTS) != digest(text):
            write(self.output / FACTS, text, follow=False)
        whole = state.whole(manifest, self.output, self.environment)
        whole = whole if everything or self._covers(whole) else None
        found = {"format": state.FORMAT, "whole": whole, "figures": self.records}
        write(self.output / FOLDER / FILE, json.dumps(found).encode())

    def _covers(self, whole: Mapping[str, Any]) -> bool:
        """Whether all figures were looked at before, in the same world but for the facts."""
        before = self.whole or {}
        return all(before.get(key) == value for key, value in whole.items() if key != "facts")


def _read_facts(output: Path) -> dict[str, dict[str, Any]]:
    """The committed facts; ones that cannot be read count as lost and are found again."""
    try:
        return figure_facts.read(output / FACTS)
    except figure_facts.BadFacts:
        return {}
