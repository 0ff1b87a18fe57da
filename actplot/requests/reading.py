"""Which requests there are, and the one that a command line asks for."""

import shlex
from collections.abc import Sequence

from ..errors import ActplotError
from .command_line import parse_one
from .derivations.derive import DeriveRequest
from .facts.eval import EvalRequest
from .figures.compare import CompareRequest
from .figures.diff import DiffRequest
from .figures.explore import ExploreRequest
from .figures.grid import GridRequest
from .figures.jacobian import JacobianRequest
from .figures.networks.landscape import LandscapeRequest
from .figures.plot import PlotRequest
from .figures.propagate import PropagateRequest
from .figures.surface import SurfaceRequest
from .figures.sweep import SweepRequest
from .picture import Picture
from .request import Request, Unused

# by the names of their commands; a test compares them with the requests that there are
CLASSES: dict[str, type[Request]] = {
    cls.command_name: cls
    for cls in (
        CompareRequest,
        PlotRequest,
        SweepRequest,
        GridRequest,
        DiffRequest,
        PropagateRequest,
        JacobianRequest,
        SurfaceRequest,
        LandscapeRequest,
        ExploreRequest,
        DeriveRequest,
        EvalRequest,
    )
}


def parse(line: str) -> Request:
    """The request that a command line asks for; options and functions may come in any order.

    Raises `BadOption`, `BadSpec`, `UnknownName` or `BadParameter` for what a command line may not hold.
    """
    return parse_one(line, CLASSES)


def with_defaults(words: Sequence[str], defaults: Sequence[Sequence[str]]) -> list[str]:
    """The words of a line behind its command, with those defaults in front that say something about what it asks for.

    A default is an option and its values. What is wrong with the line itself is not told here.
    """
    kept = list(defaults)
    while kept:
        line = [words[0], *(word for default in kept for word in default), *words[1:]]
        try:
            parse(shlex.join(line))
        except Unused as unused:
            rest = [default for default in kept if default[0].partition("=")[0] != unused.flag]
            if len(rest) < len(kept):
                kept = rest
                continue
        except ActplotError:
            pass
        return line
    return list(words)


def parse_picture(line: str) -> Picture:
    """The picture that a command line asks for; a line that makes none is refused like an unknown command."""
    return parse_one(line, picture_classes())


def picture_classes() -> dict[str, type[Picture]]:
    """Every class of pictures by the name of its command."""
    return {name: cls for name, cls in CLASSES.items() if issubclass(cls, Picture)}
