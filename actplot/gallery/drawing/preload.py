"""What every worker process needs; imported once by the server that the workers are forked from."""

from ...figures.curves import panels  # noqa: F401
from ...requests.figures import panels as tracing  # noqa: F401
from . import render  # noqa: F401
