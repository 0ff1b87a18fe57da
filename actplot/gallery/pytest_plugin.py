"""Lets pytest check galleries: each figure of a manifest that `--actplot-gallery` names is a test."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .check.judging import Verdict
    from .manifest.entries import Entry, Manifest

NOTE = "actplot"  # name of the property that a passed test carries into reports


class Failure(Exception):
    """A figure that is not what its image shows."""


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("actplot", "galleries of activation and loss functions")
    group.addoption(
        "--actplot-gallery", action="append", default=[], metavar="MANIFEST",
        help="Check the images of a gallery, each figure as a test. Repeatable.",
    )  # fmt: skip
    group.addoption("--actplot-strict", action="store_true", help="Fail on a changed style too, not only on facts.")
    group.addoption(
        "--actplot-tolerance", type=float, default=None, metavar="T",
        help="Largest difference of a curve's y that counts as the same. [default: 1e-6]",
    )  # fmt: skip


def pytest_configure(config: pytest.Config) -> None:
    """Ask pytest to collect the manifests, unless its arguments name figures of them already."""
    named = {_resolved(config, argument.partition("::")[0]) for argument in config.args}
    for manifest in _manifests(config):
        if not manifest.exists():
            raise pytest.UsageError(f"--actplot-gallery: there is no manifest '{manifest}'")
        if manifest not in named:
            config.args.append(str(manifest))


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> "Gallery | None":
    if parent.config.option.actplot_gallery and file_path.resolve() in _manifests(parent.config):
        return Gallery.from_parent(parent, path=file_path)
    return None


def _manifests(config: pytest.Config) -> list[Path]:
    return [_found(_resolved(config, place)) for place in config.option.actplot_gallery]


def _found(place: Path) -> Path:
    """The manifest that a file or folder names, as for the commands."""
    from .manifest.places import ManifestError, find  # late: a run that does not ask loads nothing

    try:
        return find(place)
    except ManifestError as error:
        raise pytest.UsageError(f"--actplot-gallery: {error}") from None


def _resolved(config: pytest.Config, place: str) -> Path:
    """A path from the current folder, or from the root of the project, where a configuration file has it from."""
    here, root = Path(config.invocation_params.dir, place), Path(config.rootpath, place)
    return (here if here.exists() or not root.exists() else root).resolve()


def _plainly(excinfo: pytest.ExceptionInfo[BaseException]) -> str:
    """What our own errors say, without the code that said it."""
    from ..errors import ActplotError

    return str(excinfo.value) if isinstance(excinfo.value, Failure | ActplotError) else ""


class Gallery(pytest.File):
    """The figures of one manifest, and a test that the output folder holds no other image of actplot's."""

    def collect(self) -> Iterator[pytest.Item]:
        from .manifest.manifest import load

        manifest = load(self.path)
        for entry in manifest.figures:
            yield Figure.from_parent(self, name=entry.name, manifest=manifest, entry=entry)
        yield Extras.from_parent(self, name="no extra images", manifest=manifest)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> str:
        """A faulty manifest in its own words."""
        return _plainly(excinfo) or super().repr_failure(excinfo)


class Verdicts(pytest.Item):
    """A test that fails with what some verdicts say."""

    def verdicts(self) -> "list[Verdict]":
        raise NotImplementedError

    def runtest(self) -> None:
        from .check.report import verdicts_text

        found = self.verdicts()
        strict = self.config.option.actplot_strict
        if any(verdict.fails(strict) for verdict in found):
            raise Failure(verdicts_text(found, strict=strict).rstrip())
        for verdict in found:
            if verdict.details:
                self.user_properties.append((NOTE, f"{verdict.file}: {verdict.word}: {'; '.join(verdict.details)}"))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> str:
        return _plainly(excinfo) or super().repr_failure(excinfo)


class Figure(Verdicts):
    """The images of one figure."""

    def __init__(self, *, manifest: "Manifest", entry: "Entry", **arguments):
        super().__init__(**arguments)
        self.manifest, self.entry = manifest, entry
        for tag in entry.tags:
            self.extra_keyword_matches.add(tag)

    def verdicts(self) -> "list[Verdict]":
        from .check.comparison import check_figure
        from .statements.differences import TOLERANCE

        given = self.config.option.actplot_tolerance
        return check_figure(self.manifest, self.entry, TOLERANCE if given is None else given)

    def reportinfo(self) -> tuple[Path, None, str]:
        return self.path, None, f"figure {self.name}"


class Extras(Verdicts):
    """The images that the output folder should not hold."""

    def __init__(self, *, manifest: "Manifest", **arguments):
        super().__init__(**arguments)
        self.manifest = manifest

    def verdicts(self) -> "list[Verdict]":
        from .check.comparison import extras

        return extras(self.manifest)

    def reportinfo(self) -> tuple[Path, None, str]:
        return self.path, None, self.name


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The figures that passed although they look otherwise."""
    passed = terminalreporter.stats.get("passed", [])
    notes = [text for report in passed for name, text in report.user_properties if name == NOTE]
    if notes:
        terminalreporter.section("notes on the gallery")
        for note in notes:
            terminalreporter.line(note)
