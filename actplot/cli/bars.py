"""Shows on a terminal that a command is at work, and how far it has come."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from ..progress import Progress, watched
from .streams import quiet

PATIENCE = 0.7  # seconds: what is done by then needs no bar
EVERY = 0.1  # seconds between two looks
WHOLE = 1000
SHOW_CURSOR = "" if os.name == "nt" else "\033[?25h"  # click hides it


@contextmanager
def working(what: str) -> Iterator[None]:
    """While the context lasts, and where standard error is a terminal, a bar that is gone when it ends."""
    if not sys.stderr.isatty() or quiet():
        yield
        return
    with watched() as progress:
        bar = _Bar(what, progress)
        bar.start()
        try:
            yield
        finally:
            bar.end()


class _Bar(threading.Thread):
    """A thread of its own keeps it moving also where nothing is counted."""

    def __init__(self, what: str, progress: Progress):
        super().__init__(daemon=True)
        self.what, self.progress = what, progress
        self.ended, self.width = threading.Event(), 0
        self.shown: Any = None

    def run(self) -> None:
        wait = PATIENCE
        while not self.ended.wait(wait):
            wait = EVERY
            self._show()
        if self.width:
            click.echo(f"\r{' ' * self.width}\r{SHOW_CURSOR}", nl=False, file=sys.stderr)

    def end(self) -> None:
        self.ended.set()
        self.join()

    def _show(self) -> None:
        share = self.progress.share
        done = None if share is None else int(share * WHOLE)
        self.shown = self._bar(done)
        self.shown.update(1 if done is None else done - self.shown.pos)
        self.width = max(self.width, self.shown.max_width or 0)

    def _bar(self, done: int | None) -> Any:
        """The one that is shown, or another one where other work has begun."""
        length = None if done is None else WHOLE
        if self.shown is None or self.shown.length != length or (done is not None and done < self.shown.pos):
            if length is None:
                return click.progressbar(iter(int, 1), label=self.what, file=sys.stderr, show_eta=False)
            return click.progressbar(length=WHOLE, label=self.what, file=sys.stderr)
        return self.shown
