"""`actplot gallery`: many figures from one manifest."""

import json
from importlib import import_module
from typing import Any

import click

from ...errors import quoted, suggestion
from ..group import Command, Group
from ..streams import answer, warn

COMMANDS = {"new": "new", "build": "build", "check": "check", "page": "gallery_page"}  # and their modules


class GalleryGroup(Group):
    """A group whose commands live in modules of their own."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        return import_module(f"{__package__}.{COMMANDS[name]}").command if name in COMMANDS else None

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[Any, ...]:
        if not ctx.resilient_parsing and not args[0].startswith("-") and args[0] not in COMMANDS:
            near = suggestion(args[0], COMMANDS)
            ctx.fail(f"unknown command {quoted(args[0])}.{near} Commands: {', '.join(COMMANDS)}.")
        return super().resolve_command(ctx, args)


class GalleryCommand(Command):
    """A command whose JSON says also why there is nothing to say."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except click.ClickException as error:
            if ctx.params.get("as_json"):
                answer(json.dumps({"error": error.format_message()}, ensure_ascii=False) + "\n", "json")
            raise


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
