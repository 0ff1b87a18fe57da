"""What every process that makes pages needs; imported once by the server that the workers are forked from."""

from ..gallery.drawing import preload  # noqa: F401  # first: it imports matplotlib in its own order
from . import entry_pages, family_pages, galleries  # noqa: F401
from .keeping import leaves  # noqa: F401
