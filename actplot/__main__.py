"""Runs the command line as `python -m actplot`, which looks for no module in the current folder but for its own."""

import os
import sys


def _leave_current_folder() -> None:
    """Take the current folder off the path, which `python -m` puts there: it may hold a numpy.py of a stranger's."""
    first = os.path.abspath(sys.path[0])  # noqa: PTH100  # pathlib would be looked for there
    if not sys.flags.safe_path and first == os.path.abspath("") and not __file__.startswith(first + os.sep):  # noqa: PTH100
        del sys.path[0]


if __name__ == "__main__":
    _leave_current_folder()

    from .cli import main

    main(prog_name="actplot")
