"""How a project wants its pictures: what stands in [tool.actplot] of the nearest pyproject.toml."""

from pathlib import Path
from typing import Any

from ...errors import BadOption, quoted, shown, suggestion
from ...files import contents
from ...toml import LARGEST, BadToml, tables_of
from .project import nearest

TABLE = "[tool.actplot]"
KEYS = ("theme", "style", "dpi", "format")
OTHERS = ("functions", "gallery")  # tables of its own
SHEET = ".mplstyle"


def preferred(folder: Path) -> dict[str, Any]:
    """The words of options by their names; style sheets by their paths. Raises `BadOption` for other keys."""
    path = nearest(folder)
    table = _table(path) if path else {}
    wrong = next((key for key in table if key not in (*KEYS, *OTHERS)), None)
    if wrong is not None:
        near, known = suggestion(wrong, KEYS), ", ".join(KEYS)
        raise BadOption(f"{shown(str(path))}: {TABLE} has no key {quoted(wrong)}.{near} Keys: {known}.")
    return {key: _words(key, table[key], path.parent) for key in KEYS if table.get(key, []) != []} if path else {}


def _table(path: Path) -> dict[str, Any]:
    """The table; none where the file cannot be read, of which whoever looks for names there tells."""
    try:
        data = contents(path, LARGEST)
        table: Any = tables_of(data) if b"tool.actplot" in data else {}  # most projects: nothing to parse
    except (OSError, BadToml):
        return {}
    for key in ("tool", "actplot"):
        table = table.get(key, {}) if isinstance(table, dict) else {}
    return table if isinstance(table, dict) else {}


def _words(key: str, value: Any, folder: Path) -> str:
    """What would be typed behind the option."""
    names = value if isinstance(value, list) else [value]
    if key == "style":
        names = [str(folder / name) if str(name).endswith(SHEET) else name for name in names]
    return ",".join(map(str, names))
