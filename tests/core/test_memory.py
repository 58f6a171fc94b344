"""The peak of the resident memory is seen, by one thread for all watches."""

from __future__ import annotations

import threading

import numpy as np

from core.memory import PeakMemory, resident_mb


def sampled_once(watch: PeakMemory) -> None:
    """Return when the sampler has told the watch something new."""
    seen = threading.Event()
    note = watch.note
    watch.note = lambda now: (note(now), seen.set())
    assert seen.wait(10)


def test_memory_that_is_gone_at_the_end_was_seen():
    with PeakMemory() as watch:
        block = np.ones(20 << 20)
        sampled_once(watch)
        del block
    assert watch.peak - watch.before > 100


def test_watches_may_overlap():
    with PeakMemory() as outer:
        with PeakMemory() as inner:
            sampled_once(inner)
        sampled_once(outer)
    assert outer.peak >= outer.before > 0


def test_no_watch_leaves_a_thread_of_its_own():
    with PeakMemory():
        before = threading.active_count()
    for _ in range(20):
        with PeakMemory():
            assert resident_mb() > 0
    assert threading.active_count() <= before
