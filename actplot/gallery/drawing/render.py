"""Draws the figures of a gallery, one or many, here or in the processes of any executor."""

import math
import threading
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, as_completed
from contextlib import AbstractContextManager, chdir, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import ActplotError, ActplotWarning, PluginWarning
from ...progress import counted

if TYPE_CHECKING:
    from ...figures.page.sheets import Sheets
    from ..manifest.entries import Entry

CHUNKS = 4  # per worker: few enough to be cheap, enough that no worker waits long for the last
MOST_DEATHS = 3  # in a row, after which it is not the figures that kill their workers
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

    def on_record(self, images: Mapping[str, str], sources: Mapping[str, str]) -> dict[str, Any]:
        """What the committed facts say, with the digests of its images and of the files that its line reads."""
        others = {key: dict(some) for key, some in (("styles", sources), ("fonts", self.fonts)) if some}
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
    numbered = list(enumerate(tasks))
    if executor is not None:
        for index, answer in _submitted(executor, numbered, getattr(executor, "_max_workers", None) or jobs or 2):
            yield index, answer if isinstance(answer, Rendered) else Rendered(tasks[index].name, error=_lost(answer))
        return
    from .workers import default_jobs

    jobs = jobs or default_jobs(len(tasks))
    if jobs == 1 or len(tasks) < 2:
        yield from ((index, render_figure(*task)) for index, task in numbered)
    else:
        yield from _in_processes(numbered, jobs)


def render_chunk(tasks: Sequence[Task]) -> list[Rendered]:
    """Draw some figures in a worker process."""
    return [render_figure(*task) for task in tasks]


Numbered = Sequence[tuple[int, Task]]


def _in_processes(numbered: Numbered, jobs: int) -> Iterator[tuple[int, Rendered]]:
    """Draw in processes of our own; where one dies, what it held is drawn one by one to find the culprit."""
    from .workers import process_pool

    unfinished: list[tuple[int, Task]] = []
    with process_pool(min(jobs, len(numbered))) as pool:
        for index, answer in _submitted(pool, numbered, jobs):
            if isinstance(answer, Rendered):
                yield index, answer
            else:
                unfinished.append((index, dict(numbered)[index]))
    deaths = 0
    for index, task in sorted(unfinished):
        if deaths < MOST_DEATHS:
            with process_pool(1) as pool:
                ((_, answer),) = _submitted(pool, [(index, task)], 1)
        deaths = 0 if isinstance(answer, Rendered) else deaths + 1
        yield index, answer if isinstance(answer, Rendered) else Rendered(task.name, error=_lost(answer))


def _submitted(executor: Executor, numbered: Numbered, jobs: int) -> Iterator[tuple[int, Rendered | Exception]]:
    """Each task's answer, or the exception of an executor that lost it."""
    size = max(1, math.ceil(len(numbered) / (CHUNKS * jobs)))
    chunks = [numbered[start : start + size] for start in range(0, len(numbered), size)]
    futures: dict[Future, Numbered] = {}
    refused: list[tuple[int, Exception]] = []
    for chunk in chunks:
        try:
            futures[executor.submit(render_chunk, [task for _, task in chunk])] = chunk
        except BrokenExecutor as error:  # a worker can die while its pool is still being filled
            refused += [(index, error) for index, _ in chunk]
    yield from refused
    for future in as_completed(futures):
        try:
            answers: Sequence[Rendered | Exception] = future.result()
        except (Exception, CancelledError) as error:  # the executor's own failure: no figure raises
            answers = [error] * len(futures[future])
        yield from ((index, answer) for (index, _), answer in zip(futures[future], answers, strict=True))


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
    elif formats:
        from ...images.encoding import encode

        request.warn_of_fonts()
        images = {
            form: encode(content.draw(_sheets()), form, command, request.resolution, request.fonttype, texts=texts)
            for form in formats
        }
    bare = replace(request, title=None, caption=None, alt_text=None)  # what is told of it without these
    told = f"{content.described()} {line_of(bare)}" if bare != request else ""
    return Rendered(
        name, command, facts_of_content(content, texts.description), images, told=told, fonts=fonts_of(content.look)
    )


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


def _lost(error: Exception) -> str:
    return f"the worker that was to draw it died ({type(error).__name__}). Is there enough memory?"
