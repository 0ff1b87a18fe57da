"""A request for each function alone: its curve and derivative, outputs by one number of a vector, or what is drawn."""

from dataclasses import field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from ...catalogue.entry import Entry
from ...catalogue.kinds.functions import USERS
from ...catalogue.registry import ELEMENTWISE
from ...errors import BadOption
from ...frozen import record
from ...numerics.scales import LINEAR
from ..purposes import STACKED
from .axes.layouts import BESIDE, TOGETHER
from .ways import IN_A_TRIANGLE, EachAlone, InPanels, Way, way_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...figures.curves.panels import CurveFigure
    from ...figures.curves.records import Panel
    from ...figures.look import Look
    from ..picture import Content

OF_SLOPES = ("slope_range", "slope_label", "slope_scale")  # what is asked of the panel of derivatives


@record(repr=False)
class PlotRequest(EachAlone):
    """One figure per function, each in its own way; `split` gives the single ones, which are what can be drawn."""

    command_name = "plot"
    kinds: ClassVar[tuple[str, ...]] = (*ELEMENTWISE, *USERS, "vector function", "vector loss", "random layer")
    usual_size = (6.86, 5.13)

    aimed: tuple[bool, ...] = field(default=(), init=False, repr=False)  # which losses were given their targets

    def settle(self) -> None:
        super().settle()
        object.__setattr__(self, "aimed", tuple(function.is_aimed for function in self.functions))
        if self.layout and self.layout == self._usual:
            object.__setattr__(self, "layout", None)  # the same picture has one canonical line

    def validate(self) -> None:
        super().validate()
        for function in self.functions:
            self._way(function).check(self, function)

    def _way(self, function: Entry) -> Way:
        """How a function is drawn: by its kind, if nothing else is asked for."""
        return IN_A_TRIANGLE if self.simplex else way_of(function)

    def unused(self, name: str) -> str:
        if name == "tangent" and {self.x_scale, self.y_scale} != {LINEAR}:
            return "on a logarithmic axis, on which no tangent is straight. Leave one of the two out."
        if name == "layout" and self.layout == TOGETHER and self._beside:
            return "for a loss of several targets, which has a panel for each derivative. Leave it out."
        if name == "layout" and self.only:
            return f"beside --only {self.only}, which leaves one panel. Leave one of the two out."
        if name in OF_SLOPES and self.only is None and self._shared_by and not self._beside:
            other = self._shared_by
            return (
                f"beside {other}, with which a function and its derivative share one panel. Leave one of the two out."
            )
        if name == "tangent" and self.only == "derivative":
            return "beside --only derivative, which leaves out what it touches. Leave one of the two out."
        for function in self.functions:
            way = self._way(function)
            if name not in way.takes:
                other = f", or leave {function} out" if len(self.functions) > 1 else ""
                return f"for {way.of}, and {function} is one. Leave it out{other}."
        return super().unused(name)

    @property
    def _shared_by(self) -> str:
        """The option with which a function and its derivatives share one panel."""
        if self.layout is not None:
            return "--layout one" if self.layout == TOGETHER else ""
        return "--formula" if self.formula else "--zoom" if self.zoom else ""

    @property
    def arranged(self) -> str | None:
        return self.layout

    @property
    def panel_count(self) -> int:
        divided = self.vary is not None or self._beside or self.layout in (BESIDE, STACKED)
        return len(self.orders) if divided else 1

    @property
    def _beside(self) -> bool:
        """Whether every figure has derivatives in panels beside the functions."""
        return not self.tangent and all(len(self._way(one).shown(one)) > 1 for one in super().shown)

    def check_variables(self) -> None:
        """Separate figures share no axes, but every function must have the form that is asked for."""
        assert self.shown

    @cached_property
    def shown(self) -> tuple[Any, ...]:
        if self.tangent:  # of one curve
            return super().shown
        return tuple(one for function in super().shown for one in self._way(function).shown(function))

    def usual_intervals(self) -> set[tuple[float, float]]:
        return {self._way(function).usual_interval(function) for function in self.shown}

    def split(self) -> tuple["PlotRequest", ...]:
        """One request per function."""
        if len(self.functions) == 1:
            return (self,)
        return tuple(replace(self, functions=(function,)) for function in self.functions)

    def content(self) -> "Content":
        self._check_single()
        return self._way(self.functions[0]).content(self)

    def panels(self) -> "list[Panel]":
        self._check_single()
        way = self._way(self.functions[0])
        assert isinstance(way, InPanels), "no part of what is drawn otherwise is drawn again"
        return way.panels(self)

    def figure_of(self, panels: "Sequence[Panel]") -> "CurveFigure":
        """The curves in one panel, or one above the other where one axis would flatten one of them."""
        from ...figures.curves.panels import under_each_other
        from ...figures.stacks import StackFigure, one_by_one

        figure = super().figure_of(panels)
        panels = figure.panels
        if self._one_panel(panels, figure.look):
            return figure
        above = self.layout != BESIDE
        divided = tuple(panels)
        if len(divided) == 1:
            divided = one_by_one(panels[0], [trace.label.text for trace in panels[0].traces])
        if above:
            divided = tuple(under_each_other(divided))
        inset = figure.inset and replace(figure.inset, traces=figure.inset.traces[:1])
        return StackFigure(divided, replace(figure.look, stacked=above), figure.formulas, inset)

    def _one_panel(self, panels: "Sequence[Panel]", look: "Look") -> bool:
        """Whether curves stay in the panels in which they are."""
        (panel, *others) = panels
        if self.vary is not None or self._beside or (not others and len(panel.traces) < 2):
            return True
        if others:
            return False
        return (self.layout or self._usual_layout(panel, look)) == TOGETHER

    def _usual_layout(self, panel: "Panel", look: "Look") -> str:
        """How a function and its derivatives stand where nobody says."""
        if self.formula or self.zoom:
            return TOGETHER
        flattens = panel.scales.are_linear and self._flattens(panel, look)
        return STACKED if self._apart or flattens else TOGETHER

    @property
    def _usual(self) -> str | None:
        """How panels of a lone function stand where nobody says."""
        if len(self.functions) > 1:
            return None
        if self.vary is not None or self._beside:
            return STACKED if self.is_narrow else BESIDE
        return self._usual_layout(self.panels()[0], self.look)

    @property
    def divided(self) -> bool:
        return len(self.orders) > 1 and (self.layout in (BESIDE, STACKED) or (self.layout is None and self._apart))

    @property
    def _apart(self) -> bool:
        """Whether something was asked of the panel of derivatives, so that there is one."""
        return any(getattr(self, name) not in (None, LINEAR) for name in OF_SLOPES)

    def _flattens(self, panel: "Panel", look: "Look") -> bool:
        from ...figures.stacks import is_flattened

        return self.y_range is None and is_flattened(panel, look)

    def _check_single(self) -> None:
        if len(self.functions) > 1:
            names = ", ".join(map(str, self.functions))
            raise BadOption(f"plot makes one figure for each function, and these are {len(self.functions)}: {names}")
