"""Optimisers by name, and the learning rate over the run."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

import torch
from torch import nn

from models.train.muon import Muon

WARM_UP_STEPS = 100
LAST_SHARE = 0.01


def make_optimisers(
    network: nn.Module, *, name: str, lr: float, muon_lr: float
) -> list[torch.optim.Optimizer]:
    """Adam for everything, or Muon for the inner convolutions and Adam for the rest.

    Parameters
    ----------
    network
        The network; inner convolutions are those with at least 16 inputs and 16 outputs, outside
        modules marked ``adam_only``: first and last layers of many channels, and what multiplies.
    name
        ``"adam"`` (the papers' choice) or ``"muon"``.
    lr, muon_lr
        Highest steps of Adam and of Muon.
    """
    cautious = {id(p) for module in network.modules() for p in _cautious(module)}
    inner = [p for p in network.parameters() if _is_inner(p) and id(p) not in cautious]
    inner = inner if name == "muon" else []
    chosen = {id(p) for p in inner}
    others = [p for p in network.parameters() if id(p) not in chosen]
    optimisers: list[torch.optim.Optimizer] = [torch.optim.Adam(others, lr=lr)]
    return [*optimisers, Muon(inner, lr=muon_lr)] if inner else optimisers


def _cautious(module: nn.Module) -> Iterable[nn.Parameter]:
    return module.parameters() if getattr(module, "adam_only", False) else ()


def _is_inner(weight: nn.Parameter) -> bool:
    return weight.ndim == 4 and min(weight.shape[:2]) >= 16


def rate_share(progress: float, step: int) -> float:
    """Share of the highest learning rate: linear warm-up, then half a cosine.

    Parameters
    ----------
    progress
        How much of the time budget is spent, in [0, 1].
    step
        Steps taken so far.
    """
    cosine = 0.5 * (1 + math.cos(math.pi * min(progress, 1)))
    return min(1.0, (step + 1) / WARM_UP_STEPS) * (LAST_SHARE + (1 - LAST_SHARE) * cosine)


def set_rates(optimisers: Sequence[torch.optim.Optimizer], share: float) -> None:
    """Set every optimiser to a share of the rate it was made with."""
    for group in _groups(optimisers):
        rate = group.setdefault("highest", group["lr"]) * share
        if isinstance(group["lr"], torch.Tensor):
            group["lr"].fill_(rate)
        else:
            group["lr"] = rate


def made_recordable(optimisers: Sequence[torch.optim.Optimizer], device: torch.device) -> None:
    """Keep on the device whatever changes from step to step, as a recorded step needs it."""
    for group in _groups(optimisers):
        group.setdefault("highest", group["lr"])
        group["lr"] = torch.tensor(float(group["lr"]), device=device)
        group["capturable"] = True
    for optimiser in optimisers:
        for kept in optimiser.state.values():
            if "step" in kept:
                kept["step"] = kept["step"].to(device)


def made_plain(optimisers: Sequence[torch.optim.Optimizer]) -> None:
    """Undo `made_recordable` for optimisers that come from a checkpoint."""
    for group in _groups(optimisers):
        group["lr"] = float(group["lr"])
        group["capturable"] = False
    for optimiser in optimisers:
        for kept in optimiser.state.values():
            if "step" in kept:
                kept["step"] = kept["step"].cpu()


def _groups(optimisers: Sequence[torch.optim.Optimizer]) -> Iterator[dict]:
    return (group for optimiser in optimisers for group in optimiser.param_groups)
