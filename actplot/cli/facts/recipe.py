"""`actplot recipe`: the command line that drew an image, read back from the image."""

import click

from ...errors import BadOption, OutputError, quoted, shown
from ..completing.of_files import IMAGE
from ..group import Command
from ..manners import json_option
from ..streams import answer, warn

STANDARD_INPUT = "-"


@click.command("recipe", cls=Command)
@click.argument("images", metavar="IMAGE...", nargs=-1, required=True, type=IMAGE)
@json_option
@click.pass_context
def command(context: click.Context, images: tuple[str, ...], as_json: bool) -> None:
    """Print the command line that drew an image.

    Of several images, each line starts with the image's name. An IMAGE can be - for standard input, or a figure
    for LaTeX. Exits 1 if one of them carries no command line.

    \b
    actplot recipe figure.png
    actplot recipe *.svg
    """
    contents = [(image, _read(image)) for image in images]
    found = [_origin(image, data) for image, data in contents]
    if as_json:
        from ...documents.jsonable import json_array, laid_out

        answer(json_array([laid_out(one) for one in found]) if len(found) > 1 else f"{laid_out(found[0])}\n", "json")
    for one in found:
        _tell(one, alone=len(images) == 1, as_json=as_json)
    context.exit(1 if any(one["command"] is None for one in found) else 0)


def _read(image: str) -> bytes:
    from ...files import LARGEST_IMAGE, contents

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


def _origin(image: str, data: bytes) -> dict[str, str | None]:
    """What drew an image, or why that is not known."""
    from ...requests.origins import ForeignImage, command_in

    try:
        return {"image": image, "command": f"actplot {command_in(data)}"}
    except ForeignImage as error:
        return {"image": image, "command": None, "error": str(error)}


def _tell(one: dict[str, str | None], *, alone: bool, as_json: bool) -> None:
    """Print an image's line, or why there is none."""
    image, line = one["image"] or "", one["command"]
    if line is None:
        warn(f"Error: {quoted(image)} {one['error']}")
    elif not as_json:
        click.echo(line if alone else f"{shown(click.format_filename(image))}: {line}")
