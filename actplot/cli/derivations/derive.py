"""`actplot derive`: the derivative of a function step by step, as text or as a picture."""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import click

from ...errors import BadOption, quoted
from ...frozen import record
from ...requests.derivations.derive import DeriveRequest
from ...requests.destinations import IMAGES
from ...requests.picture import Picture
from ...requests.request import Request
from ..bars import working
from ..completing.of_files import ANY_FILE
from ..group import Command
from ..manners import JSON, check_free, format_asked, json_option
from ..options import accept_only, names_of, request_options
from ..output import (
    Output,
    Target,
    alt_option,
    in_a_folder,
    new_folder,
    print_alternatives,
    save_frames,
    say,
    show,
    suffix_of,
    write_text,
)
from ..streams import answer, writes_mathematics
from ..terminal import columns

TEXTS = ("text", "latex", "markdown", "mathml", "beamer", "json")
IN_TEX = ("latex", "beamer")  # of files whose suffix is .tex
SUFFIXES = {"txt": "text", "tex": "latex", "md": "markdown", "mml": "mathml", "html": "mathml", "json": "json"}
PIPE_WIDTH, LEAST_FOR_BOXES, MOST = 80, 60, 1000
TARGET = ("form", "place", "as_json")
DRAWN = {"frame"}  # options of pictures alone
OF_SLIDES = {"lines_per_slide", "overlays"}
MOST_ON_A_SLIDE = 20
LAYOUTS = ("boxes", "lines")
KNOWN = ", ".join(f".{name}" for name in (*SUFFIXES, *IMAGES))


@click.command("derive", cls=Command)
@request_options(DeriveRequest)
@json_option
@click.option("--routes", is_flag=True, help="List the routes that the function has.")
@click.option("--layout", type=click.Choice(LAYOUTS), help="[default: boxes on a terminal, lines elsewhere]")
@click.option("--ascii", "ascii_only", is_flag=True, help="Use nothing but ASCII.")
@click.option("--width", type=click.IntRange(20, MOST), metavar="N", help="Columns of text. [default: the terminal's]")
@click.option("--format", "form", type=click.Choice((*TEXTS, *IMAGES)), help="[default: the file's suffix, else text]")
@click.option("-o", "--output", "place", type=ANY_FILE, metavar="FILE", help=f"A file ({KNOWN}), or -.")
@click.option(
    "--frames", type=ANY_FILE, metavar="FOLDER/", help="One picture for each line, with one line more: 01.png, …"
)
@click.option(
    "--lines-per-slide",
    type=click.IntRange(1, MOST_ON_A_SLIDE),
    default=6,
    show_default=True,
    metavar="N",
    help="For beamer: as many lines at most; fewer where a slide is too low for them.",
)
@click.option("--overlays", is_flag=True, help="For beamer: the lines of a slide appear one after the other.")
@click.option("--standalone", is_flag=True, help="For LaTeX and beamer: a whole document, in place of a part of one.")
@click.option("--key", type=ANY_FILE, metavar="FILE", help="Where the solution of what --blank leaves out is written.")
@alt_option
def command(
    request: DeriveRequest,
    routes: bool,
    form: str | None,
    place: str | None,
    frames: str | None,
    key: str | None,
    alt: bool,
    as_json: bool,
    **asked: Any,
) -> None:
    """Derive the derivative step by step, every line checked.

    FUNCTION is one name or one formula. Each line is compared with the one above it at adaptive precision. Of what
    takes vectors the lines lead to the Jacobian or the gradient, each checked at several sizes; with --model linear
    to the gradient of a loss of a residual, margin or logit over weights and bias.

    \b
    actplot derive sigmoid --route chain
    actplot derive 'x*tanh(log(1+exp(x)))' --explain
    actplot derive tanh -o tanh.png
    actplot derive sigmoid --for slide --frames slides/
    actplot derive sigmoid --format beamer -o slides.tex
    actplot derive tanh --blank rules --key solution.tex -o worksheet.tex
    actplot derive softmax --explain
    actplot derive cross_entropy
    actplot derive mse --model linear
    """
    form = format_asked(form, as_json)
    if routes:
        accept_only({"routes", "model", "as_json", *names_of(Request)}, "beside --routes")
        return _list_routes(request, as_json)
    if frames is not None:
        return _save_frames(request, frames, place, form)
    if alt and place is None:
        accept_only({"alt", *names_of(DeriveRequest)}, "beside --alt")
        return print_alternatives([request])
    solution = None if key is None else _solution(request, key, place)
    meant = _format(place, form)
    images = {"alt"} if meant in IMAGES else set()
    accept_only({*TARGET, *_said_of(meant), *images}, f"for {'pictures' if meant in IMAGES else meant}")
    _Writer(form, alt, asked).write(request, place)
    if solution is not None:
        _Writer(_form_of_key(key, form), False, asked).write(solution, key)
    return None


@record
class _Writer:
    """Writes derivations to where they belong, in the format that is asked for."""

    form: str | None
    alt: bool
    asked: dict[str, Any]

    def write(self, request: DeriveRequest, place: str | None) -> None:
        form = _format(place, self.form)
        if form in IMAGES:
            return show([request], Output(place, form, self.alt))
        with working("deriving"):
            messages = list(request.messages())
        say(messages)
        target = Target(None if place in (None, "-") else in_a_folder(place), form)
        with working("deriving"):
            text = _document(request, target, self.asked)
        write_text(text, target)
        return None


def _solution(request: DeriveRequest, key: str, place: str | None) -> DeriveRequest:
    """The solution, which goes to a file of its own."""
    if not request.blank:
        raise BadOption("--key writes the solution of what --blank leaves out. Add --blank, or leave it out.")
    if key == "-" or (place is not None and Path(key).resolve() == Path(place).resolve()):
        raise BadOption(f"--key {quoted(key)}: the solution needs a file of its own. Name another one.")
    check_free(in_a_folder(key, "--key"))
    _format(key, None, "--key")
    return request.solution


def _form_of_key(key: str | None, form: str | None) -> str | None:
    """What `--format` says of a solution too: whether its LaTeX is of slides."""
    return form if form in IN_TEX and SUFFIXES.get(suffix_of(key)) in IN_TEX else None


def _said_of(form: str) -> frozenset[str]:
    """The names of the options that say something about a derivation in a format."""
    if form in IMAGES:
        return names_of(DeriveRequest) | {"key"}
    words = (names_of(DeriveRequest) - names_of(Picture) - DRAWN) | names_of(Request) | {"key"}
    more = {
        "text": {"layout", "ascii_only", "width"},
        "latex": {"standalone"},
        "beamer": {"standalone", *OF_SLIDES},
    }.get(form, set())
    return (words | more) - ({"explain"} if form in ("mathml", JSON) else set())


def _save_frames(request: DeriveRequest, place: str, output: str | None, form: str | None) -> None:
    """A picture for each line; all are drawn before the first is written."""
    if output is not None:
        raise BadOption("--frames names the folder of the pictures. Leave -o out.")
    if form is not None and form not in IMAGES:
        raise BadOption(f"--frames: {form} is no picture. Give --format {', '.join(IMAGES)}, or leave it out.")
    if request.frame is not None:
        raise BadOption("--frames draws every line, and --frame one picture of them. Give one of both.")
    accept_only({"frames", "form", *names_of(DeriveRequest)}, "for pictures")
    save_frames(request, request.frames, new_folder("--frames", place), form or request.usual_format)


def _list_routes(request: DeriveRequest, as_json: bool) -> None:
    if as_json:
        return answer(_as_json({"function": str(request.function), "routes": list(request.routes)}), "json")
    from ...calculus.derivations.derivation import RULES

    for name in request.routes:
        click.echo(f"{name}  (by the rules of differentiation alone)" if name == RULES else name)


def _format(place: str | None, form: str | None, flag: str = "-o") -> str:
    """What `--format` says, else the suffix of the file, else text."""
    suffix = suffix_of(place)
    meant = SUFFIXES.get(suffix, suffix if suffix in IMAGES else None)
    if place in (None, "-") or (form and not suffix):
        return form or "text"
    if meant is None:
        raise BadOption(f"{flag} {quoted(place)}: its suffix names no format. Known suffixes: {KNOWN}.")
    if form in IN_TEX and meant in IN_TEX:
        return form
    if form and form != meant:
        raise BadOption(f"{flag} {quoted(place)} and --format {form} contradict each other. Give one of them.")
    return meant


def _document(request: DeriveRequest, target: Target, asked: dict[str, Any]) -> str:
    from ...documents.derivation import Page

    on_terminal = sys.stdout.isatty()
    width = asked["width"] or (min(columns(), 2 * PIPE_WIDTH) if on_terminal else PIPE_WIDTH)
    boxes = asked["layout"] == "boxes" if asked["layout"] else on_terminal and width >= LEAST_FOR_BOXES
    plain = asked["ascii_only"] or (target.path is None and not writes_mathematics(sys.stdout))
    page = Page(width, boxes, plain, request.explain, request.details)
    request.require_agreement()
    if target.format == JSON:
        return _as_json(request.to_dict())
    text = _writer(target.format, asked)(request.derivation, request.check, page)
    if not (asked["standalone"] and target.format in IN_TEX):  # a key may be of another format than its worksheet
        return text
    from ...documents.typeset.beamer import standalone

    return standalone(text, target.format)


def _writer(form: str, asked: dict[str, Any]) -> Callable[..., str]:
    """What writes a derivation in a format."""
    if form == "text":
        from ...documents.derivation import derivation_text

        return derivation_text
    if form == "beamer":
        from ...documents.typeset.beamer import Slides, derivation_beamer

        return partial(derivation_beamer, slides=Slides(asked["lines_per_slide"], asked["overlays"]))
    from ...documents.markup import derivation_latex, derivation_markdown, derivation_mathml

    return {"latex": derivation_latex, "markdown": derivation_markdown, "mathml": derivation_mathml}[form]


def _as_json(answer: dict[str, Any]) -> str:
    from ...documents.jsonable import laid_out

    return f"{laid_out(answer)}\n"
