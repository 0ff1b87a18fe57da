"""The commands that draw, as functions: each gives the request itself, which is the picture."""

import os
from collections.abc import Callable, Mapping
from typing import Any

from ..errors import BadOption, quoted
from ..requests.command_line import says_output
from ..requests.derivations.derive import DeriveRequest
from ..requests.figures.compare import CompareRequest
from ..requests.figures.diff import DiffRequest
from ..requests.figures.grid import GridRequest
from ..requests.figures.jacobian import JacobianRequest
from ..requests.figures.networks.landscape import LandscapeRequest
from ..requests.figures.plot import PlotRequest
from ..requests.figures.propagate import PropagateRequest
from ..requests.figures.surface import SurfaceRequest
from ..requests.figures.sweep import SweepRequest
from ..requests.picture import Picture
from ..requests.reading import parse_picture
from ..shell import words_of
from ..spec.formulas.in_force import using
from ..spec.projects.project import functions_given
from .asking import requested
from .helping import documented


def _asking(cls: type[Picture]) -> Callable[..., Any]:
    """The function that asks for pictures of a kind."""

    def ask(*names: Any, **options: Any) -> Any:
        return requested(cls, names, options)

    return documented(ask, cls, __name__)


compare = _asking(CompareRequest)
plot = _asking(PlotRequest)
sweep = _asking(SweepRequest)
grid = _asking(GridRequest)
diff = _asking(DiffRequest)
propagate = _asking(PropagateRequest)
jacobian = _asking(JacobianRequest)
surface = _asking(SurfaceRequest)
landscape = _asking(LandscapeRequest)
derive = _asking(DeriveRequest)


def draw(line: str, *, functions: str | os.PathLike | Mapping[str, Any] | None = None) -> Picture:
    """The picture that a command line asks for, such as `compare gelu silu --theme dark`.

    Parameters
    ----------
    functions : names that the line may use, as `actplot.get` takes them

    Raises `ActplotError` for a line that makes no picture.
    """
    if not isinstance(line, str):
        raise BadOption(f"draw takes a command line, such as 'compare gelu silu', got {type(line).__name__}")
    _refuse_output(line)
    if functions is None:
        return parse_picture(line)
    with using(functions_given(functions)):
        return parse_picture(line)


def _refuse_output(line: str) -> None:
    """Raise `BadOption` for a line that says where the image goes, which is said when it is saved."""
    try:
        words = words_of(line)
    except ValueError:  # which the parser tells
        return
    for word in words:
        if says_output(word):
            raise BadOption(f"draw makes the picture, and .save('elu.svg') writes it. Leave {quoted(word)} out.")
