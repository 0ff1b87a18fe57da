"""Decides for each figure whether its images are what a build would make, and if not, why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..manifest.entries import Entry
from .store import Store, is_image

UNTOUCHED, VERIFY, DRAW = "untouched", "verify", "draw"


@dataclass(frozen=True)
class Step:
    """What to do about a figure: nothing, draw it, or draw it only if its facts have changed."""

    entry: Entry
    action: str
    reason: str
    record: dict[str, Any]  # to be kept once the step is done; without digests of the images


def plan(entry: Entry, known: Store, *, force: bool = False) -> Step:
    """What the figure needs."""
    record = {
        "command": entry.command,
        "code": known.environment["package"],
        "styles": entry.sources,
        "versions": dict(known.environment["versions"]),
    }
    action, reason = (DRAW, "forced") if force else _judged(entry, record, known)
    return Step(entry, action, reason, record)


def _judged(entry: Entry, record: dict[str, Any], known: Store) -> tuple[str, str]:
    old, committed = known.records.get(entry.name), known.facts.get(entry.name)
    ours = old is not None and _holds(entry, old, known.output)
    if ours:
        changed = next(_changes(entry, old, record), None)
        if changed:
            return DRAW, changed
    if committed is None or committed.get("command") != record["command"] or not _holds(entry, committed, known.output):
        return DRAW, _missing(entry, old or committed, known.output)
    changed = _changed_source(entry, committed.get("styles", {}), record["styles"])
    if changed:
        return DRAW, changed
    if not ours:
        return VERIFY, "built elsewhere"
    if old["versions"] != record["versions"]:
        return VERIFY, f"built with {_named(old['versions'])}"
    if known.edited:
        return VERIFY, "the record of the facts was edited"
    return UNTOUCHED, ""


def _changes(entry: Entry, old: Mapping[str, Any], record: Mapping[str, Any]) -> Iterator[str]:
    """What a figure is drawn from that is not as it was."""
    for key in ("command", "code"):
        if old[key] != record[key]:
            yield f"the {key} changed"
    changed = _changed_source(entry, old["styles"], record["styles"])
    if changed:
        yield changed


def _changed_source(entry: Entry, before: Mapping[str, str], now: Mapping[str, str]) -> str:
    """Which of the files that the line reads has other contents; empty where none has."""
    changed = {name for name in {*before, *now} if before.get(name) != now.get(name)}
    if not changed:
        return ""
    code = sorted(changed & {*entry.code, *(name for name in changed if name.endswith(".py"))})
    if code:
        return f"{code[0]} changed"
    return "the data changed" if changed & set(entry.data) else "the style changed"


def _holds(entry: Entry, record: dict[str, Any], output: Path) -> bool:
    """Whether the images of all formats are there and are the recorded ones."""
    images = record.get("images", {})
    return all(form in images and is_image(output, entry.name, record, form) for form in entry.formats)


def _missing(entry: Entry, record: dict[str, Any] | None, output: Path) -> str:
    """Why images that nothing vouches for are drawn."""
    absent = [file for file in entry.files if not (output / file).exists()]
    linked = [file for file in entry.files if (output / file).is_symlink()]
    if linked:
        return f"{linked[0]} was a link, which is not followed"
    if record is None:
        return "new"
    if absent:
        return f"{', '.join(absent)} is missing" if len(absent) == 1 else f"{', '.join(absent)} are missing"
    return "the image is not the one that was built"


def _named(versions: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {version}" for name, version in sorted(versions.items()))
