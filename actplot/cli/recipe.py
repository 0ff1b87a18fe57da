"""`actplot recipe`: the command line that drew an image, read back from the image."""

import click

from ..errors import BadOption, OutputError, quoted, shown
from .completing.of_files import IMAGE
from .group import Command
from .streams import warn

STANDARD_INPUT = "-"


@click.command("recipe", cls=Command)
@click.argument("images", metavar="IMAGE...", nargs=-1, required=True, type=IMAGE)
@click.pass_context
def command(context: click.Context, images: tuple[str, ...]) -> None:
    """Print the command line that drew an image.

    Of several images, each line starts with the image's name. An IMAGE can be - for standard input. Exits 1 if
    one of them carries no command line.

    \b
    actplot recipe figure.png
    actplot recipe *.svg
    """
    contents = [(image, _read(image)) for image in images]
    failed = [image for image, data in contents if not _told(image, data, alone=len(images) == 1)]
    context.exit(1 if failed else 0)


def _read(image: str) -> bytes:
    from ..files import LARGEST_IMAGE, contents

    if image == STANDARD_INPUT:
        with click.open_file(STANDARD_INPUT, "rb") as stream:
            return stream.read(LARGEST_IMAGE)
    try:
        return contents(image)
    except FileNotFoundError:
        raise BadOption(f"there is no file {quoted(image)}") from None
    except IsADirectoryError:
        raise BadOption(f"{quoted(image)} is a folder. Name an image in it") from None
    except OSError as error:
        raise OutputError(f"cannot read {quoted(image)}: {error.strerror}") from None


def _told(image: str, data: bytes, *, alone: bool) -> bool:
    """Print an image's line, or why there is none."""
    from ..requests.origins import ForeignImage, command_in

    try:
        line = f"actplot {command_in(data)}"
    except ForeignImage as error:
        warn(f"Error: {quoted(image)} {error}")
        return False
    click.echo(line if alone else f"{shown(click.format_filename(image))}: {line}")
    return True
