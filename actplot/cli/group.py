"""The lazy group of commands, and what a user is told when something goes wrong."""

import errno
import os
import signal
import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from io import StringIO
from typing import IO, TYPE_CHECKING, Any, ClassVar

import click

from ..errors import (
    ActplotError,
    ActplotWarning,
    BrokenFamily,
    CheckFailed,
    OutputError,
    SuppliedError,
    quoted,
    shown,
    suggestion,
    visible,
)
from .garbage import begin, postponed
from .streams import answer, fit_streams, warn

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

GROUPS = {  # by what they are for; the one-line help stands here so that `actplot --help` imports no command
    "Draw": {
        "compare": "Draw functions in one panel and their derivatives in the next.",
        "plot": "Draw each function alone, with its derivative in the same axes.",
        "grid": "Draw many functions, each with its derivative in a cell of its own.",
        "sweep": "Draw one function at several values of a parameter.",
        "propagate": "Draw what many layers make of activations and gradients.",
        "surface": "Draw a loss over two weights of a linear model on data.",
        "jacobian": "Draw the Jacobian of a function at a vector as a heat map.",
        "landscape": "Draw the output of a small random network over the plane.",
    },
    "Know": {
        "show": "Print the fact card of each function.",
        "list": "List the functions, by kind and family.",
        "table": "Print facts of several functions side by side.",
        "eval": "Print values and derivatives as a table, CSV or JSON.",
        "derive": "Derive the derivative step by step, every line checked.",
        "identify": "Say which known function this is.",
    },
    "Check": {
        "check": "Hold closed forms, and what you claim, against finite differences and formulas.",
        "diff": "Say where two functions differ, and draw it.",
    },
    "Publish": {
        "gallery": "Build and check many figures from one manifest.",
        "site": "Write a static site of the catalogue.",
        "explore": "Write a page on which a reader moves parameters and a point.",
        "recipe": "Print the command line that drew an image.",
    },
    "Help": {
        "completion": "Print a script that completes commands and functions.",
        "help": "Say what a command does and takes.",
    },
}
COMMANDS = {name: text for commands in GROUPS.values() for name, text in commands.items()}
ROOMS = {
    **dict.fromkeys(("compare", "plot", "sweep", "grid", "diff", "propagate"), ".figures"),
    **dict.fromkeys(("jacobian", "surface", "landscape", "explore"), ".figures"),
    **dict.fromkeys(("eval", "check", "show", "table", "identify", "list", "recipe"), ".facts"),
    "derive": ".derivations",
    "site": ".sites",
}
# The commands whose words are functions, wherever no option has been typed: to complete those, no command is imported.
OF_FUNCTIONS = {
    *("compare", "plot", "sweep", "grid", "diff", "propagate", "eval", "jacobian", "surface", "landscape"),
    *("derive", "check", "show", "identify", "table", "explore"),
}
INTERRUPTED = 130
TRACEBACK = "--traceback"
ENDING = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


class Commands(Mapping[str, click.Command]):
    """Commands by their names, each imported when it is asked for: what tools of others find in a group."""

    def __init__(self, modules: Mapping[str, str]):
        self.modules = modules

    def __getitem__(self, name: str) -> click.Command:
        return import_module(self.modules[name], __package__).command

    def __iter__(self) -> Iterator[str]:
        return iter(self.modules)

    def __len__(self) -> int:
        return len(self.modules)


class Group(click.Group):
    """A group of commands that are imported on use, which shows its help where nothing else is asked of it."""

    modules: ClassVar[Mapping[str, str]] = {}  # by the names of the commands, in the order of the help

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.commands = Commands(self.modules)  # type: ignore[assignment]

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args and not ctx.resilient_parsing:
            click.echo(ctx.get_help())
            ctx.exit()
        return super().parse_args(ctx, args)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        from .helping.help_pages import format_text

        format_text(self, ctx, formatter)


class LazyGroup(Group):
    """The group of all commands, which live in modules of their names, in rooms by what is asked."""

    modules = {name: f"{ROOMS.get(name, '')}.{name}" for name in COMMANDS}

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        from .helping.help_pages import format_ends, format_groups

        format_groups(GROUPS, formatter)
        format_ends(formatter)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[Any, ...]:
        if not ctx.resilient_parsing and not args[0].startswith("-") and args[0] not in COMMANDS:
            ctx.fail(f"unknown command {quoted(args[0])}.{suggestion(args[0], COMMANDS)} See 'actplot --help'.")
        if ctx.resilient_parsing and args[0] in OF_FUNCTIONS and not any(word.startswith("-") for word in args):
            return args[0], WordsOfFunctions(args[0]), args[1:]
        return super().resolve_command(ctx, args)

    def _main_shell_completion(self, *how: Any) -> None:
        if any(name.endswith("_COMPLETE") for name in os.environ):
            from .completing import shells  # noqa: F401  # which click finds by the names of shells
        super()._main_shell_completion(*how)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem]":
        from click.shell_completion import CompletionItem

        words = [
            CompletionItem(name, help=_short(text)) for name, text in COMMANDS.items() if name.startswith(incomplete)
        ]
        return words + click.Command.shell_complete(self, ctx, incomplete)

    def main(self, *args: Any, **options: Any) -> Any:
        with postponed(), fit_streams(), _warnings_told(), _watched() as interruptions:
            try:
                return super().main(*args, **options)
            except Exception as error:
                if interruptions:  # a module that was being imported makes another error of it
                    sys.exit(INTERRUPTED)
                if not isinstance(error, OSError):
                    raise
                click.echo(f"Error: {error}", err=True)  # such as help that goes to a full disk
                sys.exit(1)

    def make_context(self, name: str | None, args: list[str], *rest: Any, **more: Any) -> click.Context:
        self._typed = tuple(args)
        with _shown(self._typed):
            return super().make_context(name, args, *rest, **more)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            with _shown(self._typed):
                return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo("interrupted", err=True)
            ctx.exit(INTERRUPTED)


def _short(text: str) -> str:
    """The help of a command as a shell shows it beside the name."""
    return click.Command(None, help=text).get_short_help_str()


class WordsOfFunctions(click.Command):
    """What a shell needs to know of a command to complete its functions; its options it takes from the command."""

    def __init__(self, name: str):
        from .completing.pressing import words_of_functions

        super().__init__(name)
        words_of_functions(self)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem]":
        command = ctx.find_root().command.get_command(ctx, self.name)
        return command.shell_complete(ctx, incomplete)


@contextmanager
def _shown(typed: Sequence[str]) -> Iterator[None]:
    """Whoever an error is from, its message has no character that a terminal would heed, nor a line that was typed."""
    try:
        yield
    except click.ClickException as error:
        message = error.format_message()
        for word in typed:
            for part in {word, *word.split("=", 1)}:
                message = message if part.isprintable() else message.replace(part, shown(part))
        message = visible(message)
        error.format_message = lambda: message  # type: ignore[method-assign]
        error.show = partial(_show, error)  # type: ignore[method-assign]
        raise


def _show(error: click.ClickException, file: IO[str] | None = None) -> None:
    """What click prints of an error, in colours where standard error has them."""
    from .terminal import coloured  # not above: where all goes well nothing is told

    text = StringIO()
    type(error).show(error, text)
    click.echo(coloured(text.getvalue(), file or sys.stderr), file, nl=False, err=file is None, color=True)


@contextmanager
def _warnings_told() -> Iterator[None]:
    """What a user should know goes to standard error in one line; warnings of others are as Python has them."""
    with warnings.catch_warnings():
        others = warnings.showwarning

        def tell(message: Warning | str, category: type[Warning], *where: Any, **more: Any) -> None:
            if issubclass(category, ActplotWarning):
                warn(f"warning: {message}")
            else:
                others(message, category, *where, **more)

        warnings.simplefilter("always", ActplotWarning)
        warnings.showwarning = tell
        yield


@contextmanager
def _watched() -> Iterator[list[int]]:
    """Collects the interruptions while the context lasts; each still raises `KeyboardInterrupt`."""
    seen: list[int] = []

    def interrupt(number: int, _: Any) -> None:
        seen.append(number)
        raise KeyboardInterrupt

    wanted = {signal.SIGINT: interrupt, **dict.fromkeys(filter(_would_end, ENDING), _end)}
    try:
        before = {number: signal.signal(number, handler) for number, handler in wanted.items()}
    except ValueError:  # not in the main thread, where no signal arrives either
        yield seen
        return
    try:
        yield seen
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _would_end(number: int) -> bool:
    """Whether a signal ends the process, and is not ignored as under nohup."""
    return signal.getsignal(number) is signal.SIG_DFL


def _end(number: int, _: Any) -> None:
    """End as the signal would, at once, but leave no file that is half written."""
    from ..files import remove_unfinished

    remove_unfinished()
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)


class Command(click.Command):
    """A command that answers every error of the library with one message and an exit code."""

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        if any(parameter.name == "functions" for parameter in self.params):
            self.params.append(_traceback_option())
        from .manners import manner_options  # not above, as for `invoke`: help of all and completion need none

        self.params += manner_options(self.params)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        with _explained(ctx):
            return super().parse_args(ctx, self._formulas_last(ctx, self._pairs_apart(args)))

    def _pairs_apart(self, args: list[str]) -> list[str]:
        if not any("," in word or " " in word for word in args):
            return args
        from .dashes import pairs_apart

        return pairs_apart(self.params, args)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        from .helping.help_pages import format_text

        format_text(self, ctx, formatter)

    def _formulas_last(self, ctx: click.Context, args: list[str]) -> list[str]:
        takes_functions = any(parameter.name == "functions" for parameter in self.params)
        if not takes_functions or not any(word[:1] == "-" and word[1:2] not in ("", "-") for word in args):
            return args
        from .dashes import behind_dashes

        return behind_dashes(self.get_params(ctx), args)

    def invoke(self, ctx: click.Context) -> Any:
        begin()
        try:
            with _explained(ctx):
                from .manners import shown_if_asked

                with shown_if_asked(ctx):
                    return super().invoke(ctx)
        finally:
            from ..spec.supplied.noticed import newly_noticed

            for text in newly_noticed():
                warn(text)


class AnsweringCommand(Command):
    """A command whose JSON says also why there is nothing to say."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except click.ClickException as error:
            if ctx.params.get("as_json"):
                from json import dumps  # late: where all goes well, as it mostly does, nothing is told

                answer(dumps({"error": error.format_message()}, ensure_ascii=False) + "\n", "json")
            raise


def _traceback_option() -> click.Option:
    """Asked for where a command says no: the option itself is nothing that a command knows."""

    def keep(ctx: click.Context, _: click.Parameter, value: bool) -> None:
        ctx.meta[TRACEBACK] = value

    help = "Show errors of your own code whole."
    return click.Option([TRACEBACK], is_flag=True, expose_value=False, is_eager=True, callback=keep, help=help)


@contextmanager
def _explained(ctx: click.Context) -> Iterator[None]:
    """Wrong usage exits 2 with the usage line; failed work, such as a full disk, exits 1."""
    try:
        yield
    except click.UsageError as error:
        error.ctx = error.ctx or ctx  # click's parser leaves it out for some, and with it the usage line
        raise
    except (OutputError, CheckFailed, BrokenFamily) as error:
        raise click.ClickException(str(error)) from None
    except SuppliedError as error:
        raise click.ClickException(_of_users_code(ctx, error)) from None
    except ActplotError as error:
        raise click.UsageError(str(error), ctx) from None
    except MemoryError:
        raise click.ClickException(
            "there is not enough memory. Ask for fewer points, or a smaller --size or --dpi."
        ) from None
    except OSError as error:
        if error.errno == errno.EPIPE:  # the reader has gone: click ends quietly
            raise
        raise click.ClickException(str(error)) from None


def _of_users_code(ctx: click.Context, error: SuppliedError) -> str:
    """What became of a user's code; all that it raised is told in front of it, or how to see that."""
    from ..spec.supplied.containing import whole

    trace = whole(error)
    if not trace:
        return str(error)
    if not ctx.meta.get(TRACEBACK):
        end = "" if str(error).endswith((".", "?", "…")) else "."
        return f"{error}{end} {TRACEBACK} shows all of it." if TRACEBACK in ctx.meta else str(error)
    warn(trace)
    return str(error)
