"""Tests that return a figure of matplotlib, which is compared by what it says, and not by its pixels."""

import json
import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..documents.jsonable import laid_out
from ..errors import BadOption, quoted, shown
from ..files import contents, digest, make_folder, portable, write
from ..images.artists import facts_of_artists
from .statements.differences import TOLERANCE, measured

MARK = "actplot_figure"
OPTIONS = ("tolerance", "baseline")
FOLDER = "baseline"  # beside the test
LONGEST = 120  # characters of the name of a file


@dataclass(frozen=True)
class Baseline:
    """What a figure said when it was accepted, in a file."""

    path: Path
    tolerance: float
    again: str  # the command that writes it

    @classmethod
    def of(cls, test: Path, name: str, again: str, options: Mapping[str, Any]) -> "Baseline":
        """Of a test in a file, as its mark says. Raises `BadOption` for what a mark cannot say."""
        unknown = sorted(options.keys() - set(OPTIONS))
        if unknown:
            raise BadOption(f"{MARK} has no option {quoted(unknown[0])}. Options: {', '.join(OPTIONS)}.")
        tolerance, place = options.get("tolerance", TOLERANCE), options.get("baseline", FOLDER)
        if not isinstance(tolerance, int | float) or not tolerance >= 0:  # nor nan
            raise BadOption(f"{MARK}: tolerance is a number from 0, got {tolerance!r}")
        if not isinstance(place, str | os.PathLike):
            raise BadOption(f"{MARK}: baseline is a folder beside the test, got {place!r}")
        folder = test.parent / place
        return cls(folder / f"{_stem(f'{test.stem}-{name}')}.json", tolerance, again)

    def accept(self, figure: Any) -> None:
        make_folder(self.path.parent)
        write(self.path, f"{laid_out(said_by(figure), 0)}\n".encode())

    def problems(self, figure: Any) -> list[str]:
        """What the figure says otherwise, and what to do; nothing where it says the same."""
        now, accept = said_by(figure), f"If that is meant: {self.again}"
        try:
            before = json.loads(contents(self.path))
        except FileNotFoundError:
            return [f"there is no baseline '{shown(portable(self.path))}'. Make it: {self.again}"]
        except (OSError, ValueError) as error:
            return [f"{shown(portable(self.path))} cannot be read: {error}. Restore it, or make it anew: {self.again}"]
        found = [one.text for one in measured(before, now, self.tolerance)]
        return [*found, accept] if found else []


def _stem(name: str) -> str:
    """The name of a test as one of a file; two that would be the same are told apart."""
    plain = name.replace("::", "-").replace("[", "-").rstrip("]")
    stem = re.sub(r"[^A-Za-z0-9_.+-]+", "-", plain)
    mark = f"-{digest(name.encode())[:8]}" if stem != plain or len(stem) > LONGEST else ""
    return f"{stem[:LONGEST].strip('-')}{mark}"


def said_by(figure: Any) -> dict[str, Any]:
    """The facts of what a test returns, which is let go. Raises `BadOption` for what is no figure."""
    if not hasattr(figure, "axes") or not hasattr(figure, "legends"):
        told = "" if figure is not None else ". End it with 'return figure'"
        raise BadOption(f"a test marked {MARK} returns a figure of matplotlib, not {type(figure).__name__}{told}")
    found = facts_of_artists(figure)
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close(figure)
    return found
