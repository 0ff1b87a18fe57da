"""Builds a gallery: draws the figures that changed and leaves the others."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import BadOption, quoted, suggestion
from ..drawing import FIGURES_PER_JOB, PRELOAD
from ..manifest.places import find, text_of
from .outcomes import CURRENT, Options, Outcome, Report, Watch, matches
from .store import STATE, guessed_output, unchanged

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from ..manifest.entries import Entry, Manifest


def build(
    place: str | Path | None = None,
    options: Options | None = None,
    *,
    executor: "Executor | None" = None,
    watch: Watch | None = None,
) -> Report:
    """Bring the images of a manifest up to date; a figure that is wrong or cannot be drawn is an outcome.

    Parameters
    ----------
    place : the manifest, or the folder that holds it; the current folder's by default
    executor : draws, instead of processes that are started for it; a script that leaves it out
        calls this below `if __name__ == "__main__":`, as the processes import the script

    Raises `ManifestError`, `BadOption` for a pattern that no figure has, `OutputError` where the system refuses.
    """
    options, watch = options or Options(), watch or Watch()
    path = find(place)
    same = None if options.force or options.prune else unchanged(path, options.only)
    if same is not None:
        return Report(tuple(Outcome(name, CURRENT, files) for name, files in same.items()))
    if executor is None and options.jobs != 1 and _is_much_work(path, options):
        from ...processes.pool import warm_up

        warm_up(PRELOAD)  # first of all: the workers' imports take longer than what is done here meanwhile
    from ..manifest.manifest import read  # late: a build that finds nothing to do loads nothing that reads or draws
    from .work import Work, built, rehearsed

    manifest = read(path)
    for warning in manifest.warnings:
        watch.warn(warning)
    work = Work(manifest, chosen(manifest, options.only), options, executor, watch)
    return rehearsed(work) if options.dry_run else built(work)


def _is_much_work(path: Path, options: Options) -> bool:
    """Whether a look at the text says that workers will be needed; a wrong guess costs a moment of one processor."""
    if options.dry_run or options.only:
        return False
    data = text_of(path)
    new = not Path(path.parent, guessed_output(data), STATE).is_file()
    return (options.force or new) and data.count(b"draw") > FIGURES_PER_JOB


def chosen(manifest: "Manifest", patterns: Sequence[str]) -> "list[Entry]":
    """The figures that patterns ask for.

    Raises `BadOption` where a pattern asks for none.
    """
    names = [figure.name or figure.place for figure in manifest.figures]
    for pattern in patterns:
        if not any(matches(name, [pattern]) for name in names):
            raise BadOption(f"--only: no figure is named {quoted(pattern)}.{suggestion(pattern, names)}")
    return [figure for figure, name in zip(manifest.figures, names, strict=True) if matches(name, patterns)]
