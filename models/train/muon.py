"""Muon: momentum whose matrix is made orthogonal before each step.

K. Jordan et al., "Muon: An optimizer for hidden layers in neural networks", 2024. A convolution's
weight counts as a matrix of outputs × (inputs · kernel area). Biases, norms, first and last layers
belong to Adam.
"""

from __future__ import annotations

import torch
from torch import Tensor

COEFFICIENTS = (3.4445, -4.7750, 2.0315)


def orthogonalised(matrix: Tensor, steps: int = 5) -> Tensor:
    """Bring the singular values of a matrix near 1 by a quintic Newton–Schulz iteration."""
    a, b, c = COEFFICIENTS
    x = matrix / (matrix.norm() + 1e-7)
    wide = x.shape[0] <= x.shape[1]
    x = x if wide else x.T
    for _ in range(steps):
        gram = x @ x.T
        x = a * x + (b * gram + c * gram @ gram) @ x
    return x if wide else x.T


class Muon(torch.optim.Optimizer):
    """Momentum SGD with orthogonalised updates for weights of two or more axes.

    Parameters
    ----------
    params
        Weights to train.
    lr
        Step, as a share of each weight matrix's own scale.
    momentum
        Nesterov momentum.
    """

    def __init__(self, params, lr: float = 0.02, momentum: float = 0.95) -> None:
        super().__init__(params, {"lr": lr, "momentum": momentum})

    @torch.no_grad()
    def step(self, closure=None) -> None:
        """Take one step along the orthogonalised momentum."""
        for group in self.param_groups:
            for weight in group["params"]:
                if weight.grad is not None:
                    self._step(weight, group["lr"], group["momentum"])

    def _step(self, weight: Tensor, lr: float, momentum: float) -> None:
        state = self.state[weight]
        buffer = state.setdefault("momentum", torch.zeros_like(weight))
        buffer.lerp_(weight.grad, 1 - momentum)
        update = weight.grad.lerp(buffer, momentum).flatten(1)
        scale = max(1.0, update.shape[0] / update.shape[1]) ** 0.5
        step = orthogonalised(update).view_as(weight)
        weight.add_(step.contiguous(memory_format=torch.preserve_format), alpha=-lr * scale)
