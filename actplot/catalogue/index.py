"""What is declared where, read from the text of the families: names cost no import, and one name a single one."""

import os
import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

ELEMENTWISE = ("activation", "loss")  # functions of one variable
KINDS = (*ELEMENTWISE, "vector function", "random layer", "vector loss")
FAMILIES = ("activations", "losses")  # the folders that hold them, one module for each
BASES = "kinds"  # the folder of the classes that say the kind of those that derive from them

# An entry is a class whose body begins with a docstring and says `name = "…"`, and where it has other names
# `aliases = ("…", …)`. Each pattern begins with plain characters, which a search finds five times as fast as a
# beginning of a line.
_CLASS = re.compile(r"\nclass (\w+)(?:\(([\w, ]+)\))?:")
_DESCRIPTION = re.compile(r"\s*\"{3}(.*?)\"{3}", re.DOTALL)
_NAME = re.compile(r"\n    name = \"([^\"]+)\"\n")
_ALIASES = re.compile(r"\n    aliases = (\(.*?\))\n", re.DOTALL)
_KIND = re.compile(r"\n    kind = \"([^\"]+)\"\n")
_TOPICS = re.compile(r"\n    topics = (\(.*?\))\n", re.DOTALL)
_TEXT = re.compile(r"\"([^\"]+)\"")


class Declared(NamedTuple):
    """An entry as its source declares it; a test compares it with the imported class."""

    name: str
    aliases: tuple[str, ...]
    cls: str  # the name of its class
    module: str  # such as activations.gated, below this package
    kind: str
    description: str
    topics: tuple[str, ...] = ()

    @property
    def family(self) -> str:
        return self.module.rpartition(".")[2]


class Written(NamedTuple):
    """A class as its source writes it: its own name, its bases, and the text of its body."""

    cls: str
    bases: tuple[str, ...]
    body: str

    def said(self, pattern: re.Pattern[str]) -> str:
        """What its body says first in the place of a pattern's group."""
        found = pattern.search(self.body)
        return found[1] if found else ""


@cache
def declared_entries() -> dict[str, Declared]:
    """What the sources of the families declare, by canonical name; none of them is imported for it."""
    modules = [(folder, *one) for folder in FAMILIES for one in written_in(_beside(folder))]
    bases = [one for _, classes in written_in(_beside(BASES)) for one in classes]
    known = {one.cls: one for one in [*bases, *(one for *_, classes in modules for one in classes)]}
    found = (_declared(one, f"{folder}.{stem}", known) for folder, stem, classes in modules for one in classes)
    return {one.name: one for one in found if one.name}


def _declared(written: Written, module: str, known: dict[str, Written]) -> Declared:
    aliases = tuple(_TEXT.findall(written.said(_ALIASES)))
    described = _DESCRIPTION.match(written.body)
    description = described[1].strip() if described else ""
    name = written.said(_NAME)
    kind, topics = (_kind(written, known), _topics(written, known)) if name else ("", ())
    return Declared(name, aliases, written.cls, module, kind, description, topics)


def _topics(written: Written, known: dict[str, Written]) -> tuple[str, ...]:
    """Those that a class says, and those of its bases that are no entries themselves."""
    own = _TEXT.findall(written.said(_TOPICS))
    return (*own, *(topic for base in written.bases if base in known for topic in _passed_on(known[base], known)))


def _passed_on(base: Written, known: dict[str, Written]) -> tuple[str, ...]:
    """The topics that a class passes on to those that derive from it."""
    said = _topics(base, known)
    return said[len(_TEXT.findall(base.said(_TOPICS))) :] if base.said(_NAME) else said


def _kind(written: Written, known: dict[str, Written]) -> str:
    """The kind that a class says, or else the first of its bases that does."""
    inherited = (_kind(known[base], known) for base in written.bases if base in known)
    return written.said(_KIND) or next(filter(None, inherited), "")


def _beside(folder: str) -> str:
    return os.path.join(os.path.dirname(__file__), folder)  # noqa: PTH118, PTH120  # pathlib takes a tenth of a list


def written_in(folder: str | os.PathLike) -> Iterator[tuple[str, tuple[Written, ...]]]:
    """The modules of a folder in alphabetical order, each with its classes."""
    for file in sorted(os.listdir(folder)):  # noqa: PTH208
        if file.endswith(".py"):
            with open(os.path.join(folder, file), encoding="utf-8") as source:  # noqa: PTH118, PTH123
                yield file.removesuffix(".py"), tuple(_classes(source.read()))


def _classes(text: str) -> Iterator[Written]:
    """The classes of a source, in order."""
    starts = [*_CLASS.finditer(text)]
    ends = [*(start.start() for start in starts[1:]), len(text)]
    for start, end in zip(starts, ends, strict=False):  # a module may have none
        bases = tuple(base.strip() for base in (start[2] or "").split(","))
        yield Written(start[1], bases, text[start.end() : end])


def folded(name: str) -> str:
    """A name without what does not matter in it."""
    return name.lower().replace("_", "").replace("-", "")
