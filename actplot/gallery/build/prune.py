"""Finds and removes images that a manifest no longer has and what killed builds left, and no file of anybody else's."""

import os
from collections.abc import Sequence
from pathlib import Path

from ...errors import OutputError, shown
from ...files import contents, digest_of, writer_of
from ..manifest.entries import Manifest
from ..manifest.fields import FORMATS
from .outcomes import Options, matches
from .store import FOLDER, Store


def spare_images(manifest: Manifest, store: Store, options: Options) -> list[str]:
    """The names of the files to remove; none where that was not asked for, or a figure's name may be misspelt."""
    if not options.prune or manifest.problems or not manifest.output.is_dir():
        return []
    wanted = {file for figure in manifest.figures for file in figure.files}
    paths = sorted(path for path in manifest.output.iterdir() if path.suffix.removeprefix(".") in FORMATS)
    spare = [path for path in paths if path.name not in wanted and matches(path.stem, options.only)]
    return [path.name for path in spare if path.is_file() and not path.is_symlink() and _is_ours(path, store)]


def remove_images(output: Path, names: Sequence[str]) -> None:
    """Remove files by name.

    Raises `OutputError` where the system refuses.
    """
    for name in names:
        try:
            (output / name).unlink(missing_ok=True)
        except OSError as error:
            raise OutputError(f"cannot remove '{shown(output / name)}': {error.strerror}") from None


def remove_leftovers(output: Path) -> None:
    """Remove the temporary files of processes that are dead, here and beside the state; never those of live ones."""
    for path in [*output.iterdir(), *(output / FOLDER).iterdir()]:
        process = writer_of(path.name)
        if process is not None and not _runs(process) and (path.is_symlink() or not path.is_dir()):
            path.unlink(missing_ok=True)


def _runs(process: int) -> bool:
    """Whether another process has this number."""
    if process == os.getpid():
        return False  # one before us had it: we have written nothing yet
    if os.name == "nt":
        return True  # asking would end it
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def gone(manifest: Manifest, store: Store) -> list[str]:
    """The figures that the manifest no longer has and that left no image."""
    wanted = {figure.name for figure in manifest.figures}
    left = {*store.records, *store.facts} - wanted
    return [name for name in left if not any((manifest.output / f"{name}.{form}").exists() for form in FORMATS)]


def _is_ours(path: Path, store: Store) -> bool:
    """Whether a file is the one that was built, or an image that says which command line of actplot drew it."""
    found = digest_of(path)
    form = path.suffix.removeprefix(".")
    recorded = [known.get(path.stem, {}).get("images", {}).get(form) for known in (store.records, store.facts)]
    return found in recorded or _carries_command(path)


def _carries_command(path: Path) -> bool:
    from ...requests.origins import ForeignImage, command_in

    try:
        return bool(command_in(contents(path)))
    except (ForeignImage, OSError):
        return False
