"""`actplot help`: what a command does and takes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from ..errors import BadOption, quoted, suggestion
from .group import Command

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class CommandNames(click.ParamType):
    """Names of commands, of which a shell completes those of the group that is named before."""

    name = "command"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> "list[CompletionItem]":
        from click.shell_completion import CompletionItem

        about = _found(ctx, ctx.params.get("words") or ())
        names = about.command.list_commands(about) if isinstance(about.command, click.Group) else ()
        return [CompletionItem(name) for name in names if name.startswith(incomplete)]


@click.command("help", cls=Command)
@click.argument("words", metavar="[COMMAND]", nargs=-1, type=CommandNames())
@click.pass_context
def command(ctx: click.Context, words: tuple[str, ...]) -> None:
    """Say what a command does and takes.

    \b
    actplot help compare
    actplot help gallery check
    """
    click.echo(_found(ctx, words).get_help())


def _found(ctx: click.Context, words: Sequence[str]) -> click.Context:
    """The context of the command that words name; `BadOption` for words that name none."""
    about = ctx.find_root()
    for word in words:
        group = about.command
        names = group.list_commands(about) if isinstance(group, click.Group) else ()
        if word not in names:
            raise BadOption(f"help: unknown command {quoted(word)}.{suggestion(word, names)} See 'actplot --help'.")
        about = click.Context(group.get_command(about, word), parent=about, info_name=word)
    return about
