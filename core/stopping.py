"""Whether what runs on this thread is still wanted, for work that no tile's context reaches."""

from __future__ import annotations

import contextlib
import contextvars
from collections.abc import Callable, Iterator

from core.errors import Cancelled


def never() -> bool:
    """Cancels nothing."""
    return False


_cancelled: contextvars.ContextVar[Callable[[], bool]] = contextvars.ContextVar(
    "cancelled", default=never
)


@contextlib.contextmanager
def stopping(cancelled: Callable[[], bool]) -> Iterator[None]:
    """What runs inside the ``with`` block on this thread stops if this returns True."""
    token = _cancelled.set(cancelled)
    try:
        yield
    finally:
        _cancelled.reset(token)


def wish_to_stop() -> Callable[[], bool]:
    """What tells, on this thread, that nothing more is wanted."""
    return _cancelled.get()


def raise_if_stopped() -> None:
    """Stop here if that is so.

    Raises
    ------
    Cancelled
        If nothing more is wanted.
    """
    if _cancelled.get()():
        raise Cancelled
