"""A recorded step does what a plain one does. The recording itself needs a CUDA device; here every
replay takes the step again.
"""

from __future__ import annotations

import copy
import math

import pytest
import torch
from torch import nn

from core.errors import DiptychError
from models.arch.layers import Conv2d
from models.train.checkpoint import TrainingState, load_state, save_state
from models.train.ema import Ema
from models.train.loop import steps_of
from models.train.optimisers import made_plain, made_recordable, make_optimisers, set_rates
from models.train.recipe import TrainingRecipe
from models.train.recorded import RecordedSteps, Recording
from models.train.steps import PlainSteps, train_step

CPU = torch.device("cpu")


class Repeated:
    """Stands for a CUDA graph."""

    def __init__(self, step):
        self.replay = step


@pytest.fixture(autouse=True)
def replays(monkeypatch):
    def repeat(self, batch, edges):
        inputs, targets = (part.clone() for part in batch)
        return Recording(Repeated(lambda: self._step(inputs, targets, edges)), inputs, targets)

    monkeypatch.setattr(RecordedSteps, "_recorded", repeat)


def a_recipe(**changes):
    return TrainingRecipe("autoencoder", (), lambda photos, size: None, **changes)


def a_state(network):
    optimisers = make_optimisers(network, name="muon", lr=1e-3, muon_lr=1e-2)
    return TrainingState(network, Ema(network), optimisers, [])


def a_network():
    torch.manual_seed(0)
    return nn.Sequential(Conv2d(3, 16, 3), nn.ReLU(), Conv2d(16, 16, 3), Conv2d(16, 3, 3))


def recorded_on_cuda(state, recipe):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(RecordedSteps, "__init__", lambda self, *arguments: None)
        return steps_of(state, recipe, torch.device("cuda"))


def recorded_steps(state, recipe):
    steps = RecordedSteps(state, recipe, CPU)
    made_plain(state.optimisers)  # Adam keeps its count on the device only where that is CUDA
    return steps


@pytest.mark.parametrize("inner", [False, True])
def test_recorded_steps_train_as_plain_ones(inner):
    recipe, first = a_recipe(inner=inner), a_network()
    plain, other = a_state(first), a_state(copy.deepcopy(first))
    steps = recorded_steps(other, recipe)
    for number in range(10):
        torch.manual_seed(number)
        batch = torch.rand(2, 3, 16, 16), torch.rand(2, 3, 16, 16)
        train_step(plain, recipe, batch, CPU)
        steps(batch)
    steps.report()
    assert other.step == plain.step == 10
    assert math.isclose(other.loss, plain.loss, rel_tol=1e-5)
    for mine, theirs in zip(other.network.parameters(), plain.network.parameters(), strict=True):
        assert torch.allclose(mine, theirs, atol=1e-6)
    averages = zip(other.ema.average.parameters(), plain.ema.average.parameters(), strict=True)
    assert all(torch.allclose(mine, theirs, atol=1e-6) for mine, theirs in averages)


def test_gradients_that_are_not_finite_change_nothing_and_end_the_training():
    recipe = a_recipe(loss=lambda result, target: (result - target).sum() * float("nan"))
    state = a_state(a_network())
    before = [p.clone() for p in state.network.parameters()]
    steps = recorded_steps(state, recipe)
    batch = torch.rand(1, 3, 16, 16), torch.rand(1, 3, 16, 16)
    for _ in range(30):
        steps(batch)
    assert all(torch.equal(a, b) for a, b in zip(before, state.network.parameters(), strict=True))
    with pytest.raises(DiptychError, match="autoencoder diverged"):
        steps.report()


def test_one_bad_step_is_forgotten_after_a_good_one():
    losses = iter([float("nan"), 1.0])
    recipe = a_recipe(loss=lambda result, target: (result - target).square().sum() * next(losses))
    state = a_state(a_network())
    steps = recorded_steps(state, recipe)
    batch = torch.rand(1, 3, 16, 16), torch.rand(1, 3, 16, 16)
    steps(batch)
    steps.report()
    assert state.left_out == 1
    steps(batch)
    steps.report()
    assert state.left_out == 0
    assert all(torch.isfinite(p).all() for p in state.network.parameters())


def test_rates_on_the_device_follow_the_schedule_in_place():
    optimisers = make_optimisers(a_network(), name="muon", lr=1e-3, muon_lr=1e-2)
    made_recordable(optimisers, CPU)
    rates = [optimiser.param_groups[0]["lr"] for optimiser in optimisers]
    set_rates(optimisers, 0.5)
    assert [float(rate) for rate in rates] == pytest.approx([5e-4, 5e-3])


def test_a_checkpoint_of_recorded_steps_goes_on_without_recording(tmp_path):
    recipe, batch = a_recipe(), (torch.rand(2, 3, 16, 16), torch.rand(2, 3, 16, 16))
    state = a_state(a_network())
    train_step(state, recipe, batch, CPU)
    made_recordable(state.optimisers, CPU)
    set_rates(state.optimisers, 0.5)
    save_state(state, tmp_path)
    other = a_state(a_network())
    load_state(other, tmp_path)
    set_rates(other.optimisers, 0.25)
    train_step(other, recipe, batch, CPU)
    assert other.step == 2
    assert other.optimisers[0].param_groups[0]["lr"] == pytest.approx(2.5e-4)


def test_a_game_against_a_discriminator_is_not_recorded():
    state, recipe, cuda = a_state(a_network()), a_recipe(), torch.device("cuda")
    assert isinstance(steps_of(state, recipe, CPU), PlainSteps)
    assert isinstance(recorded_on_cuda(state, recipe), RecordedSteps)
    state.opponent = object()
    assert isinstance(steps_of(state, recipe, cuda), PlainSteps)
