"""How the losses of many examples become one number: what their sum is divided by."""

from ...errors import BadOption, quoted, suggestion

REDUCTIONS = ("none", "sum", "mean", "batchmean")
OF_MODELS = ("mean", "sum")  # those that make one number of the losses of a model


def divisor(reduction: str, *, mean: float, batchmean: float) -> float:
    """What the sum of the losses is divided by, given that of a mean and that of a mean over the examples.

    Raises `BadOption` for an unknown reduction.
    """
    if reduction not in REDUCTIONS:
        near = suggestion(str(reduction), REDUCTIONS)
        raise BadOption(f"unknown reduction {quoted(str(reduction))}.{near} Allowed: {', '.join(REDUCTIONS)}.")
    return {"mean": mean, "batchmean": batchmean}.get(reduction, 1)
