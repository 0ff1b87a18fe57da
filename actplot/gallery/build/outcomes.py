"""What a build is asked to do, and what became of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

BUILT, KEPT, CURRENT, FAILED, WANTED = "built", "kept", "up to date", "failed", "to build"


@dataclass(frozen=True)
class Options:
    """Which figures to build, whether also those that did not change, with how many processes, and whether at all."""

    only: tuple[str, ...] = ()  # patterns of names; all where there is none
    force: bool = False
    jobs: int | None = None
    dry_run: bool = False
    prune: bool = False


def matches(name: str, patterns: Sequence[str]) -> bool:
    """Whether a figure is among the ones asked for; all are where there is no pattern."""
    return not patterns or any(fnmatchcase(name, pattern) for pattern in patterns)


@dataclass(frozen=True)
class Outcome:
    """What became of one figure, its image files, and the reason."""

    name: str
    status: str
    files: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Report:
    """What became of all figures, in the order of the manifest, and which files were removed, or would be."""

    outcomes: tuple[Outcome, ...]
    pruned: tuple[str, ...] = ()

    def of(self, status: str) -> list[Outcome]:
        """The outcomes of one kind."""
        return [outcome for outcome in self.outcomes if outcome.status == status]

    @property
    def failed(self) -> bool:
        return bool(self.of(FAILED))


@dataclass(frozen=True)
class Watch:
    """Who hears of warnings, that another build is waited for, how many figures need work, and of each that is done."""

    wait: Callable[[], object] = lambda: None
    start: Callable[[int], object] = lambda count: None
    done: Callable[[Outcome], object] = lambda outcome: None
    warn: Callable[[str], object] = lambda warning: None
