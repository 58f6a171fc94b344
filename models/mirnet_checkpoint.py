"""The MIRNet authors' own checkpoints, which the user may bring."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import torch

from core.errors import WeightsError
from models.arch.mirnet import MirNet

PARALLEL = "module."


def load_mirnet_checkpoint(path: Path, **arguments: Any) -> MirNet:
    """Build MIRNet and fill in a checkpoint of its authors.

    Parameters
    ----------
    path
        PyTorch file with the weights, alone or under ``state_dict``; nothing in it is executed.
    arguments
        Of `MirNet`; the full size without any.

    Raises
    ------
    WeightsError
        If the file cannot be read or holds another network.
    """
    network = MirNet(**arguments)
    try:
        content = torch.load(path, weights_only=True, map_location="cpu")
        weights = content.get("state_dict", content)
        network.load_state_dict({name.removeprefix(PARALLEL): t for name, t in weights.items()})
    except (OSError, RuntimeError, AttributeError, EOFError, pickle.UnpicklingError) as error:
        message = f"{path} does not hold the weights of MIRNet."
        remedy = "Choose a checkpoint of its authors, of the size that was asked for."
        raise WeightsError(message, remedy=remedy, detail=str(error)) from error
    return network.eval().requires_grad_(False)
