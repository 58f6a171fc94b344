"""One training step, on any device and for any recipe."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from core.errors import DiptychError
from models.arch.edges import WHOLE, TileEdges, tile_edges
from models.devices import has_native_bfloat16
from models.train.checkpoint import TrainingState
from models.train.feeding import Batch
from models.train.recipe import TrainingRecipe

WHOLE_EVERY = 8
GRADIENT_LIMIT = 1e3
MOST_LEFT_OUT = 20
INNER = TileEdges(top=False, left=False, bottom=False, right=False)


@dataclass(frozen=True)
class PlainSteps:
    """Trains a state step by step, for any device and recipe."""

    state: TrainingState
    recipe: TrainingRecipe
    device: torch.device

    def __call__(self, batch: Batch) -> None:
        """One step of every optimiser on one batch, which is on the device."""
        train_step(self.state, self.recipe, batch, self.device)

    def report(self) -> None:
        """Nothing: the state is always up to date."""


def train_step(
    state: TrainingState, recipe: TrainingRecipe, batch: Batch, device: torch.device
) -> None:
    """One step of every optimiser on one batch, which is on the device."""
    edges = step_edges(recipe, state.step)
    result, targets = painted(state.network, batch, edges, device)
    loss = recipe.loss(result, targets)
    if state.opponent is not None:
        loss = loss + state.opponent.loss_of(result, targets)
    for optimiser in state.optimisers:
        optimiser.zero_grad(set_to_none=True)
    loss.backward()
    state.step += 1
    state.loss = float(loss.detach())
    if is_sound(state, recipe):
        for optimiser in state.optimisers:
            optimiser.step()
        if state.opponent is not None:
            state.opponent.learn(result, targets)
        state.ema.update(state.network)


def painted(
    network: nn.Module,
    batch: Batch,
    edges: TileEdges,
    device: torch.device,
    *,
    keep_casts: bool = True,
) -> tuple[Tensor, Tensor]:
    """What the network makes of the inputs, and the targets at the same place; see `forward`."""
    inputs, targets = batch
    with tile_edges(edges):
        result = forward(network, inputs, device, keep_casts=keep_casts)
    return result, targets if edges.whole else centre_of(targets, result)


def is_sound(state: TrainingState, recipe: TrainingRecipe) -> bool:
    """Whether the gradients are finite; a step whose are not is left out.

    Raises
    ------
    DiptychError
        If many steps in a row had to be left out.
    """
    norm = nn.utils.clip_grad_norm_(state.network.parameters(), GRADIENT_LIMIT)
    state.left_out = 0 if torch.isfinite(norm) else state.left_out + 1
    complain_if_diverged(state, recipe)
    return state.left_out == 0


def complain_if_diverged(state: TrainingState, recipe: TrainingRecipe) -> None:
    """Stop a training of which many steps in a row had to be left out."""
    if state.left_out > MOST_LEFT_OUT:
        message = f"The training of {recipe.network_id} diverged at step {state.step}."
        raise DiptychError(message, remedy="Go on from its checkpoint with smaller steps.")


def step_edges(recipe: TrainingRecipe, step: int) -> TileEdges:
    """Whether a step takes its patches for whole pictures or for the inside of one."""
    return WHOLE if not recipe.inner or step % WHOLE_EVERY == 0 else INNER


def centre_of(targets: Tensor, result: Tensor) -> Tensor:
    """The middle of the targets that a network without padding has a result for."""
    top, left = ((t - r) // 2 for t, r in zip(targets.shape[2:], result.shape[2:], strict=True))
    return targets[..., top : top + result.shape[2], left : left + result.shape[3]]


def forward(
    network: nn.Module, inputs: Tensor, device: torch.device, *, keep_casts: bool = True
) -> Tensor:
    """Run a network on an N×C×H×W batch, in mixed precision where that is quicker; the result is
    float32.

    Without ``keep_casts`` weights are cast anew at each use, as a recording needs it.
    """
    quicker = is_quicker_mixed(device)
    with torch.autocast(device.type, torch.bfloat16, enabled=quicker, cache_enabled=keep_casts):
        return network(inputs.contiguous(memory_format=torch.channels_last)).float()


def is_quicker_mixed(device: torch.device) -> bool:
    """Whether bfloat16 is the device's own; processors that only imitate it are far slower."""
    return device.type == "cuda" or (device.type == "cpu" and has_native_bfloat16())
