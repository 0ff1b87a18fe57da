"""Lets pytest check galleries, each figure a test, and figures that tests return."""

import shlex
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .check.judging import Verdict
    from .manifest.entries import Entry, Manifest

STRICT, ALWAYS, AT_HOME = "--actplot-strict", "always", "auto"
NOTE = "actplot"  # name of the property that a passed test carries into reports


class Failure(Exception):
    """A figure that is not what its image shows."""


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("actplot", "galleries of activation and loss functions")
    group.addoption(
        "--actplot-gallery", action="append", default=[], metavar="MANIFEST",
        help="Check the images of a gallery, each figure as a test. Repeatable.",
    )  # fmt: skip
    group.addoption(
        STRICT, nargs="?", const=ALWAYS, default=None, metavar="auto",
        help="Fail on a changed style too; with auto, where the versions that drew it are installed.",
    )  # fmt: skip
    group.addoption(
        "--actplot-update", action="store_true", help="Accept what changed: write the images and baselines anew."
    )
    group.addoption(
        "--actplot-report", default=None, metavar="DIR", help="Write a page with the images of galleries that fail."
    )
    group.addoption(
        "--actplot-tolerance", type=float, default=None, metavar="T",
        help="Largest difference of a curve's y that counts as the same. [default: 1e-6]",
    )  # fmt: skip


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(args: list[str]) -> None:
    """Let the option stand before the name of a test: only what it may say belongs to it."""
    for place in [place for place, word in enumerate(args) if word == STRICT]:
        if args[place + 1 : place + 2] not in ([ALWAYS], [AT_HOME]):
            args[place] = f"{STRICT}={ALWAYS}"


def _strict(config: pytest.Config) -> bool | str:
    """What a check is told. Raises `pytest.UsageError`."""
    said = config.option.actplot_strict
    if said not in (None, ALWAYS, AT_HOME):
        raise pytest.UsageError(f"{STRICT} is said alone, or with {AT_HOME} or {ALWAYS}, got '{said}'")
    return said if said == AT_HOME else said is not None


def pytest_configure(config: pytest.Config) -> None:
    """Ask pytest to collect the manifests, unless its arguments name figures of them already."""
    config.addinivalue_line(
        "markers", "actplot_figure(tolerance, baseline): the test returns a figure, compared by its lines and labels"
    )
    _strict(config)
    named = {_resolved(config, argument.partition("::")[0]) for argument in config.args}
    for manifest in _manifests(config):
        if not manifest.exists():
            raise pytest.UsageError(f"--actplot-gallery: there is no manifest '{manifest}'")
        _check_report(config.option.actplot_report, manifest)
        if manifest not in named:
            config.args.append(str(manifest))


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> "Gallery | None":
    if parent.config.option.actplot_gallery and file_path.resolve() in _manifests(parent.config):
        return Gallery.from_parent(parent, path=file_path)
    return None


def _check_report(folder: str | None, path: Path) -> None:
    """Stop before the work where a page has no place. A broken manifest is told by its own tests."""
    if folder is None:
        return
    from ..errors import BadOption
    from .check.report import check_folder
    from .manifest.manifest import load
    from .manifest.places import ManifestError

    try:
        check_folder(folder, load(path))
    except ManifestError:
        pass
    except BadOption as error:
        raise pytest.UsageError(f"--actplot-report: {str(error).removeprefix('--report: ')}") from None


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

    manifest: "Manifest"
    found: "list[Verdict] | None" = None

    def verdicts(self) -> "list[Verdict]":
        raise NotImplementedError

    def runtest(self) -> None:
        from .check.report import verdicts_text

        self.found = self.verdicts()
        strict = _strict(self.config)
        wrong = any(verdict.fails(strict) for verdict in self.found)
        if self.config.option.actplot_update:
            wrong = self._accept()
        if wrong:
            raise Failure(verdicts_text(self.found, strict=strict).rstrip())
        for verdict in self.found:
            if verdict.details:
                self.user_properties.append((NOTE, f"{verdict.file}: {verdict.word}: {'; '.join(verdict.details)}"))

    def _accept(self) -> bool:
        """Write what changed, and say whether something is left that cannot be."""
        from .check.accepting import update
        from .check.report import acceptance_text

        accepted = update(self.manifest, self.found or [], jobs=1)
        if accepted.accepted:
            self.user_properties.append((NOTE, acceptance_text(accepted).rstrip()))
        return bool(accepted.left)

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


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo) -> Iterator[None]:
    """Let verdicts reach the process that writes the page."""
    report = yield
    if isinstance(item, Verdicts) and item.found and call.when == "call" and item.config.option.actplot_report:
        report.actplot = [str(item.path), [{**asdict(one), "texts": dict(one.texts)} for one in item.found]]
    return report


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Compare the figure that a marked test returns."""
    mark = pyfuncitem.get_closest_marker("actplot_figure")
    if mark is None:
        return None
    arguments = {name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames}
    problems = _problems_of(pyfuncitem, mark, pyfuncitem.obj(**arguments))
    if problems:
        pytest.fail("\n".join(problems), pytrace=False)
    return True


def _problems_of(item: pytest.Function, mark: pytest.Mark, figure: Any) -> list[str]:
    """What the figure of a test says otherwise than its baseline; none where it is accepted."""
    from ..errors import ActplotError
    from .figure_tests import OPTIONS, Baseline

    if mark.args:
        return [f"{mark.name} takes its options by name: {', '.join(f'{name}=' for name in OPTIONS)}"]
    again = shlex.join(["pytest", item.nodeid, "--actplot-update"])
    try:
        baseline = Baseline.of(item.path, item.nodeid.partition("::")[2], again, mark.kwargs)
        if not item.config.option.actplot_update:
            return baseline.problems(figure)
        baseline.accept(figure)
    except ActplotError as error:
        return [str(error)]
    return []


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The figures that passed although they look otherwise, and where the page is."""
    passed = terminalreporter.stats.get("passed", [])
    notes = [text for report in passed for name, text in report.user_properties if name == NOTE]
    if notes:
        terminalreporter.section("notes on the gallery")
        for note in notes:
            terminalreporter.line(note)
    for page in _pages(terminalreporter):
        terminalreporter.line(f"wrote {page}")


def _pages(terminalreporter: pytest.TerminalReporter) -> Iterator[Path]:
    """The pages on galleries, of several in a folder each, which has the number of the gallery."""
    folder = terminalreporter.config.option.actplot_report
    if folder is None:
        return
    from .check.report import write_report
    from .manifest.manifest import load

    told = _told(terminalreporter)
    strict = _strict(terminalreporter.config)
    for number, (path, verdicts) in enumerate(told.items(), start=1):
        place = Path(folder, str(number)) if len(told) > 1 else Path(folder)
        yield write_report(place, load(path), verdicts, strict=strict)


def _told(terminalreporter: pytest.TerminalReporter) -> "dict[str, list[Verdict]]":
    """The verdicts of every gallery, in whatever process they were found."""
    from .check.judging import Verdict

    found: dict[str, list[Verdict]] = {}
    reports: list[Any] = [one for some in terminalreporter.stats.values() for one in some]
    for path, verdicts in (one.actplot for one in reports if hasattr(one, "actplot")):
        found.setdefault(path, []).extend(Verdict(**{**one, "details": tuple(one["details"])}) for one in verdicts)
    return dict(sorted(found.items()))
