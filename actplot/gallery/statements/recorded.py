"""The facts on record of many figures, each as the text that a file has of it: as objects they take ten times that."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ...documents.jsonable import laid_out

_HEAD, _BETWEEN, _TAIL = b"{\n", b",\n", b"\n}\n"
_START = re.compile(rb'^ ("(?:[^"\\\n]|\\.)*"): ', re.MULTILINE)  # of a figure; what is inside stands farther right


class Recorded(Mapping[str, dict[str, Any]]):
    """The facts of figures by their names; what is asked for is read anew, and changing that changes nothing here."""

    def __init__(self, texts: Mapping[str, bytes] | None = None):
        self.texts = dict(texts or {})

    @classmethod
    def of(cls, facts: Mapping[str, Mapping[str, Any]]) -> "Recorded":
        """What these facts are in a file."""
        found = cls()
        for name, one in facts.items():
            found.put(name, one)
        return found

    @classmethod
    def split(cls, data: bytes) -> "Recorded | None":
        """The parts of a file as `data` writes it; None of another one, which is to be read as a whole."""
        starts = [(json.loads(start[1]), start.start(), start.end()) for start in _START.finditer(data)]
        last = len(data) - len(_TAIL)
        ends = [*(start - len(_BETWEEN) for _, start, _ in starts[1:]), last]
        names = [name for name, _, _ in starts]
        whole = data.startswith(_HEAD) and data.endswith(_TAIL) and starts and starts[0][1] == len(_HEAD)
        if not whole or names != sorted(set(names)):
            return None
        if any(data[end : end + len(_BETWEEN)] != _BETWEEN for end in ends[:-1]):
            return None
        return cls({name: data[start:end] for (name, _, start), end in zip(starts, ends, strict=True)})

    def __getitem__(self, name: str) -> dict[str, Any]:
        return json.loads(self.texts[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self.texts)

    def __len__(self) -> int:
        return len(self.texts)

    def __contains__(self, name: object) -> bool:
        return name in self.texts

    def put(self, name: str, facts: Mapping[str, Any]) -> None:
        self.texts[name] = laid_out(facts, 1).encode()

    def without(self, gone: Iterable[str]) -> "Recorded":
        return Recorded({name: self.texts[name] for name in self.texts.keys() - set(gone)})

    def copy(self) -> "Recorded":
        return Recorded(self.texts)

    def lines(self) -> Iterator[bytes]:
        """A file in which a change shows as few changed lines, part by part."""
        before = _HEAD
        for name in sorted(self.texts):
            yield before + b" %s: " % json.dumps(name).encode()
            yield self.texts[name]
            before = _BETWEEN
        yield _TAIL if self.texts else b"{}\n"
