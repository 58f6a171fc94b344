"""Work beside the window leaves the processor to it: what the hand does comes first."""

from __future__ import annotations

import os
import sys
import threading

NICENESS = 5


def let_the_window_go_first() -> None:
    """Lower the priority of the thread that calls this, and of those it will start.

    Only Linux counts niceness per thread; elsewhere nothing happens.
    """
    if sys.platform != "linux":
        return
    thread = threading.get_native_id()
    nice = max(os.getpriority(os.PRIO_PROCESS, thread), NICENESS)
    os.setpriority(os.PRIO_PROCESS, thread, nice)
