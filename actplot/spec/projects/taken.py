"""Which names a project cannot give to a function, and why: nothing ever replaces what has a name."""

import keyword
import re

from ...algebra.reading.arguments import LITERALS
from ...algebra.reading.library import MODULES, NO_NUMBERS, NOT_HERE, TYPES, WORDS
from ...algebra.reading.names import CONSTANTS, KEYWORDS, NEVER_VARIABLES, function_name, is_symbol
from ...algebra.reading.special import SPECIAL
from ...catalogue.registry import canonical_name, is_own
from ...errors import quoted
from ..dialects.finding import FRAMEWORKS, OTHER_NAMES

LONGEST_NAME = 40
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
_LIBRARIES = {*FRAMEWORKS, *OTHER_NAMES, *(path.partition(".")[0].lower() for path in MODULES)}
_LANGUAGE = {*WORDS, *SPECIAL, *NOT_HERE, *TYPES, *NO_NUMBERS, *LITERALS, "lambda", "def", "return"}


def refusal(name: str) -> str:
    """Why a name cannot be given; empty where it can."""
    if not NAME.fullmatch(name):
        return f"{quoted(name)} is no name: write letters, digits and _, and a letter first"
    if len(name) > LONGEST_NAME:
        return f"the name {quoted(name)} has {len(name)} characters, allowed are {LONGEST_NAME}"
    if is_own(name):
        canonical = canonical_name(name)
        same = "" if canonical == name else f", of {canonical!r}"
        return f"{quoted(name)} is a name of the catalogue{same}, and nothing replaces one. Give it another name"
    return of_language(name)


def of_language(name: str) -> str:
    """Why a name is one of formulas or libraries, whatever functions there are; empty where it is not."""
    if is_symbol(name) or name in CONSTANTS or name in NEVER_VARIABLES:
        what = "the variable" if name == "x" else "a symbol of formulas"
        return f"{quoted(name)} is {what}. Give it a longer name"
    if function_name(name) is not None or name in _LANGUAGE:
        return f"{quoted(name)} is a word of formulas, and nothing replaces one. Give it another name"
    if name.lower() in _LIBRARIES:
        return f"{quoted(name)} is a library, whose names follow a colon or dot. Give it another name"
    if name in KEYWORDS or keyword.iskeyword(name):
        return f"{quoted(name)} is a word of Python. Give it another name"
    return ""


def may_be_given(name: str) -> bool:
    """Whether a project may have a function of this name."""
    return not refusal(name)
