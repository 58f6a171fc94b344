"""All figures of one result at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.metrics.colour_difference import delta_e_2000
from core.metrics.fidelity import psnr, psnr_in_mask
from core.metrics.planes import Channel, comparable
from core.metrics.protocol import Protocol
from core.metrics.structure import ms_ssim, ssim


@dataclass(frozen=True)
class Scores:
    """How near a result is to its reference.

    Attributes
    ----------
    psnr, psnr_y
        dB on RGB and on luma; infinite for equal pictures.
    ssim, ms_ssim
        At most 1; None where the picture is too small.
    delta_e
        Mean CIEDE2000.
    psnr_mask
        dB on RGB inside the mask; None without one.
    identical
        True if every compared value is equal.
    protocol
        How they were measured.
    """

    psnr: float
    psnr_y: float
    ssim: float | None
    ms_ssim: float | None
    delta_e: float | None
    psnr_mask: float | None
    identical: bool
    protocol: Protocol


def measure(
    result: np.ndarray,
    reference: np.ndarray,
    *,
    protocol: Protocol,
    mask: np.ndarray | None = None,
    colour: bool = True,
) -> Scores:
    """Measure a result against its reference.

    Parameters
    ----------
    result, reference
        H×W×C of the same type.
    protocol
        Range, border and what SSIM looks at.
    mask
        H×W, set where `Scores.psnr_mask` looks; it ignores the border.
    colour
        False leaves out `Scores.delta_e`, the slowest figure.

    Raises
    ------
    UsageError
        If sizes or types differ.
    """
    common = {"data_range": protocol.data_range, "border": protocol.border}
    a, b = comparable(result, reference, protocol.border)
    inside = None
    if mask is not None:
        inside = psnr_in_mask(result, reference, mask, data_range=protocol.data_range)
    return Scores(
        psnr=psnr(result, reference, **common),
        psnr_y=psnr(result, reference, channel=Channel.LUMA, **common),
        ssim=ssim(result, reference, channel=protocol.structure, **common),
        ms_ssim=ms_ssim(result, reference, channel=protocol.structure, **common),
        delta_e=delta_e_2000(result, reference, **common) if colour else None,
        psnr_mask=inside,
        identical=bool(np.array_equal(a, b)),
        protocol=protocol,
    )
