"""Writes the titles and captions of surfaces, Jacobians and random layers, from what they show."""

from typing import TYPE_CHECKING

from ...calculus.written_names import in_letters, mathematical, named, titled, upright
from ...catalogue.entry import Entry
from ...catalogue.kinds.losses import Loss
from ...numbers import readable
from ..picture import Words

if TYPE_CHECKING:
    import numpy as np

    from ...calculus.models.model import Slice
    from ...calculus.models.rows import Data
    from ...calculus.models.surfaces import Surface
    from ...calculus.vectors.jacobians import JacobianAt


def words_of_plane(loss: Loss, surface: "Surface") -> Words:
    """Of a loss over prediction and target."""
    name = titled(loss, ("target",))
    comma = "," * ("," in name)
    return Words(f"{name}{comma} over prediction and target", f"loss of one prediction; {_ends(surface)}")


def words_of_model(part: "Slice", examples: "Data", surface: "Surface", *, descends: bool) -> Words:
    """Of the loss of a model over two of its weights."""
    from ...calculus.models.model import equation

    name = titled(part.model.loss, ("target",))
    title = f"{name}{',' * (',' in name)} of a linear model" + (", by gradient descent" if descends else "")
    weights = part.model.weights
    model = in_letters(equation(examples), [*weights, *examples.columns])
    count = len(examples.y)
    over = f"{part.model.reduction} over {count} example{'s' * (count > 1)} of {examples.name}"
    return Words(title, f"{over}; model {model}; {_ends(surface)}")


def words_of_jacobian(function: Entry, at: "JacobianAt") -> Words:
    """Of all derivatives at one vector."""
    letters = at.letters
    output, moving = (mathematical(letter) for letter in (letters.output, letters.input))
    row, where = (output, "") if letters.single else (f"{output}ᵢ", "row i, ")
    told = f"∂{row}/∂{moving}ⱼ in {where}column j"
    return Words(f"Jacobian of {upright(named(function))}", told)


def words_of_layer(function: Entry, note: str) -> Words:
    """Of what a random layer makes of a vector."""
    return Words(f"{titled(function)}, in training and in evaluation", note)


def _ends(surface: "Surface") -> str:
    axes = zip(surface.names, (surface.x, surface.y), strict=True)
    return ", ".join(f"{in_letters(name, [name])} {_from_to(places)}" for name, places in axes)


def _from_to(places: "np.ndarray") -> str:
    return f"from {readable(float(places[0]), 4)} to {readable(float(places[-1]), 4)}"
