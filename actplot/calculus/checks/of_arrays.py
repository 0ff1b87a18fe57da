"""What is checked of arrays of vectors: each is as if it were alone, float32 is rounded once, shapes are kept."""

import math
import warnings
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from ...frozen import record
from .quantities import Held, Quantity

ALONE, FLOAT64 = "alone, float64", "float64"
_ROUNDED = 1e-14  # of the largest number: sums of arrays may be taken in another order
_ROUNDED_TWICE = "is not rounded once"


@record
class Asked:
    """A closed form, and the arrays of vectors, each of one shape, that it is asked for together."""

    method: Callable[..., np.ndarray]
    vectors: tuple[np.ndarray, ...]  # stacked along the first axis: inputs, and targets where there are any
    in_float32: Callable[..., np.ndarray] | None = None  # what float32 stands for, where that is another method


def in_arrays(*asked: Asked) -> Quantity:
    """A stack of vectors against each alone, and float32 against float64."""
    return Quantity("arrays", tuple(held for one in asked for held in (*_stacked(one), *in_float32(one))), ALONE)


def stack(vectors: Sequence[np.ndarray], most: int = 6) -> np.ndarray:
    """Those of the length that most have, an even number of them."""
    lengths = [len(vector) for vector in vectors]
    usual = max(lengths, key=lambda length: (lengths.count(length), length))
    chosen = [vector for vector in vectors if len(vector) == usual][:most]
    return np.stack(chosen * 2 if len(chosen) == 1 else chosen[: len(chosen) // 2 * 2])


def _stacked(asked: Asked) -> Iterator[Held]:
    """Two axes in front of the vectors."""
    count = len(asked.vectors[0])
    folded = [part.reshape(2, count // 2, *part.shape[1:]) for part in asked.vectors]
    found = np.asarray(asked.method(*folded))
    alone = [np.asarray(asked.method(*(part[row] for part in asked.vectors))) for row in range(count)]
    shape = (2, count // 2, *alone[0].shape)
    fault = "" if found.shape == shape else f"has the shape {found.shape} in place of {shape}"
    rows = found.reshape(count, -1) if not fault else [one.ravel() for one in alone]
    for row, single in enumerate(alone):
        at = tuple(asked.vectors[0][row].tolist())
        finite = np.abs(single[np.isfinite(single)])
        slack = _ROUNDED * float(np.max(finite, initial=0.0))
        for place, (one, other) in enumerate(zip(np.ravel(rows[row]).tolist(), single.ravel().tolist(), strict=True)):
            yield Held(at, one, (other,), (place,), slack=slack, fault=fault, undefined=math.isnan(other))


def in_float32(asked: Asked) -> Iterator[Held]:
    """What is not representable is rounded first, so that both start from the same numbers."""
    narrow, *others = (part.astype(np.float32) for part in asked.vectors)
    with warnings.catch_warnings(record=True) as told, np.errstate(over="ignore"):
        warnings.simplefilter("always")
        found = np.asarray(asked.method(narrow, *others))
        wide = np.asarray(
            (asked.in_float32 or asked.method)(*(part.astype(np.float64) for part in (narrow, *others)))
        ).astype(np.float32)
    fault = "" if found.dtype == np.float32 else f"is {found.dtype}"
    fault = fault or (f"warns: {told[0].message}" if told else "")
    for row, (ours, theirs) in enumerate(zip(found, wide, strict=True)):
        at = tuple(asked.vectors[0][row].tolist())
        for place, (one, other) in enumerate(zip(np.ravel(ours).tolist(), np.ravel(theirs).tolist(), strict=True)):
            undefined = math.isnan(other)
            same = one == other or (undefined and math.isnan(one))
            yield Held(
                at, one, (other,), (place,), undefined=undefined, fault=fault or ("" if same else _ROUNDED_TWICE)
            )
