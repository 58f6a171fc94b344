"""Write a network of the registry for other programs, and only what was checked."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import nn

from core.errors import DiptychError, OutputError, UsageError, WeightsError
from core.region import Size
from models.arch.normed import fold_batch_norm
from models.card import ModelCard
from models.exporters.about import about
from models.exporters.check import checked_difference, probe
from models.exporters.phone_format import PhoneFormat, check_installed
from models.weights import load_network

EXAMPLE = 64
PROBES = (Size(96, 160), Size(224, 128))
ONE_SIZE = Size(256, 256)


@dataclass(frozen=True)
class Exported:
    """What was written.

    Attributes
    ----------
    path
        File or folder.
    sizes
        Of the pictures it was checked with.
    levels
        The largest difference of any value there, in levels of 8 bits.
    """

    path: Path
    sizes: tuple[Size, ...]
    levels: float


def export_network(
    card: ModelCard,
    path: Path,
    wanted: PhoneFormat,
    *,
    size: Size | None = None,
    overwrite: bool = False,
    network: nn.Module | None = None,
) -> Exported:
    """Write a network, run what was written on a photo, and keep it if that gives the same.

    Parameters
    ----------
    card
        The network.
    path
        Where to.
    wanted
        The format.
    size
        Of all pictures, for formats that know one size only.
    overwrite
        Replace what is there.
    network
        Instead of the card's own, with its weights.

    Raises
    ------
    UsageError
        If the format cannot be written or run here, or the size does not suit the network.
    WeightsError
        If the weights are missing, or the exported network gives another picture.
    OutputError
        If the file exists already or cannot be written.
    """
    check_installed(wanted)
    if path.exists() and not overwrite:
        raise OutputError(
            f"{path.name} exists already.", remedy="Choose another name, or allow overwriting."
        )
    network = fold_batch_norm(load_network(card) if network is None else network)
    network.requires_grad_(False)
    sizes = _sizes(card, wanted, size)
    first = Size(*2 * (_up_to(EXAMPLE, card.multiple),)) if wanted.any_size else sizes[0]
    with _folder_beside(path) as folder:
        made = Path(folder) / f"network{wanted.suffix}"
        _write(wanted, network, torch.from_numpy(probe(card, first)), card, made)
        run = wanted.opened(made)
        levels = max(checked_difference(network, run, probe(card, size)) for size in sizes)
        _move(made, path)
    return Exported(path, sizes, levels)


def _sizes(card: ModelCard, wanted: PhoneFormat, size: Size | None) -> tuple[Size, ...]:
    """Of the pictures that it is checked with."""
    if wanted.any_size and size is None:
        sides = [(_up_to(s.height, card.multiple), _up_to(s.width, card.multiple)) for s in PROBES]
        return tuple(Size(*pair) for pair in sides)
    size = size or ONE_SIZE
    if size.height % card.multiple or size.width % card.multiple:
        raise UsageError(
            f"{card.name} takes no pictures of {size.width}×{size.height} pixels.",
            remedy=f"Choose sides that are multiples of {card.multiple}.",
        )
    return (size,)


def _up_to(side: int, multiple: int) -> int:
    return -(-side // multiple) * multiple


def _folder_beside(path: Path) -> tempfile.TemporaryDirectory:
    try:
        return tempfile.TemporaryDirectory(prefix=".diptych-", dir=path.parent)
    except OSError as error:
        raise _not_written(path, error) from error


def _write(
    wanted: PhoneFormat, network: nn.Module, example: torch.Tensor, card: ModelCard, path: Path
) -> None:
    try:
        wanted.write(network, example, about(card), path)
    except DiptychError:
        raise
    except OSError as error:
        raise _not_written(path, error) from error
    except Exception as error:  # converters raise anything where they do not know an operation
        raise WeightsError(
            f"{card.name} cannot be converted to {wanted.name}: {type(error).__name__}.",
            remedy="Choose another format, or other versions of its packages.",
            detail=str(error),
        ) from error


def _move(made: Path, path: Path) -> None:
    try:
        if path.is_dir():
            shutil.rmtree(path)
        made.replace(path)
    except OSError as error:
        raise _not_written(path, error) from error


def _not_written(path: Path, error: OSError) -> OutputError:
    return OutputError(
        f"{path.name} could not be written to {path.parent}.",
        remedy="Check that the folder exists and is writable, and that the disk has room.",
        detail=str(error),
    )
