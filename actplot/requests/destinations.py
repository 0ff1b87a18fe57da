"""Where an image is to be written, and in which format: what a path says, or what is wrong with it."""

from pathlib import Path

from ..errors import BadOption, quoted

IMAGES = ("png", "svg", "pdf")
DRAWINGS = (*IMAGES, "tex")  # of a figure
KNOWN = ", ".join(f".{name}" for name in DRAWINGS)


def suffix_of(place: str | None) -> str:
    """Such as png, in lower case; nothing where a file has none or none is named."""
    return Path(place or "").suffix.lower().removeprefix(".")


def image_format(said: str, place: str, form: str | None) -> str:
    """What the suffix of a file says, or where it has none a format; `said` is how it was named, such as -o.

    Raises `BadOption` where neither says one that is known, and where they contradict each other.
    """
    suffix = suffix_of(place)
    if suffix not in DRAWINGS and (suffix or form is None):
        what = f"the suffix .{suffix} is unknown" if suffix else "it has no suffix"
        raise BadOption(f"{said} {quoted(place)}: {what}. Known suffixes: {KNOWN}.")
    if suffix and form and suffix != form:
        raise contradiction(said, place, form)
    return form or suffix


def contradiction(said: str, place: str, form: str) -> BadOption:
    return BadOption(f"{said} {quoted(place)} and --format {form} contradict each other. Give one of them.")


def in_a_folder(said: str, place: str) -> Path:
    """The path of a file to be written; `BadOption` if its folder is not there."""
    path = Path(place)
    if not path.name:
        raise BadOption(f"{said} {quoted(place)} names no file")
    if not is_folder(path.parent):
        raise BadOption(f"there is no folder {quoted(str(path.parent))}. Make it, or name another one.")
    return path


def is_folder(place: str | Path) -> bool:
    try:
        return Path(place).is_dir()
    except (OSError, ValueError):  # a name too long, or with a null character
        return False
