"""`actplot show`: the fact card of a function."""

import sys
from dataclasses import replace

import click

from ...catalogue.entry import Entry
from ...catalogue.kinds.functions import USERS
from ...catalogue.registry import KINDS
from ...errors import BadOption
from ..bars import working
from ..group import Command
from ..options import functions_argument
from ..streams import answer, writes_mathematics
from ..terminal import text_width

FORMULAS = ("latex", "markdown")
FORMATS = (*FORMULAS, "html")


@click.command("show", cls=Command)
@functions_argument(*KINDS, *USERS)
@click.option("--frameworks", is_flag=True, help="Print what each framework calls it, and where they differ.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, with all digits; of several an array.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="The formula alone, for pasting; html: the card.")
def command(functions: tuple[Entry, ...], frameworks: bool, as_json: bool, form: str | None) -> None:
    """Print the fact card of each function.

    Formula, parameters, range, asymptotes, breaks, derivatives, equivalents in frameworks and sources.

    \b
    actplot show gelu
    actplot show relu leaky_relu:0.2 --json
    actplot show leaky_relu --frameworks
    actplot show 'x*sigmoid(1.702*x)' --format latex
    actplot show gelu --format html
    """
    if not functions:
        raise BadOption("give a function, such as sigmoid. See 'actplot list'.")
    if frameworks and form:
        raise BadOption("--frameworks and --format contradict each other. Give one of them.")
    if as_json and form:
        raise BadOption("--json and --format contradict each other. Give one of them.")
    told = _in_frameworks if frameworks else _card
    texts = [told(function, as_json, form) for function in functions]
    if as_json:
        from ...documents.jsonable import json_array

        answer(json_array(texts) if len(texts) > 1 else texts[0], "json")
    else:
        answer(("" if form else "\n").join(texts), "html" if form == "html" else "text")


def _card(function: Entry, as_json: bool, form: str | None) -> str:
    from ...calculus.subjects import subject
    from ...documents.card import card_text, formula_latex, formula_markdown

    with working("looking at the function"):
        facts = subject(function).facts()
    with working("looking for it among known functions"):
        facts = replace(facts, known=subject(function).known())
    if form in FORMULAS and not facts.equations:
        raise BadOption(f"--format {form}: {function} has no formula. Leave it out to read in words what it does.")
    with working("writing the card"):
        if form == "html":
            from ...documents.pages.card_page import card_html

            return card_html(facts)
        if form:
            return {"latex": formula_latex, "markdown": formula_markdown}[form](facts)
        if as_json:
            from ...documents.answers.carded import card_json

            return card_json(facts)
        return card_text(facts, text_width(), ascii=not writes_mathematics(sys.stdout))


def _in_frameworks(function: Entry, as_json: bool, _: str | None) -> str:
    from ...calculus.facts.dialects import dialects_of
    from ...documents.dialects import dialects_json, dialects_text

    with working("comparing with frameworks"):
        dialects = dialects_of(function)
    return dialects_json(function, dialects) if as_json else dialects_text(function, dialects, text_width())
