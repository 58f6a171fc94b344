"""What ops found out about whole pictures, kept so that panning does not look again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any


class PreparedCache:
    """Results of `Op.prepare` by content; the ones used longest ago go first.

    Parameters
    ----------
    most
        Results it holds.
    """

    def __init__(self, most: int = 8) -> None:
        self._found: OrderedDict[str, Any] = OrderedDict()
        self._most = most
        self._lock = threading.Lock()

    def get(self, key: str, make: Callable[[], Any]) -> Any:
        """The result of this content, made now if it is not known yet."""
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                return self._found[key]
        made = make()
        with self._lock:
            self._found[key] = made
            if len(self._found) > self._most:
                self._found.popitem(last=False)
        return made
