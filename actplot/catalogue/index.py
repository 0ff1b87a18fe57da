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
# `aliases = ("…", …)`. Each is found by the plain characters that it begins with: a search for a pattern takes ten
# times as long.
_CLASS = ("\nclass ", re.compile(r"(\w+)(?:\(([\w, ]+)\))?:"))
_DESCRIPTION = re.compile(r"\s*\"{3}(.*?)\"{3}", re.DOTALL)
_NAME = ("\n    name = ", re.compile(r"\"([^\"]+)\"\n"))
_ALIASES = ("\n    aliases = ", re.compile(r"(\(.*?\))\n", re.DOTALL))
_KIND = ("\n    kind = ", re.compile(r"\"([^\"]+)\"\n"))
_TOPICS = ("\n    topics = ", re.compile(r"(\(.*?\))\n", re.DOTALL))
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
    """A class as its source writes it, without what it has from its bases; empty is what it does not say."""

    cls: str
    bases: tuple[str, ...]
    name: str
    aliases: tuple[str, ...]
    kind: str
    description: str
    topics: tuple[str, ...]


@cache
def declared_entries() -> dict[str, Declared]:
    """What the sources of the families declare, by canonical name; none of them is imported for it."""
    modules = [(folder, *one) for folder in FAMILIES for one in written_in(_beside(folder))]
    bases = [one for _, classes in written_in(_beside(BASES)) for one in classes]
    known = {one.cls: one for one in [*bases, *(one for *_, classes in modules for one in classes)]}
    found = (_declared(one, f"{folder}.{stem}", known) for folder, stem, classes in modules for one in classes)
    return {one.name: one for one in found if one.name}


def _declared(written: Written, module: str, known: dict[str, Written]) -> Declared:
    kind, topics = (_kind(written, known), _topics(written, known)) if written.name else ("", ())
    return Declared(written.name, written.aliases, written.cls, module, kind, written.description, topics)


def _topics(written: Written, known: dict[str, Written]) -> tuple[str, ...]:
    """Those that a class says, and those of its bases that are no entries themselves."""
    bases = (known[base] for base in written.bases if base in known)
    return (*written.topics, *(topic for base in bases for topic in _passed_on(base, known)))


def _passed_on(base: Written, known: dict[str, Written]) -> tuple[str, ...]:
    """The topics that a class passes on to those that derive from it."""
    said = _topics(base, known)
    return said[len(base.topics) :] if base.name else said


def _kind(written: Written, known: dict[str, Written]) -> str:
    """The kind that a class says, or else the first of its bases that does."""
    inherited = (_kind(known[base], known) for base in written.bases if base in known)
    return written.kind or next(filter(None, inherited), "")


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
    starts = [*_found(_CLASS, text)]
    ends = [*(start.start() for start in starts[1:]), len(text)]
    for start, end in zip(starts, ends, strict=False):  # a module may have none
        bases = tuple(base.strip() for base in (start[2] or "").split(","))
        yield _written(start[1], bases, text[start.end() : end])


def _written(cls: str, bases: tuple[str, ...], body: str) -> Written:
    name, described = _said(_NAME, body), _DESCRIPTION.match(body)
    description = described[1].strip() if name and described else ""
    aliases, topics = (tuple(_TEXT.findall(_said(what, body))) for what in (_ALIASES, _TOPICS))
    return Written(cls, bases, name, aliases, _said(_KIND, body), description, topics)


def _said(what: tuple[str, re.Pattern[str]], body: str) -> str:
    """What a body says first in the place of a pattern's group."""
    found = next(_found(what, body), None)
    return found[1] if found else ""


def _found(what: tuple[str, re.Pattern[str]], text: str) -> Iterator[re.Match[str]]:
    """Where a pattern follows on the characters that it is found by."""
    start, pattern = what
    at = text.find(start)
    while at >= 0:
        found = pattern.match(text, at + len(start))
        if found:
            yield found
        at = text.find(start, at + 1)


def folded(name: str) -> str:
    """A name without what does not matter in it."""
    return name.lower().replace("_", "").replace("-", "")
