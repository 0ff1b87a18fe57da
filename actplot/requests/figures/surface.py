"""A request for the loss over two weights of a linear model on data, or over prediction and target."""

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from ...catalogue.kinds.losses import Loss
from ...catalogue.kinds.reductions import OF_MODELS
from ...errors import BadOption
from ...frozen import record
from ...numbers import number_text
from ...progress import counted
from ..grammar.column_names import Column, Columns
from ..grammar.kinds import Assignments, Choice, Names, Number, Pairs, Range, Rates, Switch, Text
from ..grammar.options import option
from ..picture import Captioned, SinglePicture
from ..request import remarks

if TYPE_CHECKING:
    from ...calculus.models.model import Slice
    from ...calculus.models.rows import Data
    from ...figures.surfaces.beside import Beside
    from ...figures.surfaces.surface import Descents, SurfaceFigure


NARROW, NARROW_SHAPE = 4.0, 1.15  # width in inches of a column, and the height of a picture there relative to it


@record(repr=False)
class SurfaceRequest(Captioned, SinglePicture):
    """The loss over two weights as contours or in three dimensions, with the paths of gradient descent."""

    command_name = "surface"
    shape = 0.85
    sized_by = "panels"
    noun = "loss"
    kinds = ("loss",)
    needs = {
        **dict.fromkeys(("x", "y", "weights", "fix", "reduction", "descend"), "data"),
        **dict.fromkeys(("start", "rate", "steps", "momentum", "beside"), "descend"),
    }

    data: str | None = option("--data", Text(), None, "A CSV file, or a built-in set such as moons:n=200,seed=1.")
    x: tuple[str, ...] = option("--x", Columns(), (), "The columns of features in a file. [default: x…]")
    y: str | None = option("--y", Column(), None, "The column of targets in a file. [default: y]")
    weights: tuple[str, ...] = option("--weights", Names(), (), "The two weights that vary. [default: the first two]")
    fix: tuple[tuple[str, float], ...] = option("--fix", Assignments(), (), "Values of other weights. [default: best]")
    view: str = option("--view", Choice(("contour", "3d")), "contour", "Seen from above, or in three dimensions.")
    reduction: str | None = option(
        "--reduction", Choice(OF_MODELS), None, f"Over the examples of the data. [default: {OF_MODELS[0]}]"
    )
    x_range: tuple[float, float] | None = option(
        "--range", Range(), None, "Ends of the first weight. [default: round the minimum]"
    )
    y_range: tuple[float, float] | None = option(
        "--ylim", Range(), None, "Ends of the second weight. [default: round the minimum]"
    )
    descend: bool = option("--descend", Switch(), False, "Draw paths of gradient descent.")
    start: tuple[tuple[float, float], ...] = option("--start", Pairs(), (), "Where paths start. [default: a corner]")
    rate: tuple[float, ...] = option("--learning-rate", Rates(), (), "One panel for each rate. [default: 0.1]")
    steps: int = option("--steps", Number(1, 100_000, whole=True), 50, "Steps of each path.")
    momentum: float = option("--momentum", Number(0, 0.999999), 0.0, "v = M*v + gradient; the weights move by -R*v.")

    beside: tuple[str, ...] = option(
        "--beside", Names(("loss", "fit")), (), "Beside the weights: the loss by step, the fit on the data, or both."
    )

    def validate(self) -> None:
        super().validate()
        if self.beside and self.view == "3d":
            raise BadOption("--beside stands beside the plane of the weights. Leave --view 3d out, or --beside.")
        if "fit" in self.beside and len(self.rate) > 1:
            raise BadOption(
                f"--beside fit shows what one learning rate leads to, and these are {len(self.rate)}. Give one with "
                "--learning-rate, or --beside loss, which compares them."
            )
        if self.data is None:
            from ...calculus.models.surfaces import check_plane

            check_plane(self.loss)
        else:
            from ...calculus.models.model import check_loss

            check_loss(self.loss)
            if self.x or self.y:
                from ...calculus.models.datasets import check_columns

                check_columns(self.data)
        if self.weights and len(self.weights) != 2:
            raise BadOption(f"--weights takes two different weights, such as w,b, got {','.join(self.weights)}")

    def settle(self) -> None:
        from ...calculus.models.datasets import canonical

        super().settle()
        object.__setattr__(self, "data", canonical(self.data) if self.data is not None else None)
        if self.data is not None:
            from ...calculus.models.model import over_examples

            named = over_examples(self.loss, self.reduction)
            object.__setattr__(self, "reduction", None if named == OF_MODELS[0] else named)

    @property
    def size_there(self) -> tuple[float, float] | None:
        """Higher in a narrow column, where the words round the panel take more lines."""
        size = super().size_there
        narrow = size is not None and size[0] < NARROW
        return (size[0], round(NARROW_SHAPE * size[0], 2)) if narrow and size else size

    @property
    def loss(self) -> Loss:
        return self.functions[0]

    def numbers(self) -> str:
        """The losses over the grid, the lowest one and the paths of descents, as JSON."""
        from ...documents.answers.surfaced import surface_json

        paths = [path for descents in self._content.descents for path in descents.paths]
        return surface_json(str(self.loss), self._content.surface, paths)

    @property
    def files(self) -> tuple[str, ...]:
        """The files whose content the picture shows, as a gallery needs to know."""
        from ...calculus.models.datasets import files_of

        return files_of(self.data)

    @cached_property
    def examples(self) -> "Data":
        """The data."""
        from ...calculus.models.datasets import load
        from ...calculus.models.rows import Chosen

        assert self.data is not None
        return load(self.data, Chosen(self.x, self.y))

    @cached_property
    def _sliced(self) -> "tuple[Slice, str]":
        """The two weights that vary, and how the others were chosen."""
        from ...calculus.models.minima import others_at_best
        from ...calculus.models.model import check_weights, linear_model, sliced

        model = linear_model(self.loss, self.examples, self.reduction or OF_MODELS[0])
        first, second = self.weights or model.weights[:2]
        names = (first, second)
        check_weights(model, names, "--weights")
        check_weights(model, fixed := dict(self.fix), "--fix")
        both = [name for name in names if name in fixed]
        if both:
            raise BadOption(
                f"--fix {both[0]}: this weight is one of the two that vary. Leave it out, or see --weights."
            )
        others, how = others_at_best(model, names, fixed)
        return sliced(model, names, {**fixed, **others}), how

    @cached_property
    def _content(self) -> "SurfaceFigure":
        from ...calculus.models.descent import Stride, descend
        from ...calculus.models.surfaces import plane_of, surface_of
        from ...figures.surfaces.surface import Descents, SurfaceFigure
        from .captions import words_of_model, words_of_plane

        if self.data is None:
            surface = plane_of(self.loss, self.x_range, self.y_range)
            look = self.with_words(self.look, words_of_plane(self.loss, surface))
            return SurfaceFigure(surface, look, self.view, f"{self.loss.label}, loss of one prediction")
        part, _ = self._sliced
        surface = surface_of(part, self.x_range, self.y_range, starts=self.start, shape=self._shape())
        descents = []
        if self.descend:
            ends = ((surface.x[0], surface.x[-1]), (surface.y[0], surface.y[-1]))
            starts = self.start or (_corner(ends),)
            rates = self.rate or (0.1,)
            paths = len(starts) * len(rates)
            for rate in counted(rates):
                stride = Stride.within_reach(part, rate, self.momentum, steps=self.steps, paths=paths)
                found = tuple(descend(part, start, stride, ends) for start in counted(starts))
                descents.append(Descents(f"learning rate {number_text(rate)}", found))
        look = self.with_words(self.look, words_of_model(part, self.examples, surface, descends=self.descend))
        figure = SurfaceFigure(surface, look, self.view, self._heading(), tuple(descents), self._notes())
        return replace(figure, beside=self._beside(descents)) if self.beside and descents else figure

    def _beside(self, descents: "list[Descents]") -> "Beside":
        from ...calculus.models.fits import fit_of
        from ...figures.surfaces.beside import FIT, Beside

        part, _ = self._sliced
        fit = fit_of(part, self.examples, descents[0].paths) if FIT in self.beside else None
        return Beside(self.beside, tuple(one.paths for one in descents), fit)

    def content(self) -> "SurfaceFigure":
        return self._content

    def _shape(self) -> float | None:
        """The height of a panel relative to its width, where a descent asks for equal units."""
        from ...figures.surfaces.plan import Texts, room_shape

        if not self.descend:
            return None
        if self.view == "3d":
            return 1.0
        starts, rates = max(1, len(self.start)), max(1, len(self.rate))
        lines = 1 if rates == 1 else 2  # of the words about a path
        keys = (("–",) * starts * lines,) * rates
        beside = ("",) * len(self.beside)
        return room_shape(Texts(("",) * rates, keys, self._notes(), beside=beside), self.look)

    def _heading(self) -> str:
        from ...calculus.models.model import equation

        return f"{self.reduction or OF_MODELS[0]} of {self.loss.label} under the model {equation(self.examples)}"

    def _notes(self) -> tuple[str, ...]:
        from ...calculus.written_names import in_letters
        from ...numbers import readable

        part, how = self._sliced
        notes = []
        if not self.is_captioned:
            name, count = self.examples.name, len(self.examples.y)
            notes.append(f"{name} ({count} example{'s' * (count > 1)})")
        if part.fixed:
            held = ", ".join(f"{name} = {readable(value, 4)}" for name, value in part.fixed)
            notes.append(in_letters(f"held: {held}{f' ({how})' if how else ''}", part.model.weights))
        if self.momentum:
            notes.append(f"momentum {number_text(self.momentum)}")
        return (*notes, *part.model.warnings)

    def messages(self) -> tuple[str, ...]:
        """What a reader should know of the picture, for standard error."""
        from ...calculus.models.descent import limit_of_rates
        from ...numbers import readable

        if self.data is None:
            return remarks(self.functions)
        part, _ = self._sliced
        said = [f"warning: {warning}" for warning in part.model.warnings]
        said += [f"note: {remark}" for remark in self._content.surface.remarks]
        for descents in self._content.descents:
            for path in descents.paths:
                if path.diverges:
                    at = ",".join(map(number_text, path.start))
                    said.append(f"note: learning rate {number_text(path.rate)} from {at}: {path.text}")
        limit = limit_of_rates(part, self.momentum)
        if limit is not None and any(path.diverges for one in self._content.descents for path in one.paths):
            said.append(f"note: here rates above {readable(limit, 4)} diverge")
        return tuple(said)


def _corner(ends: tuple[tuple[float, float], ...]) -> tuple[float, float]:
    """A place well inside the upper left corner."""
    (left, right), (bottom, top) = ends
    return (float(f"{left + 0.1 * (right - left):.2g}"), float(f"{top - 0.1 * (top - bottom):.2g}"))
