"""Examples that a model is fitted to: columns x… and y, from a CSV file or from a seeded recipe."""

import csv
import io
import math
import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import chain, islice
from pathlib import Path

import numpy as np

from ...catalogue.kinds.functions import number_text
from ...errors import BadInput, BadOption, quoted, suggestion
from ...spec.specs import real

FEATURE = re.compile(r"x[0-9]*", re.ASCII)
DELIMITERS = {";": "semicolons", "\t": "tabs", "|": "bars", ":": "colons", " ": "spaces"}
BLOCK = 100_000  # rows that are read at a time, so that the texts of a large file never stand in memory together
MOST_BYTES = 1_000_000_000
MOST_ROWS = 1_000_000  # of a recipe
MOST_COLUMNS = 100
SHOWN = 5  # names in a message


@dataclass(frozen=True, eq=False)
class Data:
    """Examples: `x` of shape (n, k) with the names of its columns, and `y` of shape (n,)."""

    name: str
    columns: tuple[str, ...]
    x: np.ndarray
    y: np.ndarray


@dataclass(frozen=True)
class Recipe:
    """How a built-in set is drawn: how many examples, from which seed, with how much noise."""

    name: str
    n: int = 200
    seed: int = 1
    noise: float | None = None  # the set's own where None

    def __str__(self) -> str:
        """The shortest text that reads back to it."""
        said = [(f.name, getattr(self, f.name)) for f in fields(self)[1:] if getattr(self, f.name) != f.default]
        return ":".join(filter(None, [self.name, ",".join(f"{name}={number_text(value)}" for name, value in said)]))


def canonical(text: str) -> str:
    """What names some data, in the one way that a picture's command line says it; paths relative to the current folder.

    Raises `BadOption` for a recipe that cannot be followed.
    """
    recipe = recipe_of(text)
    if recipe:
        return str(recipe)
    return os.path.relpath(text) if Path(text).is_absolute() else text


def load(text: str) -> Data:
    """The data that a text names: a recipe such as `moons:n=200,seed=1`, or the path of a CSV file.

    Raises `BadOption` for a recipe or a file that is not there, `BadInput` for what a file should not hold.
    """
    recipe = recipe_of(text)
    return made(recipe) if recipe else read_csv(text)


# Recipes


def recipe_of(text: str) -> Recipe | None:
    """The recipe that a text names; None where it is the path of a file."""
    name, colon, rest = text.partition(":")
    if name not in RECIPES:
        looks_like_path = "." in text or "/" in text or os.sep in text or Path(text).exists()
        if not looks_like_path:
            raise BadOption(
                f"--data: there is no file and no built-in set {quoted(text)}.{suggestion(name, RECIPES)} "
                f"Built-in sets: {', '.join(RECIPES)}; or give the path of a CSV file."
            )
        return None
    values: dict[str, float] = {}
    for word in rest.split(",") if colon else ():
        key, equals, value = word.partition("=")
        if key not in _BOUNDS or not equals or key in values:
            raise BadOption(f"--data {quoted(text)}: write {name}:n=200,seed=1,noise=0.1, each at most once")
        values[key] = _setting(text, key, value)
    return Recipe(name, **values)


_BOUNDS = {"n": (2, MOST_ROWS), "seed": (0, 2**32 - 1), "noise": (0, 1000)}


def _setting(text: str, key: str, word: str) -> float:
    low, high = _BOUNDS[key]
    try:
        value = real(word)
    except ValueError:
        value = math.nan
    whole = key != "noise"
    if not low <= value <= high or (whole and value != int(value)):
        what = "a whole number" if whole else "a number"
        raise BadOption(f"--data {quoted(text)}: {key} must be {what} from {low} to {high}, got {quoted(word)}")
    return int(value) if whole else value


def made(recipe: Recipe) -> Data:
    """The examples of a recipe, the same in every version of numpy."""
    draw, noise = RECIPES[recipe.name]
    # Not `default_rng`, whose stream may change between versions of numpy.
    random = np.random.RandomState(recipe.seed)
    x, y = draw(random, recipe.n, noise if recipe.noise is None else recipe.noise)
    x = x.reshape(recipe.n, -1)
    columns = ("x",) if x.shape[1] == 1 else tuple(f"x{j + 1}" for j in range(x.shape[1]))
    return Data(str(recipe), columns, x, y)


Drawn = tuple[np.ndarray, np.ndarray]


def _line(random: np.random.RandomState, n: int, noise: float) -> Drawn:
    """y = 2x + 1 and normal errors."""
    x = random.uniform(-3, 3, n)
    return x, 2 * x + 1 + noise * random.normal(size=n)


def _outliers(random: np.random.RandomState, n: int, noise: float) -> Drawn:
    """The line, with every tenth example far below it on the right."""
    x, y = _line(random, n, noise)
    wrong = np.arange(n) % 10 == 9
    x[wrong] = random.uniform(1.5, 3, wrong.sum())
    y[wrong] = random.uniform(-14, -8, wrong.sum())
    return x, y


def _sine(random: np.random.RandomState, n: int, noise: float) -> Drawn:
    """A wave, which no line fits."""
    x = random.uniform(-3, 3, n)
    return x, np.sin(x) + noise * random.normal(size=n)


def _threshold(random: np.random.RandomState, n: int, noise: float) -> Drawn:
    """One feature; label 1 above a threshold that differs a little from example to example."""
    x = random.uniform(-3, 3, n)
    return x, (x + noise * random.normal(size=n) > 0.5).astype(float)


def _blobs(random: np.random.RandomState, n: int, noise: float) -> Drawn:
    """Two round clouds around (−1, −1) and (1, 1)."""
    label = (np.arange(n) % 2).astype(float)
    return (2 * label - 1)[:, None] + noise * random.normal(size=(n, 2)), label


def _moons(random: np.random.RandomState, n: int, noise: float) -> Drawn:
    """Two half circles that reach into each other."""
    label = (np.arange(n) % 2).astype(float)
    angle = random.uniform(0, math.pi, n)
    upper = np.column_stack([np.cos(angle), np.sin(angle)])
    lower = np.column_stack([1 - np.cos(angle), 0.5 - np.sin(angle)])
    x = np.where(label[:, None] == 1, lower, upper)
    return x + noise * random.normal(size=(n, 2)), label


def _xor(random: np.random.RandomState, n: int, noise: float) -> Drawn:
    """Label 1 where the signs of the two features differ, which no line separates."""
    x = random.uniform(-1, 1, (n, 2))
    label = (x[:, 0] * x[:, 1] < 0).astype(float)
    return x + noise * random.normal(size=(n, 2)), label


RECIPES: dict[str, tuple[Callable[[np.random.RandomState, int, float], Drawn], float]] = {
    "line": (_line, 0.5),
    "outliers": (_outliers, 0.5),
    "sine": (_sine, 0.1),
    "threshold": (_threshold, 0.8),
    "blobs": (_blobs, 0.9),
    "moons": (_moons, 0.1),
    "xor": (_xor, 0.05),
}


# Files


def read_csv(path: str) -> Data:
    """The examples of a CSV file with a header of x, or x1, x2, …, and y; blank lines do not count.

    Raises `BadOption` where the file cannot be read, `BadInput` naming row and column of what is no finite number.
    """
    text = _text(path)
    header = _header(path, text)
    columns = tuple(name for name in header if name != "y")
    try:
        table = _table(text, len(header))
    except ValueError:
        table = None
    if table is None or not np.isfinite(table).all():
        _explain(path, text, header)
    if not len(table):
        raise BadInput(f"{quoted(path)} has a header and no rows. Write one example in each line below it.")
    places = [header.index(name) for name in columns]
    return Data(path, columns, np.ascontiguousarray(table[:, places]), table[:, header.index("y")].copy())


def _text(path: str) -> str:
    try:
        with Path(path).open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise BadOption(f"--data: there is no file {quoted(path)}") from None
    except IsADirectoryError:
        raise BadOption(f"--data: {quoted(path)} is a folder. Name a CSV file in it") from None
    except OSError as error:
        raise BadOption(f"--data: cannot read {quoted(path)}: {error.strerror}") from None
    if len(content) > MOST_BYTES:
        raise BadInput(f"{quoted(path)} is larger than {MOST_BYTES // 10**6} MB. Give a part of it.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(f"{quoted(path)} is not text in UTF-8: {error.reason} at byte {error.start}") from None


def _rows(text: str) -> Iterator[list[str]]:
    """The rows that hold something, the header first."""
    return filter(None, csv.reader(io.StringIO(text, newline=""), skipinitialspace=True))


def _header(path: str, text: str) -> tuple[str, ...]:
    """The names of the columns, in the order of the file."""
    try:
        first = next(_rows(text), None)
    except csv.Error as error:
        raise BadInput(f"{quoted(path)} is not a CSV file: {error}") from None
    if first is None:
        raise BadInput(f"{quoted(path)} is empty. Write a header such as x,y and one example in each line below it.")
    names = tuple(word.strip().lower() for word in first)
    if len(names) == 1:
        _refuse_delimiter(path, first[0])
    if all(map(_is_number, names)):
        shown = ",".join(first[:SHOWN])
        raise BadInput(
            f"{quoted(path)} has no header: its first line is {quoted(shown)}. Write x,y or x1,x2,y above it."
        )
    _check_names(path, names)
    return names


def _refuse_delimiter(path: str, line: str) -> None:
    for mark, name in DELIMITERS.items():
        if mark in line.strip():
            raise BadInput(f"{quoted(path)}: its columns seem to be separated by {name}. Separate them by commas.")


def _check_names(path: str, names: Sequence[str]) -> None:
    what = f"{quoted(path)}: the header {quoted(','.join(names))}"
    usage = "Name the columns x and y, or x1, x2, … and y."
    if len(names) > MOST_COLUMNS:
        raise BadInput(f"{quoted(path)} has {len(names)} columns, allowed are {MOST_COLUMNS}")
    if len(set(names)) < len(names):
        raise BadInput(f"{what} has a name twice. {usage}")
    unknown = [name for name in names if name != "y" and not FEATURE.fullmatch(name)]
    if unknown:
        raise BadInput(f"{what} has a column {quoted(unknown[0])}. {usage}")
    if "y" not in names:
        raise BadInput(f"{what} has no column y, which holds the targets. {usage}")
    if len(names) == 1:
        raise BadInput(f"{what} has no column x. {usage}")


def _is_number(word: str) -> bool:
    try:
        real(word)
    except ValueError:
        return False
    return True


def _table(text: str, width: int) -> np.ndarray:
    """All numbers below the header; `ValueError` where one row is not that many numbers."""
    if "_" in text:
        raise ValueError  # Python would read 1_000 as a number
    rows = _rows(text)
    next(rows)
    blocks = []
    try:
        while block := list(islice(rows, BLOCK)):
            if set(map(len, block)) != {width}:
                raise ValueError
            numbers = map(float, chain.from_iterable(block))
            blocks.append(np.fromiter(numbers, float, width * len(block)).reshape(-1, width))
    except csv.Error:
        raise ValueError from None
    return np.concatenate(blocks) if blocks else np.empty((0, width))


def _explain(path: str, text: str, header: Sequence[str]) -> None:
    """Raise `BadInput` for the first cell that is no finite number, with its row and column."""
    reader = csv.reader(io.StringIO(text, newline=""), skipinitialspace=True)
    number = -1  # the header is row 0
    try:
        for row in reader:
            number += bool(row)
            if row and number:
                _check_row(f"{quoted(path)}, row {number} (line {reader.line_num})", row, header)
    except csv.Error as error:
        raise BadInput(f"{quoted(path)}, line {reader.line_num}: {error}") from None
    raise BadInput(f"{quoted(path)} holds something other than numbers")


def _check_row(where: str, row: Sequence[str], header: Sequence[str]) -> None:
    for name, word in zip(header, row, strict=False):
        if not word.strip():
            raise BadInput(
                f"{where}, column {name}: the cell is empty. Give each example all its numbers, or leave it out."
            )
        value = _value(word)
        if value is None:
            raise BadInput(f"{where}, column {name}: {quoted(word)} is not a number")
        if not math.isfinite(value):
            raise BadInput(f"{where}, column {name}: {quoted(word)} is not finite")
    if len(row) < len(header):
        missing = header[len(row)]
        raise BadInput(f"{where}, column {missing}: the cell is missing: the row has {len(row)} of {len(header)}.")
    if len(row) > len(header):
        raise BadInput(f"{where} has {len(row)} cells, and the header names {len(header)}.")


def _value(word: str) -> float | None:
    try:
        return None if "_" in word else float(word)
    except ValueError:
        return None
