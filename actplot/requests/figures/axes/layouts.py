"""How the panels of a figure stand: the option, and what of it is the usual."""

from collections.abc import Sequence
from typing import Any

from ...grammar.kinds import Choice
from ...grammar.options import LAST, option
from ...purposes import STACKED

BESIDE, TOGETHER = "beside", "one"
MEANINGS = {
    BESIDE: "Panels beside each other",
    STACKED: "Above each other with one horizontal axis",
    TOGETHER: "All in one panel",
}


def layout_option(words: Sequence[str]) -> Any:
    """The option that says how panels stand, for a command that can place them in some ways."""
    first, *others = (MEANINGS[word] for word in words)
    told = ", or ".join([first, *(f"{text[0].lower()}{text[1:]}" for text in others)])
    return option("--layout", Choice(tuple(words)), None, f"{told}. [default: what has room]", place=LAST)
