"""What a shell completes where a file is meant: folders, and files of the suffixes that are read there."""

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress

import click

from .pressing import Completed

AT = "@"  # before a file that stands where numbers may
IMAGES, TABLES, TOML = (".png", ".svg", ".pdf", ".tex"), (".csv", ".txt", ".tsv"), (".toml",)


def files_beside(incomplete: str, suffixes: Sequence[str] = ()) -> Iterator[str]:
    """The folders, with a slash, and the files of these suffixes that what was typed may become."""
    folder = incomplete[: max(map(incomplete.rfind, ("/", os.sep))) + 1]
    begun = incomplete[len(folder) :]
    with suppress(OSError, ValueError), os.scandir(os.path.expanduser(folder) or os.curdir) as found:  # noqa: PTH111
        for one in sorted(found, key=lambda one: one.name):
            if not one.name.startswith(begun) or (one.name.startswith(".") and not begun):
                continue
            if one.is_dir():
                yield f"{folder}{one.name}/"
            elif not suffixes or one.name.lower().endswith(tuple(suffixes)):
                yield f"{folder}{one.name}"


class FileName(Completed):
    """The name of a file, of any suffix or of some."""

    name = "path"

    def __init__(self, *suffixes: str):
        super().__init__(lambda _, incomplete: files_beside(incomplete, suffixes))


class FolderName(Completed):
    """The name of a folder."""

    name = "path"

    def __init__(self) -> None:
        super().__init__(lambda _, incomplete: (file for file in files_beside(incomplete) if file.endswith("/")))


def numbers_known(_: click.Context, incomplete: str) -> Iterator[str]:
    """Behind @ a file of numbers."""
    if incomplete.startswith(AT):
        yield from (f"{AT}{file}" for file in files_beside(incomplete[len(AT) :]))


FOLDER = FolderName()
ANY_FILE, IMAGE, TABLE, MANIFEST = FileName(), FileName(*IMAGES), FileName(*TABLES), FileName(*TOML)
