"""Layers carry the names and shapes of the authors' checkpoints."""

from __future__ import annotations

import pytest
import torch
from network_cases import shaken

from core.errors import WeightsError
from models.arch.mirnet import MirNet
from models.mirnet_checkpoint import load_mirnet_checkpoint

SMALL = {"features": 8, "groups": 1, "blocks": 1}
PUBLISHED = {
    "conv_in.weight": (64, 3, 3, 3),
    "body.2.body.1.blocks.2.1.body.0.weight": (256, 256, 3, 3),
    "body.0.body.0.blocks.0.0.body.1.weight": (1,),
    "body.0.body.0.blocks.1.0.SA.spatial.conv.weight": (1, 2, 5, 5),
    "body.0.body.0.blocks.1.0.CA.conv_du.0.weight": (16, 128, 1, 1),
    "body.0.body.0.blocks.1.0.CA.conv_du.2.weight": (128, 16, 1, 1),
    "body.0.body.0.blocks.1.0.conv1x1.weight": (128, 256, 1, 1),
    "body.0.body.0.down.64_4.body.1.top.4.filt": (128, 1, 3, 3),
    "body.0.body.0.down.128_2.body.0.bot.1.weight": (256, 128, 1, 1),
    "body.0.body.0.up.256_4.body.0.top.2.weight": (256, 256, 3, 3),
    "body.0.body.0.last_up.2.body.1.bot.1.weight": (64, 128, 1, 1),
    "body.0.body.0.selective_kernel.2.conv_du.0.weight": (32, 256, 1, 1),
    "body.0.body.0.selective_kernel.0.fcs.2.weight": (64, 8, 1, 1),
    "body.0.body.0.conv_out.weight": (64, 64, 3, 3),
    "body.1.body.2.weight": (64, 64, 3, 3),
    "conv_out.weight": (3, 64, 3, 3),
}


def test_full_size_has_the_published_names_and_shapes():
    with torch.device("meta"):
        weights = MirNet().state_dict()
    assert {name: tuple(weights[name].shape) for name in PUBLISHED} == PUBLISHED
    assert not any(name.startswith("body.0.body.0.up.64") for name in weights)


@pytest.mark.parametrize("wrap", [lambda w: w, lambda w: {"epoch": 3, "state_dict": w}])
def test_a_checkpoint_of_parallel_training_loads(tmp_path, wrap):
    network = shaken(MirNet(**SMALL)).eval()
    weights = {f"module.{name}": t for name, t in network.state_dict().items()}
    torch.save(wrap(weights), tmp_path / "model.pth")
    loaded = load_mirnet_checkpoint(tmp_path / "model.pth", **SMALL)
    x = torch.rand(1, 3, 16, 24)
    assert torch.equal(loaded(x), network(x))


def test_what_is_no_checkpoint_is_refused_by_name(tmp_path):
    (tmp_path / "model.pth").write_bytes(b"nothing of the kind")
    with pytest.raises(WeightsError, match=r"model\.pth does not hold"):
        load_mirnet_checkpoint(tmp_path / "model.pth")
    torch.save({"conv_in.weight": torch.zeros(1)}, tmp_path / "model.pth")
    with pytest.raises(WeightsError, match=r"model\.pth does not hold"):
        load_mirnet_checkpoint(tmp_path / "model.pth", **SMALL)
