"""What cards state about networks is what their code implies."""

from __future__ import annotations

import pytest
import torch
from network_cases import picture, shaken

from models.arch.dped import DpedGenerator
from models.arch.espcn import SubPixelCnn
from models.arch.esrgan import EsrganGenerator
from models.arch.lightweight import LightweightSr
from models.arch.lightweight_enhancer import LightweightEnhancer
from models.arch.normed import NormedConv, fold_batch_norm
from models.arch.sftgan import SftganGenerator
from models.arch.srgan import SrganGenerator
from models.arch.strided_generator import StridedGenerator
from models.network_facts import macs_per_pixel, parameter_count, receptive_halo

TABLE_1 = [
    (3, 64, 4),
    *((3, 16, blocks) for blocks in (1, 2, 3, 4)),
    *((3, 32, blocks) for blocks in (2, 4)),
    *((3, 128, blocks) for blocks in (1, 3)),
    *((5, 16, blocks) for blocks in (1, 2, 3, 4)),
    *((5, 32, blocks) for blocks in (2, 4)),
    *((5, 128, blocks) for blocks in (1, 3)),
]
TABLE_2 = [
    (3, 3, 16, False),
    (3, 3, 32, False),
    (3, 4, 16, False),
    (3, 4, 32, False),
    (4, 4, 16, False),
    (4, 4, 32, False),
    (4, 4, 32, True),
]


def test_published_parameter_counts():
    assert parameter_count(SubPixelCnn()) == 211_785
    assert parameter_count(DpedGenerator()) == 401_475
    assert parameter_count(StridedGenerator()) == 243_011


def test_multiplications_are_those_counted_by_hand():
    assert macs_per_pixel(SubPixelCnn()) == 25 * 64 * (1 + 64 + 64) + 9 * 64 * 9
    inner = 10 * 9 * 64 * 64
    assert macs_per_pixel(DpedGenerator()) == 2 * 81 * 3 * 64 + inner


def test_strided_and_transposed_layers_count_at_their_own_size():
    full = 2 * 81 * 3 * 16 + 2 * 9 * 16 * 16
    half, quarter = 2 * 16 * 16 * 32 / 4, 2 * 16 * 32 * 64 / 16 + 4 * 9 * 64 * 64 / 16
    assert macs_per_pixel(StridedGenerator()) == full + half + quarter


def test_halos_counted_by_hand():
    assert receptive_halo(SubPixelCnn()) == 3 * 2 + 1
    assert receptive_halo(DpedGenerator()) == 4 + 8 + 2 + 4


@pytest.mark.parametrize(("kernel", "channels", "blocks"), TABLE_1)
def test_every_row_of_table_1_can_be_built(kernel, channels, blocks):
    with torch.device("meta"):
        network = DpedGenerator(kernel, channels, blocks)
    inner = 2 * blocks + 2
    weights = inner * kernel**2 * channels**2 + 2 * 81 * 3 * channels
    assert macs_per_pixel(network, side=64) == weights


@pytest.mark.parametrize(("kernel", "strided_kernel", "channels", "prelu"), TABLE_2)
def test_every_row_of_table_2_can_be_built(kernel, strided_kernel, channels, prelu):
    with torch.device("meta"):
        network = StridedGenerator(kernel, strided_kernel, channels, prelu=prelu)
    assert macs_per_pixel(network, side=64) < macs_per_pixel(DpedGenerator(), side=64) / 2


@pytest.mark.parametrize(
    "network",
    [DpedGenerator(channels=4, blocks=1), StridedGenerator(channels=4)],
    ids=["dped", "strided"],
)
def test_folding_batch_norm_keeps_the_result(network):
    network = shaken(network).eval().requires_grad_(False)
    x = picture(network, 32, 40)
    before = network(x)
    folded = fold_batch_norm(network)
    kept = [m for m in folded.modules() if isinstance(m, torch.nn.BatchNorm2d)]
    assert not kept
    assert any(isinstance(m, NormedConv) for m in folded.modules())
    assert torch.allclose(folded(x), before, atol=1e-5)


@pytest.mark.parametrize("generator", [SrganGenerator, EsrganGenerator, SftganGenerator])
def test_rivals_cost_as_much_as_the_lightweight_network(generator):
    ratio = macs_per_pixel(generator(), side=64) / macs_per_pixel(LightweightSr(), side=64)
    assert 0.9 < ratio < 1.1


def test_the_enhancer_has_about_the_300_thousand_parameters_of_the_paper():
    assert abs(parameter_count(LightweightEnhancer()) - 300_000) < 5_000
