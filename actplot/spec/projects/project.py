"""A project: the functions that its files name; the nearest pyproject.toml is only read where a name is lacking."""

import os
import warnings
from collections.abc import Collection, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...catalogue.index import folded
from ...catalogue.registry import is_found, is_known
from ...errors import ActplotError, ActplotWarning, most_of, quoted, shown
from ...files import contents
from ...toml import LARGEST, BadToml, tables_of
from .defined import BadDefinition, Definition, Table

if TYPE_CHECKING:
    from .meaning import Meaning

PYPROJECT = "pyproject.toml"
TOOL = "[tool.actplot.functions]"


class Project:
    """What names mean: those of a table first, then those of the pyproject.toml nearest to a folder if one is given."""

    def __init__(self, table: Table | None = None, folder: Path | None = None):
        self.table, self.folder = table or Table(), folder
        self._meanings: dict[str, Meaning] = {}

    def find(self, name: str) -> "Meaning | None":
        """What a name means. Raises `BadDefinition` where its definition is none."""
        if not self._own and (self.folder is None or is_known(name)):  # of the catalogue, as most names
            return None
        from .taken import may_be_given

        if not may_be_given(name.replace("-", "_")):
            return None
        found = self._own.get(folded(name)) or self._in_pyproject(name)
        if found is None:
            return None
        from .meaning import Meaning  # late: it loads mpmath, which a name of the catalogue does not need

        return self._meanings.setdefault(found.name, Meaning(found))

    def names(self) -> Collection[str]:
        return [one.name for one in self.definitions]

    @property
    def definitions(self) -> tuple[Definition, ...]:
        """All that have a name, each once, those of the table first."""
        first = self.table.definitions
        return (*first, *(one for one in self._others.definitions if folded(one.name) not in self._own))

    @property
    def faults(self) -> tuple[str, ...]:
        """What is wrong with definitions that were left out."""
        return tuple(message for _, message in self._others.problems)

    @property
    def consulted(self) -> Path | None:
        """The pyproject.toml in which names were looked for, if that was so."""
        return nearest(self.folder) if self.folder and "_others" in vars(self) else None

    @cached_property
    def _own(self) -> dict[str, Definition]:
        return self.table.spellings

    def _in_pyproject(self, name: str) -> Definition | None:
        if self.folder is None or is_found(name):
            return None
        if folded(name) in self._others.faults:
            raise BadDefinition(self._others.faults[folded(name)])
        return self._others.spellings.get(folded(name))

    @cached_property
    def _others(self) -> Table:
        """The formulas of the nearest pyproject.toml; a broken one is a warning, and names none."""
        path = nearest(self.folder) if self.folder else None
        try:
            table = pyproject_table(path) if path else Table()
            if table.problems and not table.problems[0][0]:
                raise BadDefinition(table.problems[0][1])
        except ActplotError as error:
            told = str(error).rstrip(".")
            warnings.warn(f"{told}. Its functions are left out.", ActplotWarning, stacklevel=2)
            return Table()
        return table


def nearest(folder: Path) -> Path | None:
    """The pyproject.toml of a folder, or of the first one above it that has one."""
    try:
        folder = folder.absolute()
        return next((one / PYPROJECT for one in (folder, *folder.parents) if os.path.lexists(one / PYPROJECT)), None)
    except OSError:  # the current folder is gone
        return None


def pyproject_table(path: Path) -> Table:
    """The formulas that a pyproject.toml names. Raises `ActplotError` where it cannot be read."""
    data = _read(path)
    if b"actplot" not in data:  # most projects: nothing to parse
        return Table()
    table: Any = _tables(path, data)
    for key in ("tool", "actplot", "functions"):
        table = table.get(key) if isinstance(table, dict) else None
        if table is None:
            return Table()
    from .declarations import File, read_table

    return read_table(table, File(path, TOOL, formulas_only=True))


def functions_of(path: str | Path) -> Table:
    """The functions of a file that a user names: its [functions], or of a pyproject.toml its own table of formulas.

    Raises `BadDefinition` with all that is wrong.
    """
    from .declarations import EXAMPLE, File, read_table

    path = Path(path)
    if path.name == PYPROJECT:
        table = pyproject_table(path)
        told = TOOL
    else:
        tables, told = _tables(path, _read(path)), "[functions]"
        table = read_table(tables["functions"], File(path)) if "functions" in tables else Table()
    if not table.definitions and not table.problems:
        raise BadDefinition(f"{shown(path)}: there are no functions in {told}. {EXAMPLE}")
    return _sound(table)


def functions_given(functions: str | os.PathLike | Mapping[str, Any]) -> Project:
    """What a program names: a file, or what stands in one as a mapping. Raises `BadDefinition`."""
    if isinstance(functions, Mapping):
        from .declarations import File, read_table

        return Project(_sound(read_table(dict(functions), File(Path("functions"), "from Python"))))
    if not isinstance(functions, str | os.PathLike):
        raise BadDefinition(f"functions are a TOML file or a mapping of names, got {type(functions).__name__}")
    return Project(functions_of(Path(functions)))


def _sound(table: Table) -> Table:
    if table.problems:
        raise BadDefinition("\n".join(most_of([message for _, message in table.problems])))
    return table


def _read(path: Path) -> bytes:
    try:
        return contents(path, LARGEST)
    except FileNotFoundError:
        raise BadDefinition(f"there is no file {quoted(str(path))}") from None
    except OSError as error:
        raise BadDefinition(f"cannot read {quoted(str(path))}: {error.strerror}") from None


def _tables(path: Path, data: bytes) -> dict[str, Any]:
    try:
        return tables_of(data)
    except BadToml as error:
        raise BadDefinition(f"{shown(path)}: {error}") from None
