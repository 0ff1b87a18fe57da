"""Fills the templates of pages, which hold their styles and scripts themselves."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..algebra.term import substituted
from ..algebra.writing.mathml import to_mathml
from ..calculus.letters import formula_of, reader_letters
from ..calculus.subjects import subject
from ..calculus.written_names import upright
from ..catalogue.kinds.functions import Function
from ..documents.card_rows import rows_of
from ..errors import BadOption
from ..figures.look import palette
from ..numbers import readable
from ..requests.command_line import line_of
from ..requests.figures.explore import ExploreRequest
from .interactive import names_told, plot_of
from .programs import Program
from .sliders import sliders_of

if TYPE_CHECKING:
    from jinja2 import Environment

HERE = Path(__file__).parent
STATIC, TEMPLATES = HERE / "static", HERE / "templates"
DASHES = ("", "13 4.2", "15.6 3.6 3.1 3.6", "6.8 2.9", "2.9 2.9", "20.8 3.6 3.1 3.6 3.1 3.6", "9 3")
TOLD = (  # rows of a card that a page on a curve has
    *("variable", "domain", "range", "asymptotes", "breaks", "convention", "f′(0)", "largest f′", "smallest f′"),
    *("minimum", "maximum", "zeros", "Lipschitz", "smoothness", "traits"),
)
MISSING = "pages need Jinja2, which is not installed. Install it: pip install 'actplot[site]'"


@dataclass(frozen=True)
class Told:
    """What a page says of a function beside its plot."""

    label: str
    name: str
    formula: Any  # MathML
    line: str  # one sentence on it
    at: str  # the values of its parameters, for which the facts are true
    facts: tuple[tuple[str, tuple[str, ...]], ...]


def explore_page(request: ExploreRequest) -> str:
    """A page that holds all it needs.

    Raises `BadOption` where Jinja2 is not installed, and for what cannot be drawn.
    """
    page = environment().get_template("explore.html")
    plot = plot_of(request)
    text = page.render(
        plot=plot,
        title=request.heading,
        theme=request.theme,
        told=tuple(map(_told, request.shown, plot.programs, names_told(request.shown))),
        command=f"actplot {line_of(request)}",
    )
    return f"{text}\n"


def rendered(template: str, **said: Any) -> bytes:
    """A page of a site, from its template and what that shows."""
    return f"{environment().get_template(template).render(said)}\n".encode()


@cache
def environment() -> "Environment":
    """The templates, in which every text is escaped. Raises `BadOption` where Jinja2 is not installed."""
    try:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined
    except ModuleNotFoundError:
        raise BadOption(MISSING) from None
    from markupsafe import Markup

    made = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    made.filters |= {"plain": _plain, "printed": Markup}  # programs and MathML, in which texts of users are escaped
    made.globals |= {"source": source, "dashes": DASHES, "colours": Markup(colours())}
    return made


def source(name: str) -> Any:
    """A style sheet or script of ours, which may stand in a page."""
    from markupsafe import Markup

    return Markup(text_of(name))


def text_of(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")


def colours() -> str:
    """The colours of the pictures as variables of style sheets, for a light and a dark page."""
    light, dark = (_variables(theme) for theme in ("light", "dark"))
    classes = "\n".join(f".colour-{n} {{ --ink: var(--curve-{n}); }}" for n in range(7))
    return "\n".join(
        [
            f":root {{ {light} }}",
            f'@media screen and (prefers-color-scheme: dark) {{ :root:not([data-theme="light"]) {{ {dark} }} }}',
            f'@media screen {{ :root[data-theme="dark"] {{ {dark} }} }}',  # paper is white
            classes,
        ]
    )


def _variables(theme: str) -> str:
    inks, curves = palette(theme)
    named = {**inks, **{f"curve-{n}": colour for n, colour in enumerate(curves)}}
    named |= {"edge": inks["axis"], "link": curves[0], "wrong": curves[3]}
    return " ".join(f"--{name}: {colour};" for name, colour in named.items())


def _told(function: Function, program: Program | None, label: str) -> Told:
    from markupsafe import Markup

    formula = "" if function.by_values_alone else f'<math display="block">{equation(function, program)}</math>'
    rows = [(label, text) for label, text in labelled_rows(rows_of(subject(function).facts())) if label in TOLD]
    facts = tuple((label, tuple(text for _, text in some)) for label, some in groupby(rows, key=lambda row: row[0]))
    return Told(label, upright(label), Markup(formula), _sentence(function), values_told(function), facts)


def values_told(function: Function) -> str:
    """The values of its parameters, for which its facts are true."""
    return ", ".join(f"{one.letter} = {readable(one.value)}" for one in sliders_of(function))


def equation(function: Function, program: Program | None) -> str:
    """In the letters of a reader, with every parameter that may change."""
    term = program.formula if program else formula_of(function)
    return (
        f'<mrow><mi>f</mi><mo stretchy="false">(</mo><mi>{function.letter}</mi><mo stretchy="false">)</mo>'
        f"<mo>=</mo>{to_mathml(substituted(term, reader_letters(function)))}</mrow>"
    )


def _sentence(function: Function) -> str:
    """What it is, in its author's words; of a formula or file nothing."""
    return subject(function).facts().description if function.known_range else ""


def labelled_rows(rows: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Every line of a card with its label."""
    label = ""
    for own, text in rows:
        label = own or label
        yield label, text


def _plain(number: float) -> str:
    """As a form takes it."""
    return repr(int(number)) if float(number).is_integer() and abs(number) < 1e15 else repr(float(number))
