"""Tells a check to whoever has to act on it: the commands that mend it, GitHub's annotations, and a summary."""

import re
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

from ...errors import shown
from ...files import contents, portable
from ..manifest.entries import Manifest
from .judging import EXTRA, SAME, Verdict
from .report import files_of, grouped, summary


def mending(place: str | None, verdicts: Sequence[Verdict], *, strict: bool | str = False) -> list[str]:
    """The commands that make a failed check pass, if what is drawn now is meant."""
    failed = [one for one in verdicts if one.fails(strict)]
    where = [] if place is None else [place]
    commands = []
    if any(one.word != EXTRA and not one.contradicted for one in failed):
        commands.append(shlex.join(["actplot", "gallery", "check", *where, "--update"]))
    if any(one.word == EXTRA for one in failed):
        commands.append(shlex.join(["actplot", "gallery", "build", *where, "--prune"]))
    return commands


def mending_text(commands: Sequence[str]) -> str:
    """The commands as the end of a report; nothing where there is nothing to mend."""
    return "".join(["If what is drawn now is meant:\n", *(f"    {one}\n" for one in commands)]) if commands else ""


def annotations(manifest: Manifest, verdicts: Sequence[Verdict], *, strict: bool | str = False) -> str:
    """A line of GitHub's for each figure that is not the same, which shows it beside the manifest."""
    places = _places(manifest.path)
    lines = []
    for group in grouped(verdicts):
        first = group[0]
        kind = "error" if first.fails(strict) else "notice" if first.word == SAME else "warning"
        told = "\n".join([first.word, *map(shown, first.details)])
        said = {"file": portable(manifest.path), "line": str(places.get(first.name, 1)), "title": files_of(group)}
        heads = ",".join(f"{key}={_property(text)}" for key, text in said.items())
        lines.append(f"::{kind} {heads}::{_data(told)}\n")
    return "".join(lines)


def _places(path: Path) -> dict[str, int]:
    """The line of each figure's name in a manifest."""
    text = contents(path).decode("utf-8", "replace")
    names = re.compile(r"""^\s*name\s*=\s*(["'])(.*?)\1""")
    found = ((names.match(line), number) for number, line in enumerate(text.splitlines(), start=1))
    return {match[2]: number for match, number in found if match}


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(shown(text)).replace(":", "%3A").replace(",", "%2C")


def markdown(manifest: Manifest, verdicts: Sequence[Verdict], commands: Sequence[str]) -> str:
    """A summary of a check in Markdown, such as a run of continuous integration shows."""
    lines = [f"## {_cell(manifest.title)}: check", "", f"{summary(verdicts)}.", ""]
    rows = list(_rows(verdicts))
    if rows:
        lines += ["| image | verdict | what |", "| --- | --- | --- |", *rows, ""]
    if commands:
        lines += ["If what is drawn now is meant:", "", "```", *commands, "```", ""]
    return "\n".join(lines)


def _rows(verdicts: Sequence[Verdict]) -> Iterator[str]:
    for group in grouped(verdicts):
        told = "<br>".join(map(_cell, group[0].details))
        yield f"| {_cell(files_of(group))} | {group[0].word} | {told} |"


def _cell(text: str) -> str:
    """A text in a cell of a table, in which nothing is markup."""
    return re.sub(r"([\\`*_{}\[\]<>|#~])", r"\\\1", shown(text))
