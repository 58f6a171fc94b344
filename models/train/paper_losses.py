"""The papers' weighted sums of losses."""

from __future__ import annotations

from functools import cache

from torch import Tensor, nn

from models.registry import WEIGHTS
from models.train.losses import colour_loss, l1, ssim_loss, total_variation
from models.train.perceptual import content_loss, feature_network, perceptual_loss

PERCEPTUAL_WEIGHT = 0.1
COLOUR_WEIGHT = 0.1
TOTAL_VARIATION_WEIGHT = 400.0
VGG_FILE = "vgg19.pth"


@cache
def features() -> nn.Module:
    """VGG-19 if ``models/weights/vgg19.pth`` is there, else the filter bank without weights."""
    return feature_network(WEIGHTS / VGG_FILE)


def structure_loss(result: Tensor, target: Tensor) -> Tensor:
    """L1 and SSIM, as the super-resolution network of Baek et al. is trained (section 2.5)."""
    return l1(result, target) + ssim_loss(result, target)


def enhancement_loss(result: Tensor, target: Tensor) -> Tensor:
    """L1, SSIM and perceptual loss, as their enhancement networks are trained (section 2.5).

    The paper gives no weights; here the perceptual loss counts a tenth.
    """
    looks = perceptual_loss(features(), result, target)
    return structure_loss(result, target) + PERCEPTUAL_WEIGHT * looks


def dped_loss(result: Tensor, target: Tensor) -> Tensor:
    """Content + 0.1·colour + 400·total variation (de Stoutz et al., equation 7).

    The texture loss comes from the recipe's discriminator, with weight 0.4.
    """
    content = content_loss(features(), result, target)
    colour = COLOUR_WEIGHT * colour_loss(result, target)
    return content + colour + TOTAL_VARIATION_WEIGHT * total_variation(result)
