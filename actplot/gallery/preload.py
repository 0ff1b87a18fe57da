"""What every worker process needs; imported once by the server that the workers are forked from."""

from ..figures import export, panels  # noqa: F401
from ..requests import request, text, tracing  # noqa: F401
from . import facts, render  # noqa: F401
