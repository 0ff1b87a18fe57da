"""`actplot gallery`: many figures from one manifest."""

from typing import Any

import click

from ...errors import quoted, suggestion
from ..group import Group
from ..streams import warn

COMMANDS = {"new": "new", "build": "build", "check": "check", "page": "gallery_page"}  # and their modules


class GalleryGroup(Group):
    """A group whose commands live in modules of their own."""

    modules = {name: f".gallery.{module}" for name, module in COMMANDS.items()}

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[Any, ...]:
        if not ctx.resilient_parsing and not args[0].startswith("-") and args[0] not in COMMANDS:
            near = suggestion(args[0], COMMANDS)
            ctx.fail(f"unknown command {quoted(args[0])}.{near} Commands: {', '.join(COMMANDS)}.")
        return super().resolve_command(ctx, args)


def say_waiting() -> None:
    warn("waiting for another build of this gallery")


def say_warning(text: str) -> None:
    warn(f"warning: {text}")


@click.group("gallery", cls=GalleryGroup)
def command() -> None:
    """Build and check many figures from one manifest.

    \b
    actplot gallery new
    actplot gallery build
    actplot gallery check
    actplot gallery page
    """
