"""Reads a manifest: what a gallery is called, where its images go, and the command line of each figure."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from ...errors import TOLD, ActplotError, quoted, shown, suggestion, without_hints
from ...files import digest, obstacle
from ...spec.formulas.in_force import using
from ...spec.projects.declarations import File, read_table
from ...spec.projects.project import Project
from ...toml import BadToml, tables_of
from . import presets
from .effective import effective_line, problem_of, problem_of_defaults
from .entries import USUAL_FORMATS, Entry, Manifest
from .fields import TEXTS, Problems, checked, words_of
from .places import OUTPUT, PROJECT, STARTER, ManifestError, find, text_of

MOST_PRESETS = 100
TABLES = ("gallery", "figure", "preset", "functions")


def load(path: str | Path) -> Manifest:
    """The gallery that a manifest describes.

    Raises `ManifestError`, with all problems of the manifest at once.
    """
    manifest = read(path)
    if manifest.problems:
        raise ManifestError(manifest.problems)
    return manifest


def read(path: str | Path) -> Manifest:
    """The gallery that a manifest describes, of which some figures may have faults.

    Raises `ManifestError` for what is wrong with anything else, and then with all problems at once.
    """
    path = find(path)
    problems = Problems(str(path))
    data = text_of(path)
    document = _document(path, data, problems)
    head = _checked("gallery", document["gallery"], problems.of("[gallery]"))
    output = Path(path.parent, head.get("output", OUTPUT)).absolute()
    _check_output(output, head, problems.of("[gallery]"))
    told = len(problems.found)
    project = _project(path, document["functions"], problems)
    if len(problems.found) > told:  # figures that use the names would say it again
        raise ManifestError(problems.found)
    with using(project):
        figures = tuple(_included(document, head, problems) + _own(document, head, problems))
        placed = [replace(figure, folder=str(path.parent.absolute()), project=project) for figure in figures]
        figures = tuple(_all_judged(placed))
    manifest = Manifest(path, head.get("title", "Gallery"), output, figures, digest(data), project.consulted)
    if problems.found:
        raise ManifestError([*problems.found, *manifest.problems])
    return manifest


def _document(path: Path, data: bytes, problems: Problems) -> dict[str, Any]:
    """The manifest's tables: `gallery`, `figure` and `preset`, wherever the file holds them."""
    tables = _tables(path, data)
    if path.name == PROJECT:
        table: Any = tables
        for key in ("tool", "actplot", "gallery"):
            table = table.get(key) if isinstance(table, dict) else None
        if not isinstance(table, dict):
            raise ManifestError([f"{shown(path)}: there is no table [tool.actplot.gallery]. {STARTER}"])
        lists = {key: table[key] for key in ("functions", "figure", "preset") if key in table}
        tables = {"gallery": {key: value for key, value in table.items() if key not in lists}, **lists}
    for key in tables:
        if key not in TABLES:
            with _hints(len(problems.found)):
                near = suggestion(key, TABLES)
            allowed = "[gallery], [[figure]], [[preset]]. Functions have names in [functions]"
            problems.add(f"unknown table {quoted(key)}.{near} Allowed: {allowed}.")
    document = {"gallery": tables.get("gallery", {}), "figure": tables.get("figure", [])}
    document["preset"] = tables.get("preset", [])
    document["functions"] = tables.get("functions", {})
    if not isinstance(document["gallery"], dict):
        problems.add("'gallery' must be a table: write [gallery]")
        document["gallery"] = {}
    for key in ("figure", "preset"):
        if not isinstance(document[key], list) or not all(isinstance(item, dict) for item in document[key]):
            problems.add(f"{quoted(key)} must be a list of tables: write [[{key}]]")
            document[key] = []
    if not document["figure"] and not document["preset"] and not problems.found:
        problems.add("there are no figures. Write a [[figure]] with name and draw, or a [[preset]] with name.")
    return document


def _tables(path: Path, data: bytes) -> dict[str, Any]:
    try:
        return tables_of(data)
    except BadToml as error:
        raise ManifestError([f"{shown(path)}: {error}"]) from None


def _project(path: Path, given: Any, problems: Problems) -> Project:
    """The functions that the manifest names, all of which are read, but for those of files."""
    part = "[tool.actplot.gallery.functions]" if path.name == PROJECT else "[functions]"
    table = read_table(given, File(path, part))
    project = Project(table, path.parent)
    problems.found.extend(message for _, message in table.problems)
    with using(project):
        for one in table.definitions:
            try:
                if one.stands_in is None:
                    project.find(one.name).check()
            except ActplotError as error:
                Problems(found=problems.found).add(error)
    return project


def _checked(kind: str, table: dict[str, Any], problems: Problems) -> dict[str, Any]:
    """The keys of a table that are as they should be, its default options too."""
    values = checked(kind, table, problems)
    problem = problem_of_defaults(words_of(values.get("defaults", "")))
    if problem:
        problems.add(f"defaults: {problem}")
        del values["defaults"]
    return values


def _own(document: dict[str, Any], head: dict[str, Any], problems: Problems) -> list[Entry]:
    """The figures that the manifest lists itself."""
    usual = {"formats": head.get("formats", ()), "themes": head.get("themes", ())}
    return _entries(document["figure"], [head.get("defaults", "")], usual, problems)


def _included(document: dict[str, Any], head: dict[str, Any], problems: Problems) -> list[Entry]:
    """The figures of the presets."""
    found: list[Entry] = []
    seen: set[tuple[str, str]] = set()
    if len(document["preset"]) > MOST_PRESETS:
        problems.add(f"there are {len(document['preset'])} presets, allowed are {MOST_PRESETS}")
        return []
    for number, given in enumerate(document["preset"], start=1):
        here = problems.of(f"[[preset]] number {number}")
        table = _checked("preset", given, here)
        if any(key in given and key not in table for key in ("name", "prefix")) or "name" not in table:
            continue
        problem = _problem_of_preset(table, seen)
        if problem:
            here.add(problem)
        else:
            found += _of_preset(table, head, here)
    return found


def _problem_of_preset(table: dict[str, Any], seen: set[tuple[str, str]]) -> str:
    """Why a preset cannot be included, after those that were seen; empty where it can."""
    name, prefix = table["name"], table.get("prefix", "")
    if name not in presets.names():
        known = ", ".join(presets.names())
        return f"unknown preset {quoted(name)}.{suggestion(name, presets.names())} Presets: {known}."
    if (name, prefix) in seen:
        return f'the preset {quoted(name)} is given twice. Give its figures other names here: prefix = "{name}-"'
    seen.add((name, prefix))
    return ""


def _of_preset(table: dict[str, Any], head: dict[str, Any], problems: Problems) -> list[Entry]:
    """The figures of one preset; its options are nearer to them than the manifest's, but not its formats and themes."""
    preset = presets.document(table["name"])
    inner, prefix = preset.get("gallery", {}), table.get("prefix", "")
    own = {key: table[key] for key in ("formats", "themes") if key in table}
    figures = [{**figure, "name": prefix + figure["name"], **own} for figure in preset["figure"]]
    usual = {
        "formats": head.get("formats") or inner.get("formats", ()),
        "themes": head.get("themes") or inner.get("themes", ()),
    }
    entries = _entries(figures, [one.get("defaults", "") for one in (head, inner, table)], usual, problems)
    return [replace(entry, tags=(*entry.tags, *table.get("tags", ()))) for entry in entries]


def _entries(
    tables: Sequence[dict], defaults: Sequence[str], usual: dict[str, Sequence[str]], problems: Problems
) -> list[Entry]:
    """One entry for each table and theme; its name or line is empty where a problem was found with it."""
    words = [word for text in defaults for word in words_of(text)]
    entries, faulty = [], 0
    for table, place in zip(tables, _places(tables, problems.part), strict=True):
        here = Problems()
        with _hints(faulty):
            values, line = checked("figure", table, here), ""
            texts = {key: values[key] for key in TEXTS if key in values}
            try:
                line = effective_line(values["draw"], words, texts) if "draw" in values else ""
            except ActplotError as error:
                here.add(error)
        faulty += bool(here.found)
        lists = {"formats": tuple(values.get("formats", usual["formats"])), "tags": tuple(values.get("tags", ()))}
        entry = Entry(values.get("name", ""), line, place=place, faults=tuple(here.found), **texts, **lists)
        themes = values.get("themes", usual["themes"])
        entries += [entry] if here.found else _in_themes(entry, values["draw"], words, texts, themes)
    return [entry if entry.formats else replace(entry, formats=_usual_formats(entry.line)) for entry in entries]


def _usual_formats(line: str) -> tuple[str, ...]:
    """Of a figure for which nobody says formats: the one that can follow its reader's theme, where it is to."""
    return ("svg",) if ("--theme", "auto") in pairwise(words_of(line)) else USUAL_FORMATS


def _in_themes(
    entry: Entry, drawn: str, defaults: Sequence[str], texts: dict[str, str], themes: Sequence[str]
) -> list[Entry]:
    """The figure in each theme that its own line does not rule out; the first has its name, others a longer one."""
    if not themes or any(word.partition("=")[0] == "--theme" for word in words_of(drawn)):
        return [entry]
    names = [entry.name, *(f"{entry.name}-{theme}" for theme in themes[1:])]
    return [
        replace(entry, name=name, line=effective_line(drawn, [*defaults, "--theme", theme], texts))
        for name, theme in zip(names, themes, strict=True)
    ]


def _hints(faulty: int) -> AbstractContextManager[None]:
    """Of many faulty figures only the first ones are told in full."""
    return without_hints() if faulty >= TOLD else nullcontext()


def _places(tables: Sequence[dict], within: str) -> list[str]:
    """What messages call each figure: by its name, and by its number where that is not enough."""
    names = [table.get("name") for table in tables]
    counts = Counter(name for name in names if isinstance(name, str))
    places = []
    for number, name in enumerate(names, start=1):
        if not isinstance(name, str):
            place = f"[[figure]] number {number}"
        else:
            place = f"figure {quoted(name)}" + (f" (number {number})" if counts[name] > 1 else "")
        places.append(f"{within}, {place}" if within else place)
    return places


def _check_output(output: Path, head: dict[str, Any], problems: Problems) -> None:
    """A folder that is missing, and those above it, are made by the build."""
    given, other = quoted(head.get("output", OUTPUT)), obstacle(output)
    if other == output:
        problems.add(f"output {given} is a file. Name a folder.")
    elif other is not None:
        problems.add(f"output {given}: {quoted(str(other))} is a file. Name another folder.")


def _given_again(figures: Sequence[Entry]) -> dict[int, str]:
    """What is wrong with names that an earlier figure has, by number; those that differ in case alone are one file."""
    first: dict[str, str] = {}
    found = {}
    for at, name in ((at, figure.name) for at, figure in enumerate(figures) if figure.name):
        other = first.get(name.lower())
        first.setdefault(name.lower(), name)
        if other is not None:
            same = "is given twice" if other == name else f"differs from {quoted(other)} in case alone"
            found[at] = f"the name {quoted(name)} {same}"
    return found


def _all_judged(figures: Sequence[Entry]) -> Iterator[Entry]:
    """The figures with all their faults: those found so far, that of a name, and that of a line."""
    again, faulty = _given_again(figures), 0
    for at, figure in enumerate(figures):
        with _hints(faulty):
            of_line = problem_of(figure) if figure.line else ""
        faults = (*figure.faults, *filter(None, (again.get(at), of_line)))
        faulty += bool(faults)
        yield replace(figure, faults=faults) if faults else figure
