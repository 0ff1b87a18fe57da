"""What is asked of commands in one way: to be quiet, to answer in JSON, to show what is written, to write over none."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from ..errors import BadOption, OutputError, quoted
from .streams import QUIET, warn

if TYPE_CHECKING:
    from pathlib import Path

OPEN, NO_CLOBBER, STANDARD_OUTPUT = "--open", "--no-clobber", "-"
JSON = "json"
WRITTEN = "written"  # what is known of a command that has written a file
PLACE = "place"  # the name of the option that says where a command writes


def manner_options(parameters: list[click.Parameter]) -> list[click.Option]:
    """The options for a command that has these: nothing that it knows of itself."""
    writes = any(isinstance(one, click.Option) and one.name == PLACE for one in parameters)
    shown = _flag((OPEN,), "Show what is written with the system's viewer.")
    kept = _flag((NO_CLOBBER,), "Write over no file that is there.")
    quiet = _flag(("-q", QUIET), "Say nothing of what was done, and show no progress.")
    return [*([shown, kept] if writes else []), quiet]


def _flag(flags: tuple[str, ...], help: str) -> click.Option:
    name = flags[-1]

    def keep(ctx: click.Context, _: click.Parameter, value: bool) -> None:
        ctx.meta[name] = value

    return click.Option([*flags], is_flag=True, expose_value=False, callback=keep, help=help)


def _asked(flag: str) -> bool:
    context = click.get_current_context(silent=True)
    return bool(context and context.meta.get(flag))


@contextmanager
def shown_if_asked(ctx: click.Context) -> Iterator[None]:
    """Raise `BadOption` where what is to be shown goes to no file, and warn where in the end nothing was written."""
    if ctx.meta.get(OPEN) and ctx.params.get(PLACE) == STANDARD_OUTPUT:
        raise BadOption(f"{OPEN} shows a file, and -o - writes none. Name a file, or leave one of them out.")
    try:
        yield
    except click.exceptions.Exit:
        _warn_of_nothing(ctx)
        raise
    _warn_of_nothing(ctx)


def _warn_of_nothing(ctx: click.Context) -> None:
    if ctx.meta.get(OPEN) and not ctx.meta.get(WRITTEN):
        warn(f"warning: {OPEN}: nothing was written that could be shown. Name a file with -o.")


def check_free(path: "Path | None") -> None:
    """Raise `OutputError` for a file that is there and is to stay."""
    if path is not None and _asked(NO_CLOBBER) and path.exists():
        raise OutputError(f"{quoted(str(path))} exists, and {NO_CLOBBER} keeps it. Name another file, or leave it out.")


def written(path: "Path") -> None:
    """Show a file that was written, where that is asked for."""
    context = click.get_current_context(silent=True)
    if context:
        context.meta[WRITTEN] = True
    if _asked(OPEN) and click.launch(str(path)):
        warn(f"warning: {OPEN}: no viewer could be started for {quoted(str(path))}")


def json_option(command: Callable) -> Callable:
    """`--json` of a command that answers, which receives it as `as_json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON object, with all digits.")(command)


def stated_option(command: Callable) -> Callable:
    """`--json` of a command that draws, which receives it as `as_json`."""
    help = "Print what the figure says, such as curves and marks, as JSON; draw only with -o."
    return click.option("--json", "as_json", is_flag=True, help=help)(command)


def format_asked(form: str | None, as_json: bool) -> str | None:
    """The format that `--format` and `--json` ask for together; `BadOption` where they contradict each other."""
    if as_json and form not in (None, JSON):
        raise BadOption(f"--json and --format {form} contradict each other. Give one of them.")
    return JSON if as_json else form
