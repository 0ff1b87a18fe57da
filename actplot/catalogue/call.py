"""What a framework's call asks for beside the parameters of a function: a reduction of losses, and the floats."""

from dataclasses import replace

from ..frozen import record

EXAMPLES, ELEMENTS, ROWS = "examples", "elements", "rows"
_EACH_LABELS = {ROWS: "loss (mean of the row)", ELEMENTS: "loss (of the element)"}


@record
class Reduction:
    """How the losses of many examples become one number, in whose words."""

    how: str = "none"  # one of the catalogue's reductions
    word: str = ""  # a framework's own for it
    zero_of_none: bool = False  # whether the mean is 0 where no example counts, and not nan
    over: str = EXAMPLES  # or each element of a vector counts as one, or the numbers of each row are averaged first

    @property
    def label(self) -> str:
        """What a table calls the reduced loss."""
        if self.how == "none":
            return _EACH_LABELS.get(self.over, "loss")
        return f"loss ({self.word or self.how})"


EACH = Reduction()


@record
class Call:
    """The settings of a call that are no parameters, so that entries which differ in them alone are equal."""

    reduction: Reduction | None = None  # that the call names
    usual: Reduction = EACH  # that its framework takes where it names none
    dtype: str = ""  # of the numbers, where the call names one
    alone: str = ""  # what the framework makes of several vectors at once, where that is nothing of each one

    def reducing(self, reduction: "Reduction | str | None") -> Reduction:
        """The reduction that is asked for: the one given, in the framework's meaning of it, or the call's own."""
        if reduction is None:
            return self.reduction or EACH
        return reduction if isinstance(reduction, Reduction) else replace(self.usual, how=reduction, word="")

    @property
    def settings(self) -> dict[str, str]:
        """What was named, by its name."""
        named = {"reduction": self.reduction and (self.reduction.word or self.reduction.how), "dtype": self.dtype}
        return {name: word for name, word in named.items() if word}
