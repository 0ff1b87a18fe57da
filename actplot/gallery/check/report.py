"""Reports a check: as text, as JSON, and as a page with expected, actual and difference side by side."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from pathlib import Path
from string import Template
from urllib.parse import quote

from ...errors import BadOption, quoted, shown
from ...files import contents, make_folder, write
from ...images.likeness import difference_image, fault
from ..drawing.render import Task, render_figure
from ..manifest.entries import Manifest
from .accepting import Acceptance
from .judging import EXTRA, FACTS, MISSING, SAME, STYLE, UNREADABLE, Verdict, worst_first

WORDS = (SAME, STYLE, FACTS, MISSING, EXTRA, UNREADABLE)
PAGE = "index.html"
INDENT = "    "
GENERATOR = '<meta name="generator" content="actplot">'  # tells our pages from foreign ones


def verdicts_text(verdicts: Sequence[Verdict], *, strict: bool | str = False) -> str:
    """What is not the same, worst first, with the reasons; then how many images of each verdict there are."""
    lines = [line for group in grouped(verdicts) for line in _lines(group)]
    failed = sum(verdict.fails(strict) for verdict in verdicts)
    end = f"; {failed} {'fails' if failed == 1 else 'fail'}" if failed else ""
    return "\n".join([*lines, f"{summary(verdicts)}{end}", ""])


def grouped(verdicts: Sequence[Verdict]) -> list[list[Verdict]]:
    """The verdicts worth a line; formats of one figure together where the same is said of them."""
    told = [verdict for verdict in worst_first(verdicts) if verdict.word != SAME or verdict.details]
    return [list(group) for _, group in groupby(told, key=lambda one: (one.name, one.word, one.details))]


def _lines(group: Sequence[Verdict]) -> list[str]:
    return [_heading(group), *(INDENT + shown(detail) for detail in group[0].details)]


def _heading(group: Sequence[Verdict]) -> str:
    """Such as `relu.{png,svg}: missing`."""
    return f"{shown(files_of(group))}: {group[0].word}"


def files_of(group: Sequence[Verdict]) -> str:
    """Such as `relu.{png,svg}`."""
    first = group[0]
    return first.file if len(group) == 1 else f"{first.name}.{{{_formats(group)}}}"


def _formats(group: Sequence[Verdict]) -> str:
    return ",".join(verdict.format for verdict in group)


def summary(verdicts: Sequence[Verdict]) -> str:
    """How many images there are of each verdict."""
    counts = Counter(verdict.word for verdict in verdicts)
    parts = ", ".join(f"{counts[word]} {word}" for word in WORDS if counts[word])
    return f"{len(verdicts)} image{'' if len(verdicts) == 1 else 's'}: {parts or 'nothing to check'}"


def verdicts_json(verdicts: Sequence[Verdict], *, strict: bool | str = False, mending: Sequence[str] = ()) -> str:
    """An object with one object per image in `figures`, whether the check passed, and what mends it."""
    counts = Counter(verdict.word for verdict in verdicts)
    figures = [
        {
            "name": one.name,
            "format": one.format,
            "verdict": one.word,
            "details": one.details,
            "severity": one.severity,
            **one.texts,
        }
        for one in verdicts
    ]
    passed = not any(verdict.fails(strict) for verdict in verdicts)
    about = {"passed": passed, "strict": strict, "counts": {word: counts[word] for word in WORDS}}
    return json.dumps({**about, "mend": list(mending), "figures": figures}, ensure_ascii=False, allow_nan=False) + "\n"


def acceptance_text(acceptance: Acceptance) -> str:
    """What an update accepted, worst first, and what it left; why is said by the verdicts before."""
    groups = groupby(worst_first(acceptance.accepted), key=lambda one: (one.name, one.word))
    lines = [f"accepted {_heading(list(group))}" for _, group in groups]
    lines += [f"left {shown(one.file)}: {one.word}{_remedy(one)}" for one in acceptance.left]
    return "\n".join([*lines, ""]) if lines else "nothing to accept\n"


def _remedy(verdict: Verdict) -> str:
    if verdict.contradicted:
        return ". Its texts are to be mended in the manifest"
    return ". 'actplot gallery build --prune' removes it" if verdict.word == EXTRA else ""


def check_folder(folder: str | Path, manifest: Manifest) -> None:
    """Refuse a folder where a report would mix with the images of the gallery, or replace a page of somebody else's.

    Raises `BadOption`.
    """
    page = Path(folder, PAGE)
    if Path(folder).resolve() == manifest.output.resolve():
        raise BadOption(f"--report: {quoted(str(folder))} holds the images of the gallery. Name another folder.")
    if page.is_file() and GENERATOR.encode() not in _data(page):
        raise BadOption(f"--report: {quoted(str(page))} was not written by actplot. Name another folder.")


def write_report(
    folder: str | Path, manifest: Manifest, verdicts: Sequence[Verdict], *, strict: bool | str = False
) -> Path:
    """Write a page on the images that fail, worst first, and the images it shows; gives the page's path.

    Raises `BadOption` for a folder that is not for reports, `OutputError` where the system refuses.
    """
    folder = Path(folder)
    check_folder(folder, manifest)
    make_folder(folder)
    failed = [verdict for verdict in worst_first(verdicts) if verdict.fails(strict)]
    figures = {one.name: [verdict for verdict in failed if verdict.name == one.name] for one in failed}
    sections = [_section(some, [_images(folder, manifest, one) for one in some]) for some in figures.values()]
    write(folder / PAGE, _page(manifest.title, verdicts, sections).encode(), follow=False)
    return folder / PAGE


def _page(name: str, verdicts: Sequence[Verdict], sections: Sequence[str]) -> str:
    template = Template(Path(__file__).with_name("report.html").read_text(encoding="utf-8"))
    title, body = escape(shown(f"{name}: check")), "\n".join(sections) or "<p>Nothing fails.</p>"
    return template.substitute(generator=GENERATOR, title=title, summary=escape(summary(verdicts)), body=body)


def _images(folder: Path, manifest: Manifest, verdict: Verdict) -> dict[str, str]:
    """Copies of the images that a verdict is about, by what they are: their names in the folder."""
    committed = manifest.output / verdict.file
    found = {"expected": _data(committed)} if committed.is_file() and verdict.format in _SHOWN else {}
    entry = next((entry for entry in manifest.figures if entry.name == verdict.name), None)
    if entry and verdict.format in entry.formats:
        drawn = render_figure(*Task.of(entry, (verdict.format,)))
        if drawn.images:
            found["actual"] = drawn.images[verdict.format]
    if verdict.format == "png" and len(found) == 2 and not any(fault(data, "png") for data in found.values()):
        found["difference"] = difference_image(found["expected"], found["actual"])
    names = {role: f"{verdict.name}-{verdict.format}-{role}.{verdict.format}" for role in found}
    for role, data in found.items():
        write(folder / names[role], data, follow=False)
    return names


def _data(path: Path) -> bytes:
    """The bytes of a file; none of one that cannot be read or is no file of ours, so large it is."""
    try:
        return contents(path)
    except OSError:
        return b""


def _section(verdicts: Sequence[Verdict], images: Sequence[dict[str, str]]) -> str:
    """One figure in all its formats, with what is said of all of them once."""
    first, alike = verdicts[0], len({(one.word, one.details) for one in verdicts}) == 1
    parts = [f"<h2>{escape(shown(files_of(verdicts)))}: <em>{escape(first.word)}</em></h2>"]
    parts += [f"<p>{escape(shown(first.texts[key]))}</p>" for key in ("title", "caption") if first.texts.get(key)]
    parts += [_details(first)] if alike else []
    for verdict, own in zip(verdicts, images, strict=True):
        if len(verdicts) > 1:
            word = "" if alike else f": <em>{escape(verdict.word)}</em>"
            parts.append(f"<h3>{escape(verdict.format.upper())}{word}</h3>")
        parts += [] if alike else [_details(verdict)]
        parts += ["<div class=row>", *_columns(verdict, own), "</div>"]
    return "\n".join(["<section>", *parts, "</section>"])


def _details(verdict: Verdict) -> str:
    return f"<ul>{''.join(f'<li>{escape(_with_minus(shown(detail)))}</li>' for detail in verdict.details)}</ul>"


def _with_minus(text: str) -> str:
    """Numbers with a real minus, but in command lines, which are there to be copied."""
    return text if "--" in text else re.sub(r"(?<![\w.])-(?=[\d.])", "−", text)


def _columns(verdict: Verdict, images: dict[str, str]) -> Iterator[str]:
    """Expected, actual and difference, in this order, as far as they are there."""
    element, alt = _SHOWN.get(verdict.format, ""), shown(verdict.texts.get("alt", ""))
    columns = {
        role: element.format(source=escape(quote(name)), alt=escape(f"{role}: {alt}" if alt else role))
        for role, name in images.items()
    }
    if verdict.word == UNREADABLE and "expected" in images:
        columns["expected"] = f'<a href="{escape(quote(images["expected"]))}">the file, as it is</a>'
    elif verdict.format == "svg" and len(images) == 2:
        columns["difference"] = f"<div class=blend>{_image(columns['expected'])}{_image(columns['actual'])}</div>"
    elif verdict.format in ("pdf", "tex") and len(images) == 2:
        columns["difference"] = f"none is drawn for a {verdict.format.upper()}"
    for role in ("expected", "actual", "difference"):
        yield f"<figure><figcaption>{role}</figcaption>{columns.get(role, 'none')}</figure>"


def _image(column: str) -> str:
    """The image in a link, without what it says, which is said beside it."""
    return re.sub(r'</?a\b[^>]*>|(?<=alt=")[^"]*', "", column)


_SHOWN = {
    "png": '<a href="{source}"><img src="{source}" alt="{alt}"></a>',
    "svg": '<a href="{source}"><img src="{source}" alt="{alt}"></a>',
    "tex": '<a href="{source}" title="{alt}">the file</a>',
    "pdf": '<object data="{source}" type="application/pdf"><a href="{source}">{alt}</a></object>',
}
