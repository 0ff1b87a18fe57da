"""Decides for each figure whether its images are what a build would make, and if not, why."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .code import code_of, styles_of
from ..manifest.records import Entry
from .state import is_image
from .store import Store

UNTOUCHED, VERIFY, DRAW = "untouched", "verify", "draw"
CHANGES = {"command": "the command changed", "code": "the code changed", "styles": "the style changed"}


@dataclass(frozen=True)
class Step:
    """What to do about a figure: nothing, draw it, or draw it only if its facts have changed."""

    entry: Entry
    action: str
    reason: str
    record: dict[str, Any]  # to be kept once the step is done; without digests of the images


def plan(entry: Entry, known: Store, *, force: bool = False) -> Step:
    """What the figure needs."""
    from ...requests.command_line import line_of

    record = {
        "command": line_of(entry.request),
        "code": code_of(entry.request),
        "styles": styles_of(entry.request, entry.folder),
        "versions": dict(known.environment["versions"]),
    }
    action, reason = (DRAW, "forced") if force else _judged(entry, record, known)
    return Step(entry, action, reason, record)


def _judged(entry: Entry, record: dict[str, Any], known: Store) -> tuple[str, str]:
    old, committed = known.records.get(entry.name), known.facts.get(entry.name)
    ours = old is not None and _holds(entry, old, known.output)
    if ours:
        changed = [reason for key, reason in CHANGES.items() if old[key] != record[key]]
        if changed:
            return DRAW, changed[0]
    if committed is None or committed.get("command") != record["command"] or not _holds(entry, committed, known.output):
        return DRAW, _missing(entry, old or committed, known.output)
    if committed.get("styles", {}) != record["styles"]:
        return DRAW, CHANGES["styles"]
    if not ours:
        return VERIFY, "built elsewhere"
    if old["versions"] != record["versions"]:
        return VERIFY, f"built with {_named(old['versions'])}"
    if known.whole and known.whole["facts"] != known.written:
        return VERIFY, "the record of the facts was edited"
    return UNTOUCHED, ""


def _holds(entry: Entry, record: dict[str, Any], output: Path) -> bool:
    """Whether the images of all formats are there and are the recorded ones."""
    images = record.get("images", {})
    return all(form in images and is_image(output, entry.name, record, form) for form in entry.formats)


def _missing(entry: Entry, record: dict[str, Any] | None, output: Path) -> str:
    """Why images that nothing vouches for are drawn."""
    absent = [file for file in entry.files if not (output / file).exists()]
    if record is None:
        return "new"
    if absent:
        return f"{', '.join(absent)} is missing" if len(absent) == 1 else f"{', '.join(absent)} are missing"
    return "the image is not the one that was built"


def _named(versions: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {version}" for name, version in sorted(versions.items()))
