"""The command line: a group that imports a command's module only when the command is named."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy: spare threads only spin
os.environ.pop("MPLBACKEND", None)  # no window is opened, and a wrong name would stop the import

from . import garbage  # noqa: F401  # isort: skip  # before click, whose import is searched else

import click

from .. import __version__
from .group import COMMANDS, LazyGroup

__all__ = ["COMMANDS", "main"]

if os.path.lexists("matplotlibrc"):
    from ..figures.importing import import_matplotlib

    import_matplotlib()


VERSIONS = "Show also those of Python, NumPy and Matplotlib, on which bytes depend."


def _versions(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked:
        from .helping.help_pages import versions

        click.echo("\n".join(versions()))
        ctx.exit()


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["--help", "-h"]})
@click.version_option(__version__, prog_name="actplot", message="%(prog)s %(version)s")
@click.option("-V", is_flag=True, expose_value=False, is_eager=True, callback=_versions, help=VERSIONS)
def main() -> None:
    """Draw, derive, check and tabulate neural-network activation and loss functions.

    A function is NAME, NAME:VALUE or a formula, such as relu, leaky_relu:0.2 or 'x*sigmoid(1.702*x)'.
    """
