"""What a caller must know about a network to run it properly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any


class Channels(Enum):
    """What a network looks at."""

    LUMA = "luma"
    RGB = "RGB"


class Licence(Enum):
    """What the weights may be used for, given what they were trained on."""

    FREE = "free to use"
    RESEARCH = "research use"


@dataclass(frozen=True)
class Figure:
    """One measured result.

    Attributes
    ----------
    dataset
        Name of the set of photos.
    degradation
        What was done to them.
    metric
        ``"psnr_y"``, ``"ssim"`` …, by the protocol of ``main.py evaluate``.
    value
        Mean over the set, dB for PSNR.
    baseline
        The same for ``baseline_method``.
    baseline_method
        ``"bicubic"`` or ``"input"``.
    """

    dataset: str
    degradation: str
    metric: str
    value: float
    baseline: float
    baseline_method: str


@dataclass(frozen=True)
class ModelCard:
    """A network that can be chosen.

    Attributes
    ----------
    id, name, task
        On the command line, for people, and the heading it stands under.
    architecture, arguments
        Key in `models.architectures.ARCHITECTURES` and what it is built with.
    weights, sha256
        File in ``models/weights`` and the hash it must have.
    scale
        Whole factor of enlargement.
    channels
        Luma or RGB; a luma network leaves the chroma as it was.
    halo
        Reach of the network in input pixels on each side.
    multiple
        Its tiles begin at multiples of this.
    whole_picture
        True if something in it depends on the whole picture; recorded on the picture reduced to
        at most 512 pixels a side, or on excerpts of at most 768, and then the same for every tile.
    takes_mask
        True if it can be told where the holes are; without a mask it finds black ones.
    half_precision
        True if bfloat16 passes the check against float32.
    parameters, macs
        Trainable numbers, and multiplications per input pixel.
    training, licence, trained
        Data with its licence, what the weights may be used for, minutes and device.
    figures
        Measured results that ``main.py evaluate`` reproduces.
    weakness
        One sentence on what it does badly.
    citation, authors
        Paper and who wrote it.
    """

    id: str
    name: str
    task: str
    architecture: str
    weights: str
    sha256: str
    halo: int
    parameters: int
    macs: int
    training: str
    trained: str
    licence: Licence
    citation: str
    authors: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    scale: int = 1
    channels: Channels = Channels.RGB
    multiple: int = 1
    whole_picture: bool = False
    takes_mask: bool = False
    half_precision: bool = True
    figures: tuple[Figure, ...] = ()
    weakness: str = ""
