"""Networks through the engine: the first run apart from the warm ones."""

from __future__ import annotations

import pytest

from core.engine import Engine
from models import runner
from models.bench import own
from models.bench.own import bench_networks
from models.bench.subjects import untrained
from models.network_ops import network_ops


def test_a_row_tells_cold_from_warm_and_counts_useful_operations(monkeypatch):
    subject = untrained("tiny", "sub-pixel-cnn", {"features": 4, "scale": 2})
    monkeypatch.setattr(runner, "load_network", lambda card: subject.network)
    monkeypatch.setattr(own, "matmul_gflops", lambda device, dtype: 10.0)
    engine = Engine(network_ops([subject.card], "cpu"))
    (row,) = bench_networks(engine, [subject.card], lambda card: [0.01])
    assert row.megapixels == pytest.approx(0.01, rel=0.05)
    assert row.cold_seconds > 0
    assert row.seconds_per_mp == pytest.approx(row.seconds / row.megapixels)
    operations = 2 * subject.card.macs * row.megapixels / 1e3
    assert row.gflops == pytest.approx(operations / row.seconds)
    assert row.share_of_peak == pytest.approx(row.gflops / 10)
