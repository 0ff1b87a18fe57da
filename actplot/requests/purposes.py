"""How large a picture is for a slide, a paper or a web page."""

from ..errors import BadOption

PURPOSES = ("slide", "paper", "web")
PAPERS = {  # widths in inches of one column and of all, as the authors' kits say
    "neurips": (5.5, 5.5),
    "icml": (3.25, 6.75),
    "ieee": (3.5, 7.16),
    "acm": (3.33, 7.0),
}
WIDTHS = {"slide": 13.333, "paper": 5.5, "web": 8.0}
SLIDE = 7.5  # height of a slide
LEAST = {"slide": (8.0, 4.5), "paper": (2.5, 1.5), "web": (3.0, 2.0)}  # with room for letters that can be read
SHAPES = {1: 0.66, 2: 0.44, 3: 0.36}  # heights of figures of panels beside each other, relative to the width
STACKED = "stacked"  # panels above each other
TOGETHER = {1: 0.75, 2: 1.35, 3: 1.95}  # of those above each other
WORDS = 0.7  # inches of a title and a caption, which a paper writes itself
NARROW = 2.4  # inches of width for each panel, below which they stand above each other


def size_for(
    purpose: str, paper: str | None, columns: int, panels: int, *, arranged: str | None = None
) -> tuple[float, float]:
    """Width and height in inches of a figure of some panels, which stand as is asked for or as the width wants."""
    width = PAPERS[paper][columns - 1] if paper else WIDTHS[purpose]
    if purpose == "slide":
        return width, SLIDE
    above = is_narrow(width, panels) if arranged is None else arranged == STACKED
    shape = TOGETHER if above else SHAPES
    words = WORDS if purpose == "web" else 0.0
    return width, round(shape[panels] * width + words, 2)


def is_narrow(width: float, panels: int) -> bool:
    """Whether a width in inches has no room for panels beside each other."""
    return width < NARROW * panels


def check_size_for(purpose: str, size: tuple[float, float]) -> None:
    """Raise `BadOption` for a size in which letters as that place wants them have no room."""
    least = LEAST[purpose]
    if size[0] < least[0] or size[1] < least[1]:
        raise BadOption(
            f"--size: a picture for a {purpose} is at least {least[0]:g} by {least[1]:g} inches, for letters that can "
            "be read. Give a larger --size, or leave --for out."
        )
