"""A request for the Jacobian of one function at a vector."""

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from ...catalogue.kinds.functions import USERS
from ...catalogue.kinds.vector_functions import VectorFunction
from ...errors import BadOption
from ...frozen import record
from ...numbers import number_text
from ..grammar.kinds import Vector
from ..grammar.options import option
from ..picture import Captioned, SinglePicture

if TYPE_CHECKING:
    from ...calculus.tables import Table
    from ...calculus.vectors.jacobians import JacobianAt
    from ...figures.heatmap import JacobianFigure

MOST_DRAWN = 64  # rows and columns of a heat map


@record(repr=False)
class JacobianRequest(Captioned, SinglePicture):
    """The Jacobian of a function of vectors, or of one variable applied to each number of a vector."""

    command_name = "jacobian"
    sized_by = "vector"
    kinds: ClassVar[tuple[str, ...]] = ("vector function", "activation", *USERS)

    at: tuple[float, ...] | None = option("--at", Vector(), None, "The vector at which it is taken.")

    def validate(self) -> None:
        super().validate()
        if self.at is None:
            usual = ",".join(map(number_text, getattr(self.function, "example", VectorFunction.example)))
            raise BadOption(f"jacobian: say at which vector, such as 'actplot jacobian {self.function} --at {usual}'")
        if self.function.loaded:
            _ = self.jacobian  # a vector that the function does not take is an error of the request

    @cached_property
    def jacobian(self) -> "JacobianAt":
        from ...calculus.vectors.jacobians import jacobian_at

        return jacobian_at(self.function.of_single().in_given_floats(), self.at)

    @property
    def table(self) -> "Table":
        """The vector, the output and the Jacobian as numbers."""
        from ...calculus.tables import table_of_jacobian
        from ...calculus.vectors.jacobians import jacobian_at

        named = self.function.call.dtype
        at = jacobian_at(self.function.of_single(), self.at, named) if named else self.jacobian
        return table_of_jacobian(self.function, at)

    def to_dict(self) -> dict[str, Any]:
        """What the command prints with --format json."""
        from json import loads

        from ...documents.tables import json_text

        return dict(loads(json_text([self.table])))

    def content(self) -> "JacobianFigure":
        from ...figures.heatmap import JacobianFigure
        from .captions import words_of_jacobian

        longest = max(self.jacobian.slopes.shape)
        if longest > MOST_DRAWN:
            rows, columns = self.jacobian.slopes.shape
            raise BadOption(
                f"jacobian: a heat map has {MOST_DRAWN} rows and columns at most, and this one would have {rows} by "
                f"{columns}. Give a shorter vector, or print the numbers with --format csv."
            )
        look = self.with_words(self.look, words_of_jacobian(self.function, self.jacobian))
        return JacobianFigure(self.jacobian, look)
