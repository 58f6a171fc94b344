"""What is recorded of the whole picture is what every tile gets."""

from __future__ import annotations

import pytest
import torch
from network_cases import shaken

from models.arch.espcn import SubPixelCnn
from models.arch.lightweight_enhancer import LightweightEnhancer
from models.arch.mirnet import MirNet
from models.arch.spade import Spade
from models.arch.whole_picture import (
    measures_detail,
    needs_whole_picture,
    record,
    with_constants,
)


@pytest.fixture
def spade():
    torch.manual_seed(0)
    return shaken(Spade(3, 3)).eval().requires_grad_(False)


def test_networks_say_whether_they_need_it():
    assert needs_whole_picture(LightweightEnhancer(features=4, blocks=1, layers=1))
    assert needs_whole_picture(MirNet(features=8, groups=1, blocks=1, height=2))
    assert not needs_whole_picture(SubPixelCnn(features=4))


def test_mean_and_deviation_of_every_channel_are_recorded():
    spade = Spade(3, 3).eval()
    x = torch.rand(1, 3, 20, 30) * torch.tensor([1.0, 2.0, 3.0]).view(1, 3, 1, 1)
    (measured,) = record(lambda picture: spade(picture, picture), x)
    mean, deviation = measured.flatten().chunk(2)
    assert torch.allclose(mean, x.mean((0, 2, 3)), atol=1e-5)
    assert torch.allclose(deviation, x.flatten(2).std(2, correction=0)[0], atol=1e-4)


def test_excerpts_count_as_one_picture():
    spade = Spade(3, 3).eval()
    x = torch.rand(2, 3, 20, 30) * torch.tensor([1.0, 5.0]).view(2, 1, 1, 1)
    (apart,) = record(lambda picture: spade(picture, picture), x)
    (together,) = record(
        lambda picture: spade(picture, picture), torch.cat(tuple(x), 1)[None].contiguous()
    )
    assert apart.shape == (1, 6, 1, 1)
    assert torch.allclose(apart, together, atol=1e-5)


def test_networks_say_whether_a_reduced_picture_would_do():
    assert measures_detail(LightweightEnhancer(features=4, blocks=1, layers=1))
    assert not measures_detail(MirNet(features=8, groups=1, blocks=1, height=2))


def test_constants_replace_what_a_tile_would_measure(spade):
    x = torch.rand(1, 3, 32, 32)
    x[..., 16:] *= 0.2
    constants = record(lambda picture: spade(picture, picture), x)
    part = x[..., :8]
    alone = spade(part, part)
    with with_constants(constants):
        told = spade(part, part)
    assert (alone - told).abs().max() > 0.1
    assert torch.allclose(told[..., :6], spade(x, x)[..., :6], atol=1e-5)


def test_the_same_constants_come_back_in_the_same_order():
    network = shaken(MirNet(features=8, groups=1, blocks=1, height=2)).eval().requires_grad_(False)
    x = torch.rand(1, 3, 16, 16)
    constants = record(network, x)
    assert len(constants) > 4
    plain = network(x)
    with with_constants(constants):
        assert torch.equal(network(x), plain)


def test_training_mixes_the_statistics_of_patches(spade):
    x = torch.rand(4, 3, 8, 8) * torch.arange(1.0, 5.0).view(4, 1, 1, 1)
    torch.manual_seed(1)
    first = spade.train()(x, x)
    assert not torch.equal(first, spade(x, x))
    assert torch.equal(spade.eval()(x, x), spade(x, x))
