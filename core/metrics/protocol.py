"""How figures were measured; printed beside every one of them."""

from __future__ import annotations

from dataclasses import dataclass

from core.metrics.planes import Channel
from core.metrics.structure import K1, K2, SIGMA, SSIM_WINDOW


@dataclass(frozen=True)
class Protocol:
    """The choices that change a PSNR or an SSIM; its text names those that are fixed, too.

    Attributes
    ----------
    data_range
        Largest possible value: 255 for 8 bits.
    border
        Pixels left out on every side.
    structure
        What SSIM and MS-SSIM compare.
    """

    data_range: float = 255.0
    border: int = 0
    structure: Channel = Channel.LUMA

    def __str__(self) -> str:
        border = f"border {self.border} px left out" if self.border else "no border left out"
        return (
            f"peak {self.data_range:g}, {border}; psnr RGB, psnr_y {Channel.LUMA.value}, "
            f"ssim and ms_ssim {self.structure.value}, Gaussian {SSIM_WINDOW}×{SSIM_WINDOW} "
            f"σ {SIGMA:g}, K {K1:g}/{K2:g}, whole windows only"
        )
