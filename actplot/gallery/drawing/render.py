"""Draws the figures of a gallery, one or many, here or in the processes of any executor."""

import gc
import itertools
import threading
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager, chdir, contextmanager, nullcontext
from copy import copy
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ... import __version__
from ...errors import ActplotError, ActplotWarning, PluginWarning
from ...processes.sharing import Crew, Lost, shared
from ...progress import counted
from . import FIGURES_PER_JOB, PRELOAD

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from ...figures.page.sheets import Sheets
    from ...requests.picture import Content, Picture
    from ..manifest.entries import Entry

CHUNK_SIZES = (4, 8)  # figures that a worker gets at a time: progress moves, and a killed build loses little
OWN_WORDS = ("title", "caption", "alt_text")  # of a picture, without which it is told what it shows
LET_GO = 8  # new figures, after which the pixels of those that are done with are given back
_turns = itertools.count(1)
_alone = threading.Lock()  # matplotlib's settings and the current folder belong to the whole process


class Task(NamedTuple):
    """What a worker needs to draw one figure; without formats only its facts are found."""

    name: str
    line: str
    formats: tuple[str, ...] = ()
    folder: str = "."  # that the paths of style sheets in the line start from

    @classmethod
    def of(cls, entry: "Entry", formats: Sequence[str] | None = None) -> "Task":
        """What draws a figure of a manifest, in all its formats if not in those."""
        return cls(entry.name, entry.command, entry.formats if formats is None else tuple(formats), entry.folder)


@dataclass(frozen=True)
class Rendered:
    """One figure's canonical command, its facts and its images by format; or why there are none."""

    name: str
    command: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    images: dict[str, bytes] = field(default_factory=dict)
    error: str | None = None
    told: str = ""  # where it has another description: our own, and the line that asks for it
    fonts: dict[str, str] = field(default_factory=dict)  # those that do not come with matplotlib, with their digests
    warnings: tuple[str, ...] = ()
    versions: dict[str, str] = field(default_factory=dict)  # of what drew its images, if there are any

    def on_record(self, images: Mapping[str, str], sources: Mapping[str, str]) -> dict[str, Any]:
        """What the committed facts say, with the digests of its images and of the files that its line reads."""
        told = {"drawn_with": self.versions, "styles": sources, "fonts": self.fonts}
        others = {key: dict(some) for key, some in told.items() if some}
        return {"command": self.command, "images": dict(images), **others, **self.facts}


def render_figure(name: str, line: str, formats: Sequence[str] = (), folder: str = ".") -> Rendered:
    """Draw one figure; an error of the figure is part of the answer and is never raised."""
    try:
        with _alone, _inside(folder), _heard() as told:
            drawn = _rendered(name, line, formats)
        return replace(drawn, warnings=tuple(told))
    except Exception as error:  # whatever goes wrong in one figure must not stop the others
        return Rendered(name, error=_reason(error))


def render_all(
    tasks: Sequence[Task],
    *,
    jobs: int | None = None,
    executor: Executor | None = None,
    on_result: Callable[[Rendered], object] | None = None,
) -> list[Rendered]:
    """Draw many figures, the answers in the order of the tasks whatever the number of jobs.

    `on_result` hears of each figure as soon as it is done.
    """
    answers: dict[int, Rendered] = {}
    for index, answer in counted(completed(tasks, jobs=jobs, executor=executor), len(tasks)):
        answers[index] = answer
        if on_result:
            on_result(answer)
    return [answers[index] for index in range(len(tasks))]


def completed(
    tasks: Sequence[Task], *, jobs: int | None = None, executor: Executor | None = None
) -> Iterator[tuple[int, Rendered]]:
    """The position of each task and its answer, in the order in which they are done; warnings are told here."""
    for index, answer in _completed(tasks, jobs=jobs, executor=executor):
        for text in answer.warnings:
            warnings.warn(f"{answer.name}: {text}", ActplotWarning, stacklevel=2)
        yield index, answer


def _completed(
    tasks: Sequence[Task], *, jobs: int | None = None, executor: Executor | None = None
) -> Iterator[tuple[int, Rendered]]:
    tasks = [Task(*task) for task in tasks]
    for index, answer in shared(render_chunk, tasks, crew(jobs, executor)):
        yield index, Rendered(tasks[index].name, error=_lost(answer)) if isinstance(answer, Lost) else answer


def crew(jobs: int | None, executor: Executor | None) -> Crew:
    """Who draws figures, or looks at them."""
    return Crew(PRELOAD, jobs, executor, FIGURES_PER_JOB, CHUNK_SIZES)


def render_chunk(tasks: Sequence[Task]) -> list[Rendered]:
    """Draw some figures in a worker process."""
    return [render_figure(*task) for task in tasks]


@contextmanager
def _heard() -> Iterator[list[str]]:
    """Collects what a figure warns of, wherever it is drawn; warnings of others are passed on."""
    told: list[str] = []
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", ActplotWarning)
        warnings.simplefilter("ignore", PluginWarning)  # the first process has said it
        yield told
    for one in caught:
        if issubclass(one.category, ActplotWarning):
            told += [str(one.message)] * (str(one.message) not in told)
        else:
            warnings.warn_explicit(one.message, one.category, one.filename, one.lineno)


def _rendered(name: str, line: str, formats: Sequence[str]) -> Rendered:
    from ...figures.look import fonts_of
    from ...requests.command_line import line_of
    from ...requests.picture import AUTO
    from ...requests.reading import parse_picture
    from ..statements.statements import facts_of_content

    request = parse_picture(line)
    command, content = line_of(request), request.content()
    texts, images = request.texts(content), {}
    if request.theme == AUTO:
        images = {form: request.image(form) for form in formats}
        _let_go()
    elif formats:
        from ...images.encoding import encode

        request.warn_of_fonts()
        images = {
            form: encode(_figure_of(content), form, command, request.resolution, request.fonttype, texts=texts)
            for form in formats
        }
    told = ""
    if bare := _without_own_words(request):
        described = texts.description if request.alt_text is None else content.described()
        told = f"{described} {line_of(bare)}"
    return Rendered(
        name, command, facts_of_content(content, texts.description), images, told=told, fonts=fonts_of(content.look),
        versions=_versions() if formats else {},
    )  # fmt: skip


def _without_own_words(request: "Picture") -> "Picture | None":
    """The same request without the title and texts that were given; None where there are none."""
    given = [name for name in OWN_WORDS if getattr(request, name) is not None]
    bare = copy(request) if given else None
    for name in given:
        object.__setattr__(bare, name, None)  # what else it asks for was checked with them
    return bare


def _figure_of(content: "Content") -> "Figure":
    """A content drawn, on a figure that is there already where there is one of its shape."""
    sheets = _sheets()
    before = sheets.reused
    try:
        return content.draw(sheets)
    finally:
        if sheets.reused == before:
            _let_go()


def _let_go() -> None:
    """Give back the pixels of figures that are done with, from time to time.

    Figures are circles of objects, and the search for garbage counts these, and not their pixels.
    """
    if not next(_turns) % LET_GO:
        gc.collect()


@cache
def _versions() -> dict[str, str]:
    """Of all on which the bytes of an image depend."""
    from ...images.encoding import drawn_with

    return {"actplot": __version__, **drawn_with()}


@cache
def _sheets() -> "Sheets":
    """The figures that this process draws on again and again."""
    from ...figures.page.sheets import Sheets

    return Sheets()


def _inside(folder: str) -> AbstractContextManager[None]:
    """The folder as current one; on another machine, where it is missing, wherever the worker runs."""
    return chdir(folder) if Path(folder).is_dir() else nullcontext()


def _reason(error: Exception) -> str:
    text = " ".join(str(error).split())
    return text if isinstance(error, ActplotError) else f"{type(error).__name__}: {text}"


def _lost(answer: Lost) -> str:
    return f"the worker that was to draw it died ({type(answer.error).__name__}). Is there enough memory?"
