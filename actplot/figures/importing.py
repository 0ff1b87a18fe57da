"""Imports matplotlib without the settings in the current folder, which may be a stranger's."""

import os

SETTINGS = "matplotlibrc"


def import_matplotlib() -> None:
    """Import matplotlib where the current folder has a file of settings for it, but look for them elsewhere.

    That file is read by the first import, before anybody can say otherwise: it may be a pipe, or larger than memory,
    and what it says wrongly is shown. No picture of ours heeds what it says.
    """
    if not os.path.lexists(SETTINGS):
        return
    from contextlib import chdir  # not above: a command that draws nothing needs none of it
    from importlib.util import find_spec
    from pathlib import Path

    found = find_spec("matplotlib")
    if found and found.origin:
        with chdir(Path(found.origin).parent / "mpl-data"):  # whose settings are the ones that matplotlib comes with
            import matplotlib  # noqa: F401
