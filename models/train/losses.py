"""Losses of the papers that compare two pictures, N×C×H×W in [0, 1], to a scalar."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from core.colour.luma import LUMA_WEIGHTS

COLOUR_PEAK = 0.053
COLOUR_SIGMA = 3.0
COLOUR_REACH = 10
SSIM_SIGMA = 1.5
SSIM_REACH = 5
SSIM_C1, SSIM_C2 = 0.01**2, 0.03**2

mse = F.mse_loss
l1 = F.l1_loss


def charbonnier(result: Tensor, target: Tensor, *, epsilon: float = 1e-3) -> Tensor:
    """Mean of √(difference² + ε²): L1 that is smooth near zero.

    References
    ----------
    W.-S. Lai et al., CVPR 2017, doi:10.1109/CVPR.2017.618.
    """
    return (result - target).square().add(epsilon * epsilon).sqrt().mean()


def log_mse(result: Tensor, target: Tensor, *, typical: float = 1e-3) -> Tensor:
    """Mean over the patches of ``typical`` · ln(MSE): what a mean of decibels counts.

    A set's figure is the mean of its pictures' dB, in which a per cent of error counts the same in
    an easy picture as in a hard one; plain MSE sees the hard ones only. The factor keeps the size
    of plain MSE's gradients.
    """
    errors = (result - target).square().flatten(1).mean(1)
    return typical * (errors + 1e-2 * typical).log().mean()


def luma_first(result: Tensor, target: Tensor, *, colour: float = 0.2) -> Tensor:
    """`log_mse` of the luma, and a share of that of all channels.

    What is left of the colour after strong JPEG compression cannot be guessed; its error would
    take most of the gradients.
    """
    red, green, blue = LUMA_WEIGHTS.tolist()
    brightness = [red * x[:, :1] + green * x[:, 1:2] + blue * x[:, 2:] for x in (result, target)]
    return log_mse(*brightness) + colour * log_mse(result, target)


def ssim_loss(result: Tensor, target: Tensor) -> Tensor:
    """1 − SSIM, per channel, Gaussian window of σ 1.5 and 11 pixels, no padding.

    Baek et al., equation 6.
    """
    window = gaussian_row(SSIM_SIGMA, SSIM_REACH).to(result)
    mean_x, mean_y = filtered(result, window), filtered(target, window)
    var_x = filtered(result * result, window) - mean_x * mean_x
    var_y = filtered(target * target, window) - mean_y * mean_y
    covariance = filtered(result * target, window) - mean_x * mean_y
    likeness = (2 * mean_x * mean_y + SSIM_C1) * (2 * covariance + SSIM_C2)
    scale = (mean_x.square() + mean_y.square() + SSIM_C1) * (var_x + var_y + SSIM_C2)
    return 1 - (likeness / scale).mean()


def total_variation(result: Tensor) -> Tensor:
    """Mean squared difference of neighbours, both directions added.

    De Stoutz et al., equation 6, as the authors of DPED compute it: squared, each direction
    divided by its own number of differences.
    """
    down = (result[..., 1:, :] - result[..., :-1, :]).square().mean()
    across = (result[..., :, 1:] - result[..., :, :-1]).square().mean()
    return down + across


def colour_loss(result: Tensor, target: Tensor) -> Tensor:
    """Mean squared error of both pictures blurred: A 0.053, σ 3, no padding.

    De Stoutz et al., equations 1 to 3. The two-dimensional Gaussian of peak A is the product of
    two rows of peak √A.
    """
    row = COLOUR_PEAK**0.5 * _bell(COLOUR_SIGMA, COLOUR_REACH).to(result)
    return filtered(result - target, row).square().mean()


def gaussian_row(sigma: float, reach: int) -> Tensor:
    """A Gaussian of sum 1 over ``2·reach + 1`` pixels."""
    bell = _bell(sigma, reach)
    return bell / bell.sum()


def _bell(sigma: float, reach: int) -> Tensor:
    places = torch.arange(-reach, reach + 1, dtype=torch.float32)
    return torch.exp(-0.5 * (places / sigma).square())


def filtered(x: Tensor, row: Tensor) -> Tensor:
    """Filter every channel of ``x`` with ``row`` down and across, without padding."""
    channels = x.shape[1]
    kernel = row.to(x).expand(channels, 1, -1)
    x = F.conv2d(x, kernel[..., None], groups=channels)
    return F.conv2d(x, kernel[:, :, None], groups=channels)
