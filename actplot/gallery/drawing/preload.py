"""What every worker process needs; imported once by the server that the workers are forked from."""

from ...figures.importing import import_matplotlib

import_matplotlib()

from ...figures.curves import panels  # noqa: E402, F401
from ...requests.figures import panels as tracing  # noqa: E402, F401
from . import render  # noqa: E402, F401
