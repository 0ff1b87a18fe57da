"""Calls a user's function: in blocks, point by point where it fails for some, no longer than anyone waits."""

import contextlib
import signal
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ...errors import SuppliedError
from .callables import PROBES, Called, Unfit
from .loading import contained

SECONDS, POINTS = 10.0, 10_000  # for which a call may take so long, and in proportion for more


@dataclass(frozen=True)
class Calls:
    """A callable of some kind, asked for arrays of any shape."""

    called: Called
    source: str
    spec: str
    dtype: Any = np.float64

    @property
    def has_slopes(self) -> bool:
        return self.called.has_slopes

    def in_float32(self) -> "Calls":
        return replace(self, dtype=np.float32)

    def values(self, x: np.ndarray) -> np.ndarray:
        return self._asked(self.called.values, x)

    def slopes(self, x: np.ndarray, order: int) -> np.ndarray:
        return self._asked(lambda at: self.called.slopes(at, order), x)

    def refuse_chance(self) -> None:
        """Raise `SuppliedError` for a function whose values are drawn at random."""
        x = np.array(PROBES)
        if not np.array_equal(self.values(x), self.values(x), equal_nan=True):
            training = getattr(self.called.call, "training", False)
            why = " It is in training mode: call .eval() on it in the file." if training else ""
            raise SuppliedError(f"{self.spec} gives other values each time that it is called.{why}")

    def _asked(self, way: Callable, x: np.ndarray) -> np.ndarray:
        points = np.ascontiguousarray(np.ravel(x).astype(self.dtype))
        with contained(self.source), _timed(self.spec, points.size), np.errstate(all="ignore"):
            return self._told(way, points).astype(np.float64).reshape(np.shape(x))

    def _told(self, way: Callable, points: np.ndarray) -> np.ndarray:
        if not points.size:
            return points
        try:
            return way(points)
        except (Unfit, SuppliedError) as error:
            raise SuppliedError(f"{self.spec}: {error}") from error
        except Exception:
            return self._one_by_one(way, points)

    def _one_by_one(self, way: Callable, points: np.ndarray) -> np.ndarray:
        """Nan where it raises; raises where it does so everywhere."""
        results = np.full(points.shape, np.nan, points.dtype)
        worked, problem = False, None
        for index in range(points.size):
            try:
                results[index] = way(points[index : index + 1])[0]
                worked = True
            except Exception as error:
                problem = error
        if not worked and points.size >= len(PROBES) and problem is not None:
            raise problem
        return results


@contextlib.contextmanager
def _timed(spec: str, points: int) -> Iterator[None]:
    """Raises `SuppliedError` after a while, where the system has alarms and this is its main thread."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    allowed = SECONDS * max(1.0, points / POINTS)

    def stop(*_: Any) -> None:
        raise SuppliedError(f"{spec} takes more than {allowed:g} s for {points} points. Let it work on whole arrays.")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, allowed)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
