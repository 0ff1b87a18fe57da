"""`actplot list`: the functions of the catalogue."""

import click

from ...calculus.facts.trait_words import TRAITS
from ...catalogue.index import KINDS
from ..bars import working
from ..completing.of_options import LISTED, ONE_FRAMEWORK, SOME_TRAITS, KindType
from ..group import Command
from ..projects import in_project
from ..streams import answer
from ..terminal import text_width


@click.command("list", cls=Command)
@click.argument("words", metavar="[WORD]", nargs=-1, type=LISTED)
@click.option("--kind", type=KindType(KINDS), help="Only functions of this kind; vector-function is accepted too.")
@click.option(
    "--framework",
    type=ONE_FRAMEWORK,
    help="The names of torch, keras, tf, jax, flax or optax, and what they mean here.",
)
@click.option(
    "--where",
    type=SOME_TRAITS,
    default="",
    metavar="TRAIT,...",
    help=f"Only functions with all of: {', '.join(TRAITS)}.",
)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array, with aliases, descriptions and topics.")
@in_project
def command(words: tuple[str, ...], kind: str | None, where: str, framework: str | None, as_json: bool) -> None:
    """List the functions, by kind and family.

    With a WORD, only those with it in their name, an alias, the family, a topic or the description. Topics are such as
    regression, classification, attention, vanishing gradient, gating, segmentation or lecture. A trait after not- must
    be lacking. What packages, --functions and the nearest pyproject.toml add is listed with its origin.

    \b
    actplot list
    actplot list relu --kind activation
    actplot list vanishing gradient
    actplot list --where monotone,bounded,not-smooth
    actplot list --framework torch
    """
    word = " ".join(words)
    with working("looking at the catalogue"):
        if framework is None:
            text = _of_catalogue(word, kind, where, as_json)
        else:
            text = _of_framework(framework, word, kind, where, as_json)
    answer(text, "json" if as_json else "text")


def _of_catalogue(word: str, kind: str | None, where: str, as_json: bool) -> str:
    from ...calculus.facts.listing import select_entries
    from ...documents.listing import listing_json, listing_text

    found = select_entries(kind, word, where)
    return listing_json(found) if as_json else listing_text(found, text_width())


def _of_framework(key: str, word: str, kind: str | None, where: str, as_json: bool) -> str:
    from ...calculus.facts.dialects import words_of
    from ...calculus.facts.trait_words import read_traits
    from ...documents.dialects import words_json, words_text
    from ...spec.dialects.finding import framework

    words = words_of(key, kind, word, read_traits(where) if where else ())
    heading = f"{framework(key).title} {framework(key).version}, its names and what they mean here"
    return words_json(words) if as_json else words_text(heading, words)
