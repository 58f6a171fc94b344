"""Engines are compared on the same network, weights, tiles and input."""

from __future__ import annotations

import argparse

import numpy as np
import pytest
import torch

from core.errors import UsageError
from core.region import Size
from gui import bench_command
from models import tile_choice
from models.bench import against, peers
from models.bench.ablations import ROWS, PaperRow, bench_ablations
from models.bench.against import compare, in_turn, own_run, own_runner, planes_of, why_not
from models.bench.subjects import COMPARED, subject, untrained
from models.bench.tiles import contexts
from models.network_facts import parameter_count

SMALL = Size(40, 64)


@pytest.fixture
def tiny():
    return untrained("tiny", "strided-generator", {"channels": 4, "blocks": 1})


@pytest.fixture(autouse=True)
def quick_peak(monkeypatch):
    monkeypatch.setattr(against, "matmul_gflops", lambda device, dtype: 100.0)


def test_eager_gives_the_same_picture_whole_and_in_tiles(tiny):
    rows = list(compare(tiny, ["eager"], SMALL, torch.float32, rounds=2))
    assert [(row.engine, row.plan) for row in rows] == [("eager", "untiled"), ("eager", "tiled")]
    for row in rows:
        assert row.levels < 0.1
        assert row.weights == "random"
        assert row.ratio_low <= row.ratio <= row.ratio_high
        assert row.seconds > 0


def test_an_enlarging_network_is_compared_at_its_own_size():
    network = untrained("tiny", "sub-pixel-cnn", {"features": 4, "scale": 2})
    assert own_run(own_runner(network, torch.float32), planes_of(network, SMALL))().shape == (
        80,
        128,
        1,
    )
    assert all(
        row.levels < 0.1 for row in compare(network, ["eager"], SMALL, torch.float32, rounds=1)
    )


def test_a_network_that_asks_for_the_whole_picture_is_told():
    network = untrained("tiny", "low-light", {"widths": (4, 6)})
    assert own_run(own_runner(network, torch.float32), planes_of(network, SMALL))().shape == (
        40,
        64,
        3,
    )


def test_a_missing_package_is_one_sentence(tiny, monkeypatch):
    monkeypatch.setattr(peers.importlib.util, "find_spec", lambda name: None)
    said = list(compare(tiny, ["openvino"], SMALL, torch.float32, rounds=1))
    assert said == ["openvino takes no part: onnx is not installed (pip install .[bench])."]


def test_a_precision_that_an_engine_lacks_is_one_sentence(monkeypatch):
    monkeypatch.setattr(against, "missing_package", lambda name: None)
    assert "does not compute in bfloat16" in why_not("onnxruntime", torch.bfloat16)


def test_an_engine_that_cannot_convert_a_network_is_one_sentence(tiny, monkeypatch):
    def prepare(self, network, dtype):
        raise RuntimeError("no such layer")

    monkeypatch.setattr(peers.Eager, "prepare", prepare)
    said = list(compare(tiny, ["eager"], SMALL, torch.float32, rounds=1))
    assert said == ["eager takes no part: it cannot take tiny (no such layer)."]


def test_an_unknown_engine_is_named_with_the_known_ones():
    with pytest.raises(UsageError, match="eager, onnxruntime, openvino, ncnn"):
        why_not("abacus", torch.float32)


def test_every_network_with_a_bar_can_be_measured():
    for network_id in COMPARED:
        assert subject(network_id).card.id == network_id
    with pytest.raises(UsageError, match="fast-strided"):
        subject("slow-strided")


def test_sizes_that_do_not_fit_are_rounded_up(tiny):
    (row, _) = compare(tiny, ["eager"], Size(33, 47), torch.float32, rounds=1)
    assert row.size == "48x40"


@pytest.mark.parametrize("text", ["1280", "0x9", "axb"])
def test_a_size_that_is_none_is_refused(text):
    with pytest.raises(SystemExit):
        bench_command.parser("bench").parse_args(["networks", "--size", text])


def test_random_weights_are_the_same_every_time():
    one, other = (untrained("a", "dped", {"channels": 4, "blocks": 1}) for _ in range(2))
    weights = zip(one.network.parameters(), other.network.parameters(), strict=True)
    assert all(torch.equal(a, b) for a, b in weights)


def test_tiles_cover_a_picture_once():
    seen = np.zeros((50, 70), int)
    for tile in contexts(Size(50, 70), tile=32, halo=5):
        tile.core.of(seen)[:] += 1
        assert tile.outer.width == tile.core.width + tile.margins.left + tile.margins.right
    assert (seen == 1).all()


def test_everybody_runs_once_a_round():
    order = []
    seconds = in_turn({"a": lambda: order.append("a"), "b": lambda: order.append("b")}, 3)
    assert order == ["a", "b"] * 3
    assert [len(times) for times in seconds.values()] == [3, 3]


def test_the_papers_tables_are_complete_and_can_be_built():
    assert [sum(row.table == table for row in ROWS) for table in (1, 2)] == [17, 7]
    rows = (PaperRow(2, "strided-generator", {"channels": 4, "prelu": True}, 50.31),)
    baseline = PaperRow(1, "dped", {"channels": 4, "blocks": 1}, 25.155)
    (measured,) = bench_ablations(torch.float32, SMALL, rows, baseline)
    built = untrained("x", "strided-generator", rows[0].arguments)
    assert measured.parameters == parameter_count(built.network)
    assert measured.paper_relative == pytest.approx(2)
    assert measured.relative > 0


def test_the_command_prints_a_row_an_engine(monkeypatch, capsys, tmp_path):
    command = argparse.ArgumentParser(parents=[bench_command.parser("bench")], add_help=False)
    args = command.parse_args(
        ["networks", "--against", "eager", "--network", "fast-strided", "--size", "64x40"]
    )
    monkeypatch.setattr(against, "ROUNDS", 1)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(tile_choice, "SIDES", ())
    assert bench_command.run(args, lambda device: None) == 0
    printed = capsys.readouterr().out
    assert "fast-strided" in printed
    assert "plan untiled" in printed
    assert "size 64x40" in printed
