"""Stops what takes too long, on systems that have alarms."""

import contextlib
import signal
import threading
import time
from collections.abc import Iterator
from typing import Any

_AGAIN = 1.0  # seconds after which code is stopped again that caught even that
_SOONEST = 0.01  # seconds, as 0 sets no alarm
_set_timer = signal.setitimer if hasattr(signal, "setitimer") else None
_ALARM = signal.SIGALRM if hasattr(signal, "SIGALRM") else None


class TooLong(BaseException):
    """Raised where code is at work, which must not take it for an error of its own."""


@contextlib.contextmanager
def stopped_after(seconds: float) -> Iterator[None]:
    """Raises `TooLong` inside after so many seconds; never where there are no alarms, or in another thread."""
    if _set_timer is None or _ALARM is None or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: Any) -> None:
        raise TooLong

    handler = signal.signal(_ALARM, stop)
    left, every = _set_timer(signal.ITIMER_REAL, max(seconds, _SOONEST), _AGAIN)
    start = time.monotonic()
    try:
        yield
    finally:
        _set_timer(signal.ITIMER_REAL, 0)
        signal.signal(_ALARM, handler)
        if left:  # somebody else's, which goes on
            _set_timer(signal.ITIMER_REAL, max(left - (time.monotonic() - start), 0.001), every)
