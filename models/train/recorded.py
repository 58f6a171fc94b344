"""Training steps recorded as CUDA graphs.

A step of a small network is more than a thousand short kernels, which a processor cannot launch as
fast as a GPU runs them. Recorded once, they are launched together.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from models.arch.edges import TileEdges
from models.train.checkpoint import TrainingState
from models.train.feeding import Batch
from models.train.optimisers import made_recordable
from models.train.recipe import TrainingRecipe
from models.train.steps import (
    GRADIENT_LIMIT,
    complain_if_diverged,
    painted,
    step_edges,
)

WARM_UP = 3


@dataclass(frozen=True)
class Recording:
    """A recorded step and where it reads its batch."""

    graph: torch.cuda.CUDAGraph
    inputs: Tensor
    targets: Tensor

    def replay(self, batch: Batch) -> None:
        """Take the step on another batch of the same size."""
        self.inputs.copy_(batch[0])
        self.targets.copy_(batch[1])
        self.graph.replay()


class RecordedSteps:
    """Trains a state step by step on a CUDA device, without waiting for it.

    Parameters
    ----------
    state
        Its optimisers keep their rates on the device from now on; it must have no opponent.
    recipe
        How to train.
    device
        The CUDA device.

    Notes
    -----
    Gradients that are not finite count as none; how many steps in a row had such ones, and the
    loss, are read by `report`.
    """

    def __init__(self, state: TrainingState, recipe: TrainingRecipe, device: torch.device) -> None:
        self.state = state
        self.recipe = recipe
        self.device = device
        self.loss = torch.zeros((), device=device)
        self.left_out = torch.zeros((), dtype=torch.int64, device=device)
        self._recordings: dict[TileEdges, Recording] = {}
        made_recordable(state.optimisers, device)

    def __call__(self, batch: Batch) -> None:
        """One step of every optimiser on one batch, which is on the device."""
        edges = step_edges(self.recipe, self.state.step)
        if edges not in self._recordings:
            self._recordings[edges] = self._recorded(batch, edges)
        self._recordings[edges].replay(batch)
        self.state.step += 1
        self.state.ema.update(self.state.network)

    def report(self) -> None:
        """Bring what the device has counted into the state.

        Raises
        ------
        DiptychError
            If many steps in a row had no finite gradients.
        """
        self.state.loss, self.state.left_out = float(self.loss), int(self.left_out)
        complain_if_diverged(self.state, self.recipe)

    def _recorded(self, batch: Batch, edges: TileEdges) -> Recording:
        inputs, targets = (part.clone() for part in batch)
        ahead = torch.cuda.Stream(self.device)
        ahead.wait_stream(torch.cuda.current_stream(self.device))
        with torch.cuda.stream(ahead):
            for _ in range(WARM_UP):
                self._step(inputs, targets, edges)
        torch.cuda.current_stream(self.device).wait_stream(ahead)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph, capture_error_mode="thread_local"):
            self._step(inputs, targets, edges)
        return Recording(graph, inputs, targets)

    def _step(self, inputs: Tensor, targets: Tensor, edges: TileEdges) -> None:
        for optimiser in self.state.optimisers:
            optimiser.zero_grad(set_to_none=True)
        network, batch = self.state.network, (inputs, targets)
        loss = self.recipe.loss(*painted(network, batch, edges, self.device, keep_casts=False))
        loss.backward()
        self.loss.copy_(loss.detach())
        self._limit_gradients()
        for optimiser in self.state.optimisers:
            optimiser.step()

    def _limit_gradients(self) -> None:
        weights = [p for p in self.state.network.parameters() if p.grad is not None]
        norm = nn.utils.clip_grad_norm_(weights, GRADIENT_LIMIT)
        self.left_out.add_(1).mul_(~torch.isfinite(norm))
        for weight in weights:
            weight.grad.nan_to_num_(0.0, 0.0, 0.0)
