"""`actplot completion`: the script that completes commands and functions in a shell."""

import click
from click.shell_completion import get_completion_class

from .group import Command

SHELLS = ("bash", "zsh", "fish")


@click.command("completion", cls=Command)
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print a script that completes commands and functions.

    \b
    bash:  source <(actplot completion bash)
    zsh:   source <(actplot completion zsh)
    fish:  actplot completion fish | source

    \b
    actplot completion bash
    """
    script = get_completion_class(shell)(ctx.find_root().command, {}, "actplot", "_ACTPLOT_COMPLETE")
    click.echo(script.source())
