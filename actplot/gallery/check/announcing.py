"""Tells a check to whoever has to act on it: the commands that mend it, GitHub's annotations, and a summary."""

import os
import re
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

from ...errors import BadOption, OutputError, quoted, shown
from ...files import contents, portable, write
from ...requests.destinations import in_a_folder
from ..manifest.entries import Manifest
from .judging import EXTRA, SAME, Verdict
from .report import files_of, grouped, summary

_NAME = re.compile(r"""(?:^|[{,])\s*name\s*=\s*(["'])(.*?)\1""")
_PRESET = re.compile(r"\[\[preset\]\] number (\d+)")


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
    places, file = _places(manifest), _from_root(manifest.path)
    lines = []
    for group in grouped(verdicts):
        first = group[0]
        kind = "error" if first.fails(strict) else "notice" if first.word == SAME else "warning"
        told = "\n".join([first.word, *map(shown, first.details)])
        said = {"file": file, "line": str(places.get(first.name, 1)), "title": files_of(group)}
        heads = ",".join(f"{key}={_property(text)}" for key, text in said.items())
        lines.append(f"::{kind} {heads}::{_data(told)}\n")
    return "".join(lines)


def _places(manifest: Manifest) -> dict[str, int]:
    """The line of each figure's name in a manifest, or of the preset that it comes from."""
    lines = list(enumerate(contents(manifest.path).decode("utf-8", "replace").splitlines(), start=1))
    named = {match[2]: number for number, line in lines for match in _NAME.finditer(line)}
    presets = [number for number, line in lines if line.strip().startswith("[[preset]]")]
    found = {}
    for entry in manifest.figures:
        preset = _PRESET.search(entry.place)
        here = presets[int(preset[1]) - 1 :][:1] if preset else []
        usual = named.get(entry.name.rpartition("-")[0], 1)  # of one that has the name of its theme behind its own
        found[entry.name] = here[0] if here else named.get(entry.name, usual)
    return found


def _from_root(path: Path) -> str:
    """A file as GitHub names it: from the root of the repository, wherever the check was started."""
    path = path.resolve()
    told = os.environ.get("GITHUB_WORKSPACE")
    roots = [Path(told).resolve()] if told else []
    roots += [folder for folder in path.parents if (folder / ".git").exists()]
    return portable(path, next((root for root in roots if path.is_relative_to(root)), Path.cwd()))


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


def check_summary(place: str, manifest: Manifest) -> None:
    """Raise `BadOption` for a file in which a summary has no place, before the work."""
    path = in_a_folder("--summary", place)
    if path.resolve() == manifest.path.resolve():
        raise BadOption(f"--summary {quoted(place)}: it is the manifest. Name another file, such as check.md.")


def write_summary(place: str, text: str) -> None:
    """Write a summary; to that of a step of a workflow, which may hold others already, it is added.

    Raises `OutputError` where the system refuses.
    """
    step = os.environ.get("GITHUB_STEP_SUMMARY")
    if not step or Path(place).resolve() != Path(step).resolve():
        return write(place, text.encode())
    try:
        with Path(place).open("ab") as file:
            file.write(f"{text}\n".encode())
    except OSError as error:
        raise OutputError(f"cannot write {quoted(place)}: {error.strerror}") from None
    return None
