"""What is known of functions, as records: each is text, data for JSON and a table on a page."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from json import loads
from typing import TYPE_CHECKING, Any

from ..catalogue.entry import Entry
from ..errors import ActplotError
from ..frozen import record
from ..requests.facts.claiming import Asked
from ..requests.showing import embedded

if TYPE_CHECKING:
    from ..calculus.checks.claimed.claims import Judgement
    from ..calculus.checks.quantities import Agreement
    from ..calculus.facts.facts import Facts
    from ..calculus.identities.matches import Identity
    from ..calculus.tables import Table
    from ..documents.comparisons.side_by_side import Row

WIDTH = 80
SMALL = (4.6, 2.9)  # inches of the picture on a card


class Answer:
    """What a command prints: `text()`, data for JSON, and what a notebook shows."""

    def text(self) -> str:
        """What the command prints."""
        raise NotImplementedError

    def to_dict(self) -> dict[str, Any]:
        """What it prints as JSON."""
        raise NotImplementedError

    def html(self) -> str:
        """The same as a piece of a page."""
        raise NotImplementedError

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return self.text().rstrip("\n")

    def _repr_html_(self) -> str:
        from ..documents.pages.card_page import in_a_notebook

        return in_a_notebook(self.html())


@record(repr=False, eq=False)
class Check(Answer):
    """The outcome of a check: whether it passed, what agreed, and what became of claims."""

    agreements: "tuple[Agreement, ...]"
    judgements: "tuple[Judgement, ...]"
    notes: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether all agreed."""
        return all(one.passed for one in (*self.agreements, *self.judgements))

    def __bool__(self) -> bool:
        return self.passed

    def text(self) -> str:
        from ..documents.checks import agreement_text
        from ..documents.comparisons.claims import claims_text

        agreed = [agreement_text(self.agreements)] if self.agreements else []
        return "\n".join([*agreed, *([claims_text(self.judgements)] if self.judgements else [])])

    def to_dict(self) -> dict[str, Any]:
        from ..documents.checks import agreement_objects, objects_json
        from ..documents.comparisons.claims import claim_object

        objects = [*agreement_objects(self.agreements), *map(claim_object, self.judgements)]
        return {"passed": self.passed, **loads(objects_json(objects))}

    def html(self) -> str:
        from ..documents.checks import agreement_conclusion, agreement_rows
        from ..documents.comparisons.claims import claim_heading, claim_rows, claim_sentences, claims_conclusion
        from ..documents.pages.card_page import paragraph, table_html

        parts: list[str] = []
        if self.agreements:
            head, *rows = agreement_rows(self.agreements)
            parts += [table_html(head, rows), paragraph(agreement_conclusion(self.agreements))]
        for one in self.judgements:
            head, *rows = claim_rows(one)
            parts += [paragraph(claim_heading(one)), *([table_html(head, rows)] if rows else [])]
            parts += map(paragraph, claim_sentences(one))
        parts += map(paragraph, claims_conclusion(self.judgements)) if self.judgements else []
        return "\n".join(parts)


def checked(asked: Asked, jobs: int | None = 1) -> Check:
    """What becomes of what is to be checked, in some processes; None leaves their number to the work."""
    from ..calculus.checks.claimed.verdicts import judged
    from ..requests.facts.many_checked import agreements_of

    agreements = agreements_of(asked.entries, jobs=jobs)
    return Check(tuple(agreements), tuple(judged(claim, asked.dtypes) for claim in asked.claims), asked.notes)


@record(repr=False, eq=False)
class Identified(Answer):
    """Which known function another one is: the matches, best first, or the nearest."""

    identity: "Identity"

    @property
    def names(self) -> tuple[str, ...]:
        """The functions that it is, best first; none where it is new."""
        return tuple(map(str, self.identity.value.matches))

    def text(self) -> str:
        from ..documents.comparisons.identity import identity_text

        return identity_text(self.identity, WIDTH)

    def to_dict(self) -> dict[str, Any]:
        from ..documents.comparisons.identity import identity_json

        return dict(loads(identity_json(self.identity)))

    def html(self) -> str:
        from ..documents.comparisons.identity import code_rows, identity_lines, near_rows
        from ..documents.pages.card_page import paragraph, table_html

        said, near = map(paragraph, identity_lines(self.identity)), self.identity.value.near
        head, *rows = near_rows(near)
        nearest = [paragraph("The nearest on [−5, 5]:"), table_html(head, rows)] if near else []
        codes = code_rows(self.identity)
        calls = [table_html(("framework", "code"), codes)] if codes else []
        return "\n".join([*said, *calls, *nearest])


@record(repr=False, eq=False)
class Cards(Answer):
    """The fact cards of functions; `to_dict()` of one is the card, of several `{"functions": [...]}`."""

    functions: tuple[Entry, ...]

    @cached_property
    def facts(self) -> "tuple[Facts, ...]":
        """What each card says."""
        from ..calculus.subjects import subject

        abouts = map(subject, self.functions)
        return tuple(replace(about.facts(), known=about.known()) for about in abouts)

    def text(self) -> str:
        from ..documents.card import card_text

        return "\n".join(card_text(one, WIDTH) for one in self.facts)

    def latex(self) -> str:
        """The formulas alone, for a document; those that there are."""
        from ..documents.card import formula_latex

        return "".join(formula_latex(one) for one in self.facts if one.equations)

    def markdown(self) -> str:
        """The same between dollar signs."""
        from ..documents.card import formula_markdown

        return "".join(formula_markdown(one) for one in self.facts if one.equations)

    def to_dict(self) -> dict[str, Any]:
        from ..documents.answers.carded import card_json

        cards = [loads(card_json(one)) for one in self.facts]
        return dict(cards[0]) if len(cards) == 1 else {"functions": cards}

    def html(self) -> str:
        from ..documents.pages.card_page import card_html

        return "".join(map(card_html, self.facts, map(picture_on_card, self.facts, self.functions)))


def picture_on_card(facts: "Facts", function: Entry) -> str:
    """An element of a page with the function and its derivative, or with its example; empty where nothing draws it."""
    from ..requests.figures.plot import PlotRequest
    from ..requests.reading import parse_picture

    if function.has_curve:
        return embedded(PlotRequest((function,), size=SMALL, no_caption=True))
    for command in reversed(facts.commands):
        try:
            return embedded(parse_picture(command))
        except ActplotError:  # it prints, and draws nothing
            continue
    return ""


@record(repr=False, eq=False)
class SideBySide(Answer):
    """Facts of several functions in one table."""

    columns: tuple[str, ...]
    rows: "tuple[Row, ...]"

    def text(self) -> str:
        return self._written("text")

    def latex(self) -> str:
        """A `tabular` that needs booktabs."""
        return self._written("latex")

    def markdown(self) -> str:
        """A table of GitHub's, with mathematics between dollar signs."""
        return self._written("markdown")

    def csv(self) -> str:
        """CSV under one header line, numbers with all their digits."""
        return self._written("csv")

    def html(self) -> str:
        return self._written("html")

    def to_dict(self) -> dict[str, Any]:
        return {"functions": loads(self._written("json"))}

    def _written(self, form: str) -> str:
        from ..documents.comparisons.side_by_side import FORMATS

        return FORMATS[form](self.columns, self.rows, WIDTH)


@record(repr=False, eq=False)
class Numbers(Answer):
    """Values and derivatives of functions: a table for each, with all digits."""

    tables: "tuple[Table, ...]"
    notes: tuple[str, ...] = ()

    def text(self) -> str:
        from ..documents.tables import table_text

        return table_text(self.tables)

    def csv(self) -> str:
        """CSV of all tables under one header line."""
        from ..documents.tables import csv_text

        return csv_text(self.tables)

    def to_dict(self) -> dict[str, Any]:
        from ..documents.tables import table_objects

        return {"functions": table_objects(self.tables)}

    def html(self) -> str:
        from ..documents.pages.card_page import paragraph, table_html
        from ..documents.tables import rows_of, whole_lines

        parts: list[str] = []
        for one in self.tables:
            head, *rows = rows_of(one)
            parts += [*map(paragraph, whole_lines(one)), table_html(head, rows)]
        return "\n".join(parts)


def rows_of(functions: Sequence[Any], columns: tuple[str, ...]) -> "Iterator[Row]":
    """A row of a table for each function."""
    from ..calculus.subjects import subject
    from ..documents.comparisons.side_by_side import row_of
    from ..progress import counted

    for about in map(subject, counted(functions)):
        yield row_of(about.facts(), about.slope() if "derivative" in columns else None, columns)
