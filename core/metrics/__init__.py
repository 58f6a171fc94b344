"""Picture quality in numbers, each with the protocol it was measured by."""

from core.metrics.colour_difference import delta_e_2000
from core.metrics.fidelity import mse, psnr, psnr_in_mask
from core.metrics.no_reference import noise_sigma, sharpness
from core.metrics.planes import Channel
from core.metrics.protocol import Protocol
from core.metrics.scores import Scores, measure
from core.metrics.structure import MS_SSIM_SMALLEST, SSIM_WINDOW, ms_ssim, ssim
from core.metrics.vmaf_by_ffmpeg import Vmaf, vmaf, why_no_vmaf

__all__ = [
    "MS_SSIM_SMALLEST",
    "SSIM_WINDOW",
    "Channel",
    "Protocol",
    "Scores",
    "Vmaf",
    "delta_e_2000",
    "measure",
    "ms_ssim",
    "mse",
    "noise_sigma",
    "psnr",
    "psnr_in_mask",
    "sharpness",
    "ssim",
    "vmaf",
    "why_no_vmaf",
]
