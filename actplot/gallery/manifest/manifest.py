"""Reads a manifest: what a gallery is called, where its images go, and the command line of each figure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ...errors import ActplotError, quoted, suggestion
from ...files import digest
from . import presets
from .effective import effective_line, problem_of, problem_of_defaults
from .entries import USUAL_FORMATS, Entry, Manifest
from .fields import TEXTS, Problems, checked, words_of
from .places import OUTPUT, PROJECT, STARTER, ManifestError, find, text_of


def load(path: str | Path) -> Manifest:
    """The gallery that a manifest describes.

    Raises `ManifestError`, with all problems of the manifest at once.
    """
    path = find(path)
    problems = Problems(str(path))
    data = text_of(path)
    document = _document(path, data, problems)
    head = _checked("gallery", document["gallery"], problems.of("[gallery]"))
    output = Path(path.parent, head.get("output", OUTPUT)).absolute()
    _check_output(output, head, problems.of("[gallery]"))
    figures = tuple(_included(document, head, problems) + _own(document, head, problems))
    figures = tuple(replace(figure, folder=str(path.parent.absolute())) for figure in figures)
    _check_names(figures, problems)
    _check_lines(figures, problems)
    if problems.found:
        raise ManifestError(problems.found)
    return Manifest(path, head.get("title", "Gallery"), output, figures, digest(data))


def _document(path: Path, data: bytes, problems: Problems) -> dict[str, Any]:
    """The manifest's tables: `gallery`, `figure` and `preset`, wherever the file holds them."""
    tables = _tables(path, data)
    if path.name == PROJECT:
        table: Any = tables
        for key in ("tool", "actplot", "gallery"):
            table = table.get(key) if isinstance(table, dict) else None
        if not isinstance(table, dict):
            raise ManifestError([f"{path}: there is no table [tool.actplot.gallery]. {STARTER}"])
        lists = {key: table[key] for key in ("figure", "preset") if key in table}
        tables = {"gallery": {key: value for key, value in table.items() if key not in lists}, **lists}
    for key in tables:
        if key not in ("gallery", "figure", "preset"):
            near = suggestion(key, ("gallery", "figure", "preset"))
            problems.add(f"unknown table {quoted(key)}.{near} Allowed: [gallery], [[figure]], [[preset]].")
    document = {"gallery": tables.get("gallery", {}), "figure": tables.get("figure", [])}
    document["preset"] = tables.get("preset", [])
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
    import tomllib  # late: a build that finds nothing to do does not read the manifest

    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise ManifestError([f"{path}: not TOML: {error}"]) from None
    except UnicodeDecodeError as error:
        raise ManifestError([f"{path}: not UTF-8: {error.reason} at byte {error.start}"]) from None
    except ValueError:  # what Python refuses to read as a number
        raise ManifestError([f"{path}: not TOML: a number is too long"]) from None
    except RecursionError:
        raise ManifestError([f"{path}: brackets are nested too deeply"]) from None


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
    return _entries(document["figure"], [head.get("defaults", "")], head.get("formats", USUAL_FORMATS), problems)


def _included(document: dict[str, Any], head: dict[str, Any], problems: Problems) -> list[Entry]:
    """The figures of the presets."""
    found: list[Entry] = []
    seen: set[tuple[str, str]] = set()
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
    """The figures of one preset; its options are nearer to them than the manifest's, but not its formats."""
    preset = presets.document(table["name"])
    inner, prefix = preset.get("gallery", {}), table.get("prefix", "")
    own = {"formats": table["formats"]} if "formats" in table else {}
    figures = [{**figure, "name": prefix + figure["name"], **own} for figure in preset["figure"]]
    formats = head.get("formats") or inner.get("formats", USUAL_FORMATS)
    entries = _entries(figures, [one.get("defaults", "") for one in (head, inner, table)], formats, problems)
    return [replace(entry, tags=(*entry.tags, *table.get("tags", ()))) for entry in entries]


def _entries(
    tables: Sequence[dict], defaults: Sequence[str], formats: Sequence[str], problems: Problems
) -> list[Entry]:
    """One entry for each table; its name or line is empty where a problem was found with it."""
    words = [word for text in defaults for word in words_of(text)]
    entries = []
    for table, place in zip(tables, _places(tables, problems.part), strict=True):
        here = problems.of(place)
        values = checked("figure", table, here)
        line = ""
        try:
            line = effective_line(values["draw"], words) if "draw" in values else ""
        except ActplotError as error:
            here.add(error)
        texts = {key: values[key] for key in TEXTS if key in values}
        lists = {"formats": tuple(values.get("formats", formats)), "tags": tuple(values.get("tags", ()))}
        entries.append(Entry(values.get("name", ""), line, place=place, **texts, **lists))
    return entries


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
    given = quoted(head.get("output", OUTPUT))
    if output.exists() and not output.is_dir():
        problems.add(f"output {given} is a file. Name a folder.")
    elif not output.parent.is_dir():
        problems.add(f"output {given}: there is no folder {quoted(str(output.parent))}. Make it, or name another one.")


def _check_names(figures: Sequence[Entry], problems: Problems) -> None:
    """Two names that differ in case alone are one file on many systems."""
    alike: dict[str, list[Entry]] = {}
    for figure in figures:
        if figure.name:
            alike.setdefault(figure.name.lower(), []).append(figure)
    for first, *others in alike.values():
        for other in others:
            what = "is given twice" if other.name == first.name else f"differs from {quoted(first.name)} in case alone"
            problems.of(other.place).add(f"the name {quoted(other.name)} {what}")


def _check_lines(figures: Sequence[Entry], problems: Problems) -> None:
    for figure in figures:
        problem = problem_of(figure) if figure.line else ""
        if problem:
            problems.of(figure.place).add(problem)
