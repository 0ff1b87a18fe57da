"""The random numbers of one line, which say how much of it is wrong."""

from collections.abc import Sequence
from random import Random

WILDNESS = (0.0, 0.0, 0.0, 0.02, 0.1, 0.3)


class Dice(Random):
    """Half of the lines are as people mean them; in the others a share of all words is wrong."""

    def __init__(self, seed: str):
        super().__init__(seed)
        self.wildness = self.choice(WILDNESS)

    def wrong(self) -> bool:
        return self.random() < self.wildness

    def often(self, share: float = 0.8) -> bool:
        return self.random() < share

    def one(self, right: Sequence[str], wrong: Sequence[str] = ()) -> str:
        return self.choice(wrong if wrong and self.wrong() else right)
