"""Lightweight detail enhancement and old-photograph restoration at the size of the input.

S. Baek et al., "Lightweight Image Enhancement Network for Mobile Devices Using Self-Feature
Extraction and Dense Modulation" (sections 2.1 and 2.4, figure 2b).
"""

from __future__ import annotations

import torch.nn.functional as F
from torch import Tensor, nn

from models.arch.layers import Conv2d, crop_like, in_full_precision, space_to_depth
from models.arch.modulation import (
    SLOPE,
    MainGenerator,
    SelfFeatures,
    he_start,
    leaky,
    start_near_identity,
)
from models.arch.spade import Spade


class LightweightEnhancer(nn.Module):
    """Space to depth twice, the main generator, pixel shuffle twice, a SPADE at each size.

    Parameters
    ----------
    features
        Channels; 16 in the paper.
    blocks
        Dense modulation blocks; 6 in the paper.
    layers
        Convolutions in a block; 5 make about the paper's 300,000 parameters.

    Notes
    -----
    The network paints what has to be added to the input. Its self-features come from the picture
    brought to a quarter of its size by space to depth.
    """

    multiple = 8
    inputs = 3
    by_rows = True
    scale = 1

    def __init__(self, features: int = 16, blocks: int = 6, layers: int = 5) -> None:
        super().__init__()
        self.self_features = SelfFeatures(3 * 16, features)
        self.head = Conv2d(3, features, 3)
        self.down = nn.ModuleList([Conv2d(4 * features, features, 3) for _ in range(2)])
        self.generator = MainGenerator(features, blocks, layers)
        self.up = nn.ModuleList([Conv2d(features, 4 * features, 3) for _ in range(2)])
        self.spades = nn.ModuleList([Spade(features, features) for _ in range(2)])
        self.last = Conv2d(features, 3, 3)
        he_start(self)
        start_near_identity(self)
        for spade in self.spades:
            spade.start()
        nn.init.zeros_(self.last.weight)

    def forward(self, picture: Tensor) -> Tensor:
        """Enhance ``picture`` (N×3×H×W in [0, 1], sides multiples of 4); the same size."""
        full = self.head(picture, SLOPE)  # N×features×H×W
        half = self.down[0](space_to_depth(full, 2), SLOPE)  # N×features×H/2×W/2
        quarter = self.down[1](space_to_depth(half, 2), SLOPE)  # N×features×H/4×W/4
        guide = self.self_features(space_to_depth(picture, 4))  # N×features×H/4×W/4
        x = self.generator(quarter, guide)
        for enlarge, spade, skip in zip(self.up, self.spades, (half, full), strict=True):
            x = F.pixel_shuffle(enlarge(x), 2)  # twice the size
            x = leaky(spade(x, skip))
        change = in_full_precision(self.last, x)  # N×3×H×W
        return crop_like(picture, change) + change
