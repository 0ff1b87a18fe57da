"""What the commands share: functions as arguments, and options made from the fields of a request."""

import functools
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from ..calculus.subjects import subject
from ..errors import BadOption
from ..requests.grammar.kinds import Listed, Names
from ..requests.grammar.options import Option, options_of
from ..requests.request import Request, Unused, bind
from ..spec.projects.wanted import TABLE, preferred
from .completing.of_options import CHOICES, behind_commas
from .completing.pressing import words_of_functions
from .projects import NAMED, in_project
from .streams import warn

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class WordType(click.ParamType):
    """A word that the request reads itself; completes the option's choices."""

    name = "text"

    def __init__(self, option: Option):
        self.option = option

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return value

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> "list[CompletionItem]":
        from click.shell_completion import CompletionItem

        kind = self.option.kind
        choices: Iterable[str] = kind.choices
        if isinstance(kind, Names):
            choices = behind_commas(incomplete, choices, kind.alone)
        return [CompletionItem(word) for word in choices if word.startswith(incomplete)]


def functions_argument(*kinds: str) -> Callable[[Callable], Callable]:
    """Give a command functions of some kinds and the values of their symbols; it receives them as `functions`."""

    def decorate(command: Callable) -> Callable:
        @functools.wraps(command)
        def bound(names: tuple[str, ...], symbols: dict[str, float], variable: str | None, **values: Any) -> Any:
            name = click.get_current_context().info_name
            functions = bind(name, names, symbols, variable, kinds) if names else ()
            for one in functions:
                if one.by_values_alone:
                    warn(subject(one).reading())
            return command(functions=functions, **values)

        return names_argument(bound)

    return decorate


def names_argument(command: Callable) -> Callable:
    """Give a command names of functions, and the values of symbols and the variable that belong to them."""

    @functools.wraps(command)
    def ask(functions: tuple[str, ...], param: tuple[str, ...], var: str | None, **values: Any) -> Any:
        given = dict(_read(_PARAM, param)) if param else {}
        return command(names=functions, symbols=given, variable=var and _read(_VAR, var), **values)

    for option in (_VAR, _PARAM):
        ask = _click_option(option)(ask)
    return words_of_functions(in_project(ask))


_PARAM, _VAR = (option for option in options_of(Request))


def request_options(cls: type[Request]) -> Callable[[Callable], Callable]:
    """Give a command the functions and options that a request declares; it receives them as `request`."""
    declared = options_of(cls)

    def decorate(command: Callable) -> Callable:
        @functools.wraps(command)
        def ask(functions: tuple[str, ...], **values: Any) -> Any:
            words = {option: values.pop(option.name) for option in declared}
            given = {
                option.name: _read(option, word) for option, word in words.items() if word not in (None, False, ())
            }
            return command(request=_in_project(cls, functions, given), **values)

        ask = in_project(ask)
        for option in reversed(declared):
            ask = _click_option(option)(ask)
        return words_of_functions(ask)

    return decorate


def _in_project(cls: type[Request], functions: tuple[str, ...], given: dict[str, Any]) -> Request:
    """The request, as the project wants its pictures where the user does not say; what says nothing is left out."""
    from ..requests.picture import Picture  # late: what asks for none needs nothing of pictures

    usual = _preferred(cls) if issubclass(cls, Picture) else {}
    while True:
        try:
            return cls(functions, **{**usual, **given}, insisted=frozenset(usual) & given.keys())
        except Unused as unused:
            name = unused.flag.removeprefix("--")
            if name in given or name not in usual:
                raise
            del usual[name]


def _preferred(cls: type[Request]) -> dict[str, Any]:
    found = preferred(Path())
    try:
        return {one.name: _read(one, found[one.name]) for one in options_of(cls) if one.name in found}
    except BadOption as error:
        raise BadOption(f"{TABLE} of the nearest pyproject.toml: {error}") from None


def choices(command: Callable) -> Callable:
    """Give a command the options that choose functions of the catalogue by what they are."""
    from ..requests.selected import Choosing

    for option in reversed(options_of(Choosing)):
        command = _click_option(option)(command)
    return command


def _click_option(option: Option) -> Callable[[Callable], Callable]:
    if option.kind.count == 0:
        return click.option(*option.flags, option.name, is_flag=True, help=option.help)
    if isinstance(option.kind, Listed):
        words = click.Choice(option.kind.choices)
        default = None if option.default is None else _default_text(option)
        return click.option(
            *option.flags, option.name, type=words, default=default, show_default=True, help=option.help
        )
    if option.kind.repeats:
        return click.option(
            *option.flags,
            option.name,
            type=WordType(option),
            multiple=True,
            metavar=option.kind.metavar,
            help=option.help,
        )
    help = option.help if option.default in (None, ()) else f"{option.help} [default: {_default_text(option)}]"
    return click.option(
        *option.flags,
        option.name,
        type=CHOICES.get(option.flag) or WordType(option),
        nargs=option.kind.count,
        metavar=option.kind.metavar,
        help=help,
    )


def _default_text(option: Option) -> str:
    return " ".join(option.kind.write(option.default))


def _read(option: Option, given: Any) -> Any:
    words = given if option.kind.count > 1 or option.kind.repeats else (given,)
    return option.read(words)


def accept_only(names: Collection[str], where: str) -> None:
    """Raise `BadOption` for an option on the command line that is none of some, which say something where we are."""
    context = click.get_current_context()
    for parameter in context.command.params:
        given = context.get_parameter_source(parameter.name) is ParameterSource.COMMANDLINE
        if (
            given
            and isinstance(parameter, click.Option)
            and parameter.expose_value
            and parameter.name not in (*names, NAMED)
        ):
            raise BadOption(f"{context.info_name}: {parameter.opts[0]} has no meaning {where}. Leave it out.")


def names_of(cls: type[Request]) -> frozenset[str]:
    """The names of the options that a request declares."""
    return frozenset(option.name for option in options_of(cls))
