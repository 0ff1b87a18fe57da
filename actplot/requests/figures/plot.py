"""A request for each function alone: its curve and derivative, outputs by one number of a vector, or what is drawn."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from ...catalogue.kinds.functions import FORMULA
from ...catalogue.registry import ELEMENTWISE
from ...errors import BadOption
from ..grammar.kinds import LONGEST_VECTOR, Number, Vector
from ..grammar.options import option
from .curves import FigureRequest, usual_interval

if TYPE_CHECKING:
    from ...figures.curves.records import Panel


@dataclass(frozen=True)
class PlotRequest(FigureRequest):
    """One figure per function; `split` gives the single ones, which are what can be drawn."""

    command = "plot"
    kinds: ClassVar[tuple[str, ...]] = (*ELEMENTWISE, FORMULA, "vector function", "random layer")
    default_size = (6.86, 5.13)

    vary: int | None = option(
        "--vary",
        Number(0, LONGEST_VECTOR, whole=True),
        None,
        "Which number of --at moves over --range, counted from 0.",
    )
    at: tuple[float, ...] | None = option(
        "--at", Vector(), None, "A vector, for functions of vectors and random layers."
    )

    def validate(self) -> None:
        from .ways import check_vectors, is_of_vectors

        if self.at is not None or self.vary is not None or is_of_vectors(self):
            check_vectors(self)
        else:
            super().validate()

    def check_variables(self) -> None:
        """Separate figures share no axes."""

    @property
    def interval(self) -> tuple[float, float]:
        """The ends of the horizontal axis."""
        from .ways import USUAL, is_of_vectors

        return (self.x_range or USUAL) if is_of_vectors(self) else super().interval

    def usual_intervals(self) -> set[tuple[float, float]]:
        return {usual_interval((function,)) for function in self.functions}

    def split(self) -> tuple["PlotRequest", ...]:
        """One request per function."""
        return tuple(replace(self, functions=(function,)) for function in self.functions)

    def content(self) -> Any:
        from .ways import is_of_vectors, layer, varied

        self._check_single()
        if not is_of_vectors(self):
            return super().content()
        return layer(self) if self.functions[0].kind == "random layer" else varied(self)

    def panels(self) -> "list[Panel]":
        from .panels import panel_together

        self._check_single()
        return panel_together(self)

    def _check_single(self) -> None:
        if len(self.functions) > 1:
            names = ", ".join(map(str, self.functions))
            raise BadOption(f"plot makes one figure for each function, and these are {len(self.functions)}: {names}")
