"""Pages for `man`, made by click-man from what `--help` shows."""

import re
from collections.abc import Iterator
from copy import copy
from pathlib import Path

import click

from ... import __version__
from ...errors import BadOption
from ..group import COMMANDS
from .help_pages import ENDS, UNWRAPPED, told_and_examples

SECTION = 1  # of the manual: commands of users
CONTROL = re.compile(r"^(?=[.'])", re.MULTILINE)  # what begins so is a request to roff


def pages_of(ctx: click.Context) -> Iterator[tuple[str, str]]:
    """The name of a file and its page, for a command and all that it groups.

    Raises `BadOption` where click-man is not installed.
    """
    try:
        from click_man.core import generate_man_page
    except ImportError:
        raise BadOption("--man needs click-man: pip install 'actplot[man]'") from None
    command = ctx.command
    told = click.Context(_in_roff(command), parent=ctx.parent, info_name=ctx.info_name)
    yield f"{ctx.command_path.replace(' ', '-')}.{SECTION}", generate_man_page(told, __version__)
    if isinstance(command, click.Group):
        for name, member in command.commands.items():
            yield from pages_of(click.Context(member, parent=ctx, info_name=name))


def _in_roff(command: click.Command) -> click.Command:
    """The command, whose texts are written as roff reads them."""
    written = copy(command)
    told, examples = told_and_examples(command)
    parts = ["\n\n".join(map(_paragraph, told))]
    if examples:
        parts.append(f".SH EXAMPLES\n.nf\n{_escaped(chr(10).join(examples))}\n.fi")
    if isinstance(command, click.Group):
        parts += [f".SH EXIT STATUS\n{_escaped(ENDS)}"]
        written.commands = {name: _line(name, one) for name, one in command.commands.items()}  # type: ignore[attr-defined]
    written.help, written.short_help = "\n".join(parts), _escaped(_first_sentence(command))
    written.params = list(map(_described, command.params))
    return written


def _paragraph(text: str) -> str:
    if text.startswith(UNWRAPPED):
        return f".nf\n{_escaped(text.removeprefix(UNWRAPPED))}\n.fi"
    return _escaped(text)


def _line(name: str, command: click.Command) -> click.Command:
    return click.Command(name, short_help=_escaped(COMMANDS.get(name) or _first_sentence(command)))


def _first_sentence(command: click.Command) -> str:
    (first, *_), _ = told_and_examples(command)
    return " ".join(first.split()).partition(". ")[0].removesuffix(".")


def _described(parameter: click.Parameter) -> click.Parameter:
    written = copy(parameter)
    if isinstance(written, click.Option) and written.help:
        written.help = _escaped(written.help)
    return written


def _escaped(text: str) -> str:
    return CONTROL.sub(r"\\&", text.replace("\\", r"\e").replace("-", r"\-"))


def write_pages(ctx: click.Context, folder: str) -> int:
    """Write the pages of all commands to a folder, which is made where it is missing; returns how many."""
    from ...files import make_folder, write

    pages = dict(pages_of(ctx))
    make_folder(Path(folder))
    for name, text in pages.items():
        write(Path(folder, name), text.encode())
    return len(pages)
