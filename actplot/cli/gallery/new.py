"""`actplot gallery new`: a manifest to start from."""

from pathlib import Path

import click

from ...errors import BadOption, OutputError, quoted
from ..completing.of_files import MANIFEST
from ..group import Command
from ..output import named
from ..streams import note


@click.command("new", cls=Command)
@click.argument("place", metavar="[MANIFEST]", default="gallery.toml", type=MANIFEST)
def command(place: str) -> None:
    """Write a commented manifest to start from; an existing file stays.

    \b
    actplot gallery new
    actplot gallery new docs/gallery.toml
    """
    from ...files import write
    from ...gallery.manifest.places import NAME, PROJECT
    from ...gallery.manifest.presets import starter

    path = Path(place, NAME) if Path(place).is_dir() else Path(place)
    if path.name == PROJECT:
        raise BadOption(
            f"{quoted(str(path))} is not a gallery's alone. Write the tables [tool.actplot.gallery] and "
            f"[[tool.actplot.gallery.figure]] in it, or name another file, such as {NAME}"
        )
    if path.exists() or path.is_symlink():  # to a file that it would make
        raise OutputError(f"{quoted(str(path))} exists. Remove it first, or name another file")
    write(path, starter().encode())
    note(f"wrote {named(path)}")
