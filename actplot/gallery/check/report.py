"""Reports a check: as text, as JSON, and as a page with expected, actual and difference side by side."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from pathlib import Path
from urllib.parse import quote

from ...errors import BadOption, OutputError, quoted
from ...files import write
from ...images.likeness import difference_image, fault
from ..drawing.render import render_figure
from ..manifest.records import Manifest
from .comparison import Acceptance, worst_first
from .judging import EXTRA, FACTS, MISSING, SAME, STYLE, UNREADABLE, Verdict

WORDS = (SAME, STYLE, FACTS, MISSING, EXTRA, UNREADABLE)
PAGE = "index.html"
INDENT = "    "
GENERATOR = '<meta name="generator" content="actplot">'  # tells our pages from foreign ones


def verdicts_text(verdicts: Sequence[Verdict], *, strict: bool = False) -> str:
    """What is not the same, worst first, with the reasons; then how many images of each verdict there are."""
    lines = [line for group in _grouped(verdicts) for line in _lines(group)]
    failed = sum(verdict.fails(strict) for verdict in verdicts)
    end = f"; {failed} {'fails' if failed == 1 else 'fail'}" if failed else ""
    return "\n".join([*lines, f"{_summary(verdicts)}{end}", ""])


def _grouped(verdicts: Sequence[Verdict]) -> list[list[Verdict]]:
    """The verdicts worth a line; formats of one figure together where the same is said of them."""
    told = [verdict for verdict in worst_first(verdicts) if verdict.word != SAME or verdict.details]
    return [list(group) for _, group in groupby(told, key=lambda one: (one.name, one.word, one.details))]


def _lines(group: Sequence[Verdict]) -> list[str]:
    first = group[0]
    files = f"{first.name}.{first.format}" if len(group) == 1 else f"{first.name}.{{{_formats(group)}}}"
    return [f"{files}: {first.word}", *(INDENT + detail for detail in first.details)]


def _formats(group: Sequence[Verdict]) -> str:
    return ",".join(verdict.format for verdict in group)


def _summary(verdicts: Sequence[Verdict]) -> str:
    counts = Counter(verdict.word for verdict in verdicts)
    parts = ", ".join(f"{counts[word]} {word}" for word in WORDS if counts[word])
    return f"{len(verdicts)} image{'' if len(verdicts) == 1 else 's'}: {parts or 'nothing to check'}"


def verdicts_json(verdicts: Sequence[Verdict], *, strict: bool = False) -> str:
    """An object with one object per image in `figures`, and whether the check passed."""
    counts = Counter(verdict.word for verdict in verdicts)
    figures = [
        {"name": one.name, "format": one.format, "verdict": one.word, "details": one.details, "severity": one.severity}
        for one in verdicts
    ]
    passed = not any(verdict.fails(strict) for verdict in verdicts)
    summary = {"passed": passed, "strict": strict, "counts": {word: counts[word] for word in WORDS}}
    return json.dumps({**summary, "figures": figures}, ensure_ascii=False, allow_nan=False) + "\n"


def acceptance_text(acceptance: Acceptance) -> str:
    """What an update accepted, worst first, and what it left."""
    groups = _grouped(acceptance.accepted)
    lines = [f"accepted {line}" if i == 0 else line for group in groups for i, line in enumerate(_lines(group))]
    lines += [f"left {one.file}: {one.word}. {_remedy(one)}" for one in acceptance.left]
    return "\n".join([*lines, ""]) if lines else "nothing to accept\n"


def _remedy(verdict: Verdict) -> str:
    if verdict.word == EXTRA:
        return "'actplot gallery build --prune' removes it"
    return "; ".join(verdict.details) or "it cannot be drawn"


def check_folder(folder: str | Path, manifest: Manifest) -> None:
    """Refuse a folder where a report would mix with the images of the gallery, or replace a page of somebody else's.

    Raises `BadOption`.
    """
    page = Path(folder, PAGE)
    if Path(folder).resolve() == manifest.output.resolve():
        raise BadOption(f"--report: {quoted(str(folder))} holds the images of the gallery. Name another folder.")
    if page.is_file() and GENERATOR.encode() not in page.read_bytes():
        raise BadOption(f"--report: {quoted(str(page))} was not written by actplot. Name another folder.")


def write_report(folder: str | Path, manifest: Manifest, verdicts: Sequence[Verdict], *, strict: bool = False) -> Path:
    """Write a page on the images that fail, worst first, and the images it shows; gives the page's path.

    Raises `BadOption` for a folder that is not for reports, `OutputError` where the system refuses.
    """
    folder = Path(folder)
    check_folder(folder, manifest)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"cannot make the folder '{folder}': {error.strerror}") from None
    failed = [verdict for verdict in worst_first(verdicts) if verdict.fails(strict)]
    sections = [_section(verdict, _images(folder, manifest, verdict)) for verdict in failed]
    body = "\n".join(sections) or "<p>Nothing fails.</p>"
    title = escape(f"{manifest.title}: check")
    heading = f"<h1>{title}</h1>\n<p>{escape(_summary(verdicts))}</p>"
    write(
        folder / PAGE, _PAGE.format(title=title, body=f"{heading}\n{body}", generator=GENERATOR).encode(), follow=False
    )
    return folder / PAGE


def _images(folder: Path, manifest: Manifest, verdict: Verdict) -> dict[str, str]:
    """Copies of the images that a verdict is about, by what they are: their names in the folder."""
    committed = manifest.output / verdict.file
    found = {"expected": committed.read_bytes()} if committed.is_file() and verdict.format in _SHOWN else {}
    entry = next((entry for entry in manifest.figures if entry.name == verdict.name), None)
    if entry and verdict.format in entry.formats:
        drawn = render_figure(entry.name, entry.line, (verdict.format,), entry.folder)
        if drawn.images:
            found["actual"] = drawn.images[verdict.format]
    if verdict.format == "png" and len(found) == 2 and not any(fault(data, "png") for data in found.values()):
        found["difference"] = difference_image(found["expected"], found["actual"])
    names = {role: f"{verdict.name}-{verdict.format}-{role}.{verdict.format}" for role in found}
    for role, data in found.items():
        write(folder / names[role], data, follow=False)
    return names


def _section(verdict: Verdict, images: dict[str, str]) -> str:
    details = "".join(f"<li>{escape(detail)}</li>" for detail in verdict.details)
    shown = "\n".join(_columns(verdict, images))
    heading = f"<h2>{escape(verdict.file)}: <em>{escape(verdict.word)}</em></h2>"
    return f"<section>\n{heading}\n<ul>{details}</ul>\n<div class=row>\n{shown}\n</div>\n</section>"


def _columns(verdict: Verdict, images: dict[str, str]) -> Iterator[str]:
    """Expected, actual and difference, in this order, as far as they are there."""
    element = _SHOWN.get(verdict.format, "")
    shown = {role: element.format(source=escape(quote(name)), alt=role) for role, name in images.items()}
    if verdict.word == UNREADABLE and "expected" in images:
        shown["expected"] = f'<a href="{escape(quote(images["expected"]))}">the file, as it is</a>'
    elif verdict.format == "svg" and len(images) == 2:
        shown["difference"] = f"<div class=blend>{shown['expected']}{shown['actual']}</div>"
    elif verdict.format == "pdf" and len(images) == 2:
        shown["difference"] = "none is drawn for a PDF"
    for role in ("expected", "actual", "difference"):
        yield f"<figure><figcaption>{role}</figcaption>{shown.get(role, 'none')}</figure>"


_SHOWN = {
    "png": '<img src="{source}" alt="{alt}">',
    "svg": '<img src="{source}" alt="{alt}">',
    "pdf": '<object data="{source}" type="application/pdf"><a href="{source}">{alt}</a></object>',
}
_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
{generator}
<title>{title}</title>
<style>
body {{ font: 15px/1.45 system-ui, sans-serif; margin: 2em; color: #1d2125; background: #fff }}
section {{ border-top: 1px solid #a8adb3; margin-top: 2em }}
em {{ color: #b3121f; font-style: normal }}
.row {{ display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 1em; align-items: start }}
figure {{ margin: 0 }}
figcaption {{ color: #60666d }}
img, object {{ width: 100%; border: 1px solid #e6e8eb; box-sizing: border-box }}
object {{ height: 24em }}
.blend {{ position: relative; isolation: isolate; filter: invert(1) }}
.blend img + img {{ position: absolute; left: 0; top: 0; mix-blend-mode: difference }}
</style>
</head>
<body>
{body}
</body>
</html>
"""
