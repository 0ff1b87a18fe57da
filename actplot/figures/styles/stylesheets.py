"""Finds style sheets of matplotlib's, tells what they hold, and applies them."""

import errno
import logging
import warnings
from collections.abc import Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import matplotlib as mpl

from ...errors import BadOption, quoted, suggestion
from ...files import contents
from . import shipped

LARGEST_SHEET = 1_000_000  # bytes of a style sheet


def check_styles(names: Iterable[str]) -> None:
    """Look for the style sheets of these names, paths from the current folder; `BadOption` for one that is nowhere."""
    for name in names:
        _sheet(name)


def held(name: str) -> Hashable:
    """What a style sheet holds: its text, or the settings of one that matplotlib has read; our own hold one thing."""
    sheet = _sheet(name)
    if isinstance(sheet, Path):
        return name if sheet is shipped().get(name) else contents(sheet, LARGEST_SHEET)
    return tuple(map(str, dict.items(_parameters(sheet)))) if sheet != "default" else ()


def _sheet(name: str) -> str | Path:
    """A style sheet of matplotlib's, by its name, or a file; never one from the network."""
    from matplotlib import style

    if name in style.library or name == "default":
        return name
    if name in shipped():
        return shipped()[name]
    try:
        contents(name, LARGEST_SHEET)
    except OSError as error:
        if error.errno not in (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG):
            raise BadOption(f"--style: cannot read {quoted(name)}: {error.strerror}") from None
        near = suggestion(name, [*shipped(), *style.available])
        raise BadOption(
            f"--style: unknown style {quoted(name)}.{near} Give a matplotlib style or the path of a file."
        ) from None
    return Path(name).absolute()  # matplotlib takes a ~ for a home


def applied(styles: Iterable[str]) -> dict[str, object]:
    """Apply style sheets one after the other, and tell what they set."""
    names = [name for sheet in styles for name in _apply(sheet)]
    return {name: mpl.rcParams[name] for name in names}


def _apply(name: str) -> list[str]:
    """Apply one style sheet, and tell which parameters it sets."""
    from matplotlib import style

    sheet = _sheet(name)
    own: Iterable[str] = ()
    complaints = _Complaints()
    try:
        with complaints.heard(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what is no matter of style, such as a backend, and is passed over
            style.use(sheet)
            own = _parameters(sheet)
    except UnicodeError:
        complaints.texts = ["it is no text in UTF-8"]
    except (OSError, ValueError):
        complaints.texts.append("matplotlib cannot use it")
    if complaints.texts:
        raise BadOption(f"--style: {quoted(name)} is not a matplotlib style sheet: {complaints.texts[0]}")
    return [name for name in own if not name.startswith("backend")]


def _parameters(sheet: str | Path) -> Iterable[str]:
    from matplotlib import style

    if sheet == "default":
        return mpl.rcParamsDefault
    if isinstance(sheet, str):
        return style.library[sheet]
    return mpl.rc_params_from_file(sheet, use_default_template=False)


class _Complaints(logging.Handler):
    """Collects what matplotlib only logs about a faulty style sheet, without words of it: it may be a secret file."""

    _KINDS = {
        "Missing colon": "has no colon",
        "Duplicate key": "sets what a line above it sets",
        "Bad value": "gives a parameter a value that it cannot have",
        "Bad key": "sets nothing that is a parameter of matplotlib's",
    }

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.texts: list[str] = []

    @contextmanager
    def heard(self) -> Iterator[None]:
        """Collect them, and pass them on to nobody, while the context lasts."""
        logger = logging.getLogger("matplotlib")
        passes_on, logger.propagate = logger.propagate, False
        logger.addHandler(self)
        try:
            yield
        finally:
            logger.removeHandler(self)
            logger.propagate = passes_on

    def emit(self, record: logging.LogRecord) -> None:
        said = next((said for start, said in self._KINDS.items() if str(record.msg).strip().startswith(start)), "")
        found = record.args
        line = found.get("line_no") if isinstance(found, Mapping) else found[1] if found and len(found) > 1 else None
        self.texts.append(f"line {line} {said}" if said and line else "matplotlib cannot use it")
