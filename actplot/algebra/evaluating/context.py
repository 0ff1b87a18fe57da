"""mpmath's numbers as actplot computes with them: in a context of its own, whose precision each thread sets for itself.

The one that `from mpmath import mp` gives belongs to the user, and all threads share its precision.
"""

import threading
from collections.abc import Iterator
from typing import Any

from mpmath import MPContext
from mpmath.libmp import prec_to_dps, round_nearest

_USUAL = 53  # bits


class _Bits(threading.local):
    """The precision of the thread that asks."""

    count = _USUAL


class _Rounding:
    """What a context has as a list of its precision and the direction in which it rounds."""

    def __init__(self) -> None:
        self._bits = _Bits()

    def __iter__(self) -> Iterator[Any]:
        return iter((self._bits.count, round_nearest))

    def __getitem__(self, index: int) -> Any:
        return (self._bits.count, round_nearest)[index]

    def __setitem__(self, index: int, value: Any) -> None:
        if index == 0:
            self._bits.count = value


class _Context(MPContext):
    """The arithmetic of mpmath with a precision for each thread."""

    def __init__(self) -> None:
        super().__init__()
        self._prec_rounding = _Rounding()
        for kind in (self.mpf, self.mpc, self.constant):
            kind._ctxdata[2] = self._prec_rounding

    @classmethod
    def _wrap_specfun(cls, *_: Any) -> None:
        """Nothing: mpmath has made a context of its own, whose functions are those of the class."""

    # mpmath stores these beside the list.
    _prec = property(lambda self: self._prec_rounding[0], lambda self, _: None)
    _dps = property(lambda self: prec_to_dps(self._prec_rounding[0]), lambda self, _: None)


mp = _Context()
mpf = mp.mpf
mpf.__module__ = __name__  # where pickle finds it
