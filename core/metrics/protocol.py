"""How figures were measured; printed beside every one of them."""

from __future__ import annotations

from dataclasses import dataclass

from core.metrics.planes import Channel


@dataclass(frozen=True)
class Protocol:
    """The choices that change a PSNR or an SSIM.

    Attributes
    ----------
    data_range
        Largest possible value: 255 for 8 bits.
    border
        Pixels left out on every side.
    structure
        What SSIM and MS-SSIM compare.
    window, sigma, k1, k2
        Of SSIM. Windows that cross the border are not counted.
    """

    data_range: float = 255.0
    border: int = 0
    structure: Channel = Channel.LUMA
    window: int = 11
    sigma: float = 1.5
    k1: float = 0.01
    k2: float = 0.03

    def __str__(self) -> str:
        border = f"border {self.border} px left out" if self.border else "no border left out"
        return (
            f"peak {self.data_range:g}, {border}; psnr RGB, psnr_y {Channel.LUMA.value}, "
            f"ssim and ms_ssim {self.structure.value}, Gaussian {self.window}×{self.window} "
            f"σ {self.sigma:g}, K {self.k1:g}/{self.k2:g}, whole windows only"
        )
