"""What a model says of its data at some steps of a descent: a line through them, or the boundary of two classes."""

from dataclasses import dataclass

import numpy as np

from ...errors import BadOption
from .descent import Path
from .model import Slice
from .rows import Data

FEATURES = 2  # that a picture of the data can have


@dataclass(frozen=True, eq=False)
class Stage:
    """The weights of the features, and the bias, at a step."""

    step: int
    weights: np.ndarray
    bias: float

    def line(self, x: np.ndarray) -> np.ndarray:
        """The prediction for values of the only feature."""
        return x * self.weights[0] + self.bias

    def boundary(self, ends: np.ndarray) -> np.ndarray | None:
        """Two places, of shape (2, 2), on the line where the output is 0; None where there is none.

        `ends` are those of the picture, of shape (2, 2): the line reaches far beyond them.
        """
        size = float(np.hypot(*self.weights))
        if not 0 < size < np.inf or not np.isfinite(self.bias):
            return None
        normal = self.weights / size
        centre = ends.mean(axis=1)
        foot = centre - (float(centre @ normal) + self.bias / size) * normal
        reach = 2.0 * float(np.hypot(*np.ptp(ends, axis=1))) + float(np.hypot(*(foot - centre)))
        along = np.array([-normal[1], normal[0]])
        return np.array([foot - reach * along, foot + reach * along])


@dataclass(frozen=True, eq=False)
class Fit:
    """The data of one feature, or of two and two classes, and the stages of each path."""

    data: Data
    classes: np.ndarray | None  # for each example whether it is of the second of two classes
    paths: tuple[tuple[Stage, ...], ...]


def fit_of(part: Slice, data: Data, paths: tuple[Path, ...]) -> Fit:
    """What there is to see of the data. Raises `BadOption` for data that no plane shows."""
    features = data.x.shape[1]
    of_classes = part.model.loss.of_classes
    if features > FEATURES or (features == FEATURES and not of_classes):
        allowed = "one feature, or two features and two classes"
        raise BadOption(
            f"--beside fit draws data of {allowed}; {data.name} has {features} features. Leave fit out, or choose "
            "one with --x."
        )
    stages = tuple(_stages(part, path, ends_alone=len(paths) > 1) for path in paths)
    return Fit(data, data.y == 1 if of_classes else None, stages)


def _stages(part: Slice, path: Path, *, ends_alone: bool) -> tuple[Stage, ...]:
    """Of one path its start, its middle and its end; of several their ends."""
    assert path.every is not None
    last = len(path.every) - 1
    steps = [last] if ends_alone else sorted({0, _middle(path.every), last})
    return tuple(_stage(part, path.every[step], step) for step in steps)


def _middle(places: np.ndarray) -> int:
    """The step nearest to half of the way."""
    with np.errstate(all="ignore"):
        along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(places, axis=0).T))])
    return int(np.argmin(np.abs(along - along[-1] / 2))) if np.isfinite(along[-1]) else 0


def _stage(part: Slice, place: np.ndarray, step: int) -> Stage:
    values = {**dict(part.fixed), **dict(zip(part.names, place.tolist(), strict=True))}
    *weights, bias = (values[name] for name in part.model.weights)
    return Stage(step, np.array(weights), bias)
