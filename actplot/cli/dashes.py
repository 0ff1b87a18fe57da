"""Lets a formula begin with a minus sign, which a command line takes for an option, and a pair stand as -3,3."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import click

from ..requests.grammar.cutting import PAIR, pair_in
from ..spec.formulas.in_force import using
from ..spec.specs import is_formula
from .projects import FUNCTIONS, project_of

LETTER, GIVING = re.compile("-[a-wyzA-Z]"), ("--param", "--var")


def behind_dashes(parameters: Sequence[click.Parameter], args: Sequence[str]) -> list[str]:
    """The words with formulas such as -x^2 moved to the end, behind `--`, where none can be an option."""
    taken, formulas = [], []
    words = iter(args)
    options = {flag: option for option in parameters if isinstance(option, click.Option) for flag in option.opts}
    for word in words:
        if word == "--":
            return [*taken, "--", *formulas, *words]
        if word in options:
            taken += [word, *_values(options[word], words)]
        elif word.startswith("-") and not word.startswith("--") and word != "-" and _is_formula(word, args):
            formulas.append(word)
        else:
            taken.append(word)
    return [*taken, *(["--", *formulas] if formulas else [])]


def pairs_apart(parameters: Sequence[click.Parameter], args: Sequence[str]) -> list[str]:
    """The words with those taken apart that stand for two numbers, behind options that take two."""
    pairs = {flag for one in parameters if isinstance(one, click.Option) and one.nargs == PAIR for flag in one.opts}
    taken: list[str] = []
    words = iter(args)
    for word in words:
        flag, equals, attached = word.partition("=")
        if word == "--":
            return [*taken, word, *words]
        if flag in pairs:
            taken += [flag, *(part for given in ([attached] if equals else _some(words, 1)) for part in pair_in(given))]
        else:
            taken.append(word)
    return taken


def _is_formula(word: str, args: Sequence[str]) -> bool:
    """Whether a word is a formula, of names that the file behind --functions may have.

    One letter, as in -o, is an option that the command lacks, unless it is the variable or values are given.
    """
    if LETTER.fullmatch(word) and not any(one.partition("=")[0] in GIVING for one in args):
        return False
    flag = f"{FUNCTIONS}="
    named = [word.removeprefix(flag) for word in args if word.startswith(flag)]
    named += [file for option, file in pairwise(args) if option == FUNCTIONS]
    with using(project_of(named[-1] if named else None)):
        return is_formula(word)


def _values(option: click.Option, words: Iterator[str]) -> list[str]:
    count = 0 if option.is_flag else option.nargs
    return _some(words, count)


def _some(words: Iterator[str], count: int) -> list[str]:
    return [word for _, word in zip(range(count), words, strict=False)]
