"""The peak of the resident memory is seen, by one thread for all watches."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from core.memory import PeakMemory, hand_freed_memory_back, keep_freed_memory, resident_mb


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


@pytest.mark.parametrize("megabytes", [1, 30, 60])
def test_freed_tile_buffers_are_used_again(megabytes):
    resource = pytest.importorskip("resource")
    keep_freed_memory()
    np.ones(megabytes << 17)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(5):
        np.ones(megabytes << 17)
    faults = resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before
    assert faults < megabytes + 20


def test_what_was_kept_can_be_handed_back():
    pytest.importorskip("resource")
    keep_freed_memory()
    np.ones(50 << 17)
    hand_freed_memory_back()
    before = resident_mb()
    np.ones(50 << 17)
    hand_freed_memory_back()
    assert resident_mb() < before + 10
