"""Where a command writes: the file, folder or standard output that `-o` and `--format` ask for."""

import functools
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from ..errors import BadOption, quoted, shown
from ..frozen import record
from ..requests import destinations
from ..requests.destinations import DRAWINGS, IMAGES, contradiction, image_format, is_folder, suffix_of
from ..requests.file_names import file_stems
from ..requests.picture import AUTO, Picture
from ..requests.request import Request
from .bars import working
from .completing.of_files import ANY_FILE
from .manners import STANDARD_OUTPUT, check_free, written
from .streams import answer, harmless, note, warn

FLAG, PAGE = "-o", "html"
TEXTS = {"txt": "table", "csv": "csv", "json": "json"}  # suffix → format


@record
class Target:
    """A path, or None for standard output, and the format of what goes there.

    Of a file that the user named a link is written through; in a folder that was named, a stranger may have put one.
    """

    path: Path | None
    format: str
    follow: bool = True


@record
class Output:
    """What the user said with `-o` and `--format`, each None where nothing was said."""

    place: str | None
    format: str | None
    alt: bool = False  # whether the alternative text is printed, which without a place is all

    @property
    def is_folder(self) -> bool:
        return bool(self.place) and (_names_folder(self.place) or is_folder(self.place))


def output_options(command: Callable) -> Callable:
    """`-o` and `--format` of a figure command, which receives them as `output`."""

    @functools.wraps(command)
    def ask(place: str | None, form: str | None, alt: bool, **values: Any) -> Any:
        return command(output=Output(place, form, alt), **values)

    where = "A file (.png, .svg, .pdf, .tex for pgfplots), a FOLDER/, or - for standard output."
    ask = alt_option(ask)
    ask = click.option("--format", "form", type=click.Choice(DRAWINGS), help="Format, where no suffix says it.")(ask)
    return click.option("-o", "--output", "place", type=ANY_FILE, metavar="FILE", help=where)(ask)


def alt_option(command: Callable) -> Callable:
    """`--alt` of a figure command."""
    help = "Print the description for readers who cannot see; write the image only with -o."
    return click.option("--alt", is_flag=True, help=help)(command)


def show(requests: Sequence[Picture], output: Output) -> None:
    """Draw one figure or several where they are to go, and print what they show where that is asked for.

    Raises `BadOption` for a place that cannot be.
    """
    if output.alt and output.place == STANDARD_OUTPUT:
        raise BadOption("--alt and an image do not go to standard output together. Name a file with -o.")
    if output.alt and output.place is None and output.format is not None:
        raise BadOption("--alt without -o writes no image, and --format says which. Add -o, or leave it out.")
    targets = figure_targets(requests, output) if output.place is not None or not output.alt else []
    if output.alt:
        print_alternatives(requests)
    for one, target in zip(requests, targets, strict=False):
        save(one, target, warn if output.alt else note)  # the description stands alone on standard output


def show_stated(request: Picture, output: Output) -> None:
    """Print what figures say as JSON, of several an array, and draw them only where a file is named."""
    show_facts(request, output, lambda: _stated(request.split()))


def _stated(pictures: Sequence[Picture]) -> str:
    from ..documents.jsonable import json_array, laid_out

    _import_artists()
    texts = [laid_out(one.facts) for one in pictures]
    return json_array(texts) if len(texts) > 1 else f"{texts[0]}\n"


def show_facts(request: Picture, output: Output, told: Callable[[], str]) -> None:
    """Print what is told of a picture as JSON, and draw it only where a file is named.

    Raises `BadOption` where something else would stand beside it on standard output.
    """
    if output.alt or output.place == STANDARD_OUTPUT:
        name = request.command_name
        raise BadOption(f"{name}: --json stands alone on standard output. Name a file with -o, or leave it out.")
    pictures = request.split()
    targets = page_targets(request, output) if output.place else []
    with working("computing"):
        text = told()
    for one, target in zip(pictures, targets, strict=False):
        save(one, target, warn)
    if not targets:
        say(message for one in pictures for message in one.messages())
    answer(text, "json")


def show_pages(request: Picture, output: Output) -> None:
    """Draw a request of one page or of several, which have numbers behind the name of the file.

    Raises `BadOption` for a place that cannot be.
    """
    pages = request.split()
    if len(pages) == 1 or (output.alt and output.place is None):
        return show(pages, output)
    targets = page_targets(request, output)
    if output.alt:
        print_alternatives(pages)
    for page, target in zip(pages, targets, strict=True):
        save(page, target, warn if output.alt else note)
    return None


def figure_targets(requests: Sequence[Picture], output: Output) -> list[Target]:
    """Where each figure goes; none of them is a file that is to stay."""
    return _free([single_target(requests[0], output)] if len(requests) == 1 else folder_targets(requests, output))


def page_targets(request: Picture, output: Output) -> list[Target]:
    """The same of a request, whose pages have numbers behind the name of a file."""
    figures = request.split()
    if len(figures) == 1 or not request.in_pages:
        return figure_targets(figures, output)
    if output.place == STANDARD_OUTPUT:
        pages = f"{len(figures)} pages"
        raise BadOption(f"{pages} do not fit standard output. Name a file with -o, or choose one: --page 1.")
    first = single_target(request, output)
    return _free([replace(first, path=_numbered(first.path, number)) for number in range(1, len(figures) + 1)])


def _free(targets: list[Target]) -> list[Target]:
    for target in targets:
        check_free(target.path)
    return targets


def _numbered(path: Path | None, number: int) -> Path:
    assert path is not None
    return path.with_name(f"{path.stem}-{number}{path.suffix}")


def print_alternatives(requests: Sequence[Picture]) -> None:
    """A paragraph for each picture."""
    with working("looking"):
        _import_artists()
        texts = [request.alt for request in requests]
    answer("".join(f"{text}\n" for text in texts))


def single_target(request: Picture, output: Output) -> Target:
    """Where one figure goes.

    Raises `BadOption` for a missing folder, an unknown suffix or a contradiction.
    """
    if output.place == STANDARD_OUTPUT:
        if output.format is None:
            raise BadOption(f"-o - needs a format: give --format {', '.join(DRAWINGS)}")
        return Target(None, output.format)
    if output.place is None or output.is_folder:
        return folder_targets([request], output)[0]
    return Target(in_a_folder(output.place), image_format(FLAG, output.place, output.format))


def folder_targets(requests: Sequence[Picture], output: Output) -> list[Target]:
    """Where several figures go: the current folder, or the one that `-o` names.

    A folder that is named with a slash at its end is made when a figure is written.

    Raises `BadOption` for anything else.
    """
    if output.place is not None and not output.is_folder:
        where = "standard output" if output.place == STANDARD_OUTPUT else f"the one file {quoted(output.place)}"
        raise BadOption(f"{len(requests)} figures do not fit {where}. Give a folder: -o FOLDER/")
    folder = (
        new_folder("-o", output.place)
        if _names_folder(output.place)
        else in_a_folder(f"{output.place or '.'}/x").parent
    )
    form = output.format or _usual_format(requests[0])
    stems = file_stems(requests)
    return [Target(folder / f"{stem}.{form}", form, follow=False) for stem in stems]


def _usual_format(request: Picture) -> str:
    """What the project wants, where the picture can be that."""
    from ..spec.projects.wanted import TABLE, preferred

    wanted = preferred(Path()).get("format", request.usual_format)
    if wanted not in IMAGES:
        raise BadOption(f"{TABLE}: format {quoted(wanted)} is none of {', '.join(IMAGES)}.")
    return request.usual_format if request.theme == AUTO else wanted


def save(request: Picture, target: Target, tell: Callable[[str], None] = note) -> None:
    """Draw a request, write the image and tell where it is."""
    request.check_format(target.format)
    check_free(target.path)
    with working("drawing"):
        _import_artists()
        messages = list(request.messages())
    say(messages)
    with working("drawing"):
        image = request.image(target.format)
    _write(image, target, tell)


def save_frames(request: Picture, frames: Sequence[Picture], folder: Path, form: str) -> None:
    """Draw pictures that belong together, and write them as 01, 02, … when all are drawn."""
    with working("drawing"):
        _import_artists()
        messages = list(request.messages())
    say(messages)
    with working("drawing"):
        images = [frame.image(form) for frame in frames]
    digits = max(2, len(str(len(images))))
    numbers = range(1, len(images) + 1)
    targets = _free([Target(folder / f"{number:0{digits}}.{form}", form, follow=False) for number in numbers])
    for image, target in zip(images, targets, strict=True):
        _write(image, target)


def _import_artists() -> None:
    from ..figures.importing import import_artists

    import_artists()


def say(messages: Iterable[str]) -> None:
    """Notes and warnings go to standard error."""
    for message in messages:
        warn(message)


def _write(data: bytes, target: Target, tell: Callable[[str], None] = note) -> None:
    """Write a file and tell where it is, or to standard output and tell nothing."""
    if target.path is None:
        _write_standard_output(data)
        return
    from ..files import make_folder, write

    make_folder(target.path.parent)
    check_free(target.path)
    write(target.path, data, follow=target.follow)
    tell(f"wrote {named(target.path)}")
    written(target.path)


def named(path: Path) -> str:
    """What was written, and where that is if the path is a link, which the user has named and which stays one."""
    text = shown(click.format_filename(path))
    return f"{text}, a link to {shown(os.path.realpath(path))}" if path.is_symlink() else text


def _write_standard_output(data: bytes) -> None:
    with click.open_file(STANDARD_OUTPUT, "wb") as stream:
        stream.write(data)
        stream.flush()


def text_target(place: str | None, form: str | None) -> Target:
    """Where a table goes and its format: what `--format` says, else the file's suffix, else a table.

    Raises `BadOption` for a missing folder, or a suffix that says something unknown or contradictory.
    """
    if place in (None, STANDARD_OUTPUT):
        return Target(None, form or "table")
    path, suffix = in_a_folder(place), suffix_of(place)
    if form is None and suffix not in TEXTS:
        known = ", ".join(f".{name}" for name in TEXTS)
        raise BadOption(f"-o {quoted(place)}: its suffix names no format. Known suffixes: {known}; or give --format.")
    if form and suffix in ("csv", "json") and form != suffix:
        raise contradiction(FLAG, place, form)
    return Target(path, form or TEXTS[suffix])


def write_text(text: str, target: Target, tell: Callable[[str], None] = note) -> None:
    """Write a text to its file and say where it is, or to standard output and say nothing."""
    if target.path is None:
        answer(text, target.format)
    else:
        _write(harmless(text, target.format).encode(), target, tell)


def page_target(request: Request, place: str | None) -> Target:
    """Where a page goes: the file that is named, else one that is named like its request, or standard output.

    Raises `BadOption` for a place that cannot be.
    """
    if place == STANDARD_OUTPUT:
        return Target(None, PAGE)
    if place is not None and not Output(place, None).is_folder:
        if suffix_of(place) != PAGE:
            raise BadOption(f"-o {quoted(place)}: a page is HTML. Name a file that ends in .{PAGE}.")
        return Target(in_a_folder(place), PAGE)
    folder = new_folder("-o", place) if _names_folder(place) else in_a_folder(f"{place or '.'}/x").parent
    return Target(folder / f"{file_stems([request])[0]}.{PAGE}", PAGE, follow=False)


def in_a_folder(place: str, flag: str = FLAG) -> Path:
    """The path of a file to be written; `BadOption` if its folder is not there."""
    return destinations.in_a_folder(flag, place)


def _names_folder(place: str | None) -> bool:
    """Whether a place says by a slash at its end that it is a folder."""
    return bool(place) and place.endswith(("/", os.sep))


def new_folder(flag: str, place: str) -> Path:
    """A folder that is there or can be made; `BadOption` where a file is in its way."""
    from ..files import obstacle

    path = Path(place)
    if (other := obstacle(path)) is not None:
        raise BadOption(f"{flag} {quoted(place)}: {quoted(str(other))} is no folder. Name another one.")
    return path
