"""A request for one function at several values of a parameter, in colours in the order of the values."""

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from ...calculus.subjects import subject
from ...catalogue.entry import Entry
from ...catalogue.kinds.functions import USERS, Function
from ...catalogue.registry import ELEMENTWISE
from ...errors import BadOption
from ...frozen import record
from ...numbers import number_text, readable
from ...spec.specs import entry_of
from ...spec.sweeping import MOST, Sweep, has_range, read_sweep, sweep_of
from ..grammar.kinds import Number, Vector
from ..grammar.options import LAST, option, options_of
from ..picture import Captioned
from ..request import Unused, remarks
from .curves import UNMARKED, FigureRequest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...calculus.vectors.outputs import Outputs
    from ...figures.colours import Ramp
    from ...figures.curves.records import Panel
    from ...figures.look import Look
    from ...figures.sweeps.crossed import CrossedFigure
    from ...figures.sweeps.outputs import OutputsFigure
    from ...figures.sweeps.swept import SweptFigure

MOST_OUTPUTS = 20
DIGITS = (3, 4, 6, 9, 12)  # of the values in names, the first that tell them apart
APART = ("zoom", "axes", "formula")  # options that a panel for each value of a second parameter has no place for
BESIDE = {"at", "steps", "y_range", "x_label", "y_label", "legend", "no_legend"}
FOR_VECTORS = frozenset(
    {option.name for option in options_of(Captioned)} | BESIDE
)  # the options that say something about bars
MOST_NAMED = 7  # curves that have their values at their ends; of more a bar tells them


@record(repr=False)
class SweepRequest(FigureRequest):
    """One function at several values of one parameter, or of two."""

    command_name = "sweep"
    kinds: ClassVar[tuple[str, ...]] = (*ELEMENTWISE, *USERS, "vector function", "random layer")

    steps: int | None = option(
        "--steps", Number(2, MOST, whole=True), None, "How many values a range A..B of a parameter has. [default: 5]"
    )
    at: tuple[float, ...] | None = option(
        "--at", Vector(), None, "A vector, for functions of vectors and random layers.", place=LAST
    )

    def named(self) -> Any:
        """The function at each of the values."""
        given = (self.functions,) if isinstance(self.functions, str | Entry) else tuple(self.functions)
        given = tuple(entry_of(one, {}, None) if callable(one) else one for one in given)
        if not given:
            raise BadOption("sweep: name a function and values of a parameter, such as elu:alpha=0.5,1,2.")
        if all(isinstance(one, Entry) for one in given):  # of a request that had its text read before
            known = sweep_of(given)
            if self.steps in (None, known.axes[0].steps):
                return given
            given = (str(known),)
        if len(given) > 1:
            raise BadOption(f"sweep takes one function, and these are {len(given)}: {', '.join(map(str, given))}")
        (text,) = given
        if self.steps and not has_range(text):
            raise Unused("--steps", "sweep: --steps has no meaning without a range, such as alpha=0..2. Leave it out.")
        return read_sweep(text, dict(self.param), self.var, self.steps).functions

    def settle(self) -> None:
        super().settle()
        object.__setattr__(self, "functions", self.sweep.functions)
        object.__setattr__(self, "steps", self.sweep.axes[0].steps)  # of a range that its text holds

    def validate(self) -> None:
        super().validate()
        if self.of_vectors:
            self._check_vectors()

    def _check_vectors(self) -> None:
        """Raise `BadOption` for what cannot be asked of a function of vectors, `BadInput` for a wrong vector."""
        first, *others = self.sweep.axes
        if others:
            raise BadOption(f"sweep: {self.functions[0].name} takes vectors, and is swept over one parameter alone.")
        if self.at is None:
            line = f"actplot sweep {self.specs[0]} {subject(self.functions[0]).example()}"
            raise BadOption(f"sweep: {self.functions[0].name} takes vectors. Give one, as '{line}'.")
        rows = self._outputs.rows
        if rows.shape[1] > MOST_OUTPUTS:
            raise BadOption(f"sweep: there are {rows.shape[1]} outputs, allowed are {MOST_OUTPUTS}. Shorten --at.")
        if not np.isfinite(rows).all():
            raise BadOption(f"sweep: an output is not finite at some {first.name}. Give other numbers with --at.")

    def unused(self, name: str) -> str:
        if name in APART and self.crossed:
            return "with two parameters, of which each value of the second has a panel. Leave it out."
        if name == "mark" and self.crossed and UNMARKED in self.mark:
            return f"as {UNMARKED} with two parameters, where nothing is marked unasked. Leave it out."
        if name == "legend" and self.crossed and not self.ramp.barred:
            return "with two parameters, where few values have a legend anyway. Leave it out."
        if self.of_vectors and name not in FOR_VECTORS:
            return f"for functions of vectors, and {self.functions[0].name} is one. Leave it out."
        if name == "at" and not self.of_vectors:
            return f"for functions of one variable, and {self.functions[0].name} is one. Leave it out, or give --range."
        return super().unused(name)

    @property
    def crossed(self) -> bool:
        """Whether there are two parameters, and a panel for each value of the second one."""
        return len(self.sweep.axes) > 1

    @property
    def of_vectors(self) -> bool:
        """Whether the outputs for one vector are drawn, and no curves."""
        return not self.functions[0].has_curve

    def check_variables(self) -> None:
        if not self.of_vectors:
            super().check_variables()

    def usual_intervals(self) -> set[tuple[float, float]]:
        return {Function.interval} if self.of_vectors else super().usual_intervals()

    @property
    def panel_count(self) -> int:
        return 1 if self.of_vectors else super().panel_count

    def messages(self) -> tuple[str, ...]:
        return remarks(self.functions) if self.of_vectors else super().messages()

    @cached_property
    def _outputs(self) -> "Outputs":
        from ...calculus.vectors.jacobians import Letters, letters_of
        from ...calculus.vectors.outputs import outputs_of

        assert self.at is not None
        subjects = list(map(subject, self.sweep.functions))
        with np.errstate(all="ignore"):
            rows = [one.outputs(self.at) for one in subjects]
        letters = Letters("y", "x") if subjects[0].drawn else letters_of(self.functions[0])
        return outputs_of(letters, self.at, rows, subjects[0].drawn)

    def content(self) -> "SweptFigure | CrossedFigure | OutputsFigure":
        if not self.of_vectors:
            return self._crossed(self.panels()) if self.crossed else self.figure_of(self.panels())
        from ...figures.sweeps.outputs import OutputsFigure
        from .headings import words_of_outputs

        return OutputsFigure(self._outputs, self.with_words(self.look, words_of_outputs(self.sweep, self._outputs)))

    @cached_property
    def sweep(self) -> Sweep:
        """Which parameters have which values."""
        return sweep_of(self.functions)

    @property
    def specs(self) -> tuple[str, ...]:
        return (str(self.sweep),)

    @property
    def words(self) -> tuple[str, ...]:
        return self.specs

    @property
    def ramp(self) -> "Ramp":
        """What colours stand for."""
        from ...calculus.written_names import letter_in_figures
        from ...figures.colours import Ramp

        axis = self.sweep.axes[0]
        letter = letter_in_figures(self.functions[0], axis.name)
        return Ramp(letter, _told_apart(axis.values), len(axis.values) > MOST_NAMED)

    @property
    def look(self) -> "Look":
        look = replace(super().look, ramp=self.ramp)
        return replace(look, keyed=self.legend or (look.keyed and not self.ramp.barred))

    def panels(self) -> "list[Panel]":
        from .panels import panels_beside

        return panels_beside(self.curves)

    def _with_title(self, panels: "Sequence[Panel]") -> "Look":
        from .headings import words_of_sweep

        return self.with_words(self.look, words_of_sweep(self.sweep, panels, self.look, self._form))

    def figure_of(self, panels: "Sequence[Panel]") -> "SweptFigure":
        from ...figures.sweeps.swept import SweptFigure
        from .panels import formula_in_letters, with_values

        inset = replace(self, x_range=self.zoom, zoom=None).panels()[0] if self.zoom else None
        short = tuple(with_values(panel, self.ramp) for panel in panels)
        names = [axis.name for axis in self.sweep.axes]
        formulas = formula_in_letters(self.shown[0], names) if self.formula else ()
        return SweptFigure(short, self._with_title(panels), formulas, inset, named=tuple(panels))

    def _crossed(self, panels: "Sequence[Panel]") -> "CrossedFigure":
        """Cells for the values of the second parameter."""
        from ...calculus.written_names import letter_in_figures
        from ...figures.sweeps.crossed import CrossedFigure
        from .panels import crossed

        second = self.sweep.axes[1]
        letter = letter_in_figures(self.functions[0], second.name)
        rows = tuple(crossed(panel, self.ramp, letter, second.values) for panel in panels)
        return CrossedFigure(rows, self._with_title(panels), named=tuple(panels))


def _told_apart(values: "Sequence[float]") -> tuple[str, ...]:
    """The numbers with as few digits as tell each from the others."""
    texts = ([readable(value, digits) for value in values] for digits in DIGITS)
    return tuple(next((some for some in texts if len({*some}) == len(values)), map(number_text, values)))
