"""The page of an entry: pictures, formulas, the interactive plot, facts, frameworks, derivation and sources."""

import pickle
import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from itertools import groupby
from pathlib import Path
from sys import modules
from typing import TYPE_CHECKING, Any

from ..algebra.writing.mathml import operator, row, to_mathml
from ..calculus.derivations.derivation import Derivation
from ..calculus.subjects import subject
from ..calculus.written_names import begun, titled, upright
from ..catalogue.entry import Entry
from ..documents.card_rows import cut_short, rows_of
from ..documents.derivation import Page, side_condition
from ..documents.markup import derivation_mathml, remarks
from ..errors import ActplotError
from ..files import digest, digest_of
from ..requests.command_line import line_of
from ..requests.derivations.derive import DeriveRequest
from ..requests.figures.explore import ExploreRequest
from ..requests.figures.plot import PlotRequest
from ..requests.picture import Picture
from ..requests.reading import parse_picture
from ..spec.specs import get
from .in_both_themes import Pictured, pictured
from .interactive import Plot, plot_of
from .keeping.leaves import Leaf, Made
from .pages import equation, labelled_rows, rendered, values_told
from .thumbnails import thumbnail

if TYPE_CHECKING:
    from ..calculus.facts.facts import Facts

FOLDER, FIGURES = "functions", "figures"
CALLED = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+")  # a name with dots in the code of a framework
TEXT = Page(width=80, boxes=False)
APART = {"strengths", "weaknesses", "sources", "note", "also called", "see", "added by", "parameters", "in words"}


@dataclass(frozen=True)
class Relative:
    """Another page that a page leads to."""

    name: str
    path: str


@dataclass(frozen=True)
class EntryLeaf(Leaf):
    """The page of an entry of the catalogue or of a plugin."""

    kind: str
    family: Relative
    relatives: tuple[Relative, ...]  # the other members of its family that have a page
    given: Entry | None = None  # what a project's name means, which no other process knows

    @property
    def entry(self) -> Entry:
        return get(self.slug) if self.given is None else self.given

    def stated(self) -> Mapping[str, Any]:
        given = None if self.given is None else digest(pickle.dumps(self.given))
        return {**asdict(replace(self, given=None)), "given": given}

    @property
    def name(self) -> str:
        return self.slug

    @property
    def path(self) -> str:
        return f"{FOLDER}/{self.slug}.html"

    @property
    def script(self) -> str:
        """Of its interactive plot; in a file of its own, since a server may forbid scripts in pages."""
        return f"{FOLDER}/{self.slug}.js"

    @property
    def stem(self) -> str:
        return f"{FIGURES}/{self.slug}"

    @property
    def claims(self) -> tuple[str, ...]:
        return (self.path, self.script, f"{self.stem}-light.svg", f"{self.stem}-dark.svg")

    def sources(self) -> Mapping[str, str | None]:
        """The module that holds it, where that is no part of the package, and the files of a project's function."""
        if self.given is not None:
            return {str(path): sha for path, sha in getattr(self.given, "digests", {}).items()}
        cls = type(self.entry)
        return {cls.__module__: digest_of(Path(modules[cls.__module__].__file__ or ""))} if cls.origin else {}

    def made(self) -> Made:
        told = _Told(self.entry, self.slug)
        picture, files = told.pictures(self.stem)
        page = rendered(
            "entry.html",
            root="../",
            title=told.name,
            description=told.description,
            leaf=self,
            told=told,
            picture=picture,
            plot=told.plot,
        )
        scripts = {self.script: rendered("plot.js", plot=told.plot)} if told.plot else {}
        return Made({self.path: page, **scripts, **files}, told.record(self.path, picture))


@dataclass(frozen=True)
class Beside(Plot):
    """A plot on a page that shows the still picture itself."""

    still = ""


@dataclass(frozen=True)
class _Told:
    """What the templates say of an entry."""

    entry: Entry
    slug: str  # what its files are called

    @cached_property
    def facts(self) -> "Facts":
        return subject(self.entry).facts()

    @cached_property
    def name(self) -> str:
        return upright(begun(titled(self.entry)))

    @property
    def description(self) -> str:
        """What it is; of a formula or a file nothing but what its author notes."""
        return self.facts.description if getattr(self.entry, "known_range", True) else self.facts.note

    @property
    def shown(self) -> str:
        """The command that prints its facts."""
        return f"actplot {shlex.join(['show', str(self.entry)])}"

    @cached_property
    def plot(self) -> Plot | None:
        """The interactive one, of a function of one variable."""
        if not self.entry.has_curve:
            return None
        found = plot_of(ExploreRequest((self.entry,)))
        return Beside(found.id, found.request, found.data, found.programs)

    @property
    def explored(self) -> str:
        """The command that writes the interactive plot to a file of its own."""
        assert self.plot
        return f"actplot {line_of(self.plot.request)} -o {shlex.quote(self.slug)}.html"

    @cached_property
    def picture(self) -> Picture | None:
        """What draws it, if anything does."""
        if self.entry.has_curve:
            return PlotRequest((self.entry,))
        for command in reversed(self.facts.commands):
            try:
                return parse_picture(command)
            except ActplotError:  # it prints, and draws nothing
                continue
        return None

    def pictures(self, stem: str) -> tuple[Pictured | None, Mapping[str, bytes]]:
        return pictured(line_of(self.picture), stem) if self.picture else (None, {})

    @property
    def formulas(self) -> Iterator[tuple[str, str]]:
        """Labels and equations in MathML; of a function of one variable with all parameters that may change."""
        if self.plot and self.facts.equations:
            yield "", equation(self.entry, self.plot.programs[0])
            return
        for one in self.facts.equations:
            both = row(
                to_mathml(one.left), operator("="), to_mathml(one.right if self.facts.typed else cut_short(one.right))
            )
            yield ("" if one.label == "formula" else one.label), both

    @property
    def rows(self) -> list[tuple[str, tuple[str, ...]]]:
        """Facts under their labels, but for those that have a place of their own."""
        titles = {title for title, _ in self.facts.equivalents}
        rows = [(label, text) for label, text in labelled_rows(rows_of(self.facts)) if label not in APART | titles]
        return [(label, tuple(text for _, text in some)) for label, some in groupby(rows, key=lambda one: one[0])]

    @property
    def parameters(self) -> list[str]:
        return [text for label, text in labelled_rows(rows_of(self.facts)) if label == "parameters"]

    @property
    def at(self) -> str:
        """The values of the parameters, for which the facts are true."""
        return values_told(self.entry) if self.plot else ""

    @cached_property
    def derivation(self) -> "_Derived | None":
        """The lines that lead to its derivative; None where no route does."""
        try:
            request = DeriveRequest((self.entry,))
            derivation, check = request.shown
        except ActplotError:
            return None
        return _Derived(
            derivation,
            derivation_mathml(derivation, check, TEXT),
            check.conclusion,
            f"actplot {line_of(request)}",
            tuple(name for name in request.routes if name != derivation.route),
        )

    def record(self, path: str, picture: Pictured | None) -> dict[str, Any]:
        """What other pages say of it; where no curves tell it, they show its picture, or its formula."""
        small = thumbnail(self.picture) if self.picture else None
        formula = next((text for _, text in self.formulas), "")
        return {
            "name": self.slug,
            "title": self.name,
            "path": path,
            "line": str(self.entry),
            "description": self.description,
            "aliases": list(self.facts.aliases),
            "traits": list(self.facts.traits),
            "frameworks": list(dict.fromkeys(title for title, _ in self.facts.equivalents)),
            "codes": sorted({name for _, code in self.facts.equivalents for name in CALLED.findall(code)}),
            "thumbnail": asdict(small) if small else None,
            "picture": asdict(picture) if picture and not small else None,
            "formula": "" if small or picture else formula,
        }


@dataclass(frozen=True)
class _Derived:
    """A derivation as a page shows it."""

    derivation: Derivation
    mathml: str
    conclusion: str
    command: str
    others: tuple[str, ...]  # the names of other routes

    @property
    def remarks(self) -> list[str]:
        return list(remarks(self.derivation))

    @property
    def conditions(self) -> list[tuple[str, str]]:
        return [(side_condition(rule), to_mathml(condition)) for rule, condition in self.derivation.conditions]
