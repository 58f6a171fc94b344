"""Muon: momentum whose matrix is made orthogonal before each step.

K. Jordan et al., "Muon: An optimizer for hidden layers in neural networks", 2024. A convolution's
weight counts as a matrix of outputs × (inputs · kernel area). Biases, norms, first and last layers
belong to Adam.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

COEFFICIENTS = (3.4445, -4.7750, 2.0315)


def orthogonalised(matrices: Tensor, steps: int = 5) -> Tensor:
    """Bring the singular values of matrices (…×M×N) near 1 by a quintic Newton–Schulz iteration."""
    a, b, c = COEFFICIENTS
    x = matrices / (matrices.norm(dim=(-2, -1), keepdim=True) + 1e-7)
    wide = x.shape[-2] <= x.shape[-1]
    x = x if wide else x.mT
    for _ in range(steps):
        gram = x @ x.mT
        x = a * x + (b * gram + c * gram @ gram) @ x
    return x if wide else x.mT


class Muon(torch.optim.Optimizer):
    """Momentum SGD with orthogonalised updates for weights of two or more axes.

    Parameters
    ----------
    params
        Weights to train.
    lr
        Step, as a share of each weight matrix's own scale; a scalar tensor lets it change in a
        recording.
    momentum
        Nesterov momentum.
    """

    def __init__(self, params, lr: float = 0.02, momentum: float = 0.95) -> None:
        super().__init__(params, {"lr": lr, "momentum": momentum})

    @torch.no_grad()
    def step(self, closure=None) -> None:
        """Take one step along the orthogonalised momentum."""
        for group in self.param_groups:
            alike: dict[torch.Size, list[Tensor]] = {}
            for weight in group["params"]:
                if weight.grad is not None:
                    alike.setdefault(weight.shape, []).append(weight)
            for weights in alike.values():
                self._step(weights, group["lr"], group["momentum"])

    def _step(self, weights: Sequence[Tensor], lr: float | Tensor, momentum: float) -> None:
        """One step of weights of one shape, whose matrices are made orthogonal together."""
        updates = torch.stack([self._update(weight, momentum) for weight in weights])
        scale = max(1.0, updates.shape[1] / updates.shape[2]) ** 0.5
        for weight, step in zip(weights, orthogonalised(updates).unbind(), strict=True):
            weight.sub_(step.view_as(weight) * (lr * scale))

    def _update(self, weight: Tensor, momentum: float) -> Tensor:
        state = self.state[weight]
        if "momentum" not in state:
            state["momentum"] = torch.zeros_like(weight)
        buffer = state["momentum"]
        buffer.lerp_(weight.grad, 1 - momentum)
        return weight.grad.lerp(buffer, momentum).flatten(1)
