"""A request for the derivation of one function's derivative."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ..errors import BadOption, CheckFailed
from ..function import Function
from .figure import Picture, check_pixels, dpi_option, size_option, style_option, theme_option, title_option
from .options import Digit, Number, Switch, Text, option

if TYPE_CHECKING:
    from ..calculus.derivation import Check, Derivation
    from ..figures.derivations import DerivationFigure


@dataclass(frozen=True)
class DeriveRequest(Picture):
    """The lines that lead from a function to its derivative."""

    command = "derive"

    route: str | None = option("--route", Text(), None, "One of the function's routes. [default: the first]")
    order: int = option("--order", Digit((1, 2)), 1, "Which derivative.")
    explain: bool = option("--explain", Switch(), False, "Say why each line follows from the one above.")
    steps: int | None = option("--steps", Number(1, 100, whole=True), None, "Only the first N lines, as for a slide.")

    size: tuple[float, float] | None = size_option("lines")
    dpi: float = dpi_option()
    title: str | None = title_option()
    theme: str = theme_option()
    style: tuple[str, ...] = style_option()

    def validate(self) -> None:
        self.keep_styles_local()
        if self.size:
            check_pixels(self.size, self.dpi)
        if len(self.functions) != 1:
            names = ", ".join(map(str, self.functions))
            raise BadOption(f"derive takes one function, and these are {len(self.functions)}: {names}")
        _ = self.whole  # an unknown route is an error of the request

    @property
    def function(self) -> Function:
        return self.functions[0]

    @cached_property
    def whole(self) -> "Derivation":
        """The derivation with all its lines."""
        from ..calculus.deriving import derive

        return derive(self.function, self.route, self.order)

    @cached_property
    def derivation(self) -> "Derivation":
        """The lines that are shown."""
        from ..calculus.derivation import first_lines

        return first_lines(self.whole, self.steps) if self.steps else self.whole

    @cached_property
    def check(self) -> "Check":
        """The check of all lines, shown or not."""
        from ..calculus.derivation_check import check_derivation

        return check_derivation(self.whole, self.function)

    def require_agreement(self) -> None:
        """Raise `CheckFailed` with the first line that does not agree with the one above it."""
        from ..algebra.printer import to_text
        from ..calculus.derivation_check import first_failure

        failed = first_failure(self.whole, self.check)
        if failed is not None:
            line = f"{to_text(failed.term)}  [{failed.note}]"
            raise CheckFailed(f"a line of the derivation of {self.function} could not be checked:\n    {line}")

    def content(self) -> "DerivationFigure":
        from ..figures.derivations import DerivationFigure
        from ..figures.look import Look

        self.require_agreement()
        look = Look(size=self.size, dpi=self.dpi, title=self.title, theme=self.theme, style=self.style)
        return DerivationFigure(self.derivation, self.check, look, self.explain)
