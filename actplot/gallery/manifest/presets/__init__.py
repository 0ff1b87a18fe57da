"""Sets of figures that a manifest can include by name: manifests beside this file, and the catalogue itself.

Also the manifest that a new gallery starts from, which names them.
"""

from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
GENERATED = {"activations": "activation", "losses": "loss"}  # preset → kind of function


@cache
def names() -> tuple[str, ...]:
    """Every preset, in alphabetical order."""
    return tuple(sorted([*GENERATED, *(path.stem for path in FOLDER.glob("*.toml"))]))


def starter() -> str:
    """The text of a commented manifest."""
    text = FOLDER.with_name("starter.toml").read_text(encoding="utf-8")
    return text.replace("PRESETS", ", ".join(names()))


@cache
def document(name: str) -> dict[str, Any]:
    """The tables of a preset, as those of a manifest."""
    if name in GENERATED:
        return _catalogue(GENERATED[name])
    import tomllib

    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def _catalogue(kind: str) -> dict[str, Any]:
    """A figure of each function of a kind with its derivative."""
    from ....catalogue.registry import lookup
    from ....catalogue.registry import names as registered

    figures = []
    for name in registered(kind):
        cls = lookup(name)
        figures.append({"name": name, "draw": f"plot {name}", "caption": cls.__doc__ or "", "tags": [cls.family]})
    return {"figure": figures}
