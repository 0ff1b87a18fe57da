"""Pairs each function of a user's file with what is called like its derivative there."""

from ...errors import SuppliedError, quoted
from .addresses import Place
from .loading import callables_of, loaded

SPELLINGS = ("d{}", "{}_prime", "{}_grad", "d_{}")


def pairs_of(place: Place) -> list[tuple[Place, Place]]:
    """Functions and their derivatives, in the order of the file. Raises `SuppliedError` where there is no pair."""
    names = [name for name, value in vars(loaded(place).module).items() if callable(value) and name[0] != "_"]
    spelt = [(name, spelling.format(name)) for name in names for spelling in SPELLINGS]
    found = [(name, other) for name, other in spelt if other in names]
    if not found:
        known = ", ".join(callables_of(loaded(place).module)[:20]) or "no functions"
        wanted = ", ".join(f"act and {spelling.format('act')}" for spelling in SPELLINGS)
        raise SuppliedError(
            f"{quoted(place.source)} has no function with its derivative. Pairs are spelt {wanted}. It has: {known}. "
            f"Or name both: {place.source}:act --derivative {place.source}:NAME"
        )
    return [(Place(place.source, name), Place(place.source, other)) for name, other in found]
