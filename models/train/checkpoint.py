"""What a training keeps on disk: everything to go on, the best weights, the curve."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import nn

from core.errors import InputError, WeightsError
from models.train.adversarial import Opponent
from models.train.ema import Ema
from models.train.optimisers import made_plain


@dataclass(frozen=True)
class CurvePoint:
    """One line of the validation curve; ``psnr`` is the mean over the held-out patches in dB."""

    step: int
    seconds: float
    loss: float
    psnr: float


@dataclass
class TrainingState:
    """All that changes while a network trains."""

    network: nn.Module
    ema: Ema
    optimisers: list[torch.optim.Optimizer]
    curve: list[CurvePoint]
    step: int = 0
    seconds: float = 0.0
    loss: float = float("nan")
    opponent: Opponent | None = None
    left_out: int = 0

    @property
    def best(self) -> float:
        """Highest validation PSNR so far in dB."""
        return max((point.psnr for point in self.curve), default=float("-inf"))


def save_state(state: TrainingState, folder: Path) -> None:
    """Write the checkpoint beside its place and rename it, so that a stop loses nothing."""
    content = {
        "network": state.network.state_dict(),
        "average": state.ema.average.state_dict(),
        "average_steps": state.ema.steps,
        "optimisers": [optimiser.state_dict() for optimiser in state.optimisers],
        "curve": [asdict(point) for point in state.curve],
        "step": state.step,
        "seconds": state.seconds,
    }
    if state.opponent is not None:
        content["opponent"] = {
            "network": state.opponent.network.state_dict(),
            "optimiser": state.opponent.optimiser.state_dict(),
        }
    temporary = folder / "checkpoint.pt.part"
    torch.save(content, temporary)
    temporary.replace(folder / "checkpoint.pt")


def load_state(state: TrainingState, folder: Path) -> None:
    """Bring a state back to where its checkpoint was written.

    Raises
    ------
    InputError
        If there is no checkpoint to resume from.
    WeightsError
        If the checkpoint belongs to another architecture.
    """
    path = folder / "checkpoint.pt"
    if not path.exists():
        raise InputError(f"There is no checkpoint in {folder}.", remedy="Start without --resume.")
    content = torch.load(path, weights_only=True, map_location="cpu")
    try:
        state.network.load_state_dict(content["network"])
    except RuntimeError as error:
        message = f"{path} holds the weights of another architecture."
        remedy = "Choose another --out folder, or start without --resume."
        raise WeightsError(message, remedy=remedy, detail=str(error)) from error
    state.ema.average.load_state_dict(content["average"])
    state.ema.steps = content["average_steps"]
    for optimiser, kept in zip(state.optimisers, content["optimisers"], strict=True):
        optimiser.load_state_dict(kept)
    made_plain(state.optimisers)
    if state.opponent is not None and "opponent" in content:
        state.opponent.network.load_state_dict(content["opponent"]["network"])
        state.opponent.optimiser.load_state_dict(content["opponent"]["optimiser"])
    state.curve = [CurvePoint(**point) for point in content["curve"]]
    state.step, state.seconds = content["step"], content["seconds"]


def save_weights(network: nn.Module, path: Path) -> None:
    """Write a network's weights as safetensors, float32, contiguous."""
    tensors = {name: t.detach().float().cpu().contiguous() for name, t in _state(network)}
    temporary = path.with_suffix(".part")
    save_file(tensors, temporary)
    temporary.replace(path)


def _state(network: nn.Module):
    return (
        (n, t) for n, t in network.state_dict().items() if not n.endswith("num_batches_tracked")
    )


def write_curve(curve: Sequence[CurvePoint], folder: Path) -> None:
    """Write the validation curve as ``curve.csv`` and ``curve.png``."""
    with (folder / "curve.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(CurvePoint)])
        writer.writeheader()
        writer.writerows(asdict(point) for point in curve)
    _draw_curve(curve, folder / "curve.png")


def _draw_curve(curve: Sequence[CurvePoint], path: Path) -> None:
    from matplotlib.figure import Figure

    figure = Figure((6, 4), layout="constrained")
    axes = figure.subplots()
    axes.plot([p.seconds / 60 for p in curve], [p.psnr for p in curve], color="black")
    axes.set(xlabel="minutes", ylabel="PSNR of the held-out patches, dB")
    axes.grid(alpha=0.3)
    figure.savefig(path, dpi=120)
