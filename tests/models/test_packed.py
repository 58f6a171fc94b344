"""Packed convolutions give what plain ones give, whole and in tiles."""

from __future__ import annotations

import copy

import pytest
import torch
import torch.nn.functional as F
from network_cases import picture, recorded, tiled, untiled
from test_every_architecture import CASES

from models.arch.layers import Conv2d, StridedConv2d, TransposedConv2d, in_full_precision, pack
from models.arch.normed import fold_batch_norm
from models.arch.packed import folded_weight, packing_works
from models.devices import has_native_bfloat16
from models.network_facts import multiple_of, receptive_halo


@pytest.mark.parametrize("case", CASES, ids=str)
@torch.inference_mode()
def test_a_packed_network_paints_the_same_whole_and_in_tiles(case):
    plain = fold_batch_norm(case.build())
    packed = pack(copy.deepcopy(plain))
    step = multiple_of(plain)
    side = -(-max(receptive_halo(plain), 16) // step) * step
    x = picture(plain, side + step, 2 * side + step)
    constants = recorded(plain, x)
    whole = untiled(plain, x, constants)
    assert (untiled(packed, x, constants) - whole).abs().max() < 1e-4
    assert (tiled(packed, x, constants, side) - whole).abs().max() < 1e-4


@pytest.mark.parametrize(
    "layer",
    [
        Conv2d(3, 8, 9),
        Conv2d(8, 3, 9),
        Conv2d(8, 2, 5),
        Conv2d(8, 12, 3),
        Conv2d(4, 4, 4),
        StridedConv2d(4, 8, 4),
        TransposedConv2d(8, 4, 4),
    ],
    ids=str,
)
@pytest.mark.parametrize("slope", [None, 0.0, 0.1])
@torch.inference_mode()
def test_layers_of_every_kind_keep_their_values(layer, slope):
    x = torch.rand(1, layer.in_channels, 14, 22)
    plain = layer(x, slope)
    assert torch.allclose(pack(layer)(x, slope), plain, atol=1e-5)


def test_packing_was_tried_on_this_machine():
    assert packing_works() == hasattr(torch.ops.mkldnn, "_convolution_pointwise")


needs_bfloat16 = pytest.mark.skipif(
    not has_native_bfloat16(), reason="oneDNN refuses bfloat16 here, and the program never asks"
)


@needs_bfloat16
@pytest.mark.parametrize("layer", [Conv2d(4, 4, 3), Conv2d(3, 16, 9), Conv2d(16, 3, 9)], ids=str)
@torch.inference_mode()
def test_bfloat16_runs_where_autocast_asks_for_it(layer):
    x = torch.rand(1, layer.in_channels, 12, 13)
    expected = layer(x)
    with torch.autocast("cpu", torch.bfloat16):
        result = pack(layer)(x)
    assert result.dtype == torch.bfloat16
    assert (result.float() - expected).abs().max() < 0.02


@needs_bfloat16
@torch.inference_mode()
def test_the_last_layer_rounds_what_it_adds_to_its_bias_only():
    layer = pack(Conv2d(16, 3, 9))
    layer.weight.mul_(0.01)
    layer.bias.fill_(0.7)
    x = torch.rand(1, 16, 12, 13)
    expected = layer(x)
    with torch.autocast("cpu", torch.bfloat16):
        result = in_full_precision(layer, x.bfloat16())
    assert result.dtype == torch.float32
    assert (result - expected).abs().max() < 2e-4


@pytest.mark.parametrize("fold", [2, 4])
def test_folding_pixels_into_channels_changes_no_sum(fold):
    weight, x = torch.randn(2, 3, 9, 9), torch.randn(1, 3, 16, 16)
    expected = F.conv2d(x, weight)  # 1×2×8×8
    pixels = x.unflatten(3, (-1, fold)).permute(0, 4, 1, 2, 3).flatten(1, 2)
    result = F.conv2d(pixels, folded_weight(weight, fold))  # 1×(fold·2)×8×(8/fold)
    result = result.unflatten(1, (fold, 2)).permute(0, 2, 3, 4, 1).flatten(3)
    assert torch.allclose(result, expected, atol=1e-4)
