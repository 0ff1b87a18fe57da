"""`actplot help`: what a command does and takes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from ..errors import BadOption, quoted, shown, suggestion
from .completing.of_files import FOLDER
from .group import Command
from .streams import note

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
@click.option("--man", "folder", metavar="DIR", type=FOLDER, help="Write pages for man there.")
@click.pass_context
def command(ctx: click.Context, words: tuple[str, ...], folder: str | None) -> None:
    """Say what a command does and takes.

    With --man it is written to DIR, for all commands or for the one that is named: a page each, such as actplot.1 and
    actplot-compare.1, as man reads them. In ~/.local/share/man/man1 it finds them by their names.

    \b
    actplot help compare
    actplot help gallery check
    actplot help --man ~/.local/share/man/man1 && man actplot-compare
    """
    about = _found(ctx, words)
    if folder is None:
        return click.echo(about.get_help())
    from .helping.man_pages import write_pages

    count = write_pages(about, folder)
    return note(f"wrote {shown(folder)}: {count} page{'s' * (count > 1)}")


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
