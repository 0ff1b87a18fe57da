"""Finds and removes images that a manifest no longer has, and never a file that actplot did not make."""

from collections.abc import Sequence
from pathlib import Path

from ...errors import OutputError
from ...files import digest_of
from ..manifest.fields import FORMATS
from ..manifest.records import Manifest
from .outcomes import Options
from .state import matches
from .store import Store


def spare_images(manifest: Manifest, store: Store, options: Options) -> list[str]:
    """The names of the files to remove; none where that was not asked for."""
    if not options.prune or not manifest.output.is_dir():
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
            raise OutputError(f"cannot remove '{output / name}': {error.strerror}") from None


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
        return bool(command_in(path.read_bytes()))
    except (ForeignImage, OSError):
        return False
