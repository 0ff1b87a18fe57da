"""What every worker process needs; imported once by the server that the workers are forked from."""

import sys
from types import TracebackType

from ...figures.importing import import_artists, import_matplotlib

import_matplotlib()
import_artists()

from ...algebra.reading import parser  # noqa: E402, F401
from ...algebra.rewriting import tidy  # noqa: E402, F401
from ...figures.alternative import alternatives  # noqa: E402, F401
from ...figures.curves import panels  # noqa: E402, F401
from ...images import encoding, png  # noqa: E402, F401
from ...requests import reading  # noqa: E402, F401
from ...requests.figures import panels as tracing  # noqa: E402, F401
from ...spec.dialects import finding  # noqa: E402, F401
from ..statements import statements  # noqa: E402, F401
from . import render  # noqa: E402, F401


def _told(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """What goes wrong in a process, but for one that is begun while the first one ends and takes its locks with it."""
    if not issubclass(kind, FileNotFoundError):
        sys.__excepthook__(kind, error, trace)


sys.excepthook = _told
