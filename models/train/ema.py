"""Exponential moving average of a network's weights."""

from __future__ import annotations

import copy

import torch
from torch import nn


class Ema:
    """A slowly following copy of a network; it is what gets evaluated and shipped.

    Parameters
    ----------
    network
        The network that is trained.
    decay
        Share of the old average kept at every step; shorter at the start.
    """

    def __init__(self, network: nn.Module, decay: float = 0.999) -> None:
        self.average = copy.deepcopy(network).eval().requires_grad_(False)
        self.decay = decay
        self.steps = 0

    @torch.no_grad()
    def update(self, network: nn.Module) -> None:
        """Take one step towards the network's present weights."""
        self.steps += 1
        decay = min(self.decay, (1 + self.steps) / (10 + self.steps))
        pairs = zip(self.average.state_dict().values(), network.state_dict().values(), strict=True)
        moving = []
        for mine, theirs in pairs:
            if mine.is_floating_point():
                moving.append((mine, theirs))
            else:
                mine.copy_(theirs)
        torch._foreach_lerp_(*map(list, zip(*moving, strict=True)), 1 - decay)
