"""Draws panels of curves beside each other under one legend."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ...frozen import record
from ..look import Look, house_style
from ..page.axes import prepare
from ..page.layout import PANEL, Layout, add_words, fitting, lay_out, scale_of_panels, width_of, with_fitting_title
from ..page.legend import add_legend
from ..page.limits import limits_in_scale, with_room, y_limits
from ..page.numbering import centred, set_window
from ..page.page import HEADING, LEFT
from ..page.sheets import Sheets, blank
from ..page.stacked import HEIGHT, WIDTH, lay_out_stack, scale_of_stack, width_of_stack, with_title_over_stack
from ..page.ticks import Window
from ..stated import Stated, StatedPanel
from ..sweeps.bar import add_bar, bar_of, width_of_bar
from .ends import EndName, Ends, add_names, height_of_names, told_inside, width_of_names
from .labels import Digits, add_labels, digits_of
from .lanes import Stretch, stretches
from .marks import draw_behind, mark_keys
from .outside import add_edge_notes, unseen
from .pens import Pen, pens_for
from .records import Panel
from .touching.triangles import draw_tangents, spans_of_tangents
from .traces import draw_covered_rings, draw_dots, draw_traces

if TYPE_CHECKING:
    from .formulas import Formula, Strip


UNTITLED, NOTED = 0.12, 0.3  # inches above panels without a heading, and with a note in its place
SPARE = 0.2  # inches by which names may overhang a panel together
TOLD = 0.75  # of a panel's width, that a note on equal curves may take
NARROWEST = 1.1  # width of a panel, in widths of the names beside it


@record
class CurveFigure:
    """A whole figure of panels."""

    panels: tuple[Panel, ...]
    look: Look
    formulas: "tuple[Formula, ...]" = ()  # of the functions, in the order of the first panel
    inset: Panel | None = None  # a part of the first panel, which is shown larger

    def draw(self, sheets: Sheets | None = None) -> Figure:
        """The figure itself; with `sheets` it may be one that was drawn on before."""
        if self.inset is None:
            return draw(self.panels, self.look, sheets, self.formulas)
        from .insets import add_inset, inset_limits

        figure, look = _drawn(self.panels, self.look, None, self.formulas)
        count = len(self.panels[0].traces)
        with house_style(look, count, scale_as_they_stand(look, len(self.panels))):
            limits = inset_limits(self.inset, (self.panels[0], limits_of(self.panels[0], self.look)))
            add_inset(figure.axes[0], self.inset, limits, pens_for(look, count))
        return figure

    def unseen(self) -> tuple[str, ...]:
        """Which curves are wholly outside of their panels, and where they are."""
        return tuple(said for panel in self.panels for said in unseen(panel, limits_of(panel, self.look)))

    def described(self) -> str:
        """What the figure shows, in plain words."""
        from ..alternative.alternatives import of_panels

        return of_panels(self.panels, self.look)

    def stated(self) -> Stated:
        """What the figure says."""
        panels = tuple(stated_panel(panel, self.look) for panel in self.panels)
        formulas = tuple(formula.text for formula in self.formulas)
        if self.inset is not None:
            from .insets import inset_limits

            limits = inset_limits(self.inset, (self.panels[0], limits_of(self.panels[0], self.look)))
            panels = (*panels, replace(stated_panel(self.inset, self.look), y_limits=limits))
        return Stated(self.look.title, self.look.legend, panels, formulas=formulas)


def draw(
    panels: Sequence[Panel], look: Look, sheets: Sheets | None = None, formulas: "Sequence[Formula]" = ()
) -> Figure:
    """A figure of the panels; the legend names the curves of the first, with their pens.

    With `sheets` it may be one that was drawn on before.
    """
    return _drawn(panels, look, sheets, formulas)[0]


def _drawn(
    panels: Sequence[Panel], look: Look, sheets: Sheets | None, formulas: "Sequence[Formula]"
) -> tuple[Figure, Look]:
    """The figure, and its look with letters so small that a small page has room for its panels."""
    count = len(panels[0].traces)
    digits = digits_of(trace for panel in panels for trace in panel.traces)
    above = look.stacked and len(panels) > 1
    size = (WIDTH, HEIGHT) if above else PANEL[len(panels)]
    shown = under_each_other(panels) if above else panels
    views = [replace(view_of(panel, look, size), digits=digits) for panel in shown]
    shown, plan = _fitting(views, look, formulas)
    with house_style(shown, count, scale_as_they_stand(shown, len(panels))):
        look, pens, strip, layout = plan or _planned(views, shown, formulas)
        if look.keyed or not look.legend:
            views = with_lanes(views, _told_by_legend(views) if look.legend else frozenset())
        bar = bar_of(look)
        figure = sheets.figure(layout, look) if sheets and not strip and not bar else blank(layout, look)
        for axes, view in zip(figure.axes, views, strict=True):
            draw_panel(axes, view, pens, look)
        finish(figure, layout, look)
        if bar:
            add_bar(figure, layout.panels[-1], bar, pens)
        if strip:
            from .formulas import add_strip

            add_strip(figure, strip, pens, LEFT, scale_as_they_stand(look, len(panels)))
        return figure, shown


def scale_as_they_stand(look: Look, count: int) -> float:
    """Size of letters and lines of a figure of some panels, as they stand."""
    return scale_of_stack(look, count) if look.stacked and count > 1 else scale_of_panels(look, count)


def with_title(look: Look, count: int) -> Look:
    """The look with its title broken into lines that fit over some panels, as they stand."""
    above = look.stacked and count > 1
    return with_title_over_stack(look, count) if above else with_fitting_title(look, count)


def width_as_they_stand(look: Look, count: int) -> float:
    """Width in inches of some panels, as they stand."""
    return width_of_stack(look, count) if look.stacked and count > 1 else width_of(look, count)


def under_each_other(panels: Sequence[Panel]) -> list[Panel]:
    """Panels with one text at their common horizontal axis, that of the last."""
    *others, last = panels
    return [*(replace(panel, x_label="") for panel in others), last]


class _Plan(NamedTuple):
    """What a figure is drawn with, and where all of it stands."""

    look: Look
    pens: Sequence[Pen]
    strip: "Strip | None"
    layout: Layout


def _planned(views: "Sequence[View]", look: Look, formulas: "Sequence[Formula]") -> _Plan:
    look = with_title(look, len(views))
    pens = pens_for(look, len(views[0].panel.traces))
    strip = strip_of(formulas, width_as_they_stand(look, len(views))) if formulas else None
    layout, look = _laid_out(views, pens, look, strip.height if strip else 0)
    return _Plan(look, pens, strip, layout)


def _fitting(views: "Sequence[View]", look: Look, formulas: "Sequence[Formula]") -> tuple[Look, _Plan | None]:
    """The look with letters so small that panels have room, and the plan with these, if it took one to know."""
    plans = {}

    def panel_sizes(smaller: Look) -> list[tuple[float, float]]:
        scale = scale_as_they_stand(smaller, len(views))
        with house_style(smaller, len(views[0].panel.traces), scale):
            plan = plans[smaller.shrunk] = _planned(views, smaller, formulas)
        return [(width / scale, height / scale) for width, height in plan.layout.panel_sizes()]

    look = fitting(look, panel_sizes)
    return look, plans.get(look.shrunk)


def _laid_out(views: "Sequence[View]", pens: Sequence[Pen], look: Look, strip: float) -> tuple[Layout, Look]:
    """Where all stands, and the look with a legend in place of names for which there is no room."""
    panels = [view.panel for view in views]
    if look.stacked and len(panels) > 1:
        return _above_each_other(views, pens, look, strip)
    heading = HEADING if any(panel.title for panel in panels) else NOTED if any(map(_noted, views)) else UNTITLED
    windows = [view.window for view in views]
    if bar := bar_of(look):
        aside = width_of_bar(bar, scale_of_panels(look, len(panels)))
        asides = [0.0] * (len(panels) - 1) + [aside]
        return lay_out(look, asides, [] if look.told else mark_keys(panels), strip, heading, windows), look
    if look.legend and not look.keyed:
        scale = scale_of_panels(look, len(panels))
        names = [view.names(pens, PANEL[1][1]) for view in views]
        asides = [width_of_names(some, scale) for some in names]
        layout = lay_out(look, asides, [] if look.told else mark_keys(panels), strip, heading, windows)
        tallest = max(height_of_names(some, scale) for some in names)
        if has_room(layout, tallest * scale, asides, scale):
            return layout, look
        look = replace(look, keyed=True)
    entries = _entries(views, pens, look)
    return lay_out(look, [0.0] * len(panels), entries, strip, heading, windows), look


def _noted(view: "View") -> bool:
    """Whether there may be a note above the panel."""
    return bool(view.panel.note or told_inside(view.panel, view.shared, np.inf, at_ends=False))


def _above_each_other(views: "Sequence[View]", pens: Sequence[Pen], look: Look, strip: float) -> tuple[Layout, Look]:
    """Where all stands, panels above each other; the look with a legend in place of names without room."""
    windows = [view.window for view in views]
    tall, keys = [HEIGHT] * len(views), [] if look.told else mark_keys([view.panel for view in views])
    if bar := bar_of(look):
        aside = width_of_bar(bar, scale_of_stack(look, len(views)))
        return lay_out_stack(look, tall, keys, windows, aside, strip), look
    if look.legend and not look.keyed:
        scale = scale_of_stack(look, len(views))
        names = [view.names(pens, HEIGHT) for view in views]
        aside = max(width_of_names(some, scale) for some in names)
        layout = lay_out_stack(look, tall, keys, windows, aside, strip)
        tallest = max(height_of_names(some, scale) for some in names)
        if has_room(layout, tallest * scale, [aside] * len(views), scale):
            return layout, look
        look = replace(look, keyed=True)
    return lay_out_stack(look, tall, _entries(views, pens, look), windows, strip=strip), look


def has_room(layout: Layout, tallest: float, asides: Sequence[float], scale: float) -> bool:
    """Whether names fit beside panels that stay broad enough."""
    return all(
        tallest <= height * layout.size[1] + SPARE and width * layout.size[0] >= NARROWEST * scale * aside
        for (_, _, width, height), aside in zip(layout.panels, asides, strict=True)
    )


def strip_of(formulas: "Sequence[Formula]", width: float) -> "Strip":
    from .formulas import arranged  # loads mathtext, which a figure without formulas does not need

    return arranged(formulas, width)


def _entries(views: "Sequence[View]", pens: Sequence[Pen], look: Look) -> list[tuple[Artist, str]]:
    """What the legend holds: the curves of the first panel, those that are one in all panels once, and the marks."""
    if not look.legend:
        return []
    keys = [] if look.told else mark_keys([view.panel for view in views])
    labels = [trace.label.text for trace in views[0].panel.traces]
    others: set[int] = set()
    for members in _told_by_legend(views):
        labels[members[0]] = " = ".join(labels[index] for index in members)
        others |= {*members[1:]}
    curves = [(pen.handle(), label) for i, (pen, label) in enumerate(zip(pens, labels, strict=True)) if i not in others]
    return [*curves, *keys]


def _told_by_legend(views: "Sequence[View]") -> frozenset[tuple[int, ...]]:
    """Which curves are one in all panels, and one entry of the legend."""
    ones = [{stretch.members for stretch in view.shared if stretch.everywhere and not stretch.but} for view in views]
    return frozenset(set.intersection(*ones))


def with_lanes(views: "Sequence[View]", told: frozenset[tuple[int, ...]] = frozenset()) -> "list[View]":
    """Views in which curves that are one everywhere are lanes of one stroke, but for those of which a legend tells."""
    return [
        replace(
            view, shared=tuple(replace(one, everywhere=one.everywhere and one.members in told) for one in view.shared)
        )
        for view in views
    ]


def finish(figure: Figure, layout: Layout, look: Look) -> None:
    """Write the title, the caption and the legend."""
    if not centred():
        add_words(figure, look, layout.title)
    if look.keyed or layout.key.labels:
        add_legend(figure, layout.key, layout.legend)


def stated_panel(panel: Panel, look: Look) -> StatedPanel:
    """What a panel says."""
    return StatedPanel(
        title=panel.title,
        x_label=panel.x_label if look.x_label is None else look.x_label,
        y_label=look.slope_label if panel.of_slopes else look.y_label,
        x_limits=panel.interval,
        y_limits=limits_of(panel, look),
        note="; ".join(filter(None, [panel.note, panel.behind and panel.behind.described])),
        traces=panel.traces,
        scales=(panel.scales.x.name, panel.scales.y.name),
    )


_LIMITS = "limits by curves"  # where a panel remembers them


def asked_limits(panel: Panel, look: Look) -> tuple[float, float] | None:
    """Those that the user asked for."""
    return look.slope_range if panel.of_slopes else look.y_range


def limits_of(panel: Panel, look: Look) -> tuple[float, float]:
    """Ends of a panel's vertical axis."""
    asked = asked_limits(panel, look) or panel.limits
    if asked is not None:
        return asked
    if _LIMITS not in vars(panel):  # which is asked for what it shows again and again
        vars(panel)[_LIMITS] = _limits_by_curves(panel)
    return vars(panel)[_LIMITS]


def _limits_by_curves(panel: Panel) -> tuple[float, float]:
    regions = [region for trace in panel.traces for region in trace.envelope]
    spans = [(float(region.low.min()), float(region.high.max())) for region in regions if region.x.size]
    spans += [span for trace in panel.traces for span in spans_of_tangents(trace)]
    curves, extrema = [trace.curve for trace in panel.traces], any(trace.extrema for trace in panel.traces)
    if not panel.scales.y.is_linear:
        return limits_in_scale(curves, spans, panel.scales, labelled=extrema)
    limits = y_limits(curves, spans)
    return with_room(limits) if extrema else limits


@record
class View:
    """A panel as it is seen: what of it, and where curves are one line."""

    panel: Panel
    limits: tuple[float, float]
    shared: tuple[Stretch, ...]
    asked: bool = False  # whether the limits were
    digits: Digits | None = None  # of all panels of its figure, where there are others

    @property
    def window(self) -> Window:
        """What its axes have numbers for."""
        panel = self.panel
        return Window(panel.interval, self.limits, self.asked, decades=panel.decades, scales=panel.scales)

    def names(self, pens: Sequence[Pen], height: float) -> tuple[EndName, ...]:
        """What stands at the ends of the curves of a panel of some height in inches."""
        return self._ends.names([pen.colour for pen in pens], height)

    @cached_property
    def _ends(self) -> Ends:
        return Ends.of(self.panel, self.limits, self.shared)


def view_of(panel: Panel, look: Look, size: tuple[float, float]) -> View:
    limits, asked = limits_of(panel, look), asked_limits(panel, look) is not None
    if look.ramp:  # one function, of which equal parts are no news
        return View(panel, limits, (), asked)
    curves = [trace.curve for trace in panel.traces]
    return View(panel, limits, stretches(curves, panel.interval, limits, size, panel.scales), asked)


def draw_panel(axes: Axes, view: View, pens: Sequence[Pen], look: Look) -> None:
    """Curves, their names and marks, and what stands at the axes."""
    panel = view.panel
    set_window(axes, view.window)
    if panel.behind is not None:
        draw_behind(axes, panel.behind)
    lines = []
    for index, (trace, pen) in enumerate(zip(panel.traces, pens, strict=True)):
        own = [stretch for stretch in view.shared if index in stretch.members]
        if not any(stretch.everywhere and stretch.members[0] != index for stretch in own):
            lines.append((trace, pen, [one for one in own if not one.everywhere], index))
        elif any(stretch.but for stretch in own):
            draw_dots(axes, trace, pen)
    draw_traces(axes, lines)
    draw_covered_rings(axes, panel.traces, pens)
    draw_tangents(axes, panel.traces, pens)
    if bar_of(look):
        add_edge_notes(axes, panel, view.limits, [pen.colour for pen in pens])
    elif look.legend and not look.keyed:
        add_names(axes, view.names(pens, axes.get_position().height * axes.figure.get_figheight()))
    else:
        add_edge_notes(axes, panel, view.limits, [pen.colour for pen in pens])
    prepare(
        axes,
        panel.title,
        panel.x_label,
        panel.note or _equal_inside(axes, view, look),
        replace(look, y_label=look.slope_label) if panel.of_slopes else look,
    )
    hidden = {index for one in view.shared if one.everywhere and not one.but for index in one.members[1:]}
    shown = [index for index in range(len(pens)) if index not in hidden]
    add_labels(
        axes,
        [panel.traces[index] for index in shown],
        [pens[index].colour for index in shown],
        view.digits or digits_of(panel.traces),
    )


def _equal_inside(axes: Axes, view: View, look: Look) -> str:
    """A note that names curves that are one line within the panel."""
    room = TOLD * axes.get_position().width * axes.figure.get_figwidth()
    return told_inside(view.panel, view.shared, room, at_ends=not look.keyed) if look.legend else ""
