"""Style sheets that come with us, and how any is applied."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path


@cache
def shipped() -> Mapping[str, Path]:
    """The style sheets that come with us, by their names."""
    return {path.stem: path for path in Path(__file__).parent.glob("*.mplstyle")}
