"""Every architecture: shape, type, determinism, tiles, odd sizes, halo."""

from __future__ import annotations

import pytest
import torch
from network_cases import Case, banded, picture, recorded, tiled, untiled

from models.architectures import ARCHITECTURES
from models.network_facts import inputs_of, multiple_of, receptive_halo, works_by_rows

CASES = (
    Case("sub-pixel-cnn", {"features": 8}),
    Case("autoencoder", {"features": 8, "code": 6, "encoder_blocks": 1, "decoder_blocks": 1}),
    Case("dped", {"channels": 4, "blocks": 1}),
    Case("dped", {"channels": 4, "blocks": 1, "kernel": 5, "prelu": True}),
    Case("strided-generator", {"channels": 4}),
    Case("strided-generator", {"channels": 4, "strided_kernel": 3}),
    Case("strided-generator", {"channels": 4, "kernel": 4, "prelu": True}),
    Case("lightweight-enhancer", {"features": 4, "blocks": 1, "layers": 2}),
    Case("damage-repair", {"widths": (4, 6, 6)}),
    Case("low-light", {"widths": (4, 6, 6)}),
    Case("mirnet", {"features": 8, "groups": 1, "blocks": 1, "height": 2}),
    Case("mirnet", {"features": 8, "groups": 1, "blocks": 1, "reduce": 2, "exposed": True}),
    Case("srgan", {"features": 4, "blocks": 1}),
    Case("esrgan", {"features": 4, "growth": 3, "blocks": 1}),
    Case("sftgan", {"features": 4, "blocks": 1, "condition": 4}),
    Case("lightweight-sr", {"features": 4, "blocks": 2, "layers": 2}),
)
BY_ROWS = tuple(case for case in CASES if works_by_rows(case.build()))
LEVEL = 1 / 255


@pytest.fixture(params=CASES, ids=str)
def network(request):
    return request.param.build()


def test_the_table_covers_every_architecture():
    assert {case.key for case in CASES} == set(ARCHITECTURES)


def test_the_networks_of_the_paper_on_speed_work_by_rows():
    assert {"sub-pixel-cnn", "dped", "strided-generator", "lightweight-sr"} <= {
        case.key for case in BY_ROWS
    }


def test_shape_type_and_determinism(network):
    side = 16 * multiple_of(network) // min(8, multiple_of(network))
    x = picture(network, side, side + multiple_of(network))
    result = network(x)
    assert result.dtype == torch.float32
    assert result.shape == (
        1,
        min(inputs_of(network), 3),
        x.shape[-2] * network.scale,
        x.shape[-1] * network.scale,
    )
    assert torch.equal(result, network(x))
    assert torch.isfinite(result).all()


def test_tiled_equals_untiled(network):
    step = multiple_of(network)
    halo = receptive_halo(network)
    side = -(-max(halo, 16) // step) * step
    height, width = 3 * side + step, 2 * side + max(step, 5 // step * step)
    x = picture(network, height, width)
    constants = recorded(network, x)
    whole = untiled(network, x, constants)
    difference = (tiled(network, x, constants, side) - whole).abs().max()
    assert whole.std() > 1e-3
    assert difference < LEVEL / 10


@pytest.mark.parametrize("rows", [1, 3, 10_000])
@pytest.mark.parametrize("case", BY_ROWS, ids=str)
def test_bands_equal_the_whole_picture(case, rows):
    network = case.build()
    step = multiple_of(network)
    x = picture(network, max(47, 2 * step) // step * step, 2 * step + max(step, 5 // step * step))
    constants = recorded(network, x)
    whole, made = untiled(network, x, constants), banded(network, x, constants, rows * step)
    assert made.shape == whole.shape
    assert (made - whole).abs().max() < LEVEL / 1000


def test_a_narrow_and_an_odd_picture(network):
    step = multiple_of(network)
    x = picture(network, step * (17 if step == 1 else 3), step * (5 if step == 1 else 1))
    assert torch.isfinite(network(x)).all()


def test_halo_covers_what_one_result_pixel_sees(network):
    step, halo = multiple_of(network), receptive_halo(network)
    side = -(-(2 * halo + 2 * step + 4) // step) * step
    x = picture(network, side, side)
    constants = recorded(network, x)
    x.requires_grad_(True)
    middle = side // 2 // step * step
    result = untiled(network, x, constants)
    place = middle * network.scale
    result[..., place : place + network.scale, place : place + network.scale].sum().backward()
    seen = x.grad.abs().sum((0, 1)).nonzero()
    assert (seen - middle).abs().max() <= halo
    assert halo % step == 0
