"""Which module declares which name, read from the text of the families, so that a name costs one import."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# An entry is a class whose body says `name = "…"`, and where it has other names `aliases = ("…", …)`. Each pattern
# begins with plain characters, which a search finds five times as fast as a beginning of a line.
_CLASS = re.compile(r"\nclass (\w+)\(([\w, ]+)\):")
_NAME = re.compile(r"\n    name = \"([^\"]+)\"\n")
_ALIASES = re.compile(r"\n    aliases = (\(.*?\))\n", re.DOTALL)
_TEXT = re.compile(r"\"([^\"]+)\"")


@dataclass(frozen=True)
class Declared:
    """An entry as its source declares it; a test compares it with the imported class."""

    name: str
    aliases: tuple[str, ...]
    cls: str  # the name of its class
    module: str  # such as activations.gated, below this package


@dataclass(frozen=True)
class Written:
    """A class as its source writes it: its own name, its bases, and the text of its body."""

    cls: str
    bases: tuple[str, ...]
    body: str


def declared_in(folder: str) -> Iterator[Declared]:
    """The entries of all modules of a folder beside this file."""
    for path in sorted((Path(__file__).parent / folder).glob("*.py")):
        for written in classes_of(path):
            if name := _NAME.search(written.body):
                aliases = _ALIASES.search(written.body)
                texts = tuple(_TEXT.findall(aliases[1])) if aliases else ()
                yield Declared(name[1], texts, written.cls, f"{folder}.{path.stem}")


def classes_of(path: Path) -> Iterator[Written]:
    """The classes of a module, in order."""
    text = path.read_text(encoding="utf-8")
    starts = [*_CLASS.finditer(text)]
    ends = [*(start.start() for start in starts[1:]), len(text)]
    for start, end in zip(starts, ends, strict=False):  # a module may have none
        yield Written(start[1], tuple(base.strip() for base in start[2].split(",")), text[start.end() : end])


def folded(name: str) -> str:
    """A name without what does not matter in it."""
    return name.lower().replace("_", "").replace("-", "")
