"""The option that says what names mean, whatever is asked, beside the nearest pyproject.toml."""

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from ..errors import ActplotError, BadOption
from .completing.of_files import MANIFEST

if TYPE_CHECKING:
    from ..spec.projects.project import Project

FUNCTIONS, NAMED = "--functions", "named"


def in_project(command: Callable) -> Callable:
    """Let a command know the functions of the file that --functions names, and of the nearest pyproject.toml."""

    @functools.wraps(command)
    def ask(named: str | None, **values: Any) -> Any:
        from ..spec.formulas.in_force import using

        with using(project_of(named)):
            return command(**values)

    return _named_functions(ask)


def project_of(named: str | None) -> "Project":
    """The functions of a file, if one is named, and of the current folder's project."""
    from pathlib import Path

    from ..spec.projects.project import Project, functions_of

    try:
        return Project(None if named is None else functions_of(named), Path())
    except ActplotError as error:
        raise BadOption(f"{FUNCTIONS}: {error}") from None


_named_functions = click.option(
    FUNCTIONS, NAMED, metavar="FILE", type=MANIFEST, help="A TOML file whose [functions] may be named."
)
