"""What it takes to train one network: data, degradation, loss, optimiser and sizes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from models.train.adversarial import Adversary
from models.train.pairs import BatchMaker

Loss = Callable[[Tensor, Tensor], Tensor]


@dataclass(frozen=True)
class TrainingRecipe:
    """How one network is trained.

    Attributes
    ----------
    network_id
        The card it belongs to.
    folders
        Subfolders of ``--data`` that are used; those with ``input/`` and ``reference/`` are real
        pairs.
    pairs
        Makes the pair maker from photos and the side of a target patch in pixels.
    loss
        Maps (result, target) to a scalar.
    patch, batch
        Side of a target patch in pixels, and patches a step.
    optimiser, lr, muon_lr
        See `models.train.optimisers`.
    ema
        Decay of the average that is evaluated and shipped.
    held_out, held_out_patches
        Side, in pixels of the target, and number of the patches that choose the weights.
    inner
        Run seven of eight steps as the inside of a picture, without padding: what a network sees
        of its patches' zero borders it never sees inside a photo.
    adversary
        A discriminator trained beside the network, whose weights are then the last and not the
        best ones; None without.
    """

    network_id: str
    folders: Sequence[str]
    pairs: Callable[[Sequence, int], BatchMaker]
    loss: Loss = nn.functional.mse_loss
    patch: int = 96
    batch: int = 16
    optimiser: str = "muon"
    lr: float = 1e-3
    muon_lr: float = 0.02
    ema: float = 0.999
    held_out: int = 192
    held_out_patches: int = 64
    inner: bool = False
    adversary: Adversary | None = None


@dataclass(frozen=True)
class TrainingRun:
    """Where and for how long a training runs.

    Attributes
    ----------
    data
        Folder that holds the recipe's subfolders.
    out
        Folder for checkpoint, weights and curve.
    minutes
        Time budget, by the clock; the learning rate falls over it.
    resume
        Go on from the checkpoint in ``out``.
    start_from
        Weights to begin with, a safetensors file; None for fresh ones.
    rate
        Share of the recipe's learning rates; below 1 to go on with weights that are good already.
    steps
        Steps after which the training ends, if the minutes last; None without.
    batch, patch
        Patches a step, and side of a target patch in pixels; None for the recipe's, which suit a
        processor.
    workers
        Processes that make pairs for a pool on the device, where each is seen several times; 0
        makes each batch while the one before it trains.
    """

    data: Path
    out: Path
    minutes: float
    device: torch.device
    resume: bool = False
    seed: int = 0
    start_from: Path | None = None
    rate: float = 1.0
    steps: int | None = None
    batch: int | None = None
    patch: int | None = None
    workers: int = 0
