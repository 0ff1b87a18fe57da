"""Examples that a model is fitted to: columns x… and y, from a CSV file or from a seeded recipe."""

import math
import os
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import numpy as np

from ...catalogue.kinds.functions import number_text
from ...errors import BadOption, quoted, suggestion
from ...files import local
from ...frozen import record
from ...numbers import real
from .rows import MOST_ROWS, Chosen, Data, read_csv


@record
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
    return local(text)


def files_of(text: str | None) -> tuple[str, ...]:
    """The file that a text names, if it is no recipe."""
    return (text,) if text is not None and recipe_of(text) is None else ()


def check_columns(text: str) -> None:
    """Raise `BadOption` where there are no columns to be named."""
    recipe = recipe_of(text)
    if recipe:
        raise BadOption(f"--x and --y name columns of a file, and {recipe.name} is a built-in set. Leave them out.")


def load(text: str, chosen: Chosen | None = None) -> Data:
    """The data that a text names: a recipe such as `moons:n=200,seed=1`, or some columns of a CSV file.

    Raises `BadOption` for a recipe or a file that is not there, `BadInput` for what a file should not hold.
    """
    recipe = recipe_of(text)
    if chosen:
        check_columns(text)
    return made(recipe) if recipe else read_csv(text, chosen)


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
    words = rest.split(",") if colon else []
    for place, word in enumerate(words, start=1):
        if not word.strip():
            missing = f"a setting is missing: place {place} of {len(words)} is empty"
            raise BadOption(f"--data {quoted(text)}: {missing}. Write {name}:n=200,seed=1,noise=0.1")
        key, equals, value = word.partition("=")
        if key not in SETTINGS or not equals or key in values:
            raise BadOption(f"--data {quoted(text)}: write {name}:n=200,seed=1,noise=0.1, each at most once")
        values[key] = _setting(text, key, value)
    return Recipe(name, **values)


SETTINGS = {"n": (2, MOST_ROWS), "seed": (0, 2**32 - 1), "noise": (0, 1000)}


def _setting(text: str, key: str, word: str) -> float:
    low, high = SETTINGS[key]
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


def _line(random: "np.random.RandomState", n: int, noise: float) -> Drawn:
    """y = 2x + 1 and normal errors."""
    x = random.uniform(-3, 3, n)
    return x, 2 * x + 1 + noise * random.normal(size=n)


def _outliers(random: "np.random.RandomState", n: int, noise: float) -> Drawn:
    """The line, with every tenth example far below it on the right."""
    x, y = _line(random, n, noise)
    wrong = np.arange(n) % 10 == 9
    x[wrong] = random.uniform(1.5, 3, wrong.sum())
    y[wrong] = random.uniform(-14, -8, wrong.sum())
    return x, y


def _sine(random: "np.random.RandomState", n: int, noise: float) -> Drawn:
    """A wave, which no line fits."""
    x = random.uniform(-3, 3, n)
    return x, np.sin(x) + noise * random.normal(size=n)


def _threshold(random: "np.random.RandomState", n: int, noise: float) -> Drawn:
    """One feature; label 1 above a threshold that differs a little from example to example."""
    x = random.uniform(-3, 3, n)
    return x, (x + noise * random.normal(size=n) > 0.5).astype(float)


def _blobs(random: "np.random.RandomState", n: int, noise: float) -> Drawn:
    """Two round clouds around (−1, −1) and (1, 1)."""
    label = (np.arange(n) % 2).astype(float)
    return (2 * label - 1)[:, None] + noise * random.normal(size=(n, 2)), label


def _moons(random: "np.random.RandomState", n: int, noise: float) -> Drawn:
    """Two half circles that reach into each other."""
    label = (np.arange(n) % 2).astype(float)
    angle = random.uniform(0, math.pi, n)
    upper = np.column_stack([np.cos(angle), np.sin(angle)])
    lower = np.column_stack([1 - np.cos(angle), 0.5 - np.sin(angle)])
    x = np.where(label[:, None] == 1, lower, upper)
    return x + noise * random.normal(size=(n, 2)), label


def _xor(random: "np.random.RandomState", n: int, noise: float) -> Drawn:
    """Label 1 where the signs of the two features differ, which no line separates."""
    x = random.uniform(-1, 1, (n, 2))
    label = (x[:, 0] * x[:, 1] < 0).astype(float)
    return x + noise * random.normal(size=(n, 2)), label


RECIPES: dict[str, tuple[Callable[["np.random.RandomState", int, float], Drawn], float]] = {
    "line": (_line, 0.5),
    "outliers": (_outliers, 0.5),
    "sine": (_sine, 0.1),
    "threshold": (_threshold, 0.8),
    "blobs": (_blobs, 0.9),
    "moons": (_moons, 0.1),
    "xor": (_xor, 0.05),
}


# Files
