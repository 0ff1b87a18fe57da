"""What a gallery's last builds left: a record of each figure beside the images, in a folder that git ignores."""

import json
import os
import re
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...files import digest, digest_of
from ..manifest.places import OUTPUT
from .versions import package_digest, stamp_of, still_installed

if TYPE_CHECKING:
    from ..manifest.records import Manifest

FOLDER = ".actplot"
FILE = "state.json"
STATE = f"{FOLDER}/{FILE}"
FACTS = "facts.json"
FORMAT = 1
RECORD = {"command", "code", "styles", "versions", "images", "stamps"}
_OUTPUT = re.compile(r"^[ \t]*output[ \t]*=[ \t]*(?:\"([^\"\\\n]*)\"|'([^'\n]*)')", re.MULTILINE)


def read(output: Path) -> dict[str, Any]:
    """The state of an output folder: `figures` by name, and `whole` where all of them were looked at together."""
    try:
        found = json.loads(Path(output, FOLDER, FILE).read_bytes())
    except (OSError, ValueError, RecursionError):  # lost or torn: whatever it said is found again
        found = None
    if not isinstance(found, dict) or found.get("format") != FORMAT or not isinstance(found.get("figures"), dict):
        return {"format": FORMAT, "whole": None, "figures": {}}
    whole = found.get("whole")
    figures = {name: one for name, one in found["figures"].items() if _is_record(one)}
    return {"format": FORMAT, "whole": whole if isinstance(whole, dict) else None, "figures": figures}


def _is_record(record: Any) -> bool:
    return (
        isinstance(record, dict)
        and record.keys() >= RECORD
        and all(isinstance(record[key], dict) for key in ("styles", "versions", "images", "stamps"))
    )


def matches(name: str, patterns: Sequence[str]) -> bool:
    """Whether a figure is among the ones asked for; all are where there is no pattern."""
    return not patterns or any(fnmatchcase(name, pattern) for pattern in patterns)


def unchanged(path: Path, patterns: Sequence[str] = ()) -> dict[str, tuple[str, ...]] | None:
    """The files of the figures asked for, where all are as their last build left them; None for a closer look.

    Needs neither TOML nor numpy: a state counts only if it was written for exactly this manifest, by exactly
    this program, and for every image that is there.
    """
    try:
        manifest = path.read_bytes()
        output = Path(path.parent, guessed_output(manifest))
        state = read(output)
        whole = state["whole"]
        if whole and _same_world(whole, manifest, path, output):
            names = [name for name in whole["names"] if matches(name, patterns)]
            same = all(_as_recorded(state["figures"].get(name), whole, path.parent, output, name) for name in names)
            return {name: _files(name, state["figures"][name]) for name in names} if names and same else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):  # a state of another kind
        pass
    return None


def _files(name: str, record: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(f"{name}.{form}" for form in record["images"])


def whole(manifest: "Manifest", output: Path, environment: Mapping[str, Any]) -> dict[str, Any]:
    """The part of a state that says for which manifest, program and environment its records were all looked at."""
    return {
        "manifest": os.path.relpath(manifest.path, output),
        "sha256": manifest.digest,
        "facts": digest_of(output / FACTS),
        "names": [figure.name for figure in manifest.figures],
        **environment,
    }


def guessed_output(manifest: bytes) -> str:
    """The first output that a manifest's text names; a wrong guess finds no state for this manifest."""
    text = manifest.decode(errors="replace")
    start = max(0, text.find("[tool.actplot.gallery]"))
    found = _OUTPUT.search(text, start)
    return (found[1] or found[2] or "") if found else OUTPUT


def _same_world(whole: dict[str, Any], manifest: bytes, path: Path, output: Path) -> bool:
    return (
        whole["sha256"] == digest(manifest)
        and whole["manifest"] == os.path.relpath(path, output)
        and _is_quiet(output)
        and still_installed(whole)
        and whole["facts"] == digest_of(output / FACTS)
        and whole["package"] == package_digest()
    )


def _is_quiet(output: Path) -> bool:
    """Whether no build is at work or was killed."""
    return not any(name.endswith(".part") for name in os.listdir(output)) and not any(  # noqa: PTH208
        name.startswith("journal-")
        for name in os.listdir(output / FOLDER)  # noqa: PTH208
    )


def _as_recorded(record: dict[str, Any] | None, whole: dict[str, Any], folder: Path, output: Path, name: str) -> bool:
    if record is None or record["versions"] != whole["versions"]:
        return False
    return all(is_image(output, name, record, form) for form in record["images"]) and all(
        digest_of(folder / style) == recorded for style, recorded in record["styles"].items()
    )


def is_image(output: Path, name: str, record: Mapping[str, Any], form: str) -> bool:
    """Whether the file of a format holds what the record or facts say was built."""
    path = f"{output}{os.sep}{name}.{form}"
    stamp = record.get("stamps", {}).get(form)
    return (stamp is not None and stamp == stamp_of(path)) or digest_of(path) == record["images"][form]
