"""The pictures that a line in a page asks for, each in the themes in which its readers may see it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import chdir, contextmanager
from dataclasses import field, replace
from itertools import takewhile
from pathlib import Path

from ..errors import ActplotError, BadOption, BadSpec, quoted, suggestion
from ..frozen import record
from ..requests.command_line import line_of, says_output
from ..requests.picture import AUTO, THEMES, Picture
from ..requests.reading import parse_picture, picture_classes
from ..shell import words_of
from ..spec.formulas.in_force import using
from ..spec.projects.project import Project, functions_of

USUAL = THEMES
EXAMPLE = "Write one, such as 'compare gelu silu'."


@record
class Place:
    """Where the paths of lines start, and what their names may mean."""

    folder: str
    project: Project | None = field(default=None, compare=False, repr=False)

    @classmethod
    def of(cls, folder: str | Path, functions: str | Path | None = None) -> "Place":
        """A folder, with the functions of a file that is named from there, and those of its pyproject.toml.

        Raises `ActplotError` for a file that names none.
        """
        folder = Path(folder).absolute()  # which stays the same while another one is the current one
        table = functions_of(folder / functions) if functions else None
        return cls(str(folder), Project(table, folder))

    @contextmanager
    def entered(self) -> Iterator[None]:
        """While a line is read that stands for this place."""
        with chdir(self.folder), using(self.project):
            yield


@record
class Themed:
    """One picture: the command that draws it in each theme, where those start, and the files they read."""

    commands: Mapping[str, str]
    folder: str
    alt: str | None = None  # as somebody wrote it; else the picture says it

    def shown(self, *, following: bool) -> dict[str, str]:
        """The commands of what a page shows: one that follows its reader's theme if it can, else one of each."""
        if following and AUTO in self.commands:
            return {AUTO: self.commands[AUTO]}
        return {theme: command for theme, command in self.commands.items() if theme != AUTO or len(self.commands) == 1}

    @property
    def printed(self) -> str:
        """The command of what does not depend on a reader: the first theme; of what would, the one for light pages."""
        return next(iter(self.commands.values()))


def pictures_of(text: str, place: Place, *, themes: Sequence[str] = (), alt: str | None = None) -> list[Themed]:
    """The pictures of one line, which may go on over several.

    Parameters
    ----------
    themes : "light", "dark", "auto"; none for the usual ones, or the one that the line says

    Raises `ActplotError` for a line that makes no picture, and for more than one line.
    """
    line = one_line(text)
    request = picture_of(line, place)
    said = any(word.partition("=")[0] == "--theme" for word in words_of(line))
    if said and themes:
        raise BadOption(f"the line says --theme {request.theme}, and themes say {', '.join(themes)}. Leave one out.")
    wanted = (request.theme,) if said else tuple(themes) or USUAL
    return [in_themes(one, place.folder, wanted, alt) for one in request.split()]


def picture_of(line: str, place: Place) -> Picture:
    """The picture that a line asks for at a place."""
    with place.entered():
        return parse_picture(line)


def in_themes(picture: Picture, folder: str, themes: Sequence[str] = USUAL, alt: str | None = None) -> Themed:
    """A picture in some themes; where both are among them, also as one that follows its reader's."""
    every = dict.fromkeys((*themes, *([AUTO] if set(THEMES) <= set(themes) else [])))
    with chdir(folder):
        return Themed({theme: line_of(replace(picture, theme=theme)) for theme in every}, folder, alt)


def check_themes(text: str) -> tuple[str, ...]:
    """The themes that somebody lists, such as `light, dark`. Raises `BadOption`."""
    named = text.replace(",", " ").split()
    for name in named:
        if name not in (*THEMES, AUTO):
            near = suggestion(name, (*THEMES, AUTO))
            raise BadOption(f"there is no theme {quoted(name)}.{near} Themes: light, dark, auto.")
    if not named:
        raise BadOption("no theme is named. Themes: light, dark, auto.")
    if AUTO in named and len(set(named)) > 1:
        raise BadOption("auto follows the reader's theme, and stands alone. Leave the others out.")
    return tuple(dict.fromkeys(named))


def one_line(text: str) -> str:
    """The line that a text holds, which may go on over several; `BadSpec` where it is none, or more than one."""
    lines = [line.strip() for line in text.replace("\\\n", " ").splitlines()]
    lines = [line for line in lines if line]
    if not lines:
        raise BadSpec(f"there is no line that says what to draw. {EXAMPLE}")
    for line in lines[1:]:
        if line.removeprefix("actplot ").split()[0] in picture_classes():
            raise BadSpec(f"{quoted(line)} is a line of its own, and each picture needs its own block.")
    whole = " ".join(lines)
    _refuse_output(whole)
    return whole


def names_in(text: str) -> list[str]:
    """The names of functions in a text, cut as a shell does. Raises `BadSpec`."""
    try:
        return words_of(text)
    except ValueError as error:
        raise BadSpec(f"{quoted(text)} names no functions: {error}") from None


def _refuse_output(line: str) -> None:
    """Raise `BadOption` for a line that says where the image goes."""
    try:
        words = words_of(line)
    except ValueError:  # which the parser tells
        return
    for word in takewhile(lambda word: word != "--", words):
        if says_output(word):
            raise BadOption(f"{quoted(word)} has no place here: the picture stands in this page. Leave it out.")


def reason(error: ActplotError) -> str:
    """What an error says, on one line, as logs have it, unless it points at a place in a formula."""
    text = str(error)
    return text if "^" in text else " ".join(text.split())
