"""What stands where a function is named: entries with parameters, calls of frameworks, formulas, and what is none."""

import re
from functools import cache

import actplot
from actplot.spec.dialects.finding import Spoken, framework

from . import files, words
from .dice import Dice
from .formulas import SYMBOLS, formula

KINDS = ("activation", "loss", "vector function", "random layer", "vector loss")
FRAMEWORKS = ("torch", "keras", "tf", "jax", "flax", "optax")
KEYWORDS = ("dim", "axis", "reduction", "inplace", "name", "dtype", "eps", "alpha", "beta", "weight", "p", "banana")
VALUES = (
    "0",
    "-1",
    "1",
    "'sum'",
    "'none'",
    "True",
    "None",
    "1e308",
    "-2",
    "[0.2, 0.3]",
    "torch.float32",
    "5e-324",
    "'x'",
)


@cache
def entries(kind: str) -> tuple[str, ...]:
    return tuple(actplot.names(kind))


def spec(dice: Dice, kinds: tuple[str, ...]) -> str:
    """A function of one of some kinds, as somebody types it."""
    if dice.wrong():
        return dice.choice((entry(dice, KINDS), call(dice, KINDS), words.text(dice), dice.choice(files.NO_FUNCTIONS)))
    free = (_formula, _supplied) if "activation" in kinds else (entry, entry)
    made = dice.choice((entry, entry, entry, call, call, free[0], free[0], free[1]))(dice, kinds)
    return words.misspelt(dice, made) if dice.wrong() else made


def _formula(dice: Dice, kinds: tuple[str, ...]) -> str:
    return ("two words = " if dice.random() < 0.1 else "") + formula(dice)


def _supplied(dice: Dice, kinds: tuple[str, ...]) -> str:
    """A function of a file, at its defaults or not."""
    name = dice.one(files.FUNCTIONS, files.NO_FUNCTIONS)
    return f"{name}:alpha={words.number(dice)}" if dice.often(0.2) else name


def entry(dice: Dice, kinds: tuple[str, ...]) -> str:
    """A name with none, some or all of its parameters, by place or by name."""
    name = dice.choice(entries(dice.choice(kinds)))
    declared = [parameter.name for parameter in actplot.get(name).declared]
    if not declared or dice.often(0.5):
        return name
    given = dice.sample(declared, dice.randint(1, len(declared)))
    by_name = len(given) > 1 or dice.often(0.5)
    return name + ":" + ",".join((f"{one}=" if by_name else "") + words.number(dice) for one in given)


def call(dice: Dice, kinds: tuple[str, ...]) -> str:
    """A framework's name, in one of the two forms, with keywords of its own."""
    spoken = dice.choice(calls(kinds))
    known = [parameter.name for parameter in spoken.declared] or KEYWORDS
    given = [f"{dice.one(known, KEYWORDS)}={_setting(dice)}" for _ in range(dice.choice((0, 0, 1, 2)))]
    name = spoken.path if dice.often(0.5) else spoken.path.rpartition(".")[2]
    if dice.often(0.5):
        return f"{spoken.framework}:{name}" + (":" + ",".join(given) if given else "")
    return f"{name}({', '.join(given)})"


def _setting(dice: Dice) -> str:
    return words.number(dice) if dice.often(0.6) else dice.choice(VALUES)


@cache
def calls(kinds: tuple[str, ...]) -> tuple[Spoken, ...]:
    """What frameworks call functions of some kinds."""
    spoken = (one for key in FRAMEWORKS for one in framework(key).names())
    return tuple(one for one in spoken if one.canonical.kind in kinds)


def bindings(dice: Dice, functions: list[str]) -> list[str]:
    """`--param` for the symbols that formulas among them have."""
    made: list[str] = []
    for symbol in SYMBOLS:
        if dice.wrong() != any(re.search(rf"\b{symbol}\b", text) for text in functions):
            made += ["--param", f"{symbol}={words.number(dice)}"]
    return made
