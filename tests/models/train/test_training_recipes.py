"""Every recipe trains its network, and a training can be resumed."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from torch import nn

from core.errors import DiptychError, InputError, UsageError, WeightsError
from models.arch.autoencoder import Autoencoder
from models.arch.layers import Conv2d
from models.arch.lightweight import LightweightSr
from models.train import loop
from models.train.adversarial import Adversary, PatchDiscriminator
from models.train.checkpoint import save_weights
from models.train.muon import orthogonalised
from models.train.optimisers import make_optimisers
from models.train.recipe import TrainingRun
from models.train.recipes import RECIPES, training_recipe
from models.train.steps import train_step

CPU = torch.device("cpu")


class Tiny(nn.Module):
    """One convolution that enlarges by repeating, so that any recipe can train it."""

    def __init__(self, channels: int, scale: int) -> None:
        super().__init__()
        self.conv = Conv2d(channels, channels, 3)
        self.scale = scale

    def forward(self, x):
        return nn.functional.interpolate(self.conv(x), scale_factor=self.scale, mode="nearest")


@pytest.fixture(scope="module")
def photos():
    rng = np.random.default_rng(1)
    good = rng.integers(0, 256, (300, 320, 3), np.uint8)
    pair = np.concatenate([good // 3, good], 2)
    return good, pair


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.network_id)
def test_every_recipe_makes_pairs_that_its_loss_accepts(recipe, photos):
    with_pairs = {"dslr", "lowlight"} & set(recipe.folders)
    maker = recipe.pairs(photos if with_pairs else photos[:1], recipe.patch)
    inputs, targets = maker.batch(np.random.default_rng(0), 2)
    assert targets.shape[-1] == recipe.patch
    assert inputs.dtype == targets.dtype == torch.float32
    assert 0 <= inputs.min() <= inputs.max() <= 1
    scale = targets.shape[-1] // inputs.shape[-1]
    assert scale == {"espcn-x3": 3}.get(recipe.network_id, 4 if "x4" in recipe.network_id else 1)
    loss = recipe.loss(Tiny(inputs.shape[1], scale)(inputs), targets)
    loss.backward()
    assert torch.isfinite(loss)


def test_an_unknown_network_names_those_that_can_be_trained():
    with pytest.raises(UsageError, match="autoencoder"):
        training_recipe("nothing")


@pytest.fixture
def data(tmp_path, photos):
    import cv2

    folder = tmp_path / "data" / "photos"
    folder.mkdir(parents=True)
    for i in range(2):
        cv2.imwrite(str(folder / f"{i}.png"), cv2.GaussianBlur(photos[0], (0, 0), 2 + i))
    return tmp_path / "data"


def small(recipe, **changes):
    return dataclasses.replace(
        recipe, folders=("photos",), patch=32, held_out=32, held_out_patches=8, batch=2, **changes
    )


def network():
    torch.manual_seed(0)
    return Autoencoder(features=16, code=16, encoder_blocks=1, decoder_blocks=1)


def run(data, out, steps, *, resume=False):
    return TrainingRun(data, out, 1e6, torch.device("cpu"), resume=resume, steps=steps)


def test_training_leaves_weights_curve_and_checkpoint_and_goes_on(data, tmp_path):
    recipe, lines = small(training_recipe("autoencoder")), []
    first = loop.train(network(), recipe, run(data, tmp_path / "out", 2), lines.append)
    for name in ("weights.safetensors", "curve.csv", "curve.png", "checkpoint.pt"):
        assert (tmp_path / "out" / name).stat().st_size > 0
    assert "dB" in lines[-1]
    resumed = run(data, tmp_path / "out", 4, resume=True)
    second = loop.train(network(), recipe, resumed, lines.append)
    assert (first.step, second.step) == (2, 4)
    assert second.curve[0].step == first.step


def test_a_training_ends_after_the_steps_that_were_asked_for(data, tmp_path):
    recipe = small(training_recipe("autoencoder"))
    asked = dataclasses.replace(run(data, tmp_path / "out", 7), batch=3)
    state = loop.train(network(), recipe, asked, lambda line: None)
    assert state.step == 7
    assert state.optimisers[0].param_groups[0]["lr"] < recipe.lr


def test_equal_weights_are_made_orthogonal_as_each_alone():
    matrices = torch.randn(3, 8, 24, generator=torch.Generator().manual_seed(0))
    together = orthogonalised(matrices)
    assert torch.allclose(together, torch.stack([orthogonalised(m) for m in matrices]), atol=1e-5)
    sizes = torch.linalg.svdvals(together)
    assert 0.5 < sizes.min() <= sizes.max() < 1.5


def test_a_checkpoint_of_another_architecture_is_refused(data, tmp_path):
    recipe = small(training_recipe("autoencoder"))
    loop.train(network(), recipe, run(data, tmp_path / "out", 1), lambda line: None)
    other = Autoencoder(features=8, code=8, encoder_blocks=1, decoder_blocks=1)
    with pytest.raises(WeightsError, match="another architecture"):
        loop.train(other, recipe, run(data, tmp_path / "out", 1, resume=True), lambda line: None)


def test_a_training_can_begin_with_trained_weights(data, tmp_path):
    recipe = small(training_recipe("autoencoder"))
    loop.train(network(), recipe, run(data, tmp_path / "first", 2), lambda line: None)
    weights = tmp_path / "first" / "weights.safetensors"
    again = dataclasses.replace(run(data, tmp_path / "second", 1), start_from=weights, rate=0.5)
    state = loop.start_state(network(), recipe, again)
    assert all(torch.equal(state.network.state_dict()[n], t) for n, t in load_file(weights).items())
    assert state.optimisers[0].param_groups[0]["lr"] == recipe.lr * 0.5


def test_weights_of_another_architecture_are_no_beginning(data, tmp_path):
    recipe = small(training_recipe("autoencoder"))
    save_weights(Autoencoder(features=8, code=8), tmp_path / "other.safetensors")
    for name, said in (("other", "another architecture"), ("none", "cannot be read")):
        begun = dataclasses.replace(
            run(data, tmp_path / "out", 1), start_from=tmp_path / f"{name}.safetensors"
        )
        with pytest.raises(WeightsError, match=said):
            loop.start_state(network(), recipe, begun)


def test_resuming_nothing_is_refused(data, tmp_path):
    with pytest.raises(InputError, match="no checkpoint"):
        loop.train(
            network(),
            small(training_recipe("autoencoder")),
            run(data, tmp_path / "empty", 1, resume=True),
            lambda line: None,
        )


def test_a_discriminator_is_trained_beside_the_network_and_resumed(data, tmp_path):
    adversary = Adversary(PatchDiscriminator, weight=0.1)
    recipe = small(training_recipe("autoencoder"), adversary=adversary)
    first = loop.train(network(), recipe, run(data, tmp_path / "out", 2), lambda line: None)
    second = loop.start_state(network(), recipe, run(data, tmp_path / "out", 1, resume=True))
    kept = second.opponent.network.state_dict()
    assert all(torch.equal(t, kept[n]) for n, t in first.opponent.network.state_dict().items())
    fresh = PatchDiscriminator().state_dict()
    assert any(not torch.equal(t, fresh[n]) for n, t in kept.items())


def test_the_loss_falls(data, tmp_path):
    recipe = small(training_recipe("autoencoder"), lr=3e-3)
    state = loop.start_state(network(), recipe, run(data, tmp_path / "out", None))
    blocks = np.random.default_rng(0).integers(0, 256, (8, 8, 3), np.uint8)
    photo = blocks.repeat(8, 0).repeat(8, 1)
    inputs, targets = recipe.pairs([photo], 32).batch(np.random.default_rng(0), 2)
    losses = []
    for _ in range(60):
        train_step(state, recipe, (inputs, targets), CPU)
        losses.append(state.loss)
    assert losses[-1] < 0.8 * losses[0]


def test_a_training_that_diverges_says_so_and_keeps_its_weights(data, tmp_path):
    recipe = small(training_recipe("autoencoder"), loss=lambda a, b: (a - b).sum() * float("nan"))
    state = loop.start_state(network(), recipe, run(data, tmp_path / "out", None))
    before = [p.clone() for p in state.network.parameters()]
    batch = (torch.rand(1, 3, 32, 32), torch.rand(1, 3, 32, 32))
    with pytest.raises(DiptychError, match="autoencoder diverged"):
        for _ in range(30):
            train_step(state, recipe, batch, CPU)
    assert all(torch.equal(a, b) for a, b in zip(before, state.network.parameters(), strict=True))


def test_muon_leaves_cautious_modules_and_outer_layers_to_adam():
    net = LightweightSr(blocks=1, layers=2)
    adam, muon = make_optimisers(net, name="muon", lr=1e-3, muon_lr=1e-2)
    by_muon = {id(p) for group in muon.param_groups for p in group["params"]}
    names = {name for name, p in net.named_parameters() if id(p) in by_muon}
    assert "generator.blocks.0.convolutions.1.weight" in names
    assert not any("modulations" in name or "head" in name or "bias" in name for name in names)
    everything = sum(len(g["params"]) for o in (adam, muon) for g in o.param_groups)
    assert everything == len(list(net.parameters()))
