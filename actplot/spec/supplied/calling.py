"""Calls a user's function: in blocks, point by point where it fails for some, no longer than anyone waits."""

import contextlib
import inspect
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from ...alarms import TooLong, stopped_after
from ...errors import SuppliedError
from .callables import PROBES, Called, Unfit
from .containing import contained, told
from .loading import look_in
from .noticed import notice

SECONDS, POINTS = 10.0, 10_000  # a function may take so long for so many, and in proportion for more
IN_ALL, _SLOW = 2, 0.1  # times that, which one may take that needs more than a tenth of it for each point
_ALIKE = 1e-6  # relative: values at a number alone and among others may differ by the order of sums


@dataclass
class Experience:
    """What is known of a function from calling it."""

    seconds: float = 0.0
    points: int = 0
    said: set[str] = field(default_factory=set)

    def say(self, about: str, text: str) -> None:
        """Note what a user should know, once."""
        if about not in self.said:
            self.said.add(about)
            notice(f"note: {text}")

    def allowed(self, further: int) -> float:
        """The seconds that it may take in all for what it was asked for and for further points."""
        in_proportion = SECONDS * max(1.0, (self.points + further) / POINTS)
        is_slow = self.points and self.seconds / self.points > _SLOW * SECONDS / POINTS
        return min(in_proportion, IN_ALL * SECONDS) if is_slow else in_proportion


@dataclass(frozen=True)
class Calls:
    """A callable of some kind, asked for arrays of any shape."""

    called: Called
    source: str
    spec: str
    folder: str = ""  # in which the file stands
    dtype: Any = np.float64
    experience: Experience = field(default_factory=Experience, compare=False)

    @property
    def has_slopes(self) -> bool:
        return bool(self.called.slopes_by)

    def in_float32(self) -> "Calls":
        return replace(self, dtype=np.float32)

    def values(self, x: np.ndarray) -> np.ndarray:
        return self._asked(self.called.values, x)

    def slopes(self, x: np.ndarray, order: int) -> np.ndarray:
        return self._asked(lambda at: self.called.slopes(at, order), x)

    def refuse_chance(self) -> None:
        """Raise `SuppliedError` for a function whose values are drawn at random, or mixes the numbers it is given."""
        x = np.array(PROBES)
        together = self.values(x)
        if not np.array_equal(together, self.values(x), equal_nan=True):
            advice = f" {self.called.advice}".rstrip()
            raise SuppliedError(f"{self.spec} gives other values each time that it is called with the same.{advice}")
        alone = np.concatenate([self.values(x[place : place + 1]) for place in range(x.size)])
        if not np.allclose(together, alone, rtol=_ALIKE, atol=_ALIKE, equal_nan=True):
            raise SuppliedError(
                f"{self.spec}: what it gives for a number depends on the numbers beside it, as that of softmax does. "
                f"Only a function that is applied to each number alone has a curve. {self.called.advice}".rstrip()
            )

    def _asked(self, way: Callable, x: np.ndarray) -> np.ndarray:
        points = np.ascontiguousarray(np.ravel(x).astype(self.dtype))
        if not points.size:
            return np.zeros(np.shape(x))
        look_in(self.folder)
        with contained(self.source), timed(self.spec, points.size, self.experience):
            return self._told(way, points).astype(np.float64).reshape(np.shape(x))

    def _told(self, way: Callable, points: np.ndarray) -> np.ndarray:
        try:
            found = way(points)
        except Unfit as error:
            raise unfit(self.spec, self.called.call, error) from None
        except Exception:
            return self._one_by_one(way, points)
        for about, text in self.called.remarks.items():
            self.experience.say(about, f"{self.spec} {text}")
        return found

    def _one_by_one(self, way: Callable, points: np.ndarray) -> np.ndarray:
        """Nan where it raises."""
        results = np.full(points.shape, np.nan, points.dtype)
        for place in range(points.size):
            try:
                results[place] = way(points[place : place + 1])[0]
            except Unfit as error:
                raise unfit(self.spec, self.called.call, error) from None
            except Exception as error:
                if "raises" not in self.experience.said:
                    said = f"at {points[place]:g} it raises, and has no value there: {told(error, self.source)}"
                    self.experience.say("raises", f"{self.spec}: {said}")
        return results


def unfit(spec: str, call: Callable, error: Unfit) -> SuppliedError:
    """What is wrong with what a function returns, with the line where it stands."""
    code = getattr(inspect.unwrap(getattr(call, "func", call)), "__code__", None)
    return SuppliedError(f"{spec}{f' (line {code.co_firstlineno})' if code else ''}: {error}")


@contextlib.contextmanager
def timed(spec: str, points: int, experience: Experience) -> Iterator[None]:
    """Raises `SuppliedError` after a while, where the system has alarms and this is its main thread; else tells it."""
    allowed = experience.allowed(points)
    experience.points += points
    start = time.monotonic()
    what = f"{spec} takes more than {allowed:g} s for {experience.points} points. Let it work on whole arrays"
    try:
        with stopped_after(allowed - experience.seconds):
            yield
    except TooLong:
        raise SuppliedError(f"{what}, or do less.") from None
    finally:
        experience.seconds += time.monotonic() - start
    if experience.seconds > allowed:
        experience.say("slow", f"{what}.")
