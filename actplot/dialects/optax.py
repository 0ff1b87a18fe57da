"""Optax' names."""

from .spelling import Spelling

TITLE = "Optax"
VERSION = "0.2.8"


def _paths(*names: str) -> tuple[str, ...]:
    return tuple(f"{module}.{name}" for name in names for module in ("optax.losses", "optax"))


SPELLINGS = (
    Spelling(_paths("squared_error"), "mse"),
    Spelling(_paths("l2_loss"), "half_squared_error"),
    Spelling(_paths("huber_loss"), "huber", {"delta": 1}),
    Spelling(_paths("log_cosh"), "log_cosh"),
    Spelling(_paths("sigmoid_binary_cross_entropy"), "sigmoid_cross_entropy_with_logits"),
    Spelling(_paths("sigmoid_focal_loss"), "sigmoid_focal", {"alpha": None, "gamma": 2}),
    Spelling(("optax.losses.sparsemax_loss",), "sparsemax_loss", note="Every label other than 0 counts as 1."),
    Spelling(_paths("hinge_loss"), "hinge", kinks={1: -0.5}),
    Spelling(("optax.losses.perceptron_loss",), "perceptron", kinks={0: -0.5}),
)
