"""Writes the titles and captions of surfaces, Jacobians and random layers, from what they show."""

from typing import TYPE_CHECKING

from ...calculus.written_names import in_letters, mathematical, named, titled, upright
from ...catalogue.entry import Entry
from ...catalogue.kinds.losses import Loss
from ...numbers import readable, span_text
from ..picture import Words

if TYPE_CHECKING:
    import numpy as np

    from ...calculus.models.model import Slice
    from ...calculus.models.rows import Data
    from ...calculus.models.surfaces import Surface
    from ...calculus.vectors.jacobians import JacobianAt
    from ...calculus.vectors.layers import LayerAt
    from ...calculus.vectors.simplices import OnSimplex


def words_of_plane(loss: Loss, surface: "Surface") -> Words:
    """Of a loss over prediction and target."""
    name = titled(loss, ("target",))
    return Words(f"{name} over prediction and target", f"loss of one prediction; {_ends(surface)}")


def words_of_model(part: "Slice", examples: "Data", surface: "Surface", *, descends: bool) -> Words:
    """Of the loss of a model over two of its weights."""
    from ...calculus.models.model import equation

    name = titled(part.model.loss, ("target",))
    title = f"{name} of a linear model" + (", by gradient descent" if descends else "")
    weights = part.model.weights
    model = in_letters(equation(examples), [*weights, *examples.columns])
    count = len(examples.y)
    over = f"{part.model.reduction} over {count} example{'s' * (count > 1)} of {examples.name}"
    return Words(title, f"{over}; model {model}; {_ends(surface)}")


def words_of_jacobian(function: Entry, at: "JacobianAt") -> Words:
    """Of all derivatives at one vector."""
    from ...figures.heatmap import meaning_of

    told = [
        meaning_of(at),
        _sums(at),
        _ranges(at),
        "* by convention, where there is no derivative" if at.conventions else "",
    ]
    return Words(f"Jacobian of {upright(named(function))}", "; ".join(filter(None, told)))


def _sums(at: "JacobianAt") -> str:
    """What all rows and all columns have as their sums."""
    if not at.sums_tell:
        return ""
    rows, columns = (_common(sums) for sums in (at.row_sums, at.column_sums))
    if rows is not None and rows == columns:
        return f"every row and every column sums to {rows}"
    told = [
        f"every {name} sums to {total}" for name, total in (("row", rows), ("column", columns)) if total is not None
    ]
    return "; ".join(told)


def _common(sums: "np.ndarray") -> str | None:
    """The one number that all are, but for rounding."""
    first = float(sums[0])
    near = abs(sums - first).max() <= 1e-12 * max(1.0, abs(first))
    return readable(round(first, 12)) if near else None


def _ranges(at: "JacobianAt") -> str:
    """Of the vectors, where there are too many numbers to show."""
    from ...figures.heatmap import MOST_NUMBERS

    if max(at.slopes.shape) <= MOST_NUMBERS:
        return ""
    both = ((at.letters.input, at.input), (at.letters.output, at.output))
    return ", ".join(
        f"{mathematical(letter)} from {readable(float(values.min()), 3)} to {readable(float(values.max()), 3)}"
        for letter, values in both
    )


def words_of_layer(function: Entry, layer: "LayerAt", note: str) -> Words:
    """Of what a random layer makes of a vector."""
    return Words(
        f"{titled(function, ('seed',))} in training and in evaluation",
        f"{note}; logarithmic axis" if layer.spans_sizes else note,
    )


def words_of_simplex(function: Entry, path: "OnSimplex") -> Words:
    """Of the shares of three classes in a triangle."""
    scores = ", ".join(map(readable, path.scores))
    told = (
        f"scores {scores}",
        "dots: temperatures 𝑇",
        "thin lines: entropy, every 0.2",
        "dashed: equal largest shares",
    )
    return Words(f"{titled(function)} of three classes", "; ".join(told))


def _ends(surface: "Surface") -> str:
    axes = zip(surface.names, (surface.x, surface.y), strict=True)
    return ", ".join(f"{in_letters(name, [name])} {_from_to(places)}" for name, places in axes)


def _from_to(places: "np.ndarray") -> str:
    return f"from {span_text(float(places[0]), float(places[-1]), 4)}"
