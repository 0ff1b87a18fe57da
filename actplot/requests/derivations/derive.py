"""A request for the derivation of one function's derivative."""

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from ...calculus.subjects import subject
from ...catalogue.kinds.functions import FORMULA
from ...catalogue.registry import KINDS
from ...errors import BadOption, CheckFailed
from ...frozen import record
from ..grammar.column_names import Column, Columns
from ..grammar.kinds import Choice, Digit, Number, Switch, Text
from ..grammar.numbered import RULES, TERMS, Blanks, Span
from ..grammar.options import option
from ..picture import SinglePicture
from ..request import remarks
from .written import Written

if TYPE_CHECKING:
    from ...calculus.derivations.derivation import Check, Derivation
    from ...calculus.derivations.named_data import Called
    from ...figures.derivations.derivation import DerivationFigure


@record(repr=False)
class DeriveRequest(Written, SinglePicture):
    """The lines that lead from a function to its derivative, or to the derivatives of a vector's components."""

    command_name = "derive"
    sized_by = "lines"
    kinds = (*KINDS, FORMULA)
    needs = dict.fromkeys(("data", "x", "y"), "model")

    route: str | None = option("--route", Text(), None, "One of the function's routes. [default: the first]")
    order: int = option("--order", Digit((1, 2)), 1, "Which derivative.")
    model: str | None = option("--model", Choice(("linear",)), None, "The gradient of a loss over a model's weights.")
    data: str | None = option("--data", Text(), None, "A CSV file whose columns the derivation of a model names.")
    x: tuple[str, ...] = option("--x", Columns(), (), "What the features are called. [default: as in --data]")
    y: str | None = option("--y", Column(), None, "What the target is called. [default: as in --data]")
    explain: bool = option("--explain", Switch(), False, "Say why each line follows from the one above.")
    details: bool = option("--check", Switch(), False, "Say for each line to how many digits it was checked.")
    steps: tuple[int, int] | None = option(
        "--steps", Span(), None, "Only the first N lines, or those from A to B, of all that are printed."
    )
    blank: tuple[int | str, ...] = option(
        "--blank", Blanks(), (), "Dots to be filled in: of the lines with these numbers, of all rules, or of all terms."
    )
    frame: int | None = option("--frame", Number(1, 200, whole=True), None, "The first N lines, on the page of all.")

    def validate(self) -> None:
        super().validate()
        _ = self.draft  # an unknown route is an error of the request
        self._check_reduction()
        self._check_lines()
        if self.frame is not None and self.frame > self.line_count:
            raise BadOption(f"derive: there are {self.line_count} lines, and --frame {self.frame} asks for more.")
        if self.about_vectors and self.order == 2:
            raise BadOption(f"derive: of {self.function} there are first derivatives only. Leave --order 2 out.")

    def _check_lines(self) -> None:
        """Raise `BadOption` for lines that are not there; the first N are all where there are fewer."""
        if not (self.steps or self.blank):
            return
        from ...calculus.excerpts import line_count

        count = line_count(self.draft)
        first, last = self.steps or (1, count)
        if first > 1 and last > count:
            asked = f"--steps {first}-{last}"
            raise BadOption(f"derive: the derivation of {self.function} has {count} lines, and {asked} asks for more.")
        numbers = [one for one in self.blank if isinstance(one, int)]
        missing = next((one for one in numbers if not first <= one <= min(last, count)), None)
        if missing is not None:
            where = f"the lines are {first} to {min(last, count)}"
            raise BadOption(f"derive: --blank {missing} names no line: {where}.")

    def _check_reduction(self) -> None:
        """Raise `BadOption` for a model's loss that is reduced otherwise than a framework's call asks for."""
        named = self.function.call.reduction
        if named is None or not self.model:
            return
        from ...calculus.derivations.vector_routes import reduction_of

        derived = reduction_of(self.function, self.draft.route, self.model)
        if named.how != derived:
            raise BadOption(
                f"derive: along the route '{self.draft.route}' the loss of a model is the {derived} over the examples, "
                f"and reduction={named.how} is asked for. Leave it out: a remark says what another one changes."
            )

    def messages(self) -> tuple[str, ...]:
        return remarks([self.function.alone()] if self.model else self.functions)

    def settle(self) -> None:
        super().settle()
        if self.data is not None:
            from ...calculus.models.datasets import canonical

            object.__setattr__(self, "data", canonical(self.data))

    @property
    def files(self) -> tuple[str, ...]:
        """The files whose content the picture shows, as a gallery needs to know."""
        from ...calculus.models.datasets import files_of

        return files_of(self.data)

    @cached_property
    def called(self) -> "Called":
        """What the features and the target are called."""
        from ...calculus.derivations.named_data import Called

        if self.data is None:
            return Called(self.x, self.y or "")
        from ...calculus.models.datasets import load
        from ...calculus.models.rows import Chosen

        data = load(self.data, Chosen(self.x, self.y))
        return Called(data.columns, data.target)

    @property
    def about_vectors(self) -> bool:
        """Whether there is more than one variable, so that there are first derivatives only."""
        return bool(self.model) or not self.function.has_curve

    @property
    def routes(self) -> tuple[str, ...]:
        """The names of all routes that there are, best first."""
        if not self.model:
            return subject(self.function).routes()
        from ...calculus.derivations.vector_routes import vector_route_names

        return vector_route_names(self.function, self.model)

    @cached_property
    def whole(self) -> "Derivation":
        """The derivation with all its lines."""
        return self.confirmed[0]

    @cached_property
    def draft(self) -> "Derivation":
        """The derivation before its lines are checked."""
        if not self.model:
            return subject(self.function).derivation(self.route, self.order)
        from ...calculus.derivations.vector_routes import derive_vectors

        routes = [self.route] if self.route else self.routes
        drafts = (derive_vectors(self.function, route, self.model) for route in routes)
        found = next(filter(self.called.fits, drafts), None)
        if found is None:
            count = len(self.called.features)
            raise BadOption(f"derive: the route {self.route} is of one feature, and these are {count}. Leave it out.")
        return self.called.named(found)

    @cached_property
    def confirmed(self) -> tuple["Derivation", "Check"]:
        """The derivation and its check; of functions of one variable without a line that fails."""
        from ...calculus.derivations.checking import check_derivation
        from ...calculus.derivations.confirming import confirmed

        if self.about_vectors:
            return self.draft, check_derivation(self.draft, self.function.along_last())
        return confirmed(self.function, self.draft)

    @cached_property
    def shown(self) -> tuple["Derivation", "Check"]:
        """The lines that are shown, with what is left out in them, and their checks."""
        from ...calculus.excerpts import blanked, excerpt

        derivation, check = self.confirmed
        if self.blank:
            numbers = {one for one in self.blank if isinstance(one, int)}
            derivation = blanked(derivation, numbers, rules=RULES in self.blank, terms=TERMS in self.blank)
        return excerpt(derivation, check, *self.steps) if self.steps else (derivation, check)

    @property
    def derivation(self) -> "Derivation":
        """The lines that are shown."""
        return self.shown[0]

    @property
    def check(self) -> "Check":
        """The checks of the lines that are shown, and what is concluded of all."""
        return self.shown[1]

    @property
    def solution(self) -> "DeriveRequest":
        """The same with nothing left out."""
        return replace(self, blank=())

    def require_agreement(self) -> None:
        """Raise `CheckFailed` with the first line about vectors that does not agree with the one above it."""
        if not self.about_vectors:
            return
        from ...algebra.writing.source import to_text
        from ...calculus.derivations.checking import first_failure

        failed = first_failure(*self.confirmed)
        if failed is not None:
            line = f"{to_text(failed.term)}  [{failed.note}]"
            raise CheckFailed(f"a line of the derivation of {self.function} could not be checked:\n    {line}")

    def content(self) -> "DerivationFigure":
        from ...figures.derivations.derivation import DerivationFigure

        self.require_agreement()
        return DerivationFigure(
            self.derivation,
            self.check,
            replace(self.look, name=self.heading),
            self.heading,
            explain=self.explain,
            details=self.details,
            complete=self.steps is None or self.steps[1] >= self.whole_count,
            lines=self.frame,
            slide=self.purpose == "slide",
        )

    @property
    def frames(self) -> "tuple[DeriveRequest, ...]":
        """One request for each line, of which each picture shows one more on the same page."""
        return tuple(replace(self, frame=index + 1) for index in range(self.line_count))

    @property
    def line_count(self) -> int:
        """How many lines are shown."""
        from ...calculus.excerpts import line_count

        return line_count(self.derivation)

    @property
    def whole_count(self) -> int:
        """How many lines there are."""
        from ...calculus.excerpts import line_count

        return line_count(self.whole)

    @property
    def heading(self) -> str:
        """The title where none is given: whose derivative it is, by the name that people write."""
        from ...calculus.written_names import PLACING, labels

        (label,) = labels((self.function,))
        told = [part for part in label.text.split(", ") if not part.startswith(PLACING)]  # the lines hold for any
        text = self.derivation.subject.replace(self.function.label, ", ".join(told))
        return text[0].upper() + text[1:]
