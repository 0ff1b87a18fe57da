"""Tests that a loss of a class is drawn for both of its targets, and for one alone where that was asked for."""

import pickle

import numpy as np
import pytest
from numpy.testing import assert_allclose

import actplot
from actplot.catalogue.registry import names
from actplot.requests.command_line import line_of
from actplot.requests.reading import parse_picture

OF_CLASSES = {
    "binary_cross_entropy": (1, 0),
    "brier": (1, 0),
    "binary_focal": (1, 0),
    "sigmoid_cross_entropy_with_logits": (1, 0),
    "weighted_cross_entropy_with_logits": (1, 0),
    "sigmoid_focal": (1, 0),
    "sparsemax_loss": (1, 0),
    "hinge_embedding": (1, -1),
}


def test_losses_of_a_class_are_known_by_the_targets_that_they_take():
    assert {
        name: tuple(one.target for one in several)
        for name in names()
        if len(several := actplot.get(name).by_target()) > 1
    } == OF_CLASSES


@pytest.mark.parametrize("name", OF_CLASSES)
def test_both_curves_are_in_every_panel(name):
    panels = parse_picture(f"plot {name}").panels()
    assert [[str(trace.label) for trace in panel.traces] for panel in panels] == [
        [f"target = {str(target).replace('-', '−')}" for target in OF_CLASSES[name]]
    ] * 2
    for panel, method in zip(panels, ("value", "derivative"), strict=True):
        for trace, target in zip(panel.traces, OF_CLASSES[name], strict=True):
            x = np.concatenate([x[1:-1] for x, _ in trace.curve.pieces])
            y = np.concatenate([y[1:-1] for _, y in trace.curve.pieces])
            assert_allclose(y, getattr(actplot.get(f"{name}:target={target}"), method)(x))


@pytest.mark.parametrize(
    ("line", "canonical"),
    [
        ("plot binary_cross_entropy", "plot binary_cross_entropy"),
        ("plot binary_cross_entropy:target=1", "plot binary_cross_entropy:target=1"),
        ("plot bce:1,0.1", "plot binary_cross_entropy:label_smoothing=0.1,target=1"),
        ("plot binary_cross_entropy:0", "plot binary_cross_entropy:0"),
        ("plot brier:target=0.3", "plot brier:0.3"),
        ("plot torch:HingeEmbeddingLoss:target=1", "plot hinge_embedding:target=1"),
    ],
)
def test_a_target_that_was_given_is_drawn_alone_and_stays_in_the_line(line, canonical):
    picture = parse_picture(line)
    assert line_of(picture) == line_of(parse_picture(canonical)) == canonical
    assert len(picture.shown) == 2 - (":" in canonical)
    (first, *others) = picture.panels()
    assert (len(first.traces), len(others)) == ((1 + 1, 0) if ":" in canonical else (2, 1))


def test_pictures_of_one_target_and_of_both_are_different_ones():
    one, both = parse_picture("plot brier:target=1"), parse_picture("plot brier")
    assert one != both
    assert pickle.loads(pickle.dumps(one)) == one
    spoken = parse_picture("plot torch:BCELoss")
    again = pickle.loads(pickle.dumps(spoken))
    assert again == spoken
    assert len(again.shown) == 2


def test_a_loss_of_any_number_says_the_target_that_it_keeps():
    assert "(target = 1)" in parse_picture("plot msle").alt
    assert len(parse_picture("plot gamma_deviance").panels()) == 1


def test_words_tell_the_targets_apart():
    picture = parse_picture("plot brier")
    assert picture.alt.startswith("Brier score (target = 1 and 0) and its derivative, for p from 0 to 1.")
    assert "f(p) for target = 0 rises from 0 to 1" in picture.alt
    assert "f′(p) for target = 1 rises from −2 to 0" in picture.alt


def test_both_formulas_are_told():
    formulas = parse_picture("plot brier --formula").content().formulas
    assert [formula.name for formula in formulas] == ["Brier score, target = 1", "Brier score, target = 0"]


def test_axes_of_derivatives_have_options_beside_an_inset():
    picture = parse_picture("plot brier --zoom 0.4 0.6 --ylim-derivative -1 1")
    assert picture.draw().axes[1].get_ylim() == pytest.approx((-1, 1))
