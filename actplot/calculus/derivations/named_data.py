"""Calls features and target of a model by the names that they have in somebody's data."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from .derivation import Derivation, Symbol

ONE, MANY = "x_i", "x_ij"  # the feature of example i, and its feature j


@dataclass(frozen=True)
class Called:
    """The names of the features, in their order, and of the target; none where nobody says them."""

    features: tuple[str, ...] = ()
    target: str = ""

    def fits(self, derivation: Derivation) -> bool:
        """Whether a derivation is about as many features."""
        names = {symbol.name for symbol in derivation.symbols}
        return len(self.features) < 2 or ONE not in names

    def named(self, derivation: Derivation) -> Derivation:
        """The derivation, which says what its letters stand for in the data."""
        if not (self.features or self.target):
            return derivation
        return replace(derivation, symbols=tuple(self._symbols(derivation)))

    def _symbols(self, derivation: Derivation) -> Iterator[Symbol]:
        for symbol in derivation.symbols:
            yield replace(symbol, meaning=self._meaning(symbol))

    def _meaning(self, symbol: Symbol) -> str:
        if symbol.name == "y_i" and self.target:
            return symbol.meaning.replace("the target", self.target).replace("the label", self.target)
        if self.features and symbol.name == ONE:
            return f"{self.features[0]} of example i"
        if self.features and symbol.name == "w":
            return f"the weight of {self.features[0]}"
        if self.features and symbol.name == MANY:
            return f"{symbol.meaning}: {self._listed()}"
        if self.features and symbol.meaning == "the number of features":
            return f"{symbol.meaning}, here {len(self.features)}"
        return symbol.meaning

    def _listed(self) -> str:
        return ", ".join(f"{name} for j = {place}" for place, name in enumerate(self.features, start=1))
