"""`actplot completion`: the script that completes commands and functions in a shell."""

import click

from .completing.installing import install, usual_shell
from .completing.shells import SHELLS, script
from .group import Command
from .streams import note


@click.command("completion", cls=Command)
@click.argument("shell", required=False, type=click.Choice(list(SHELLS)))
@click.option("--install", "installed", is_flag=True, help="Write it where the shell finds it, and say what was done.")
def command(shell: str | None, installed: bool) -> None:
    """Print a script that completes commands and functions.

    Without a name the shell is that of $SHELL. With --install the script is written where the shell looks for it as
    it starts; once is enough, and again does no harm.

    \b
    actplot completion bash
    actplot completion zsh --install
    """
    shell = shell or usual_shell()
    if installed:
        for line in install(shell):
            note(line)
    else:
        click.echo(script(shell), nl=False)
