"""Writes a completion script where its shell looks for it, and the line that reads it where the shell looks nowhere."""

import os
from collections.abc import Iterator
from pathlib import Path
from shlex import quote

from ...errors import BadOption, OutputError, quoted, shown
from ...frozen import record
from .shells import PROGRAM, SHELLS, script


@record
class Place:
    """Where a shell's script goes, and the file of the user's that reads it, where the shell does not by itself."""

    script: Path
    start: Path | None = None


def usual_shell() -> str:
    """The shell of the user. Raises `BadOption` where it is none that completes."""
    name = Path(os.environ.get("SHELL", "")).name
    if name not in SHELLS:
        known = ", ".join(SHELLS)
        raise BadOption(f"completion: $SHELL is {quoted(name)}. Name the shell that is to complete: {known}.")
    return name


def install(shell: str) -> Iterator[str]:
    """Write what makes a shell complete, unless it is there; yields what was done."""
    place = _place(shell)
    yield _written(place.script, script(shell))
    if place.start is not None:
        yield _reading(place.start, place.script)
    yield f"a new {shell} completes actplot; this one does after: source {shown(quote(str(place.script)))}"


def _place(shell: str) -> Place:
    data = _folder("XDG_DATA_HOME", ".local/share")
    if shell == "bash":  # where the package bash-completion looks; where it is not installed nobody does
        return Place(data / "bash-completion" / "completions" / PROGRAM, Path.home() / ".bashrc")
    if shell == "zsh":
        return Place(data / "zsh" / "site-functions" / f"_{PROGRAM}", _folder("ZDOTDIR", "") / ".zshrc")
    return Place(_folder("XDG_CONFIG_HOME", ".config") / "fish" / "completions" / f"{PROGRAM}.fish")


def _folder(variable: str, usual: str) -> Path:
    named = os.environ.get(variable)
    return Path(named) if named else Path.home() / usual


def _written(path: Path, text: str) -> str:
    """Write a script, and say so."""
    from ...files import make_folder, write

    if path.is_file() and path.read_bytes() == text.encode():
        return f"{_named(path)} is as it should be"
    make_folder(path.parent)
    write(path, text.encode())
    return f"wrote {_named(path)}"


def _reading(start: Path, path: Path) -> str:
    """Let a user's file read the script, which keeps all else that it holds; once."""
    from ...files import write

    file = quote(str(path))
    line = f"[ ! -r {file} ] || . {file}  # completes {PROGRAM}\n".encode()
    try:
        held = start.read_bytes() if start.exists() else b""
    except OSError as error:
        raise OutputError(f"cannot read {_named(start)}: {error.strerror}") from None
    if line in held:
        return f"{_named(start)} reads it already"
    write(start, held + b"\n" * (bool(held) and not held.endswith(b"\n")) + line)
    return f"added to {_named(start)} a line that reads it"


def _named(path: Path) -> str:
    return shown(str(path))
